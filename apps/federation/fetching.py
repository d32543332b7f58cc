"""Read a document at its own site, by the rules of FEP-fe34: a name is answered by its own origin or by nobody."""

from datetime import datetime
from typing import Any

from apps.federation import origins, reading
from apps.federation.asking_first import answer_at
from apps.federation.door import is_activity_type
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.origins import Believe
from apps.outside import Answer, Budget, NoAnswer, OutsideError


def document_at(address: str, *, now: datetime, budget: Budget) -> dict[str, Any]:
    """The document whose name is this address. One that says it has another name is asked for once more there, at the
    same site: whoever leads us on to another site shows nothing of their own, and makes nobody else speak."""
    document, url = _once(address, now, budget)
    believed = origins.believe_fetched(answered_at=url, document=_name(document))
    if believed is Believe.FETCH:
        document, url = _once(_name(document), now, budget.deeper())
        believed = origins.believe_fetched(answered_at=url, document=_name(document))
    if believed is not Believe.YES or not origins.same(address, _name(document)):
        raise Refused("What stands there says that it is something else.")
    return document


def _name(document: dict[str, Any]) -> str:
    named = document.get("id")
    return named if isinstance(named, str) else ""


def _once(address: str, now: datetime, budget: Budget) -> tuple[dict[str, Any], str]:
    try:
        answer = answer_at(address, budget=budget, now=now)
    except NoAnswer as error:
        raise Later(str(error.why)) from error
    except OutsideError as error:
        raise Refused(str(error.why)) from error
    return _read(answer), answer.url


def _read(answer: Answer) -> dict[str, Any]:
    if answer.status in {404, 410}:
        raise Ignored("It is no longer there.")
    if answer.status in {408, 425, 429} or answer.status >= 500:
        raise Later(f"HTTP {answer.status}")
    if answer.status != 200:
        raise Refused(f"HTTP {answer.status}")
    if not is_activity_type(answer.headers.get("content-type", "")):
        raise Refused("What stands there is not an activity document.")
    document = reading.parse(answer.body)
    if isinstance(document, reading.Refused):
        raise Refused(f"{document.why} {document.what}".strip())
    return document
