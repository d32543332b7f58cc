"""How verification is done, in figures: how many asked, what became of it, how long it took. Nobody is named."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q
from django.db.models.aggregates import Aggregate
from django.db.models.fields import DurationField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.look.numbers import decimal, number
from apps.professionals.states import VerificationState
from apps.professionals.verification.models import WAITING, Verification, VerificationDecision
from apps.professionals.verification.ways import ANSWER_OR_CLOSE, DECIDE_WITHIN, Answer, Matter


class Median(Aggregate):
    """The middle one."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class VerificationFigures:
    """Whole counts: nothing is estimated."""

    asked: int
    waiting: int
    late: int  # of those: past the day by which we promise an answer
    unanswered: int  # closed because nobody answered
    verified: int
    refused: int
    contested: int
    overturned: int
    given_up: int
    ended: int
    valid_now: int
    median_days: float | None  # from the proof to the first answer
    sentences: list[str]


def verification_figures(*, now: datetime) -> VerificationFigures:
    """All of them ever, three questions."""
    answers = VerificationDecision.objects.filter(matter=Matter.REQUEST).aggregate(
        verified=Count("verification", filter=Q(answer=Answer.GRANT), distinct=True),
        refused=Count("verification", filter=Q(answer=Answer.REFUSE), distinct=True),
        contested=Count("pk", filter=Q(contested_at__isnull=False), distinct=True),
        overturned=Count(
            "verification", filter=Q(answer=Answer.GRANT, verification__decisions__answer=Answer.REFUSE), distinct=True
        ),
    )
    states = Verification.objects.aggregate(
        asked=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=["asked", "proved", "contested"])),
        late=Count("pk", filter=Q(state__in=WAITING, due_at__lte=now)),
        unanswered=Count("pk", filter=Q(state=VerificationState.UNANSWERED)),
        given_up=Count("pk", filter=Q(state__in=["withdrawn", "lapsed"], until=None)),
        ended=Count("pk", filter=Q(until__isnull=False) & (Q(state__in=["revoked", "withdrawn"]) | Q(until__lte=now))),
        valid_now=Count("pk", filter=Q(state=VerificationState.GRANTED, until__gt=now)),
    )
    median = _median()
    days = round(median.total_seconds() / 86_400, 1) if median is not None else None
    counts = {**states, **answers}
    return VerificationFigures(**counts, median_days=days, sentences=_sentences(counts, days))


def _median() -> timedelta | None:
    """From the proof to the first answer."""
    answered = Verification.objects.filter(proved_at__isnull=False, decisions__matter=Matter.REQUEST)
    times = answered.annotate(first=Min("decisions__at")).annotate(took=F("first") - F("proved_at"))
    found: timedelta | None = times.aggregate(m=Median("took", output_field=DurationField()))["m"]
    return found


def _sentences(counts: dict[str, int], days: float | None) -> list[str]:
    if not counts["asked"]:
        return [_("Nobody has asked to be verified yet.")]
    words = {name: number(count) for name, count in counts.items()}
    said = [
        ngettext("%(asked)s request so far:", "%(asked)s requests so far:", counts["asked"]) % words
        + " "
        + _("%(verified)s verified, %(refused)s refused, %(given_up)s given up, %(waiting)s under way.") % words
    ]
    if counts["late"]:
        said.append(
            ngettext(
                "%(late)s waits for longer than the %(days)d days within which we promise an answer.",
                "%(late)s wait for longer than the %(days)d days within which we promise an answer.",
                counts["late"],
            )
            % {**words, "days": DECIDE_WITHIN.days}
        )
    if counts["unanswered"]:
        closed = _("Closed because nobody answered in %(days)d days: %(unanswered)s.")
        said.append(closed % {**words, "days": ANSWER_OR_CLOSE.days})
    if counts["contested"]:
        said.append(_("Contested: %(contested)s, of which %(overturned)s were decided otherwise.") % words)
    if days is not None:
        said.append(_pace(days))
    return said


def _pace(days: float) -> str:
    """Below a day no decimals: they would say more than is known."""
    if days < 1:
        return _("Half of the answers came within a day of the proof.")
    words = {"days": decimal(days, 1)}
    return _("Half of the answers came within %(days)s days of the proof.") % words
