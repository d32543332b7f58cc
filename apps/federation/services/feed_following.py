"""What was taken over before, as its origin shows it at another reading: other words, or nothing any more.

Words that changed become a new version, with the history that anything edited here has. What its site says it took
back, or what is missing from a talk that a page shows whole, is withdrawn. Titles of talks, and ratings on a scale that
is not ours, stay as they came: nobody could read what they were before.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from apps.base.models import clean_text, validate_text
from apps.federation.feeds import Found, FoundPage
from apps.federation.models import Feed, FeedItem
from apps.federation.said import plain_text
from apps.posts.imports.ratings import MAX_TEXT
from apps.posts.models import Post, Review
from apps.posts.services import import_reword, import_withdraw
from apps.posts.states import ItemState

MOST_VERSIONS = 50  # a text that is another one at every reading is no edit
TITLE = 160


def follow(feed: Feed, page: FoundPage, again: Mapping[str, Found], *, now: datetime) -> None:
    """One page, in the caller's transaction."""
    missing = _missing(feed, page, again)
    items = {row.item: row.url for row in FeedItem.objects.filter(feed=feed, url__in=[*again, *missing])}
    for model in (Post, Review):
        for item in model._default_manager.filter(reference__in=items).order_by("pk"):
            if items[item.reference] in missing:
                _take_back(item, now)
            else:
                _reword(item, again[items[item.reference]], now)


def _missing(feed: Feed, page: FoundPage, again: Mapping[str, Found]) -> set[str]:
    """The addresses of what is there no more."""
    gone = set(page.gone)
    if page.whole:
        known = FeedItem.objects.filter(feed=feed, talk=page.whole).values_list("url", flat=True)
        gone |= set(known) - {one.url for one in page.items}
    return gone - again.keys()


def _take_back(item: Post | Review, now: datetime) -> None:
    if item.state in {ItemState.PUBLISHED, ItemState.MASKED}:
        import_withdraw(item=item, now=now)


def _reword(item: Post | Review, said: Found, now: datetime) -> None:
    """Only where it says something else in a way that can be kept."""
    stands = item.state in {ItemState.PUBLISHED, ItemState.MASKED} and item.version < MOST_VERSIONS
    text, title, stars = clean_text(plain_text(said.html)), "", None
    if isinstance(item, Review):
        title, stars = clean_text(said.title).replace("\n", " ")[:TITLE], _stars(item, said)
    before = (item.text, item.title, item.stars) if isinstance(item, Review) else (item.text, "", None)
    if (
        stands
        and before != (text, title, stars)
        and (text or stars)
        and len(text) <= MAX_TEXT
        and _is_honest(text + title)
    ):
        import_reword(item=item, text=text, title=title, stars=stars, now=now)


def _stars(item: Review, said: Found) -> int | None:
    """Only those of a scale like ours change; without stars it stays without."""
    if item.stars is None or said.rating is None:
        return item.stars
    ours = (said.rating.worst, said.rating.best) == (Decimal(1), Decimal(5))
    whole = said.rating.value == said.rating.value.to_integral_value()
    return said.rating.stars if ours and whole else item.stars


def _is_honest(text: str) -> bool:
    """Nothing in it deceives the eye."""
    try:
        validate_text(text)
    except ValidationError:
        return False
    return True
