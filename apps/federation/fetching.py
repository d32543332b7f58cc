"""Read a document at its own site, by the rules of FEP-fe34: a name is answered by its own origin or by nobody."""

from datetime import datetime
from typing import Any

from apps.federation.addresses import host_of
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.signing import fetch_signed
from apps.outside import Answer, Budget, NoAnswer, OutsideError
from apps.signatures.canonical import parse_object
from apps.signatures.errors import NotCanonical

PROFILE = "https://www.w3.org/ns/activitystreams"
REFUSED_NAMES = frozenset({"@graph", "@included", "@reverse"})


def document_at(address: str, *, now: datetime, budget: Budget) -> dict[str, Any]:
    """The document whose name is this address. One that says it has another name is asked for once more there."""
    document, url = _once(address, now, budget)
    if document.get("id") == url:
        return document
    named = document.get("id")
    if not isinstance(named, str) or host_of(named) != host_of(url):
        raise Refused("The document gives itself a name of another site.")
    document, url = _once(named, now, budget.deeper())
    if document.get("id") != url:
        raise Refused("The document is not what stands under its name.")
    return document


def _once(address: str, now: datetime, budget: Budget) -> tuple[dict[str, Any], str]:
    try:
        answer = fetch_signed(address, budget=budget, now=now)
    except NoAnswer as error:
        raise Later(error.sentence) from error
    except OutsideError as error:
        raise Refused(error.sentence) from error
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
    return read_strictly(answer.body)


def is_activity_type(content_type: str) -> bool:
    """`application/activity+json`, or `application/ld+json` with the profile of ActivityStreams."""
    media, *parameters = (part.strip() for part in content_type.split(";"))
    if media.lower() == "application/activity+json":
        return True
    profiles = [p.partition("=")[2].strip('"') for p in parameters if p.lower().startswith("profile=")]
    return media.lower() == "application/ld+json" and any(PROFILE in p.split() for p in profiles)


def read_strictly(body: bytes) -> dict[str, Any]:
    """JSON that means one thing only, without the words that reshape a document for those who expand it."""
    try:
        document = parse_object(body)
    except NotCanonical as error:
        raise Refused(str(error)[:200]) from error
    _check_names(document)
    return document


def _check_names(value: Any) -> None:
    if isinstance(value, dict):
        if REFUSED_NAMES & value.keys():
            raise Refused("Documents that are reshaped by their context are not read.")
        for part in value.values():
            _check_names(part)
    elif isinstance(value, list):
        for part in value:
            _check_names(part)
