"""All that happened to me and by me, in one line of time. Each app says what it knows; none is counted or scored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.ledger.models import Event
from apps.people import consultations, doings
from apps.people.doings import doing_kinds
from apps.people.foundations import references
from apps.people.models import Account, Consultation

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Happened:
    """One line."""

    at: datetime
    sentence: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where lines come from: `rows` are this person's, dated by the field `at`; `words` says those of one page."""

    key: str
    label: str | Promise
    rows: Callable[[Account, datetime], QuerySet[Any]]
    at: str
    words: Callable[[list[Any]], Iterable[tuple[int, str, str]]]  # pk, sentence, url; what has no words is left out


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a request; a source that does not exist, or a day that is none, counts for nothing."""

    source: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of it."""

    lines: list[Happened]
    page: Page[Any]
    sources: list[tuple[str, str, bool]]  # key, label, chosen
    wanted: Wanted


_SOURCES: dict[str, Source] = {}


def register_happenings(source: Source) -> None:
    """Told to `people` by the app that knows; the same key again replaces it."""
    _SOURCES[source.key] = source


def timeline_of(account: Account, wanted: Wanted, *, page: str, now: datetime) -> Timeline:
    """Newest first."""
    chosen = [_SOURCES[wanted.source]] if wanted.source in _SOURCES else list(_SOURCES.values())
    first, *others = (_dated(source, account, wanted, now) for source in chosen)
    shown = Paginator(first.union(*others, all=True).order_by("-moment", "-pk"), PER_PAGE).get_page(page)
    keys = list(shown.object_list)
    words = {(s.key, pk): (said, url) for s in chosen for pk, said, url in s.words(_of(s, keys, account, now))}
    lines = [Happened(at, *words[key, pk], source=key) for pk, key, at in keys if (key, pk) in words]
    names = [(s.key, str(s.label), s.key == wanted.source) for s in _SOURCES.values()]
    return Timeline(lines, shown, names, wanted)


def _of(source: Source, keys: list[tuple[int, str, datetime]], account: Account, now: datetime) -> list[Any]:
    wanted = [pk for pk, key, _at in keys if key == source.key]
    return list(source.rows(account, now).filter(pk__in=wanted)) if wanted else []


def _dated(source: Source, account: Account, wanted: Wanted, now: datetime) -> QuerySet[Any]:
    rows = source.rows(account, now)
    if wanted.first is not None:
        rows = rows.filter(**{f"{source.at}__gte": _midnight(wanted.first)})
    if wanted.last is not None:
        rows = rows.filter(**{f"{source.at}__lt": _midnight(wanted.last + timedelta(days=1))})
    known = rows.order_by().annotate(whence=Value(source.key, output_field=CharField()), moment=F(source.at))
    keys: QuerySet[Any] = known.values_list("pk", "whence", "moment")
    return keys


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def wanted_of(query: Any) -> Wanted:
    """The filters of an address."""
    return Wanted(query.get("what", "")[:20], _day(query.get("from", "")), _day(query.get("to", "")))


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed[:10])
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2200 else None


# --- what people itself knows ---------------------------------------------------------------------------


def _mine(account: Account, now: datetime) -> QuerySet[Event]:
    return Event.objects.filter(actor__in=references(account), kind__in=doing_kinds(), at__lte=now)


def _mine_in_words(events: list[Event]) -> Iterable[tuple[int, str, str]]:
    for pk, doing in doings.in_words_by_event(events).items():
        yield pk, doing.sentence, doing.path


def _looked(account: Account, now: datetime) -> QuerySet[Consultation]:
    return Consultation.objects.filter(account=account)


def _looked_in_words(rows: list[Consultation]) -> Iterable[tuple[int, str, str]]:
    for row in rows:
        look = consultations.in_words(row)
        yield row.pk, look.sentence, look.url


def register() -> None:
    """Called from `ready()`."""
    register_happenings(Source("mine", _("What I did"), _mine, "at", _mine_in_words))
    register_happenings(Source("looked", _("Who looked"), _looked, "at", _looked_in_words))
