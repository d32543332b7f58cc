"""Blind audits: drawn among what a score flagged and what it left alone, read by two people, by three when they differ.

Readers give opinions, not decisions. When they find nothing wrong, the author is left in peace; when they find a fake,
a case is opened like any other, with statement, notice and appeal.
"""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.ledger.services import append
from apps.moderation.models import Audit, Case, Decision, Reading
from apps.moderation.permissions import check_can_read_blind
from apps.moderation.rules import LOOKED_FOR, time_to_decide
from apps.moderation.services.cases import announce_queue, case_open
from apps.moderation.services.opinions import checked_note
from apps.moderation.states import LEASE, OpenedBy, Stratum, Verdict
from apps.moderation.targets import Target, of_item
from apps.people.models import Account
from apps.posts.models import Review
from apps.posts.states import ItemState
from apps.scoring.models import Outcome as Said
from apps.scoring.models import Score
from apps.spaces.models import Mandate

# Published: of a day's reviews, how many are read again blind, flagged or left alone.
ONE_IN = {Stratum.FLAGGED: 5, Stratum.LEFT: 20}
READERS = 2  # a third when they differ
WAITED_FOR = timedelta(days=30)  # after the day by which it should have been read


def is_drawn(reference: str, day: date, stratum: Stratum) -> bool:
    """Anyone can check it: the SHA-256 of "audit", day and reference, as a number, is a multiple of the rate."""
    drawn = hashlib.sha256(f"audit:{day}:{reference}".encode()).digest()
    return int.from_bytes(drawn, "big") % ONE_IN[stratum] == 0


@transaction.atomic
def day_draw_audits(*, day: date, now: datetime) -> int:
    """Draw among that day's reviews, whatever was said of them since; how many. Imported ones are left alone."""
    start = datetime.combine(day, datetime.min.time(), tzinfo=now.tzinfo)
    fresh = Review.objects.filter(
        published_at__gte=start, published_at__lt=start + timedelta(days=1), state=ItemState.PUBLISHED, source=None
    ).exclude(reference__in=Audit.objects.values("item"))
    asked = set(
        Score.objects.current()
        .filter(review__in=fresh, outcome=Said.WORTH_A_LOOK)
        .values_list("review__reference", flat=True)
    )
    drawn = []
    for review in fresh.select_related("space", "subject", "author", "source").iterator(chunk_size=500):
        stratum = Stratum.FLAGGED if review.reference in asked else Stratum.LEFT
        if is_drawn(review.reference, day, stratum):
            drawn.append(_drawn(of_item(review), stratum, now))
    Audit.objects.bulk_create(drawn, ignore_conflicts=True)
    for space in {audit.space for audit in drawn}:
        announce_queue(space)
    return len(drawn)


def _drawn(target: Target, stratum: Stratum, now: datetime) -> Audit:
    return Audit(
        item=target.reference,
        space=target.space,
        author=target.author,
        stratum=stratum,
        one_in=ONE_IN[stratum],
        digest=target.digest,
        drawn_at=now,
        read_before=now + time_to_decide(OpenedBy.AUDIT, None),
    )


# --- a seat ----------------------------------------------------------------------------------------------


def readable(audits: QuerySet[Audit], account: Account, *, now: datetime) -> QuerySet[Audit]:
    """Of these, what this person may read now: not theirs, not read or judged by them, and a seat is free."""
    judged = (
        Q(decisions__decided_by=account) | Q(first_opinions__reader=account) | Q(reports__reporter__account=account)
    )
    seen = Case.objects.filter(judged).values("item")
    mine = Reading.objects.filter(reader=account)
    free = audits.exclude(author__account=account).exclude(item__in=seen)
    free = free.exclude(pk__in=mine.exclude(verdict="").values("audit"))
    return free.exclude(pk__in=_full(account, now))


def _full(account: Account, now: datetime) -> QuerySet[Reading, Any]:
    """Audits at which others hold every seat there is: two, and a third once two have differed."""
    rows = Reading.objects.filter(audit__settled_at=None, audit__lapsed_at=None).exclude(reader=account)
    taken = rows.filter(~Q(verdict="") | Q(lease_until__gt=now)).order_by().values("audit")
    counted = taken.annotate(seats=Count("pk"), said=Count("verdict", distinct=True, filter=~Q(verdict="")))
    return counted.filter(Q(said__gt=1, seats__gt=READERS) | Q(said__lte=1, seats__gte=READERS)).values("audit")


def _seats(verdicts: list[str]) -> int:
    """Two, and a third once two have differed."""
    given = {verdict for verdict in verdicts if verdict}
    return READERS + (len(given) > 1)


@transaction.atomic
def seat_take(*, account: Account, audit: Audit, now: datetime) -> Reading:
    """Sit down for five minutes, or stay seated."""
    audit = _locked(audit)
    mandate = check_can_read_blind(account, audit, now=now)
    return _seat(audit, mandate, account, now)


def _seat(audit: Audit, mandate: Mandate, account: Account, now: datetime) -> Reading:
    audit.readings.filter(verdict="", lease_until__lte=now).exclude(reader=account).delete()
    held = list(audit.readings.all())
    mine = next((reading for reading in held if reading.reader_id == account.pk), None)
    if mine is not None:
        if mine.verdict:
            raise NotYours(_("You have read this already: somebody else reads it next."))
        mine.lease_until = now + LEASE
        mine.save(update_fields=["lease_until"])
        return mine
    free = {1, 2, 3} - {reading.seat for reading in held}
    if len(held) >= _seats([reading.verdict for reading in held]) or not free:
        raise NotNow(_("Others are reading this now. Nothing of yours was sent."))
    return _sit_down(audit, min(free), mandate, account, now)


