"""Erasing a person: said line by line before, done in one transaction, receipted after."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.base.models import new_reference
from apps.gate.limits import limits_forget
from apps.ledger.models import Opening
from apps.ledger.services import append
from apps.people.foundations import references
from apps.people.holdings import Holding, all_holdings
from apps.people.models import Account
from apps.people.retention import in_words

WISHES = "posts-wish"  # the holding in which single texts have a wish of their own


class Words(models.TextChoices):
    """What becomes of what one wrote."""

    DELETE = "delete", _("delete it too")
    DETACH = "detach", _("leave it in its place, without my name")


@dataclass(frozen=True, slots=True)
class Line:
    """One holding in the preview, or in the receipt."""

    key: str
    label: str | Promise
    count: int
    how_long: str  # empty: as long as the account
    fate: str | Promise
    detach_fate: str | Promise


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that is left, and it is left to the person alone."""

    reference: str
    at: datetime
    lines: list[Line]
    log_positions: list[int]


_HELD: list[Callable[[Account], object]] = []


def hold_first(lock: Callable[[Account], object]) -> None:
    """Told by an app whose rows are locked before the words they are about: whoever erases waits there, not later."""
    _HELD.append(lock)


def preview(account: Account) -> list[Line]:
    """What would happen to how many rows, in the order in which it would."""
    return [_line(holding, sum(1 for _row in holding.rows(account))) for holding in all_holdings()]


def wished(lines: Iterable[Line]) -> int:
    """For how many texts something else was chosen."""
    return sum(line.count for line in lines if line.key == WISHES)


@transaction.atomic
def account_erase(*, account: Account, words: Words, now: datetime) -> Receipt:
    """Erase everything about a person, or nothing at all. There is no way back."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    for lock in _HELD:
        lock(account)
    sealed = _sealed_positions(account)
    counted = [*references(account), str(account.pk)]
    transaction.on_commit(lambda: limits_forget(counted))
    lines = [_line(h, _way(h, words)(account, now), words) for h in all_holdings()]
    receipt = Receipt(reference=new_reference(), at=now, lines=[x for x in lines if x.count], log_positions=sealed)
    append(kind="account.erased", actor="", object=receipt.reference, now=now)
    return receipt


def _way(holding: Holding, words: Words) -> Callable[[Account, datetime], int]:
    if words is Words.DETACH and holding.detach is not None:
        return holding.detach
    return holding.erase


def _line(holding: Holding, count: int, words: Words | None = None) -> Line:
    left = words is Words.DETACH and holding.detach is not None
    fate = holding.detach_fate if left else holding.fate
    timed = holding.keep_for or holding.keep_note
    how_long = in_words(holding.keep_for, holding.keep_note) if timed else ""
    return Line(holding.key, holding.label, count, how_long, fate, holding.detach_fate)


def _sealed_positions(account: Account) -> list[int]:
    """The public leaves of this person, each of which will have a tombstone."""
    mine = Opening.objects.filter(owner__in=references(account)).exclude(entry=None)
    return sorted(mine.values_list("entry_id", flat=True))
