"""Count the votes, once. Whatever ends a jury happens here, under the lock of its case: never twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.algorithms.jury import LEAST_MEMBERS, answer, has_answered
from apps.base.models import check_transition
from apps.juries import documents
from apps.juries.candidates import barred_from
from apps.juries.models import Jury, Seat
from apps.juries.services.drawing import locked_jury, seats_fill
from apps.juries.services.sitting import seat_leave
from apps.juries.states import RUNNING, STRICTNESS, TRANSITIONS, JuryState, Left
from apps.juries.telling import tell_of_end
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.moderation.models import Case, Decision
from apps.moderation.services.juries import jury_decide, jury_over, jury_silent
from apps.moderation.states import UNDO, CaseState, Outcome
from apps.moderation.targets import Target, target_of_case
from apps.moderation.wording import JuryFacts
from apps.signatures.canonical import digest
from apps.spaces.models import Membership

SILENT = _("The jury gave no answer within 14 days. What was masked, paused or closed in this case ends now.")
MOOT = _("The words before the jury were changed or withdrawn by their author: there is nothing left to judge.")
KEY_KEPT = timedelta(days=30)


def juries_count(*, now: datetime) -> int:
    """Every jury that has ended, each in its own transaction; how many."""
    running = Jury.objects.filter(state__in=RUNNING).order_by("due_at", "pk").values_list("pk", flat=True)
    return each(running, lambda pk: jury_count(pk, now), failed="jury_not_counted")


@transaction.atomic
def jury_count(jury_id: int, now: datetime) -> bool:
    """End one jury if its time has come; whether it did. Exactly once, whoever else tries at this moment."""
    rows = Case.objects.select_for_update(skip_locked=True, of=("self",)).select_related("space", "author")
    case = rows.filter(jury=jury_id).first()
    jury = locked_jury(jury_id) if case is not None else None
    if case is None or jury is None or jury.state not in RUNNING or case.state != CaseState.JURY:
        return False
    jury.case = case
    target = target_of_case(case)
    if target is None or not target.stands or target.digest != jury.digest:
        return _end(jury, JuryState.MOOT, None, MOOT, now)
    _vacate(jury, now)
    seats = list(jury.seats.sitting())
    votes = [seat for seat in seats if seat.outcome]
    if jury.due_at > now and not _all_in(jury, seats, votes, now):
        return False
    if len(votes) < LEAST_MEMBERS or not has_answered(len(votes), len(seats)):
        return _end(jury, JuryState.SILENT, None, SILENT, now) if jury.due_at <= now else False
    return _end(jury, JuryState.ANSWERED, _decide(jury, target, seats, votes, now), MOOT, now)


def _vacate(jury: Jury, now: datetime) -> None:
    """Whoever has a part in the case by now does not sit in it; who went away without a vote will not give one."""
    barred, standing = barred_from(jury.case, now=now), _standing(jury)
    left = [(seat, _why_empty(seat, barred, standing)) for seat in jury.seats.sitting().select_related("persona")]
    for seat, why in left:
        if why is not None:
            seat.jury = jury
            seat_leave(seat, why, now)
    if jury.due_at > now and any(why for _seat, why in left):
        seats_fill(jury, now)


def _standing(jury: Jury) -> set[int | None]:
    """Personas that still stand in the space."""
    rows = Membership.objects.filter(space=jury.case.space_id, persona__account__is_active=True)
    return set(rows.filter(persona__jury_seats__jury=jury).values_list("persona", flat=True))


def _why_empty(seat: Seat, barred: set[int], standing: set[int | None]) -> Left | None:
    if seat.persona is not None and seat.persona.account_id in barred:
        return Left.LINKED
    return Left.GONE if not seat.outcome and seat.persona_id not in standing else None


def _all_in(jury: Jury, seats: list[Seat], votes: list[Seat], now: datetime) -> bool:
    """Everybody has voted, and had the time to change their mind."""
    if jury.state != JuryState.SITTING or not seats or len(votes) < len(seats):
        return False
    return all(seat.voted_at is not None and seat.voted_at + UNDO <= now for seat in votes)


def _decide(jury: Jury, target: Target, seats: list[Seat], votes: list[Seat], now: datetime) -> Decision:
    by_strictness = {STRICTNESS[Outcome(option)]: Outcome(option) for option in jury.options}
    outcome = by_strictness[answer([STRICTNESS[Outcome(seat.outcome)] for seat in votes])]
    facts = JuryFacts(votes=len(votes), seats=len(seats))
    return jury_decide(case=jury.case, outcome=outcome, jury=facts, target=target, now=now)


def _end(jury: Jury, state: JuryState, decision: Decision | None, said: Promise, now: datetime) -> bool:
    check_transition(TRANSITIONS, JuryState(jury.state), state)
    if state == JuryState.SILENT:
        jury_silent(case=jury.case, said=said, now=now)
    elif state == JuryState.MOOT:
        jury_over(case=jury.case, said=said, now=now)
    jury.state, jury.decision, jury.ended_at = state, decision, now
    jury.save(update_fields=["state", "decision", "ended_at"])
    append(
        kind="jury.ended",
        actor="",
        object=jury.reference,
        payload={"jury": jury.pk},
        body_sha256=digest(documents.ending(jury)),
        now=now,
    )
    tell_of_end(jury, now)
    return True


def invitations_lapse(*, now: datetime) -> int:
    """Seats that nobody accepted in time go to the next lot; how many."""
    late = Seat.objects.sitting().filter(jury__state=JuryState.SITTING, accepted_at=None, answer_before__lte=now)
    juries = sorted(set(late.values_list("jury", flat=True)))
    return each(juries, lambda pk: _lapse(pk, now), failed="seats_not_passed_on")


@transaction.atomic
def _lapse(pk: int, now: datetime) -> int:
    jury = locked_jury(pk)
    if jury is None or jury.state != JuryState.SITTING or jury.due_at <= now:
        return 0
    late = list(jury.seats.sitting().filter(accepted_at=None, answer_before__lte=now))
    for seat in late:
        seat.jury = jury
        seat_leave(seat, Left.SILENT, now)
    seats_fill(jury, now)
    return len(late)


def juries_forget(now: datetime) -> int:
    """A month after the end, nobody can tell any more whom a lot on the list stood for."""
    return Jury.objects.filter(ended_at__lt=now - KEY_KEPT).exclude(key="").update(key="")
