"""What was found becomes messages and reviews, through the same tables as any import: imported, dated, never evidence.

Its address there is its name. What was met before follows its origin: other words become a new version, what was taken
back leaves its place, which says so.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from apps.base.models import clean_text, validate_text
from apps.federation.feeds import Found, FoundPage
from apps.federation.models import ADDRESS, Feed, FeedItem
from apps.federation.reading import No
from apps.federation.said import plain_text
from apps.federation.services import feed_following
from apps.posts.imports.ratings import MAX_TEXT, Market, Rating, Scale
from apps.posts.imports.threads import Forum, Message
from apps.posts.models import Lack, Post, Review, SubjectKind
from apps.spaces.models import Space

TITLE, AUTHOR, SUBJECT = 200, 120, 160
FIRST_WORDS = 80
LONGEST = 2 * ADDRESS  # characters of an address we keep
KINDS = {"product": SubjectKind.PRODUCT, "place": SubjectKind.PLACE}


@dataclass
class Taken:
    """What became of one page."""

    count: int = 0
    left: Counter[str] = field(default_factory=Counter)


class _Left(Exception):
    """This item is left out; the code says why."""


def take(feed: Feed, page: FoundPage, *, now: datetime) -> Taken:
    """Write what is new of a page, in the caller's transaction."""
    taken = Taken(left=Counter(why.value for why in page.left))
    found = [one for one in page.items if one.kind != "topic"]
    said = [one for one in found if max(len(one.url), len(one.topic), len(one.reply_to)) <= LONGEST]
    taken.left[No.LONG.value] += len(found) - len(said)
    fresh = _fresh(feed, said)
    taken.left["here"] += len(said) - len(fresh)
    new = {one.url for one in fresh}
    feed_following.follow(feed, page, {one.url: one for one in said if one.url not in new}, now=now)
    talks = _talks(feed, fresh)
    taken.count += _posts(feed, [one for one in fresh if one.kind == "post"], talks, page.title, taken, now)
    taken.count += _reviews(feed, [one for one in fresh if one.kind == "review"], taken, now)
    taken.left += Counter()  # drops what is nought
    return taken


def _fresh(feed: Feed, said: Sequence[Found]) -> list[Found]:
    """Once each, and not what is here."""
    by_name = {one.url: one for one in reversed(said)}
    here = set(FeedItem.objects.filter(feed=feed, url__in=by_name).values_list("url", flat=True))
    return [one for one in said if one.url not in here and by_name.get(one.url) is one]


# --- messages ---------------------------------------------------------------------------------------------------------


def _talks(feed: Feed, said: Sequence[Found]) -> dict[str, str]:
    """In which talk each message stands: its own site says so, or what it answers does, or it begins one."""
    answered = {one.reply_to for one in said if one.reply_to and not one.topic}
    talks = dict(FeedItem.objects.filter(feed=feed, url__in=answered).values_list("url", "talk"))
    for one in said:
        talks[one.url] = one.topic or talks.get(one.reply_to, one.reply_to) or one.url
    return talks


def _posts(feed: Feed, said: list[Found], talks: dict[str, str], title: str, taken: Taken, now: datetime) -> int:
    messages: dict[str, tuple[Found, Message]] = {}
    for one in said:
        try:
            message = _message(one, talks[one.url], title, feed, now)
        except _Left as why:
            taken.left[str(why)] += 1
        else:
            messages[message.there] = (one, message)
    if not messages or feed.source is None or feed.space is None:
        return 0
    forum = Forum(feed.space, feed.source, feed.language, plain=True)
    forum.write([(line, message) for line, (_one, message) in enumerate(messages.values(), 1)])
    _open(feed.space, "threads")
    written = Post.objects.filter(source=feed.source, source_id_there__in=messages)
    rows = written.values_list("source_id_there", "reference")
    return _remember(feed, [(messages[there][0].url, talks[messages[there][0].url], item) for there, item in rows])


def _message(one: Found, talk: str, title: str, feed: Feed, now: datetime) -> Message:
    text = _text(one)
    heading = _line(one.title or title, TITLE) or _first_words(text)
    if not text and not one.title:
        raise _Left(No.EMPTY.value)
    return Message(
        thread=name_of(talk),
        number=0 if one.reply_to else 1,
        name=name_of(one.url),
        title=heading,
        text=text,
        author=_line(one.author, AUTHOR),
        at=_at(one, feed, now),
    )


