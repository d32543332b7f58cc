"""Reads of one's own page."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from apps.ledger.models import Event
from apps.people.doings import Doing, doing_kinds, in_words
from apps.people.foundations import references
from apps.people.models import Account, Persona
from apps.people.permissions import has_second_factor
from apps.people.recovery import codes_left
from apps.people.sections import Drawn, sections_for

DOINGS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Me:
    """Everything /me/ shows."""

    account: Account
    personas: list[Persona]
    sections: list[Drawn]
    doings: list[Doing]
    page: Page[Event]
    codes_left: int
    second_factor: bool


def me(account: Account, *, page: str, now: datetime) -> Me:
    """One's own page, as of now."""
    shown = Paginator(doings_of(account), DOINGS_PER_PAGE).get_page(page)
    return Me(
        account=account,
        personas=personas_of(account),
        sections=list(sections_for(account, now)),
        doings=in_words(shown.object_list),
        page=shown,
        codes_left=codes_left(account),
        second_factor=has_second_factor(account),
    )


def personas_of(account: Account) -> list[Persona]:
    """The main one first, then in the order of their making."""
    return list(account.personas.order_by("-is_main", "created_at", "pk"))


def doings_of(account: Account) -> QuerySet[Event]:
    """What this person did under any name, newest first."""
    return Event.objects.filter(actor__in=references(account), kind__in=doing_kinds()).order_by("-at", "-pk")
