"""What trust holds about a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.base.models import new_reference
from apps.people.foundations import references
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.trust.models import (
    AnswerMark,
    Explained,
    Feedback,
    GrantedStatus,
    HelperChoice,
    HelperMoment,
    ReferralMark,
    RuleRefusal,
    ScaleVersion,
    StruckOut,
)

GRANTED_KEPT = timedelta(days=365)
REFUSED_KEPT = timedelta(days=365)  # it can be contested as long as a decision can, and longer
MARKS_KEPT = timedelta(days=720)  # four times the time after which a mark counts half


def _feedback(account: Account) -> Iterator[dict[str, Any]]:
    mine = references(account)
    rows = Feedback.objects.filter(Q(receiver__account=account) | Q(giver__in=mine)).select_related("space", "topic")
    for row in rows.order_by("pk"):
        yield {
            "direction": "given" if row.giver in mine else "received",
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else None,
            "kind": row.kind,
            "favourable": row.favourable,
            "size": row.size,
            "item": row.item,
            "at": row.at,
            "giver_counted_in_full": row.giver_earned,
        }


def _erase_feedback(account: Account, now: datetime) -> int:
    """What one received goes; what one gave stays with whoever earned by it, from one nameless giver to a space.

    Two names of one person stay one giver there; what they said in two spaces is no longer of one person.
    """
    gone: int = Feedback.objects.filter(receiver__account=account).delete()[0]
    given = Feedback.objects.filter(giver__in=references(account))
    for space in list(given.order_by("space").values_list("space", flat=True).distinct()):
        gone += _nameless(given.filter(space=space))
    return gone


def _nameless(given: QuerySet[Feedback]) -> int:
    """What was said under two names of the same item is said once: the first time."""
    before = given.filter(kind=OuterRef("kind"), item=OuterRef("item"), pk__lt=OuterRef("pk"))
    twice = list(given.filter(Exists(before)).values_list("pk", flat=True))
    return int(Feedback.objects.filter(pk__in=twice).delete()[0]) + given.update(giver=new_reference())


def _moments(account: Account) -> Iterator[dict[str, Any]]:
    for row in HelperMoment.objects.filter(persona__account=account).select_related("space", "topic").order_by("pk"):
        yield {"space": row.space.slug, "topic": row.topic.slug if row.topic else None, **row.record}


def _marks(account: Account) -> Iterator[dict[str, Any]]:
    for mark in AnswerMark.objects.filter(persona__account=account).select_related("post").order_by("pk"):
        yield {"post": mark.post.reference, "at": mark.at, "best": mark.best, "thanks": mark.thanks}


def _choices(account: Account) -> Iterator[dict[str, Any]]:
    for row in HelperChoice.objects.filter(persona__account=account).select_related("space").order_by("pk"):
        yield {"space": row.space.slug, "choice": row.choice, "decided_at": row.decided_at}


def _granted(account: Account) -> Iterator[dict[str, Any]]:
    for row in GrantedStatus.objects.filter(persona__account=account).select_related("space", "topic").order_by("pk"):
        yield {
            "reference": row.reference,
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else None,
            "basis": row.basis,
            "level": row.level,
            "because": row.because,
            "rule": row.rule,
            "since": row.since,
            "until": row.until,
            "ended_at": row.ended_at,
            "ended_why": row.ended_why,
        }


def _explained(account: Account) -> Iterator[dict[str, Any]]:
    for row in Explained.objects.filter(persona__account=account).select_related("space", "topic").order_by("pk"):
        topic = row.topic.slug if row.topic else None
        yield {"reference": row.reference, "space": row.space.slug, "topic": topic}


def _struck_out(account: Account) -> Iterator[dict[str, Any]]:
    for row in StruckOut.objects.filter(receiver__account=account).order_by("pk"):
        yield {"item": row.item, "at": row.at}


def _erase_struck_out(account: Account, now: datetime) -> int:
    return int(StruckOut.objects.filter(receiver__account=account).delete()[0])


def _forget_granted(now: datetime) -> int:
    gone = Q(until__lt=now - GRANTED_KEPT) | Q(ended_at__lt=now - GRANTED_KEPT)
    return GrantedStatus.objects.filter(gone).delete()[0]


def _referral_marks(account: Account) -> Iterator[dict[str, Any]]:
    for row in ReferralMark.objects.filter(persona__account=account).select_related("space").order_by("pk"):
        yield {"space": row.space.slug, "at": row.at, "amount": row.amount, "because": row.because}


def _refused(account: Account) -> Iterator[dict[str, Any]]:
    for row in RuleRefusal.objects.filter(persona__account=account).select_related("space", "topic").order_by("pk"):
        yield {
            "reference": row.reference,
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else None,
            "asked": row.kind,
            "why": row.why,
            "about": row.about,
            "read_from": row.facts,
            "rule": row.rule,
            "heard_at": row.heard_at,
            "lifted_at": row.lifted_at,
        }


def _forget_refused(now: datetime) -> int:
    return RuleRefusal.objects.filter(heard_at__lt=now - REFUSED_KEPT).delete()[0]


def _forget_marks(now: datetime) -> int:
    return ReferralMark.objects.filter(at__lt=now - MARKS_KEPT).delete()[0]


def _erase(model: Any) -> Any:
    def erase(account: Account, now: datetime) -> int:
        return int(model.objects.filter(persona__account=account).delete()[0])

    return erase


def register() -> None:
    """Called from `ready()`. Before posts and personas, to whom these rows refer."""
    deleted = _("deleted")
    nameless = _("what you received is deleted; what you gave stays, without you")
    votes, shown = _("Helpful votes and best answers, given and received"), _("Whether you are shown as a helper")
    holds(Holding(Feedback, votes, _feedback, _erase_feedback, nameless, order=20))
    holds(Holding(HelperMoment, _("How you help at the moment"), _moments, _erase(HelperMoment), deleted, order=21))
    holds(Holding(AnswerMark, _("Your answers, as counted"), _marks, _erase(AnswerMark), deleted, order=22))
    holds(Holding(HelperChoice, shown, _choices, _erase(HelperChoice), deleted, order=23))
    holds(
        Holding(
            GrantedStatus,
            _("Statuses that a referral or another space gave you"),
            _granted,
            _erase(GrantedStatus),
            deleted,
            keep_for=GRANTED_KEPT,
            purge=_forget_granted,
            order=24,
            keep_note=_("after it ended"),
            about_me=True,
        )
    )
    holds(
        Holding(
            ReferralMark,
            _("What a referral of yours that went wrong costs you"),
            _referral_marks,
            _erase(ReferralMark),
            deleted,
            keep_for=MARKS_KEPT,
            purge=_forget_marks,
            order=24,
            about_me=True,
        )
    )
    holds(
        Holding(
            RuleRefusal,
            _("What a published rule refused you"),
            _refused,
            _erase(RuleRefusal),
            deleted,
            keep_for=REFUSED_KEPT,
            purge=_forget_refused,
            order=24,
            about_me=True,
        )
    )
    struck = _("Words against you that a person took out of the count")
    holds(Holding(StruckOut, struck, _struck_out, _erase_struck_out, deleted, order=20, about_me=True))
    pages = _("The addresses at which what you earn is explained")
    holds(Holding(Explained, pages, _explained, _erase(Explained), deleted, order=23, about_me=True))
    holds_nothing(ScaleVersion, "the steps of a space's published scale, which are about nobody")
