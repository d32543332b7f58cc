"""Read what is due, a page at a time: what is new of it, and the place of the next, are one transaction.

Killed in the middle, a page is simply still waiting; met twice, an item is taken once. One page of a site at a time,
with the pause it asks for; when it does not answer, longer each time, and as long as it says.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.federation import origins
from apps.federation.feeds import FoundPage
from apps.federation.models import ADDRESS, Feed, FeedPage
from apps.federation.services import feed_writing
from apps.federation.services.feed_asking import PAUSE, Nothing, Read, ask, wishes
from apps.federation.services.feeds import feed_stop
from apps.federation.states import FeedPageState, FeedState
from apps.ledger.services import append
from apps.outside import Budget, Validators, robots
from apps.outside.robots import Robots
from apps.signatures.canonical import digest

log = structlog.get_logger()
SITES = 20  # read in one go
MOST_PAGES = 5_000
LONGEST = 2 * ADDRESS
WISHES_KEPT = timedelta(days=1)  # RFC 9309: no longer
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)
MOST_FAILURES = 14  # in a row, over about a week
GROWING = frozenset({"nodebb", "lemmy"})  # what is new in a talk stands on its last page
NOT_LET_IN = frozenset({"HTTP 401", "HTTP 403", "HTTP 404", "HTTP 410", "robots", "moved"})


def pull_due(*, now: datetime) -> int:
    """One page of each site that has one waiting; return how many were asked for."""
    _begin_again(now)
    hosts = _due(now).order_by("host").values_list("host", flat=True).distinct()
    return sum(_pull_from(host, now) for host in list(hosts[:SITES]))


def _begin_again(now: datetime) -> None:
    """The address of what is read regularly waits anew when its time has come."""
    due = Feed.objects.filter(state=FeedState.READING, again_at__lte=now)
    for feed in due:
        FeedPage.objects.filter(feed=feed, url=feed.address).update(state=FeedPageState.WAITING)
    due.update(again_at=None)


def _due(now: datetime) -> QuerySet[Feed]:
    waiting = FeedPage.objects.filter(feed=OuterRef("pk"), state=FeedPageState.WAITING)
    rested = Q(not_before=None) | Q(not_before__lte=now)
    return Feed.objects.filter(rested, Exists(waiting), state=FeedState.READING)


def _pull_from(host: str, now: datetime) -> bool:
    """Nobody else here asks a site meanwhile; no row is held, and no transaction is open."""
    with _alone(host) as alone:
        return alone and _pull(host, now)


@contextmanager
def _alone(host: str) -> Iterator[bool]:
    """The lock is the session's: it goes when we are killed, and nothing waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 7))", [f"feed {host}"])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 7))", [f"feed {host}"])


def _pull(host: str, now: datetime) -> bool:
    feed = _due(now).filter(host=host).order_by("not_before", "pk").first()
    if feed is None:
        return False
    page = feed.pages.filter(state=FeedPageState.WAITING).order_by("pk").first()
    if page is None:
        return False
    came, rules = _asked(feed, page, now)
    _settle(feed.pk, page, came, rules, now)
    return True


def _asked(feed: Feed, page: FeedPage, now: datetime) -> tuple[Read | Nothing, Robots | None]:
    """Whoever pauses it meanwhile need not wait for that site."""
    budget = Budget(fetches=6, seconds=30)
    rules = _wishes(feed, budget, now)
    if rules is None:
        return Nothing("robots", later=True), None
    known = Validators(page.etag, page.modified)
    return ask(page.url, rules=rules, budget=budget, now=now, known=known), rules


def _wishes(feed: Feed, budget: Budget, now: datetime) -> Robots | None:
    """What the site asks of programs, asked once a day; None when it cannot say."""
    if feed.robots_at is not None and now - feed.robots_at < WISHES_KEPT:
        return robots.read(feed.robots)
    asked = wishes(feed.address, budget=budget)
    if asked.closed:
        return None
    Feed.objects.filter(pk=feed.pk).update(robots=asked.text.replace("\x00", ""), robots_at=now)
    return asked


@transaction.atomic
def _settle(pk: int, page: FeedPage, came: Read | Nothing, rules: Robots | None, now: datetime) -> None:
    """Keep what came, unless somebody paused it meanwhile: then the page still waits."""
    held = Feed.objects.select_for_update(of=("self",)).select_related("source", "space")
    feed = held.filter(pk=pk, state=FeedState.READING).first()
    if feed is None:
        return
    if isinstance(came, Read):
        _keep(feed, page, came, now)
    elif came.later:
        _wait(feed, came, now)
    else:
        _fail(feed, page, came.why, now)
    pause = timedelta(seconds=max(PAUSE, rules.pause if rules else 0))
    feed.not_before = max(feed.not_before or now, now + pause)
    feed.save()
    Feed.objects.filter(host=feed.host).exclude(pk=feed.pk).update(not_before=feed.not_before)
    _end(feed, now)


