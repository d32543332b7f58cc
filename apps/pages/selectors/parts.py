"""What several pages share: who speaks, where one is in a list, who answers for a space."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet, TextChoices
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accountability.selectors import operator_card
from apps.accountability.selectors.alerts import StateTag
from apps.look.addresses import address
from apps.people.models import Persona
from apps.posts import selectors as posts
from apps.posts.markdown import plain
from apps.posts.models import Post, Review, Source, Subject, SubjectKind
from apps.posts.moving import is_confirmed
from apps.spaces.disclosure import disclosure_in, shown_words
from apps.spaces.models import Operator, Space, Topic
from apps.trust import selectors as trust

PER_PAGE = posts.PER_PAGE
EXCERPT = 320
RISING = 3


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: what `{% sign %}` draws."""

    kind: str
    name: str
    word: str = ""
    url: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Numbering:
    """Where one is in a list."""

    number: int
    pages: int
    count: int

    @property
    def num_pages(self) -> int:
        return self.pages

    @property
    def paginator(self) -> "Numbering":
        """The template of the layout asks a page for its paginator."""
        return self


@dataclass(frozen=True, slots=True)
class SpaceBrief:
    """A space as other pages name it."""

    slug: str
    name: str
    url: str
    members_only: bool


@dataclass(frozen=True, slots=True)
class SubjectBrief:
    """A subject as other pages name it."""

    slug: str
    label: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class SourceBrief:
    """Where imported content comes from."""

    name: str
    url: str
    licence: str
    attribution: str
    imported_at: datetime
    lacks: str


@dataclass(frozen=True, slots=True)
class OperatorFace:
    """Who runs a space, who answers for it, and the way to the red button."""

    slug: str
    name: str
    url: str
    red_url: str
    representative: Speaker | None
    state: StateTag | None


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A mark beside a name, and why it is there."""

    tag: str
    why: str
    url: str = ""  # where it is explained and can be contested


@dataclass(frozen=True, slots=True)
class HeavyAnswer:
    """One of the answers that weigh most, and how much."""

    title: str
    url: str
    weight: float


@dataclass(frozen=True, slots=True)
class HelperLine:
    """Somebody who helps at the moment and said yes to being shown; recency and quality stay two figures."""

    speaker: Speaker
    recency: float
    quality: float
    quality_low: float
    quality_high: float
    lines: tuple[str, ...]
    answers: tuple[HeavyAnswer, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to see a list."""

    label: str
    url: str
    current: bool


