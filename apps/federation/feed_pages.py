"""What the pages about sites without a protocol show: before anything is taken, and afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base.errors import NotFound
from apps.federation.forms import PACES
from apps.federation.models import Feed, FeedPage
from apps.federation.refusals import Told, told
from apps.federation.states import FeedPageState, FeedState
from apps.look.signage import Voice, VoiceKind
from apps.outside import robots
from apps.posts.models import Lack
from apps.spaces.models import Operator

LAST = 30
FORMS: dict[str, str | Promise] = {
    "discourse": gettext_lazy("Discourse, by its own JSON"),
    "nodebb": gettext_lazy("NodeBB, by its own JSON"),
    "lemmy": gettext_lazy("Lemmy, by its own JSON"),
    "page": gettext_lazy("a page, by what it marks up"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why some items are left out, and how many."""

    count: int
    why: Told


@dataclass(frozen=True, slots=True)
class FirstItem:
    """One of the first items, as it will look."""

    kind: str
    title: str
    voice: Voice
    at: datetime | None
    text: str
    url: str
    answers: bool
    stars: int | None
    about: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands at an address, before anything is taken."""

    feed: Feed
    form: str
    found: int
    talks: int
    reviews: int
    pages: int
    pause: int
    left: list[LeftOut]
    items: list[FirstItem]
    lacks: str


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page that was read, or that failed."""

    url: str
    state: str
    failed: bool
    why: Told
    found: int
    taken: int
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What came, what failed and why, and what comes next."""

    feed: Feed
    form: str
    state: str
    pace: str
    why: Told
    waiting: int
    read: int
    failed: int
    left: list[LeftOut]
    lines: list[PageLine]
    lacks: str
    pause: int

    @property
    def done(self) -> bool:
        """Nothing waits at the moment."""
        return not self.waiting

    @property
    def over(self) -> bool:
        """It was to be read once, and is read."""
        return self.done and not self.feed.every


def feed_by_reference(operator: Operator, reference: str) -> Feed:
    """Raises NotFound."""
    feed = Feed.objects.select_related("source", "space", "operator").filter(reference=reference, operator=operator)
    found = feed.first()
    if found is None:
        raise NotFound(_("Nothing of this name is read here."))
    return found


def feeds_of(operator: Operator) -> list[Feed]:
    """What is read for an operator: what a person must look at first, then the newest."""
    waiting = FeedPage.objects.filter(feed=OuterRef("pk"), state=FeedPageState.WAITING)
    rows = Feed.objects.filter(operator=operator).select_related("source", "space").annotate(waits=Exists(waiting))
    order = [FeedState.STOPPED, FeedState.LOOKED, FeedState.READING, FeedState.PAUSED]
    return sorted(rows, key=lambda feed: (order.index(FeedState(feed.state)), -feed.looked_at.timestamp()))


def preview(feed: Feed) -> Preview:
    """From what was kept when somebody looked."""
    seen: dict[str, Any] = feed.preview
    return Preview(
        feed=feed,
        form=form_of(feed),
        found=seen.get("found", 0),
        talks=seen.get("talks", 0),
        reviews=seen.get("reviews", 0),
        pages=seen.get("pages", 0),
        pause=round(seen.get("pause", 0)),
        left=_left(seen.get("left", {})),
        items=[_first(one, feed) for one in seen.get("items", [])],
        lacks=_lacks(feed),
    )


def _first(one: dict[str, Any], feed: Feed) -> FirstItem:
    return FirstItem(
        kind=one["kind"],
        title=one["title"],
        voice=Voice(VoiceKind.IMPORTED, one["author"] or _("unnamed"), origin=feed.host),
        at=datetime.fromisoformat(one["at"]) if one["at"] else None,
        text=one["text"],
        url=one["url"],
        answers=one["answers"],
        stars=one["stars"],
        about=one["about"],
    )


def source_page(feed: Feed) -> SourcePage:
    """The pages that failed first, then the last that were read."""
    counts = dict(FeedPage.objects.filter(feed=feed).values_list("state").annotate(n=Count("pk")))
    failed = list(feed.pages.filter(state=FeedPageState.FAILED).order_by("-read_at")[:LAST])
    others = list(feed.pages.exclude(state=FeedPageState.FAILED).exclude(read_at=None).order_by("-read_at")[:LAST])
    return SourcePage(
        feed=feed,
        form=form_of(feed),
        state=str(FeedState(feed.state).label),
        pace=str(PACES[feed.every]),
        why=told(feed.failure),
        waiting=counts.get(FeedPageState.WAITING, 0),
        read=counts.get(FeedPageState.READ, 0),
        failed=counts.get(FeedPageState.FAILED, 0),
        left=_left({why: count for why, count in feed.left.items() if why != "here"}),
        lines=[_line(page, feed.address) for page in (*failed, *others)],
        lacks=_lacks(feed),
        pause=round(robots.read(feed.robots).pause),
    )


def form_of(feed: Feed) -> str:
    """What is read there, in words."""
    if feed.form.startswith(("rss", "atom", "cdf")):
        return _("a feed (RSS or Atom)")
    return str(FORMS.get(feed.form, feed.form))


def _line(page: FeedPage, root: str) -> PageLine:
    gone = page.failure in {"HTTP 404", "HTTP 410"} and page.url != root
    return PageLine(
        url=page.url,
        state=str(FeedPageState(page.state).label),
        failed=page.state == FeedPageState.FAILED,
        why=told("It is no longer there." if gone else page.failure),
        found=page.found,
        taken=page.taken,
        read_at=page.read_at,
    )


def _left(counts: dict[str, int]) -> list[LeftOut]:
    return [LeftOut(count, told(why)) for why, count in sorted(counts.items(), key=lambda pair: -pair[1])]


def _lacks(feed: Feed) -> str:
    missing = [str(Lack(lack).label) for lack in feed.lacks]
    return _("Not in the source: %(what)s.") % {"what": ", ".join(missing)} if missing else ""
