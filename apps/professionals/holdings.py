"""What doubts hold about people: the reasons a professional gave, what an author answered."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.people.archive_parts import register_sheet
from apps.people.holdings import Holding, Rows
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.professionals.models import Doubt, DoubtAnswer
from apps.professionals.services.answers import KEPT_AFTER, answers_forget, aside_of, asides_forget

REASONS_KEPT = timedelta(days=730)


def _doubts(account: Account) -> Rows:
    """One's own as a professional, while their words are kept."""
    mine = Doubt.objects.filter(professional__account=account).exclude(reasons="").select_related("subject", "case")
    for doubt in mine.order_by("pk"):
        yield {**_row(doubt), "aside": aside_of(doubt, None).professional}


def _row(doubt: Doubt) -> dict[str, Any]:
    return {
        "reference": doubt.reference,
        "subject": doubt.subject.name,
        "case": doubt.case.reference,
        "version": doubt.version,
        "cause": doubt.cause,
        "reasons": doubt.reasons,
        "state": doubt.state,
        "raised_at": doubt.raised_at,
        "settled_at": doubt.settled_at,
    }


def _received(account: Account) -> Iterator[dict[str, Any]]:
    """Those about one's reviews, as everybody reads them."""
    about = Doubt.objects.filter(review__author__account=account).select_related("subject", "case", "professional")
    for doubt in about.order_by("pk"):
        yield {**_row(doubt), "by": doubt.professional.name}


def _erase_doubts(account: Account, now: datetime) -> int:
    """One's words go; that somebody of this trade doubted, and how it ended, stays as a number."""
    return Doubt.objects.filter(professional__account=account).update(reasons="", aside=b"")


def _forget_reasons(now: datetime) -> int:
    over = Doubt.objects.filter(settled_at__lt=now - REASONS_KEPT).exclude(reasons="")
    return over.update(reasons="") + asides_forget(now)


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
            _("your words are deleted; how it ended stays as a number"),
            keep_for=REASONS_KEPT,
            purge=_forget_reasons,
            order=30,
            keep_note=_("the reasons, after the end; what was said aside goes after six months"),
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