def _sit_down(audit: Audit, seat: int, mandate: Mandate, account: Account, now: datetime) -> Reading:
    try:
        with transaction.atomic():
            return Reading.objects.create(
                audit=audit, seat=seat, reader=account, reader_name=mandate.public_name, lease_until=now + LEASE
            )
    except IntegrityError as error:
        raise NotYours(_("You wrote this: somebody else must decide.")) from error


@transaction.atomic
def seat_leave(*, account: Account, audit: Audit) -> None:
    """Put it off: somebody else may sit down."""
    audit.readings.filter(reader=account, verdict="").delete()


@transaction.atomic
def seats_leave(*, account: Account, besides: Audit | None = None) -> None:
    """Whoever goes on to something else keeps no seat."""
    seats = Reading.objects.filter(reader=account, verdict="")
    (seats.exclude(audit=besides) if besides is not None else seats).delete()


# --- an opinion ------------------------------------------------------------------------------------------


@transaction.atomic
def reading_give(*, account: Account, audit: Audit, verdict: Verdict, note: str, now: datetime) -> Reading:
    """Give an opinion about what was drawn. The last one needed settles the audit."""
    audit = _locked(audit)
    mandate = check_can_read_blind(account, audit, now=now)
    target = _as_drawn(audit)
    if target is None:
        raise NotNow(_("Its author has edited or withdrawn this meanwhile: there is nothing left to read."))
    reading = _seat(audit, mandate, account, now)
    reading.verdict, reading.note, reading.given_at = verdict, checked_note(note), now
    reading.save(update_fields=["verdict", "note", "given_at"])
    append(kind="opinion.given", actor=mandate.reference, object=audit.reference, now=now)
    _settle(audit, target, now)
    announce_queue(audit.space)
    return reading


def _locked(audit: Audit) -> Audit:
    found = Audit.objects.select_for_update(of=("self",)).select_related("space", "author").get(pk=audit.pk)
    if found.lapsed_at is not None or found.settled_at is not None:
        raise NotNow(_("This is read already. Nothing of yours was sent."))
    return found


def _as_drawn(audit: Audit) -> Target | None:
    """The review, while it says what it said when it was drawn."""
    rows = Review.objects.select_related("space", "subject", "author", "source")
    review = rows.filter(reference=audit.item).first()
    target = of_item(review) if review is not None else None
    return target if target is not None and target.stands and target.digest == audit.digest else None


def finding_of(verdicts: list[Verdict]) -> Verdict | None:
    """What readers found: two who say the same; three who all differ cannot tell. None: another must read."""
    for verdict in Verdict:
        if verdicts.count(verdict) >= READERS:
            return verdict
    return Verdict.CANNOT_TELL if len(verdicts) > READERS else None


def _settle(audit: Audit, target: Target, now: datetime) -> None:
    given = audit.readings.exclude(verdict="").order_by("given_at", "pk").values_list("verdict", flat=True)
    finding = finding_of([Verdict(verdict) for verdict in given])
    if finding is None:
        return
    audit.finding, audit.settled_at = finding, now
    if finding == Verdict.FAKE:
        audit.case = _judged(audit) or _opened(audit, target, len(given), now)
    audit.save(update_fields=["finding", "settled_at", "case"])
    append(kind="audit.settled", actor="", object=audit.reference, payload={"audit": audit.pk}, now=now)


def _judged(audit: Audit) -> Case | None:
    """The case in which somebody has already decided this about the same words: nobody is tried twice for them."""
    decisions = Decision.objects.published().filter(case__item=audit.item, digest=audit.digest)
    about_this = Q(rule__in=LOOKED_FOR) | Q(outcome="keep", case__rule=None) | Q(case__rule__in=LOOKED_FOR)
    found = decisions.filter(about_this).order_by("-published_at").select_related("case").first()
    return found.case if found else None


def _opened(audit: Audit, target: Target, readers: int, now: datetime) -> Case:
    why = {"rate": audit.one_in, "readers": readers}
    return case_open(target=target, opened_by=OpenedBy.AUDIT, rule=None, why=why, now=now)


def audit_by_reference(reference: str) -> Audit:
    """Raises NotFound."""
    audit = Audit.objects.select_related("space", "author").filter(reference=reference).first()
    if audit is None:
        raise NotFound(_("No case of your spaces bears this number."))
    return audit


@transaction.atomic
def audits_lapse(*, now: datetime, item: str = "") -> int:
    """What its author edited, withdrew or erased is not what was drawn, and nobody waits for a reader for ever."""
    waiting = Audit.objects.waiting().filter(**({"item": item} if item else {}))
    locked = waiting.select_for_update(skip_locked=not item, of=("self",)).select_related("space")
    gone = [audit for audit in locked if audit.read_before < now - WAITED_FOR or _as_drawn(audit) is None]
    for audit in gone:
        audit.lapsed_at = now
        audit.readings.filter(verdict="").delete()
        audit.save(update_fields=["lapsed_at"])
        announce_queue(audit.space)
    return len(gone)
