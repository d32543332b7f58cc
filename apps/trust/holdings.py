"""What trust holds about a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import new_reference
from apps.people.foundations import references
from apps.people.holdings import Holding
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.trust.models import AnswerMark, Feedback, HelperChoice, HelperMoment


def _feedback(account: Account) -> Iterator[dict[str, Any]]:
    mine = references(account)
    rows = Feedback.objects.filter(Q(receiver__account=account) | Q(giver__in=mine)).select_related("space", "topic")
    for row in rows.order_by("pk"):
        yield {
            "direction": "given" if row.giver in mine else "received",
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else None,
            "kind": row.kind,
            "item": row.item,
            "at": row.at,
            "giver_counted_in_full": row.giver_earned,
        }


def _erase_feedback(account: Account, now: datetime) -> int:
    """What one received goes; what one gave stays with whoever earned by it, from a nameless giver."""
    gone: int = Feedback.objects.filter(receiver__account=account).delete()[0]
    for reference in references(account):
        gone += Feedback.objects.filter(giver=reference).update(giver=new_reference())
    return gone


def _moments(account: Account) -> Iterator[dict[str, Any]]:
    for row in HelperMoment.objects.filter(persona__account=account).select_related("space", "topic").order_by("pk"):
        yield {"space": row.space.slug, "topic": row.topic.slug if row.topic else None, **row.record}


def _marks(account: Account) -> Iterator[dict[str, Any]]:
    for mark in AnswerMark.objects.filter(persona__account=account).select_related("post").order_by("pk"):
        yield {"post": mark.post.reference, "at": mark.at, "best": mark.best, "thanks": mark.thanks}


def _choices(account: Account) -> Iterator[dict[str, Any]]:
    for row in HelperChoice.objects.filter(persona__account=account).select_related("space").order_by("pk"):
        yield {"space": row.space.slug, "choice": row.choice, "decided_at": row.decided_at}


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