# --- what came of it --------------------------------------------------------------------------------------------------


def _keep(feed: Feed, page: FeedPage, came: Read, now: datetime) -> None:
    """New items, the pages they lead to, and that this one is read. An item of ours that fails fails its page alone."""
    feed.failures, feed.failure = 0, ""
    try:
        with transaction.atomic():
            taken = feed_writing.take(feed, came.page, now=now) if came.page else feed_writing.Taken()
            if came.page is not None:
                _follow(feed, page, came.page)
    except Exception as error:
        log.warning("feed_page_failed", feed=feed.reference, error=type(error).__name__)
        _fail(feed, page, type(error).__name__, now)
        return
    if came.page is not None:
        page.etag, page.modified = came.answer.validators.etag, came.answer.validators.modified
        page.found = len(came.page.items) + came.page.refused
    feed.taken += taken.count
    feed.left = dict(Counter(feed.left) + taken.left)
    page.taken += taken.count
    page.state, page.failure, page.read_at = FeedPageState.READ, "", now
    page.save()


def _follow(feed: Feed, page: FeedPage, found: FoundPage) -> None:
    """Talks that are new or have moved, and what else belongs to this page; never without end."""
    talks = {one.more: one.changed for one in found.items if one.more}
    read = {row.url: row for row in feed.pages.filter(url__in=talks, state=FeedPageState.READ)}
    for url, row in read.items():
        if talks[url] and talks[url] != row.changed:
            feed.pages.filter(pk=row.pk).update(state=FeedPageState.WAITING, changed=talks[url])
    known = set(feed.pages.filter(url__in=talks).values_list("url", flat=True))
    fresh = [url for url in talks if url not in known]
    if page.read_at is None or fresh or not talks:  # a list in which nothing is new goes on where it was read before
        fresh += [url for url in (found.next, *found.also) if url]
    if found.form in GROWING and not talks:
        feed.pages.filter(url=found.next, state=FeedPageState.READ).update(state=FeedPageState.WAITING)
    fresh = [url for url in fresh if len(url) <= LONGEST and origins.same(feed.address, url)]
    room = max(0, MOST_PAGES - feed.pages.count())
    if len(fresh) > room:
        feed.left = dict(Counter(feed.left) + Counter(pages=len(fresh) - room))
    pages = [FeedPage(feed=feed, url=url, changed=talks.get(url, "")) for url in fresh[:room]]
    FeedPage.objects.bulk_create(pages, ignore_conflicts=True)


def _fail(feed: Feed, page: FeedPage, why: str, now: datetime) -> None:
    """This page will not do better by itself; when it is the address itself, a person must look."""
    page.state, page.failure, page.read_at = FeedPageState.FAILED, why[:80], now
    page.save()
    if page.url == feed.address and why in NOT_LET_IN:
        feed_stop(feed, why[:80], now)


def _wait(feed: Feed, came: Nothing, now: datetime) -> None:
    """The site, not the page, is at fault: everything for it waits, as long as it asks for and longer each time."""
    feed.failures += 1
    feed.failure = came.why[:80]
    wait = min(FIRST_WAIT * 2 ** min(feed.failures - 1, 20), LONGEST_WAIT)
    feed.not_before = now + max(wait, came.wait)
    if feed.failures >= MOST_FAILURES:
        feed_stop(feed, "gave_up", now)


def _end(feed: Feed, now: datetime) -> None:
    """All is read: say on the log what came, and when it is read again."""
    if feed.state != FeedState.READING or feed.pages.filter(state=FeedPageState.WAITING).exists():
        return
    if feed.every and feed.again_at is None:
        feed.again_at = now + timedelta(hours=feed.every)
        feed.save(update_fields=["again_at"])
    if feed.taken > feed.told:
        _tell(feed, now)


def _tell(feed: Feed, now: datetime) -> None:
    """How many came since the last time, under the digest of their addresses; never their words."""
    if feed.source is None or feed.space is None:
        return
    came = feed.items.order_by("pk").values_list("url", flat=True)[feed.told :]
    append(
        kind="content.imported",
        actor="",
        object=feed.space.reference,
        payload={"source": feed.source.slug, "rows": feed.taken - feed.told},
        version=feed.source.slug[:32],
        body={
            "type": "content.imported",
            "place": feed.space.reference,
            "source": feed.source.slug,
            "address": feed.address,
            "rows": feed.taken - feed.told,
            "items_sha256": digest(list(came)),
        },
        now=now,
    )
    feed.told = feed.taken
    feed.save(update_fields=["told"])
