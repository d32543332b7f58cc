"""What the desk holds about whoever works at it: keys, filters, what they are spared, second opinions, checks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.moderation.desk_models import Check, DeskChoice, PutOff, SavedFilter, SecondReading, Standing
from apps.moderation.services.desk import put_off_purge
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account

PUT_OFF_LONGEST = timedelta(days=14)  # the longest time a case is given


def _choices(account: Account) -> Iterator[dict[str, Any]]:
    for choice in DeskChoice.objects.filter(account=account).prefetch_related("spared_topics__space"):
        yield {
            "keys": choice.keys,
            "single_keys": choice.keys_on,
            "heavy_cases_a_day": choice.limit,
            "spared_rules": choice.spared_rules,
            "spared_topics": [f"{topic.space.slug}/{topic.slug}" for topic in choice.spared_topics.all()],
        }


def _erase_choices(account: Account, now: datetime) -> int:
    return DeskChoice.objects.filter(account=account).delete()[1].get("moderation.DeskChoice", 0)


def _filters(account: Account) -> Iterator[dict[str, Any]]:
    for saved in SavedFilter.objects.filter(account=account).order_by("name"):
        yield {"name": saved.name, "query": saved.query}


def _erase_filters(account: Account, now: datetime) -> int:
    return SavedFilter.objects.filter(account=account).delete()[0]


def _put_off(account: Account) -> Iterator[dict[str, Any]]:
    for row in PutOff.objects.filter(account=account).order_by("pk"):
        yield {"case": row.reference, "until": row.until}


def _erase_put_off(account: Account, now: datetime) -> int:
    return PutOff.objects.filter(account=account).delete()[0]


def _readings_of(account: Account) -> QuerySet[SecondReading]:
    return SecondReading.objects.filter(Q(first=account) | Q(second=account)).select_related("case").order_by("pk")


def _seconds(account: Account) -> Iterator[dict[str, Any]]:
    """What this person said, first or second; what the other said is the other's."""
    for row in _readings_of(account):
        first = row.first_id == account.pk
        yield {
            "case": row.case.reference,
            "as": "first" if first else "second",
            "outcome": row.first_outcome if first else row.second_outcome,
            "rule": row.first_rule if first else row.second_rule,
            "note": row.first_note if first else row.second_note,
            "at": row.asked_at if first else row.read_at,
        }


def _erase_seconds(account: Account, now: datetime) -> int:
    asked = SecondReading.objects.filter(first=account).update(first=None, first_name="", first_note="")
    return asked + SecondReading.objects.filter(second=account).update(second=None, second_name="", second_note="")


def _checks(account: Account) -> Iterator[dict[str, Any]]:
    for check in Check.objects.filter(reader=account).exclude(verdict="").order_by("pk"):
        yield {"item": check.item, "known": check.known, "verdict": check.verdict, "given_at": check.given_at}


def _erase_checks(account: Account, now: datetime) -> int:
    return Check.objects.filter(reader=account).delete()[0]


def register() -> None:
    """Called from `ready()`."""
    gone = _("destroyed")
    holds_nothing(Standing, "Where a case stands in the queue: counts and codes, of nobody.")
    holds_nothing(DeskChoice.spared_topics.through, "Part of how you want your desk, and told there.")
    holds(Holding(DeskChoice, _("How you want your desk"), _choices, _erase_choices, gone, order=42))
    holds(Holding(SavedFilter, _("Filters you keep at the desk"), _filters, _erase_filters, gone, order=42))
    holds(
        Holding(
            PutOff,
            _("Cases you left to others"),
            _put_off,
            _erase_put_off,
            gone,
            keep_for=PUT_OFF_LONGEST,
            purge=lambda now: put_off_purge(now=now),
            order=42,
        )
    )
    holds(
        Holding(
            SecondReading,
            _("Your second opinions, asked and given"),
            _seconds,
            _erase_seconds,
            _("the opinion stays, without your name and without your words"),
            order=43,
        )
    )
    holds(Holding(Check, _("How you read reviews whose answer was known"), _checks, _erase_checks, gone, order=42))
