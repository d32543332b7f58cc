"""Bring what was said to its inboxes. A site that does not answer waits alone: its rows wait with it, longer each time.

Many sites are spoken to side by side, each by one at a time and in the order in which things were said. No transaction
is open while we wait for another site: a lock of the session holds its place, and goes when we are killed; then its
rows are tried again. At least once from here, once in effect there: the receiver knows an activity by its id.

Nothing else waits either: workers only begin a delivery, which goes on in threads of its own, and those sites that did
not answer last time are tried again on a lane apart (docs/decisions).
"""

import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F, Max, Min, Q

from apps.base import clock
from apps.federation.models import Peer, PeerDelivery
from apps.federation.services.erasing import forget_when_told
from apps.federation.signing import Pen, pen_of, post_signed
from apps.outside import NotAllowed, OutsideError
from apps.signatures.canonical import canonical

log = structlog.get_logger()
CONTENT_TYPE = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=7)
LATER = frozenset({408, 425, 429})  # and every 5xx
BATCH = 200
SIDE_BY_SIDE = 48  # sites that answered last time
RETRIED_SIDE_BY_SIDE = 12  # sites that did not
IN_A_ROW = 20  # messages for one site
LOCKS = 0x666564  # the space of our advisory locks


@dataclass(frozen=True, slots=True)
class Letter:
    """A row with all that is needed to bring it."""

    row: PeerDelivery
    body: bytes
    pen: Pen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter: brought when there is no reason; `later` when the site is at fault, not the letter."""

    row: PeerDelivery
    form: str
    why: str = ""
    later: bool = False


# --- here: what is due, and what became of it -------------------------------------------------------------------------


def deliver_due(*, now: datetime, limit: int = BATCH) -> int:
    """Deliver what is due, those sites first that answered last time; return how many were tried."""
    answering = _deliver(_sites_due(now, limit, failing=False), now, limit, SIDE_BY_SIDE)
    return answering + _deliver(_sites_due(now, limit, failing=True), now, limit, RETRIED_SIDE_BY_SIDE)


def _deliver(sites: list[int], now: datetime, limit: int, side_by_side: int) -> int:
    desk, held = _Desk(now), list[int]()
    tried = 0
    with ThreadPoolExecutor(side_by_side, thread_name_prefix="deliver") as pool:
        under_way: dict[Future[list[Outcome]], int] = {}
        try:
            for peer in sites:
                if tried >= limit or not _hold(peer):
                    continue
                held.append(peer)
                letters = desk.letters(peer)
                tried += len(letters)
                if letters:  # else somebody was quicker
                    under_way[pool.submit(_carry, letters, now)] = peer
            for carried in as_completed(under_way):
                _settle(carried.result(), now)
                _let_go([under_way[carried]])
                held.remove(under_way[carried])
        finally:
            _let_go(held)
    return tried


def _sites_due(now: datetime, limit: int, *, failing: bool) -> list[int]:
    """Those that answered last time, or did not: who failed least first, then by how long something waits for them."""
    last_time = Q(peer__failures__gt=0) if failing else Q(peer__failures=0)
    waiting = PeerDelivery.objects.due(now).filter(last_time).values("peer")
    sites = waiting.annotate(failures=Max("peer__failures"), since=Min("due_at"))
    return [site["peer"] for site in sites.order_by("failures", "since", "peer")[:limit]]


class Lane:
    """Deliveries that go on by themselves in this process, in so many runs at most; the task that began one is over.

    A daemon's threads: when the process ends they end, the locks of their sessions go, and the rows are tried again.
    """

    def __init__(self, *, failing: bool, runs: int) -> None:
        self.failing = failing
        self.side_by_side = RETRIED_SIDE_BY_SIDE if failing else SIDE_BY_SIDE
        self._places = threading.BoundedSemaphore(runs)

    def begin(self, *, now: datetime) -> None:
        """Deliver what is due; nothing when nothing is, or when enough is under way: then the sweep comes again."""
        if _sites_due(now, 1, failing=self.failing) and self._places.acquire(blocking=False):
            threading.Thread(target=self._run, name="lane", daemon=True).start()

    def _run(self) -> None:
        try:
            while self._deliver(clock.now()):
                pass
        except Exception as error:  # the rows stay; the sweep begins again
            log.warning("lane_broken", failing=self.failing, error=type(error).__name__)
        finally:
            connection.close()
            self._places.release()

    def _deliver(self, now: datetime) -> int:
        return _deliver(_sites_due(now, BATCH, failing=self.failing), now, BATCH, self.side_by_side)


ANSWERING = Lane(failing=False, runs=3)
FAILING = Lane(failing=True, runs=1)


def _hold(peer: int) -> bool:
    """Nobody else speaks to this site while we do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, peer])
        return bool(cursor.fetchone()[0])