def link_to(name: str, *args: Any) -> str:
    """The address of a page; empty where the page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def paged(rows: QuerySet[Any], number: int, per_page: int = PER_PAGE) -> tuple[list[Any], Numbering]:
    """One page of a list; a number out of range is brought back into it."""
    paginator = Paginator(rows, per_page)
    page = paginator.get_page(number)
    return list(page.object_list), Numbering(page.number, paginator.num_pages, paginator.count)


def numbering_of(count: int, per_page: int = PER_PAGE) -> Numbering:
    """Where one is at the beginning of a list of so many."""
    return Numbering(1, max(1, -(-count // per_page)), count)


def space_brief(space: Space) -> SpaceBrief:
    """A space by its name."""
    return SpaceBrief(space.slug, space.name, reverse("pages:space", args=[space.slug]), space.visibility == "members")


def subject_brief(subject: Subject) -> SubjectBrief:
    """A subject by its name and place."""
    url = address("pages:subject", subject.slug)
    return SubjectBrief(subject.slug, posts.label_of(subject), in_words(SubjectKind, subject.kind), url)


def in_words(choices: type[TextChoices], value: str) -> str:
    """One of a few choices, as a reader says it: `get_…_display` goes through all of them each time."""
    return _in_words(choices, value, get_language())


@lru_cache(maxsize=256)
def _in_words(choices: type[TextChoices], value: str, _language: str | None) -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return value


def source_brief(item: Post | Review) -> SourceBrief | None:
    """Where an item was imported from."""
    source = item.source
    if source is None:
        return None
    return SourceBrief(source.name, source.url, source.licence, source.attribution, source.imported_at, _lacks(item))


def _lacks(item: Post | Review) -> str:
    """What the source does not give, in one sentence."""
    missing = [str(lack.label) for lack in posts.lacks_of(item)]
    return _("Not in the source: %(what)s.") % {"what": ", ".join(missing)} if missing else ""


def speaker_of(item: Post | Review, space: Space) -> Speaker:
    """Who wrote this. Nobody can dress up as another voice: only the name is free."""
    if item.source is not None and item.author is not None:
        return _who_brought_it(item.author, item.source, space)
    if item.source is not None:
        return Speaker("imported", item.author_name or _("unnamed"), origin=item.source.name)
    if item.author is None and item.author_name:
        return Speaker("representative", item.author_name, word=_("Official topic, opened for its operator"))
    if item.author is None:
        return Speaker("person", _("a former member"), word=_("Their account was erased"))
    url = address("pages:member", space.slug, item.author.pseudonym)
    return Speaker("person", item.author.pseudonym, url=url, word=shown_words(disclosure_in(item.author, space)))


def _who_brought_it(author: Persona, source: Source, space: Space) -> Speaker:
    """Theirs, but from elsewhere: the sign is that of what is imported, the name leads to who brought it."""
    url = reverse("pages:member", args=[space.slug, author.pseudonym])
    brought, claimed = _("Brought by its author from %(site)s"), _("Said to be from %(site)s; not confirmed")
    word = (brought if is_confirmed(source) else claimed) % {"site": source.name}
    return Speaker("imported", author.pseudonym, url=url, word=word)


def operator_face(operator: Operator, now: datetime) -> OperatorFace:
    """The operator of a space, as every page of the space shows it."""
    card = operator_card(operator, now=now)
    face = card.face
    return OperatorFace(
        slug=card.slug,
        name=card.name,
        url=card.path,
        red_url=card.red_path,
        representative=Speaker("representative", face.name, word=face.role, origin=card.name) if face else None,
        state=card.tag,
    )


def helper_lines(space: Space, now: datetime, topic: Topic | None = None, most: int = 3) -> tuple[HelperLine, ...]:
    """Who helps here at the moment; it gives no right and fades by itself."""
    return tuple(helper_line(view) for view in trust.helpers_now(space, topic, now=now, most=most))


def rising_lines(space: Space, now: datetime, topic: Topic | None = None) -> tuple[Speaker, ...]:
    """Newcomers who help, by name: the usual helpers have their own list."""
    return tuple(
        Speaker(
            "apomediary",
            newcomer.pseudonym,
            url=address("pages:member", space.slug, newcomer.pseudonym),
            origin=newcomer.topic_name or space.name,
        )
        for newcomer in trust.rising_now(space, topic, now=now)[:RISING]
    )


def helper_line(view: trust.HelperView) -> HelperLine:
    url = address("pages:member", view.space, view.pseudonym)
    return HelperLine(
        speaker=Speaker("apomediary", view.pseudonym, url=url, origin=view.topic_name or view.space_name),
        recency=view.recency,
        quality=view.quality,
        quality_low=view.quality_low,
        quality_high=view.quality_high,
        lines=view.lines,
        answers=tuple(_heavy_answer(view.space, answer) for answer in view.answers),
    )


def _heavy_answer(space: str, answer: trust.WeightyAnswer) -> HeavyAnswer:
    url = f"{address('pages:thread', space, answer.thread)}#p{answer.number}"
    return HeavyAnswer(answer.title, url, answer.weight)


def status_line(view: trust.Standing) -> StatusLine:
    """A status as a mark and its basis; never without the topic or the space it was earned in."""
    about = {"topic": view.topic_name or view.space_name, "level": view.label}
    return StatusLine(_("%(topic)s: %(level)s") % about, view.plain, view.why)


def excerpt(text: str, length: int = EXCERPT) -> str:
    """The beginning, cut between words."""
    flat = " ".join(plain(text).split())
    if len(flat) <= length:
        return flat
    return flat[:length].rsplit(" ", 1)[0].rstrip(",;:") + " […]"


def days_before(now: datetime, count: int) -> Iterable[date]:
    """The last `count` days, today last."""
    today = timezone.localdate(now).toordinal()
    return (date.fromordinal(today - back) for back in range(count - 1, -1, -1))
