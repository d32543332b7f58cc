"""What badges hold about a person: which status they show to anybody."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.badges.consents import Consent
from apps.badges.credential import badge_address
from apps.badges.models import Badge, Collection, Gathered, OnPage, Place, Question
from apps.badges.states import BadgeState
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account

KEPT = timedelta(days=365)


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


def _questions(account: Account) -> Rows:
    rows = Question.objects.filter(persona__account=account).select_related("persona", "asking", "of", "topic")
    for row in rows.order_by("pk"):
        yield {
            "asking": row.asking.slug,
            "of": row.of.slug,
            "topic": row.topic.slug if row.topic else None,
            "pseudonym": row.persona.pseudonym,
            "purpose": row.purpose,
            "asked_by": row.asked_by,
            "asked_at": row.asked_at,
            "consent": row.consent,
            "consented_at": row.consented_at,
            "answered_at": row.answered_at,
        }


def _erase_questions(account: Account, now: datetime) -> int:
    mine = Question.objects.filter(persona__account=account)
    Place.objects.filter(question__in=mine, over_at=None).update(over_at=now)
    return mine.delete()[0]


def _purge_questions(now: datetime) -> int:
    """A year after it was asked; what is answered always stands while it is."""
    old = Question.objects.filter(asked_at__lt=now - KEPT).exclude(consent=Consent.ALWAYS)
    Place.objects.filter(question__in=old, over_at=None).update(over_at=now)
    return old.delete()[0]


def _gathered(account: Account) -> Rows:
    for row in Gathered.objects.filter(account=account):
        yield {
            "badge": row.uri,
            "title": row.title,
            "issuer": row.issuer,
            "site": row.site,
            "said": row.said,
            "said_at": row.said_at,
            "added_at": row.added_at,
        }


def _collections(account: Account) -> Rows:
    for row in Collection.objects.filter(account=account):
        yield {"page": row.reference, "opened_at": row.opened_at}


def _shown(account: Account) -> Rows:
    rows = OnPage.objects.filter(persona__account=account).select_related("persona", "space", "badge", "gathered")
    for row in rows:
        named = row.gathered.uri if row.gathered else badge_address(row.badge.reference) if row.badge else ""
        yield {
            "badge": named,
            "pseudonym": row.persona.pseudonym,
            "space": row.space.slug,
            "chosen_at": row.chosen_at,
        }


def register() -> None:
    """Called from `ready()`. Before personas, to whom these rows refer."""
    holds(
        Holding(
            OnPage,
            _("Badges that you chose to show on your page in a space"),
            _shown,
            lambda account, now: OnPage.objects.filter(persona__account=account).delete()[0],
            _("deleted"),
            order=19,
        )
    )
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
    holds(
        Holding(
            Question,
            _("What spaces asked about your standing elsewhere, and what you answered"),
            _questions,
            _erase_questions,
            _("deleted; answers that were given are taken back"),
            keep_for=KEPT,
            purge=_purge_questions,
            order=20,
            keep_note=_("one that you always answer stays while you do"),
        )
    )
    holds(
        Holding(
            Gathered,
            _("Badges that you gathered on a page of your own"),
            _gathered,
            lambda account, now: Gathered.objects.filter(account=account).delete()[0],
            _("deleted"),
            order=20,
        )
    )
    holds(
        Holding(
            Collection,
            _("Your page of badges: whether it is open"),
            _collections,
            lambda account, now: Collection.objects.filter(account=account).delete()[0],
            _("deleted; its address leads nowhere"),
            order=21,
        )
    )
    holds_nothing(Place, "a number in a public list of a space, by which it says what was taken back")
