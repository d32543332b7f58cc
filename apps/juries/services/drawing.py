"""Let the log choose: the first signed checkpoint that holds the list. Seats are filled by lot, balance kept."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from apps.algorithms import audit_sample
from apps.algorithms.jury import HELPERS, MEMBERS, SILENT_DAYS, Candidate, Group, in_order, members_next
from apps.base.models import check_transition
from apps.juries import documents
from apps.juries.candidates import barred_from, lot_of, read_list
from apps.juries.models import Jury, JuryDraw, Seat
from apps.juries.states import TRANSITIONS, JuryState, Left
from apps.juries.telling import tell_of_seat
from apps.ledger import checkpoints
from apps.ledger.carefully import each
from apps.ledger.checkpoints import Published
from apps.ledger.models import Checkpoint, LogEntry
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.moderation.conflicts import known_above, parties_of
from apps.people.models import Persona
from apps.signatures.canonical import digest
from apps.spaces.models import Membership


def juries_draw(*, now: datetime) -> int:
    """Every jury whose checkpoint has come; how many."""
    waiting = Jury.objects.filter(state=JuryState.CALLED, due_at__gt=now).order_by("pk").values_list("pk", flat=True)
    return each(waiting, lambda pk: _draw(pk, now), failed="jury_not_drawn")


def position_of(jury: Jury) -> int | None:
    """Where the announcement stands in the log; None until it is sealed."""
    entries = LogEntry.objects.filter(kind="jury.called", object=jury.reference)
    return entries.values_list("position", flat=True).first()


def _chosen(position: int) -> Published | None:
    """The first that witnesses signed. A site that names no witness draws from its own first one, and says so."""
    if settings.WITNESSES:
        return checkpoints.first_seen_enough(position)
    own = Checkpoint.objects.filter(origin=checkpoints.origin(), size__gt=position).order_by("size").first()
    return Published(own, 0) if own is not None else None


@transaction.atomic
def _draw(pk: int, now: datetime) -> bool:
    jury = locked_jury(pk)
    if jury is None or jury.state != JuryState.CALLED:
        return False
    position = position_of(jury)
    chosen = _chosen(position) if position is not None else None
    if position is None or chosen is None:
        return False
    check_transition(TRANSITIONS, JuryState.CALLED, JuryState.SITTING)
    draw = _signed(jury, position, chosen, now)
    jury.state = JuryState.SITTING
    jury.save(update_fields=["state"])
    seats_fill(jury, now)
    append(
        kind="jury.drawn",
        actor="",
        object=jury.reference,
        payload={"jury": jury.pk},
        body_sha256=draw.sha256,
        now=now,
    )
    return True


def locked_jury(pk: int) -> Jury | None:
    """The jury's row is the one lock of its seats and votes; None while somebody else holds it."""
    rows = Jury.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case__space", "case__author")
    return rows.filter(pk=pk).first()


def _signed(jury: Jury, position: int, chosen: Published, now: datetime) -> JuryDraw:
    draw = JuryDraw(
        jury=jury,
        position=position,
        size=chosen.row.size,
        note=chosen.note,
        witnessed=chosen.seen_by > 0,
        seed=audit_sample.seed_of(chosen.row.text),
        drawn_at=now,
    )
    document = documents.drawing(draw)
    draw.sha256, draw.signature = digest(document), sign(document, now=now)
    draw.save()
    return draw


def seats_fill(jury: Jury, now: datetime) -> None:
    """Invite until every seat is taken, or nobody is left on the list. For a locked jury that is drawn."""
    faces, barred = _faces(jury), barred_from(jury.case, now=now)
    operators = parties_of([jury.case])[jury.case_id].operators
    members = in_order(jury.draw.seed, jury.reference, read_list(jury.members))
    helpers = in_order(jury.draw.seed, jury.reference, read_list(jury.helpers))
    seats = list(jury.seats.all())
    while (found := _next(seats, members, helpers)) is not None:
        persona = faces.get(found.lot)
        seats.append(_invite(_seat(jury, found, persona, seats, now), _why_not(persona, barred, operators, now)))


def _next(seats: list[Seat], members: list[Candidate], helpers: list[Candidate]) -> Candidate | None:
    """A helper while one is missing, then a member."""
    gone = {seat.lot for seat in seats if seat.left_at is not None}
    sitting = [Candidate(seat.lot, seat.group, seat.side) for seat in seats if seat.left_at is None]
    helping = [one for one in sitting if one.group == Group.HELPER]
    called = {seat.lot for seat in seats}
    if len(helping) < HELPERS:
        found = next((one for one in helpers if one.lot not in called), None)
        if found is not None:
            return found
    others = [one for one in sitting if one.group != Group.HELPER]
    return members_next(members, others, gone) if len(others) < MEMBERS else None


def _faces(jury: Jury) -> dict[str, Persona]:
    """Lot → who it is, among those who still stand in the space."""
    rows = Membership.objects.filter(space=jury.case.space_id, persona__account__is_active=True)
    people = [row.persona for row in rows.select_related("persona__account")]
    return {lot_of(jury.key, jury.reference, persona): persona for persona in people}


def _seat(jury: Jury, one: Candidate, persona: Persona | None, seats: list[Seat], now: datetime) -> Seat:
    return Seat(
        jury=jury,
        persona=persona,
        lot=one.lot,
        group=one.group,
        side=one.side,
        number=len(seats) + 1,
        after=sum(seat.left_at is not None for seat in seats),
        invited_at=now,
        answer_before=min(now + timedelta(days=SILENT_DAYS), jury.due_at),
    )


def _invite(seat: Seat, why_not: Left | None) -> Seat:
    """Somebody who is gone, or has a part in it by now, is passed over: that stands in the list of seats too."""
    if why_not is not None:
        seat.persona, seat.left_at, seat.left_why, seat.left_number = None, seat.invited_at, why_not, seat.after + 1
    seat.save()
    if why_not is None:
        tell_of_seat(seat, seat.invited_at)
    return seat


def _why_not(persona: Persona | None, barred: set[int], operators: frozenset[int], now: datetime) -> Left | None:
    if persona is None or persona.account is None:
        return Left.GONE
    if persona.account_id in barred or known_above(persona.account, now=now) & operators:
        return Left.LINKED
    return None
