"""What doubts hold about people: the reasons a professional gave, what was said aside, what an author answered."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.people.archive_parts import register_sheet
from apps.people.holdings import Holding, Rows
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.posts.spoken import spoken_withdraw
from apps.posts.states import ItemState
from apps.professionals.models import Doubt, DoubtAnswer, DoubtReasons
from apps.professionals.selectors.doubts import reasons_shown
from apps.professionals.services.answers import KEPT_AFTER, answers_forget, aside_of, asides_forget

REASONS_KEPT = timedelta(days=730)


NEAR = ("subject", "case", "professional", "said")


def _doubts(account: Account) -> Rows:
    """One's own as a professional, while their words are kept."""
    mine = Doubt.objects.filter(professional__account=account).exclude(said__text="", aside=b"")
    for doubt in mine.select_related(*NEAR).order_by("pk"):
        yield {**_row(doubt), "aside": aside_of(doubt, None).professional}


def _reasons(account: Account) -> Rows:
    """One's own words, also those that a decision masked, while they are kept."""
    mine = DoubtReasons.objects.filter(author__account=account).exclude(text="").select_related("doubt")
    for said in mine.order_by("pk"):
        yield {"doubt": said.doubt.reference, "reasons": said.text, "state": said.state, "at": said.published_at}


def _row(doubt: Doubt) -> dict[str, Any]:
    return {
        "reference": doubt.reference,
        "subject": doubt.subject.name,
        "case": doubt.case.reference,
        "version": doubt.version,
        "cause": doubt.cause,
        "state": doubt.state,
        "raised_at": doubt.raised_at,
        "settled_at": doubt.settled_at,
    }


def _received(account: Account) -> Iterator[dict[str, Any]]:
    """Those about one's reviews, as everybody reads them."""
    for doubt in Doubt.objects.filter(review__author__account=account).select_related(*NEAR).order_by("pk"):
        yield {**_row(doubt), "reasons": reasons_shown(doubt).text, "by": doubt.professional.name}


def _erase_doubts(account: Account, now: datetime) -> int:
    """What was said aside goes; that somebody of this trade doubted, and how it ended, stays as a number."""
    return Doubt.objects.filter(professional__account=account).update(aside=b"")


def _erase_reasons(account: Account, now: datetime) -> int:
    """One's words go, and whoever was to decide about them hears so."""
    mine = DoubtReasons.objects.filter(author__account=account)
    _take_back(mine, now)
    return mine.update(text="", masked_spans=[], author=None)


def _forget_reasons(now: datetime) -> int:
    return _take_back(DoubtReasons.objects.filter(doubt__settled_at__lt=now - REASONS_KEPT), now)


def _take_back(rows: QuerySet[DoubtReasons], now: datetime) -> int:
    standing = list(rows.filter(state__in=[ItemState.PUBLISHED, ItemState.MASKED]).select_related("space", "author"))
    for said in standing:
        spoken_withdraw(item=said, by=None, now=now)
    return len(standing)


def _answers(account: Account) -> Rows:
    mine = DoubtAnswer.objects.filter(author__account=account).select_related("doubt")
    for answer in mine.order_by("pk"):
        said = aside_of(answer.doubt, answer)
        yield {
            "doubt": answer.doubt.reference,
            "words": said.author,
            "file_name": answer.file_name,
            "file_size": answer.file_size,
            "given_at": answer.given_at,
            "times_read": answer.times_read,
            "last_read_at": answer.last_read_at,
        }


def register() -> None:
    """Called from `ready()`."""
    register_sheet("doubts-received", _("Doubts of professionals about your reviews"), _received)
    holds(
        Holding(
            Doubt,
            _("Doubts you raised as a professional"),
            _doubts,
            _erase_doubts,
            _("what you said aside is deleted; how it ended stays as a number"),
            keep_for=REASONS_KEPT,
            purge=asides_forget,
            order=30,
            keep_note=_("the reasons, after the end; what was said aside goes after six months"),
        )
    )
    holds(
        Holding(
            DoubtReasons,
            _("The reasons of your doubts, which everybody reads"),
            _reasons,
            _erase_reasons,
            _("deleted; the place says so"),
            keep_for=REASONS_KEPT,
            purge=_forget_reasons,
            order=29,
            keep_note=_("after the end of the doubt"),
        )
    )
    holds(
        Holding(
            DoubtAnswer,
            _("What you answered to doubts about your reviews"),
            _answers,
            lambda account, now: DoubtAnswer.objects.filter(author__account=account).delete()[0],
            _("deleted, file and all"),
            keep_for=KEPT_AFTER,
            purge=answers_forget,
            order=29,
            keep_note=_("after a person has decided"),
        )
    )
