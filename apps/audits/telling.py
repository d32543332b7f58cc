"""Who is told of an audit, and in which words: those who are looked at, and those whom the lot named."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audits.models import Audit, Seat
from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.spaces.selectors import faces_of

WORDS = {
    "audit.announced": _("%(by)s announced an audit of %(operator)s. Its result is due by %(until)s."),
    "audit.drawn": _(
        "You were drawn to look at a sample of %(operator)s, by %(until)s. "
        "Have you a link to it by now? Step down: the next steps in."
    ),
    "audit.found": _(
        "The result of an audit of %(operator)s is published. You may answer beside it, once, under your real name."
    ),
    "audit.published": _("The result of the audit of %(operator)s in which you take part is published."),
    "audit.ended": _("The audit of %(operator)s has ended without a result. Its page says why."),
    "audit.answered": _("%(operator)s has answered the audit in which you took part."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell_of_announcement(audit: Audit, now: datetime) -> None:
    """The operator: by whom, until when."""
    _tell("audit.announced", audit, faces_of(audit.operator, now=now), now)


def tell_of_seat(seat: Seat, now: datetime) -> None:
    """Whom the lot named, at the draw or in place of somebody who stepped down."""
    account = seat.mandate.account_id if seat.mandate else None
    _tell("audit.drawn", seat.audit, _main(() if account is None else (account,)), now)


def tell_of_result(audit: Audit, now: datetime) -> None:
    """The operator may answer; those who took part see it come out."""
    _tell("audit.found", audit, faces_of(audit.operator, now=now), now)
    _tell("audit.published", audit, _auditors(audit), now)


def tell_of_end(audit: Audit, now: datetime) -> None:
    """Nothing came of it: all who waited for it."""
    _tell("audit.ended", audit, [*faces_of(audit.operator, now=now), *_auditors(audit)], now)


def tell_of_answer(audit: Audit, now: datetime) -> None:
    """Those who took part read what the operator says."""
    _tell("audit.answered", audit, _auditors(audit), now)


def _auditors(audit: Audit) -> Iterable[Persona]:
    """Who announced it, and who sits for it."""
    seats = audit.seats.filter(left_at=None).exclude(mandate__account=None)
    found = set(seats.values_list("mandate__account", flat=True))
    if audit.mandate is not None and audit.mandate.account_id is not None:
        found.add(audit.mandate.account_id)
    return _main(found)


def _main(accounts: Iterable[int]) -> Iterable[Persona]:
    return Persona.objects.filter(account__in=list(accounts), is_main=True)


def _tell(kind: str, audit: Audit, to: Iterable[Persona], now: datetime) -> None:
    until = in_each_language(lambda: day(audit.due_at))
    context = {"operator": audit.operator.name, "by": audit.named, "until": until}
    path = f"/audit/a/{audit.reference}/"
    prepare(kind=kind, to=to, about=audit.reference, path=path, context=context, now=now)
