"""Sites that speak no protocol, read for an operator: looked at, confirmed by a person, paused, tried again.

Nothing is taken before somebody saw what it is. What is taken stands in a space of its own, marked as imported, with
its licence and its origin; it is never evidence of trust.
"""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.base.errors import BadInput
from apps.base.models import check_transition, clean_text
from apps.federation.models import Feed, FeedPage
from apps.federation.services.feed_looking import Seen, see
from apps.federation.states import FEED_TRANSITIONS, FeedPageState, FeedState
from apps.ledger.services import append, somebody_delivers
from apps.outside import targets
from apps.posts.models import Source
from apps.spaces.models import Operator, Space

log = structlog.get_logger()
LOOKS_KEPT = timedelta(days=30)
EVERY = {0, 1, 24, 168}


# --- before -----------------------------------------------------------------------------------------------------------


def feed_look(*, operator: Operator, address: str, asked_by: str, now: datetime) -> Feed:
    """See what stands there and keep it for whoever decides. BadInput with a sentence."""
    seen = see(address)
    known = Feed.objects.filter(operator=operator, address=seen.address).first()
    if known is not None and known.state != FeedState.LOOKED:
        return known
    fields = {
        "host": targets.read(seen.address).authority,
        "form": seen.form,
        "title": seen.title[:300],
        "preview": seen.as_json(),
        "lacks": seen.lacks,
        "robots": seen.robots,
        "robots_at": now,
        "asked_by": asked_by,
        "looked_at": now,
    }
    return Feed.objects.update_or_create(operator=operator, address=seen.address, defaults=fields)[0]


def looks_forget(*, before: datetime) -> int:
    """What nobody confirmed is forgotten."""
    return Feed.objects.filter(state=FeedState.LOOKED, looked_at__lt=before).delete()[0]


# --- confirming -------------------------------------------------------------------------------------------------------


@transaction.atomic
def feed_confirm(
    *, feed: Feed, name: str, licence: str, language: str, every: int, asked_by: str, now: datetime
) -> Feed:
    """Begin to read, into a space of its own. The address, the licence and the pace are in the public log."""
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    check_transition(FEED_TRANSITIONS, FeedState(feed.state), FeedState.READING)
    called, allowed = clean_text(name), clean_text(licence)
    _check(called, allowed, language, every)
    feed.source = _source(feed, called, allowed, now)
    feed.space = _space(feed, called, now)
    feed.state, feed.language, feed.every, feed.preview = FeedState.READING, language, every, {}
    feed.confirmed_at, feed.asked_by = now, asked_by
    feed.save()
    FeedPage.objects.create(feed=feed, url=feed.address)
    _say("feed.confirmed", feed, asked_by, now)
    if not somebody_delivers():
        transaction.on_commit(wake_up, robust=True)
    return feed


def _check(name: str, licence: str, language: str, every: int) -> None:
    wrong: dict[str, str | Promise] = {}
    if not 2 <= len(name) <= 120:
        wrong["name"] = _("Give it a name of 2 to 120 characters: readers find it by that.")
    if not 3 <= len(licence) <= 160:
        wrong["licence"] = _("Say under which licence, or with whose permission, in 3 to 160 characters.")
    if language not in dict(settings.LANGUAGES) or every not in EVERY:
        wrong["every"] = _("Choose one of the answers shown.")
    if wrong:
        raise BadInput(wrong)


def _source(feed: Feed, name: str, licence: str, now: datetime) -> Source:
    return Source.objects.create(
        slug=f"feed-{feed.reference}",
        name=name,
        url=feed.address if len(feed.address) <= 200 else "",
        licence=licence,
        lacks=feed.lacks,
        imported_at=now,
    )


def _space(feed: Feed, name: str, now: datetime) -> Space:
    """Of its own: nobody writes where imports stand."""
    with override("fr"):
        french = _("Taken over from %(host)s, to be read here.") % {"host": feed.host}
    with override("en"):
        english = _("Taken over from %(host)s, to be read here.") % {"host": feed.host}
    return Space.objects.create(
        slug=_free_slug(name, feed),
        name_fr=name,
        name_en=name,
        summary_fr=french,
        summary_en=english,
        operator=feed.operator,
        reviews=False,
        threads=False,  # each is opened by the first that comes
        imported=True,
        created_at=now,
    )


def _free_slug(name: str, feed: Feed) -> str:
    plain = slugify(name)[:50] or slugify(feed.host.replace(".", "-"))[:50]
    return f"{plain}-{feed.reference[:4]}" if Space.objects.filter(slug=plain).exists() else plain


def _say(kind: str, feed: Feed, actor: str, now: datetime) -> None:
    """On the log: what is read, under which licence, how often, and whether it still is."""
    said = {
        "type": kind,
        "address": feed.address,
        "licence": feed.source.licence if feed.source else "",
        "every": feed.every,
        "state": feed.state,
    }
    append(kind=kind, actor=actor, object=feed.reference, payload={"feed": feed.pk}, body=said, now=now)


def wake_up() -> None:
    """Say "wake up"; unsaid, the sweep finds the row."""
    from apps.federation.tasks import pull

    try:
        pull.apply_async(ignore_result=True, expires=30)
    except Exception as error:
        log.warning("wake_up_not_sent", error=type(error).__name__)


# --- afterwards -------------------------------------------------------------------------------------------------------


@transaction.atomic
def feed_pause(*, feed: Feed, asked_by: str, now: datetime) -> Feed:
    """Nothing more is asked of that site; what came stays."""
    return _move(feed, FeedState.PAUSED, asked_by, now)


@transaction.atomic
def feed_resume(*, feed: Feed, asked_by: str, now: datetime) -> Feed:
    """Go on where it stopped, after a pause or after a failure that ended it."""
    feed = _move(feed, FeedState.READING, asked_by, now)
    _try_again(feed)
    return feed


@transaction.atomic
def feed_retry(*, feed: Feed) -> int:
    """Read now what failed, without waiting for the end of the pause; return how many pages."""
    return _try_again(Feed.objects.select_for_update().get(pk=feed.pk))


def _try_again(feed: Feed) -> int:
    Feed.objects.filter(pk=feed.pk).update(failures=0, failure="", not_before=None)
    failed = feed.pages.filter(state=FeedPageState.FAILED).update(state=FeedPageState.WAITING, failure="")
    transaction.on_commit(wake_up, robust=True)
    return failed


def _move(feed: Feed, state: FeedState, asked_by: str, now: datetime) -> Feed:
    feed = Feed.objects.select_for_update(of=("self",)).select_related("source").get(pk=feed.pk)
    check_transition(FEED_TRANSITIONS, FeedState(feed.state), state)
    feed.state = state
    feed.save(update_fields=["state"])
    _say("feed.changed", feed, asked_by, now)
    return feed


def feed_stop(feed: Feed, why: str, now: datetime) -> None:
    """Inside the transaction of a reading that cannot go on: a person must look."""
    feed.state, feed.failure = FeedState.STOPPED, why
    _say("feed.changed", feed, "", now)


__all__ = ["Seen", "feed_confirm", "feed_look", "feed_pause", "feed_resume", "feed_retry", "feed_stop", "looks_forget"]
