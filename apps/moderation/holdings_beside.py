"""What the rest of moderation holds about a person: links of their office, words in dialogues, measures about texts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.moderation.measures import Emergency, Order, Together, Word
from apps.moderation.states import APPEAL_WINDOW
from apps.moderation.ties import Tie
from apps.people.holdings import Holding
from apps.people.holdings import register as holds
from apps.people.models import Account


def _mine(account: Account) -> Q:
    """Both sides of one's own dialogues, and what one wrote as whoever decided."""
    return Q(persona__account=account) | Q(by_decider=True, decider__account=account)


def _words(account: Account) -> Iterator[dict[str, Any]]:
    for word in Word.objects.filter(_mine(account)).select_related("case", "persona").order_by("pk"):
        yield {
            "case": word.case.reference,
            "as": word.party,
            "by_decider": word.by_decider,
            "to_appeal": word.to_appeal,
            "text": word.text,
            "said_at": word.said_at,
        }


def _erase_words(account: Account, now: datetime) -> int:
    """One's own words go; what others said to this person goes with the name of whom it was said to."""
    mine = Word.objects.filter(_mine(account))
    count = mine.count()
    mine.filter(by_decider=True, decider__account=account).update(text="", decider=None)
    Word.objects.filter(persona__account=account).update(text="", persona=None)
    return count


def words_purge(now: datetime) -> int:
    """With the end of the time for an appeal nobody talks any more."""
    return Word.objects.filter(said_at__lt=now - APPEAL_WINDOW).delete()[0]


def _ties(account: Account) -> Iterator[dict[str, Any]]:
    """Links of one's own office, those that an office declared with this person, and those one declared of another."""
    mine = _about(account) | Q(declared_by__account=account)
    for tie in Tie.objects.filter(mine).select_related("mandate", "colleague", "operator", "space").order_by("pk"):
        yield {
            "office": tie.mandate.public_name,
            "with_office": tie.colleague.public_name if tie.colleague else "",
            "with_operator": tie.operator.slug if tie.operator else "",
            "with_space": tie.space.slug if tie.space else "",
            "with_me": tie.persona_id is not None,
            "reason": tie.reason,
            "declared_at": tie.declared_at,
            "ended_at": tie.ended_at,
        }


def _erase_ties(account: Account, now: datetime) -> int:
    mine = _about(account)
    said = Tie.objects.filter(declared_by__account=account).exclude(pk__in=Tie.objects.filter(mine))
    return said.update(reason=BY_SOMEBODY) + Tie.objects.filter(mine).delete()[0]


def _about(account: Account) -> Q:
    return Q(mandate__account=account) | Q(colleague__account=account) | Q(persona__account=account)


BY_SOMEBODY = "—"  # the words go with whoever wrote them; the link stays


def _emergencies(account: Account) -> Iterator[dict[str, Any]]:
    for row in Emergency.objects.filter(decision__case__author__account=account).select_related("decision__case"):
        yield {
            "case": row.decision.case.reference,
            "ground": row.ground,
            "confirm_before": row.confirm_before,
            "end": row.end,
            "ended_at": row.ended_at,
        }


def _orders(account: Account) -> Iterator[dict[str, Any]]:
    for row in Order.objects.filter(case__author__account=account).select_related("case"):
        yield {
            "case": row.case.reference,
            "authority": row.authority,
            "number": row.number,
            "law": row.law,
            "territory": row.territory,
            "court": row.court,
            "document_sha256": row.document_sha256,
            "received_at": row.received_at,
            "until": row.until,
        }


def _together(account: Account) -> Iterator[dict[str, Any]]:
    rows = Together.objects.filter(decisions__case__author__account=account).distinct().order_by("pk")
    for row in rows:
        yield {"reference": row.reference, "made_at": row.made_at, "undone_at": row.undone_at}


def _stays(rows: Any) -> Any:
    """Nothing here names the person once their cases forget them."""
    return lambda account, now: rows(account)


def _count_emergencies(account: Account) -> int:
    return Emergency.objects.filter(decision__case__author__account=account).count()


def _count_orders(account: Account) -> int:
    return Order.objects.filter(case__author__account=account).count()


def _count_together(account: Account) -> int:
    return Together.objects.filter(decisions__case__author__account=account).distinct().count()


def register() -> None:
    """Called from `ready()`. Before the case forgets its author."""
    without_you = _("it stays, without you")
    holds(
        Holding(
            Word,
            _("Your words with whoever decided"),
            _words,
            _erase_words,
            _("your words are destroyed; that you wrote stays, without you"),
            keep_for=APPEAL_WINDOW,
            purge=words_purge,
            order=42,
        )
    )
    holds(Holding(Tie, _("Declared links of your office, or with you"), _ties, _erase_ties, _("destroyed"), order=43))
    for model, label, rows, count in (
        (Emergency, _("Emergencies about your words"), _emergencies, _count_emergencies),
        (Order, _("Orders of authorities about your words"), _orders, _count_orders),
        (Together, _("Decisions about your words, taken with others"), _together, _count_together),
    ):
        holds(Holding(model, label, rows, _stays(count), without_you, order=44))
