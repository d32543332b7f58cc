"""What recognitions hold about a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.recognitions.circles import Belonging, Circle, CircleVersion
from apps.recognitions.models import Conversion, Recognition, TableVersion
from apps.recognitions.states import ConversionState

KEPT = timedelta(days=365)  # the window for contesting it is six months


def _conversions(account: Account) -> Iterator[dict[str, Any]]:
    rows = Conversion.objects.filter(persona__account=account).select_related("recognition__from_space", "topic")
    for row in rows.select_related("recognition__to_space", "persona", "source").order_by("pk"):
        yield {
            "reference": row.reference,
            "from": row.recognition.source_name,
            "to": row.recognition.to_space.slug,
            "as": row.persona.pseudonym,
            "name_there": row.source.pseudonym if row.source else "",
            "linked_at": row.linked_at,
            "topic_there": row.topic_from,
            "level_there": row.level_from,
            "topic_here": row.topic.slug if row.topic else "",
            "level_here": row.level,
            "state": row.state,
            "why": row.why,
            "read_from": row.facts,
            "asked_at": row.asked_at,
            "until": row.until,
            "ended_at": row.ended_at,
            "sanctioned_at": row.sanctioned_at,
            "sanctions": row.sanctions,
        }


def _erase(account: Account, now: datetime) -> int:
    return Conversion.objects.filter(Q(persona__account=account) | Q(source__account=account)).delete()[0]


def _forget(now: datetime) -> int:
    """A year after it was refused or ended."""
    refused = Q(state=ConversionState.REFUSED, asked_at__lt=now - KEPT)
    return Conversion.objects.filter(refused | Q(ended_at__lt=now - KEPT)).delete()[0]


def register() -> None:
    """Called from `ready()`. Before statuses and personas, to which these rows refer."""
    holds_nothing(Recognition, "what one space says of another; nobody stands in it")
    holds_nothing(TableVersion, "the fields of a published text; whoever signed it stands there by a mandate")
    for model in (Circle, CircleVersion, Belonging):
        holds_nothing(model, "a text between spaces, and which of them are in; nobody stands in it")
    holds(
        Holding(
            Conversion,
            _("What you asked one space to count of what you earned in another"),
            _conversions,
            _erase,
            _("deleted"),
            keep_for=KEPT,
            purge=_forget,
            order=18,
            keep_note=_("after it was refused or has ended"),
        )
    )