def _let_go(peers: Iterable[int]) -> None:
    for peer in peers:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, peer])


class _Desk:
    """Writes letters: each body once, however many sites it goes to."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.bodies: dict[int, bytes] = {}
        self.pens: dict[str, Pen] = {}

    def letters(self, peer: int) -> list[Letter]:
        """The next ones for a site, in the order in which they were said."""
        due = PeerDelivery.objects.due(self.now).filter(peer=peer).select_related("activity", "peer")
        return [self._letter(row) for row in due.order_by("pk")[:IN_A_ROW]]

    def _letter(self, row: PeerDelivery) -> Letter:
        said = row.activity
        if said.pk not in self.bodies:
            self.bodies[said.pk] = canonical(said.document)
        if said.actor not in self.pens:
            self.pens[said.actor] = pen_of(said.actor, now=self.now)
        return Letter(row, self.bodies[said.pk], self.pens[said.actor])


@transaction.atomic
def _settle(outcomes: list[Outcome], now: datetime) -> None:
    for outcome in outcomes:
        row = outcome.row
        row.attempts += 1
        if not outcome.why:
            row.done_at, row.failure = now, ""
        elif outcome.later and now - row.activity.at <= GIVE_UP_AFTER:
            row.failure = outcome.why[:200]
        else:
            _give_up(row, outcome.why, now)
        row.save(update_fields=["attempts", "failure", "done_at", "given_up_at"])
        forget_when_told(row.activity)
    _remember(outcomes[-1], now)


def _remember(last: Outcome, now: datetime) -> None:
    """How the site behaved: the site, not the message, is at fault when it does not answer, and all for it waits."""
    peer = last.row.peer
    site = Peer.objects.filter(pk=peer.pk)
    if not last.why:
        site.update(failures=0, again_at=None, last_seen_at=now)
    elif last.later:
        pause = min(FIRST_PAUSE * 2 ** min(peer.failures, 20), LONGEST_PAUSE)
        site.update(failures=F("failures") + 1, again_at=now + pause)
    if last.form != peer.speaks:
        site.update(speaks=last.form)


def _give_up(row: PeerDelivery, why: str, now: datetime) -> None:
    """They will not take this one, ever; others may pass."""
    row.failure, row.given_up_at = why[:200], now
    log.info("delivery_refused", peer=row.peer.host, why=why)


# --- on the way: in a thread, without the database --------------------------------------------------------------------


def _carry(letters: list[Letter], now: datetime) -> list[Outcome]:
    """One after the other; when the site does not answer, the rest stay."""
    outcomes: list[Outcome] = []
    form = letters[0].row.peer.speaks
    for letter in letters:
        outcomes.append(_bring(letter, form, now))
        form = outcomes[-1].form
        if outcomes[-1].later:
            break
    return outcomes


def _bring(letter: Letter, form: str, now: datetime) -> Outcome:
    row = letter.row
    try:
        answer, form = post_signed(
            row.inbox, letter.body, pen=letter.pen, known=form, content_type=CONTENT_TYPE, now=now
        )
    except NotAllowed as error:
        return Outcome(row, form, str(error.why))
    except OutsideError as error:
        return Outcome(row, form, str(error.why), later=True)
    except Exception as error:  # whatever it is, it must not keep the others from being told
        log.warning("delivery_failed", peer=row.peer.host, error=type(error).__name__)
        return Outcome(row, form, type(error).__name__, later=True)
    if 200 <= answer.status < 300:
        return Outcome(row, form)
    return Outcome(row, form, f"HTTP {answer.status}", later=answer.status in LATER or answer.status >= 500)


# --- asked for --------------------------------------------------------------------------------------------------------


@transaction.atomic
def peer_retry(*, peer: Peer, now: datetime) -> int:
    """Try again now, what was given up included."""
    Peer.objects.filter(pk=peer.pk).update(failures=0, again_at=None)
    again = PeerDelivery.objects.filter(peer=peer, done_at=None)
    return again.update(given_up_at=None, due_at=now)
