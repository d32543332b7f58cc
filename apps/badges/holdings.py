"""What badges hold about a person: which status they show to anybody."""

from datetime import datetime

from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.badges.credential import badge_address
from apps.badges.models import Badge, Place
from apps.badges.states import BadgeState
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account


def _badges(account: Account) -> Rows:
    rows = Badge.objects.filter(persona__account=account).select_related("persona", "space", "topic")
    for row in rows.order_by("pk"):
        yield {
            "badge": badge_address(row.reference),
            "pseudonym": row.persona.pseudonym if row.persona else "",
            "space": row.space.slug,
            "topic": row.topic.slug if row.topic else None,
            "level": row.level,
            "algorithm": row.algorithm,
            "since": row.since,
            "state": row.state,
            "made_at": row.made_at,
            "ended_at": row.ended_at,
        }


def _erase_badges(account: Account, now: datetime) -> int:
    """The address stays, to say that it is gone; the public list says so too."""
    mine = Badge.objects.filter(persona__account=account)
    Place.objects.filter(badge__in=mine, over_at=None).update(over_at=now)
    ended = Coalesce("ended_at", Value(now, output_field=DateTimeField()))
    return mine.update(persona=None, state=BadgeState.ERASED, ended_at=ended)


def register() -> None:
    """Called from `ready()`. Before personas, to whom these rows refer."""
    holds(
        Holding(
            Badge,
            _("Badges that you made of what you earned"),
            _badges,
            _erase_badges,
            _("taken back; the address says that it is gone, and names nobody"),
            order=20,
        )
    )
    holds_nothing(Place, "a number in a public list of a space, by which it says what was taken back")