def _first_words(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= FIRST_WORDS else f"{line[: FIRST_WORDS - 2].rstrip()} …"


# --- reviews ----------------------------------------------------------------------------------------------------------


def _reviews(feed: Feed, said: list[Found], taken: Taken, now: datetime) -> int:
    """Each scale, and each kind of thing, is written apart."""
    groups: dict[tuple[Scale | None, SubjectKind], dict[str, tuple[Found, Rating]]] = {}
    for one in said:
        try:
            scale, rating = _rating(one, feed, now)
        except _Left as why:
            taken.left[str(why)] += 1
        else:
            kind = KINDS.get(one.about_kind, SubjectKind.SERVICE)
            groups.setdefault((scale, kind), {})[rating.there] = (one, rating)
    return sum(_market(feed, scale, kind, ratings) for (scale, kind), ratings in groups.items())


def _market(feed: Feed, scale: Scale | None, kind: SubjectKind, ratings: dict[str, tuple[Found, Rating]]) -> int:
    if feed.source is None or feed.space is None:
        return 0
    market = Market(feed.space, feed.source, kind, scale, feed.language)
    market.write(list(enumerate(market.ready(rating for _one, rating in ratings.values()), 1)))
    _open(feed.space, "reviews")
    written = Review.objects.filter(source=feed.source, source_id_there__in=ratings)
    rows = written.values_list("source_id_there", "reference")
    return _remember(feed, [(ratings[there][0].url, "", item) for there, item in rows])


def _rating(one: Found, feed: Feed, now: datetime) -> tuple[Scale | None, Rating]:
    about = _line(one.about, SUBJECT)
    if not about:
        raise _Left(No.OBJECT.value)
    text = _text(one)
    scale, value = _on_scale(one)
    if value is None and not text:
        raise _Left(No.EMPTY.value)
    return scale, Rating(
        there=name_of(one.url),
        subject=about,
        subject_id=name_of(one.about_url) if one.about_url else about,
        author=_line(one.author, AUTHOR),
        at=_at(one, feed, now),
        rating=value,
        text=text,
        title=_line(one.title, SUBJECT),
    )


def _on_scale(one: Found) -> tuple[Scale | None, int | None]:
    """As it was given there: in whole numbers, of a finer scale where halves or tenths were given. Never made up."""
    if one.rating is None:
        return None, None
    value, worst, best = one.rating.value, one.rating.worst, one.rating.best
    for times in (1, 2, 10):
        if all(number * times == (number * times).to_integral_value() for number in (value, worst, best)):
            return Scale(int(worst * times), int(best * times)), int(value * times)
    return Scale(int(worst * 10), int(best * 10)), int((value * 10).quantize(Decimal(1)))


# --- both -------------------------------------------------------------------------------------------------------------


def name_of(address: str) -> str:
    """A short name for an address, the same each time."""
    return hashlib.sha256(address.encode()).hexdigest()[:40]


def _text(one: Found) -> str:
    text = _clean(plain_text(one.html))
    if len(text) > MAX_TEXT:
        raise _Left(No.LONG.value)
    return text


def _line(value: str, most: int) -> str:
    return _clean(value).replace("\n", " ")[:most]


def _clean(value: str) -> str:
    text = clean_text(value)
    try:
        validate_text(text)
    except ValidationError as wrong:
        raise _Left("hidden") from wrong
    return text


def _at(one: Found, feed: Feed, now: datetime) -> datetime:
    """Its own date, never in the future. Where a site dates nothing, all stand at the moment they came, and say so."""
    if one.published is not None:
        return min(one.published, now)
    if Lack.DATE.value not in feed.lacks:
        raise _Left(No.DATE.value)
    return now


def _open(space: Space, part: str) -> None:
    """A space shows talk, or reviews, from the first that comes."""
    Space.objects.filter(pk=space.pk).exclude(**{part: True}).update(**{part: True})


def _remember(feed: Feed, rows: Sequence[tuple[str, str, str]]) -> int:
    items = [FeedItem(feed=feed, url=url, talk=talk, item=item) for url, talk, item in rows]
    FeedItem.objects.bulk_create(items, ignore_conflicts=True)
    return len(items)
