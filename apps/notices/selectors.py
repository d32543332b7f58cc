"""Reads of what we told a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from apps.base import clock
from apps.base.compiled import Compiled, given
from apps.notices.kinds import sentence_of
from apps.notices.models import Notice, NoticeQuerySet
from apps.people.models import Account

PER_PAGE = 30
ON_MY_PLACE = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One notice, in the reader's language."""

    at: datetime
    sentence: str
    url: str
    pseudonym: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """What waits on /me/."""

    notices: list[Told]
    count: int


def notices_of(account: Account, *, now: datetime) -> NoticeQuerySet:
    """To any of one's personas, newest first."""
    mine = Notice.objects.visible(now).filter(to__account=account)
    return mine.select_related("to").order_by("-after", "-pk")


def happenings_of(account: Account, now: datetime) -> QuerySet[Notice]:
    """For the time line."""
    return notices_of(account, now=now).order_by()


def happenings_in_words(notices: Iterable[Notice]) -> Iterable[tuple[int, str, str]]:
    """Each with its sentence and where it leads."""
    for notice in notices:
        said = told(notice)
        yield notice.pk, said.sentence, said.url


UNREAD = Compiled(
    lambda: Notice.objects.visible(given("now")).filter(to__account=given("account"), read_at=None).values_list("pk")
)


def unread_count(account: Account, *, now: datetime) -> int:
    """How many wait."""
    return UNREAD.count(account=account.pk, now=now)


def unread_of_request(request: HttpRequest) -> int:
    """For the account menu."""
    return unread_count(request.user, now=clock.now()) if isinstance(request.user, Account) else 0


def unread_section(account: Account, now: datetime) -> Unread | None:
    """The newest unread ones, on /me/; nothing when all has been read."""
    waiting = notices_of(account, now=now).filter(read_at=None)
    notices = [told(notice) for notice in waiting[:ON_MY_PLACE]]
    return Unread(notices, waiting.count()) if notices else None


def page_of(account: Account, *, number: str, now: datetime) -> Page[Notice]:
    """One page of all of them."""
    return Paginator(notices_of(account, now=now), PER_PAGE).get_page(number)


def told(notice: Notice) -> Told:
    """In words, with the way there."""
    return Told(
        at=notice.after,
        sentence=sentence_of(notice.kind, notice.context),
        url=f"/{get_language()}{notice.path}" if notice.path else "",
        pseudonym=notice.to.pseudonym,
        unread=notice.read_at is None,
    )
