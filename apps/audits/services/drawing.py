"""Let the log choose: the first checkpoint that witnesses signed after the announcement was in it."""

from datetime import datetime

from django.db import transaction

from apps.algorithms import audit_sample
from apps.audits import documents
from apps.audits.models import Audit, Draw, Item, Seat
from apps.audits.services.announcing import end
from apps.audits.states import RUNNING, TRANSITIONS, AuditState
from apps.audits.telling import tell_of_seat
from apps.base.models import check_transition
from apps.ledger import checkpoints
from apps.ledger.checkpoints import Published
from apps.ledger.models import LogEntry
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate

NO_RESULT_FR = "Soixante jours ont passé sans résultat."
NO_RESULT_EN = "Sixty days passed without a result."


def audits_draw(*, now: datetime) -> int:
    """Every announced audit whose checkpoint has come; how many."""
    waiting = Audit.objects.filter(state=AuditState.ANNOUNCED).order_by("pk").values_list("pk", flat=True)
    return sum(_draw(pk, now) for pk in waiting)


def position_of(audit: Audit) -> int | None:
    """Where the announcement stands in the log; None until it is sealed."""
    entries = LogEntry.objects.filter(kind="audit.announced", object=audit.reference)
    return entries.values_list("position", flat=True).first()


@transaction.atomic
def _draw(pk: int, now: datetime) -> bool:
    audit = Audit.objects.select_for_update(of=("self",)).select_related("operator").get(pk=pk)
    position = position_of(audit)
    chosen = checkpoints.first_seen_enough(position) if position is not None else None
    if audit.state != AuditState.ANNOUNCED or position is None or chosen is None:
        return False
    check_transition(TRANSITIONS, AuditState.ANNOUNCED, AuditState.DRAWN)
    draw = _signed(audit, position, chosen, now)
    audit.state = AuditState.DRAWN
    audit.save(update_fields=["state"])
    for number in range(audit.lookers):
        seat_fill(audit, draw.order, number, now)
    append(
        kind="audit.drawn",
        actor="",
        object=audit.reference,
        payload={"audit": audit.pk},
        body_sha256=draw.sha256,
        now=now,
    )
    return True


def _signed(audit: Audit, position: int, chosen: Published, now: datetime) -> Draw:
    seed = audit_sample.seed_of(chosen.row.text)
    names = [reference for reference, _named in audit.roster]
    items = audit_sample.drawn(seed, audit.reference, audit_sample.What.ITEMS, audit.items, audit.size)
    Item.objects.bulk_create(Item(audit=audit, number=n, about=about) for n, about in enumerate(items, 1))
    draw = Draw(
        audit=audit,
        position=position,
        size=chosen.row.size,
        note=chosen.note,
        seed=seed,
        order=audit_sample.drawn(seed, audit.reference, audit_sample.What.AUDITORS, names, len(names)),
        drawn_at=now,
    )
    document = documents.drawing(draw)
    draw.sha256, draw.signature = digest(document), sign(document, now=now)
    draw.save()
    return draw


def seat_fill(audit: Audit, order: list[str], number: int, now: datetime) -> Seat:
    """Seat whoever has this lot, and tell them."""
    names = dict(audit.roster)
    mandate = Mandate.objects.filter(reference=order[number]).first()
    seat = Seat.objects.create(audit=audit, mandate=mandate, named=names[order[number]], number=number, seated_at=now)
    tell_of_seat(seat, now)
    return seat


def audits_lapse(*, now: datetime) -> int:
    """Audits whose sixty days are over say that nothing came of them."""
    late = Audit.objects.filter(state__in=RUNNING, due_at__lte=now).order_by("pk").values_list("pk", flat=True)
    return sum(_lapse(pk, now) for pk in late)


@transaction.atomic
def _lapse(pk: int, now: datetime) -> bool:
    audit = Audit.objects.select_for_update(of=("self",)).get(pk=pk)
    if audit.state not in RUNNING:
        return False
    end(audit, AuditState.LAPSED, NO_RESULT_FR, NO_RESULT_EN, actor="", now=now)
    return True
