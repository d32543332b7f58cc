"""How far an audit has come, and what it waits for."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.audits.models import Audit
from apps.audits.states import AuditState
from apps.ledger import checkpoints
from apps.look.moments import day
from apps.look.numbers import number
from apps.look.parts import StepState


@dataclass(frozen=True, slots=True)
class AuditStep:
    """One step: done, now, or next."""

    title: str
    detail: str
    state: str


def steps_of(audit: Audit, position: int | None) -> list[AuditStep]:
    """Announced, in the log, signed by witnesses and drawn, found, answered: what is done and what comes next."""
    draw, result = getattr(audit, "draw", None), getattr(audit, "result", None)
    answer = getattr(audit, "answer", None)
    done: list[tuple[str, datetime | str | None]] = [
        (pgettext("audit", "Announced"), audit.announced_at),
        (_("In the public log"), _("entry %(n)s") % {"n": position} if position is not None else None),
        (_("Signed by witnesses"), _("log of %(n)s entries") % {"n": number(draw.size)} if draw else None),
        (pgettext("audit", "Drawn"), draw.drawn_at if draw else None),
        (pgettext("audit", "Found"), result.published_at if result else None),
        (pgettext("audit", "Answered"), answer.answered_at if answer else None),
    ]
    now = next((at for at, (_title, detail) in enumerate(done) if detail is None), len(done))
    now = now if not audit.ended_at else len(done)
    return [_step(title, detail, at == now) for at, (title, detail) in enumerate(done)]


def _step(title: str, detail: datetime | str | None, is_now: bool) -> AuditStep:
    if detail is None:
        return AuditStep(title, "", StepState.NOW if is_now else StepState.NEXT)
    said = day(detail) if isinstance(detail, datetime) else detail
    return AuditStep(title, said, StepState.DONE)


def waiting_of(audit: Audit, position: int | None) -> str:
    """What an audit waits for, in words; empty when it waits for nothing."""
    if audit.state == AuditState.DRAWN:
        return _("Those who were drawn look, each alone. When the last of them has ended, the result is out by itself.")
    if audit.state == AuditState.FOUND:
        return _("The operator may answer, under a real name.")
    if audit.state != AuditState.ANNOUNCED:
        return ""
    if position is None:
        return _("The announcement is being sealed into the public log. Nothing is drawn before.")
    if not settings.WITNESSES:
        return _("No witness from outside signs this log. Without one nothing is drawn: this site could choose.")
    newest = checkpoints.recent(1, index=position)
    said = {"seen": newest[0].seen_by if newest else 0, "needed": max(1, settings.WITNESS_QUORUM)}
    return (
        _(
            "It waits for witnesses: %(seen)d of %(needed)d have signed the newest checkpoint. "
            "Without them nothing is drawn."
        )
        % said
    )
