"""Not hearing from somebody: for oneself alone, without a word to them, taken back at any time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow
from apps.ledger.services import append
from apps.notices.models import Quiet
from apps.people.models import Account, Persona

MOST = 500  # a list that one can still look through


@dataclass(frozen=True, slots=True)
class Silenced:
    """One whom a person does not hear."""

    reference: str
    pseudonym: str
    since: datetime


@transaction.atomic
def quiet_begin(*, account: Account, who: str, now: datetime) -> Quiet:
    """By the reference of a persona. What the log keeps does not say whom it is about."""
    persona = _persona(who)
    if persona.account_id == account.pk:
        raise NotNow(_("That is you."))
    if Quiet.objects.filter(account=account).exclude(persona=persona).count() >= MOST:
        raise NotNow(_("%(n)d people are on your list already. Take somebody off it first.") % {"n": MOST})
    quiet, fresh = Quiet.objects.get_or_create(account=account, persona=persona, defaults={"since": now})
    if fresh:
        append(kind="quiet.begun", actor="", object=account.reference, now=now)
    return quiet


@transaction.atomic
def quiet_end(*, account: Account, who: str, now: datetime) -> None:
    """Hear from them again, from now on: what was not told meanwhile is not told later."""
    if Quiet.objects.filter(account=account, persona__reference=who).delete()[0]:
        append(kind="quiet.ended", actor="", object=account.reference, now=now)


def _persona(reference: str) -> Persona:
    found = Persona.objects.filter(reference=reference, account__isnull=False).first()
    if found is None:
        raise NotFound(_("Nobody stands behind this. They may have left."))
    return found


def silenced_by(account: Account) -> list[Silenced]:
    """Whom this person does not hear, the latest first."""
    rows = Quiet.objects.filter(account=account).select_related("persona").order_by("-since", "-pk")
    return [Silenced(row.persona.reference, row.persona.pseudonym, row.since) for row in rows]


def silenced_section(account: Account, now: datetime) -> int | None:
    """How many, for /me/; nothing where there are none."""
    return Quiet.objects.filter(account=account).count() or None


def is_silenced(account: Account, persona: Persona) -> bool:
    """Whether this person asked not to hear from that one."""
    return Quiet.objects.filter(account=account, persona=persona).exists()


def listening(readers: Iterable[Persona], by: Persona) -> list[Persona]:
    """Those who still hear from `by`."""
    people = list(readers)
    deaf = Quiet.objects.filter(persona=by, account__in=[person.account_id for person in people])
    accounts = set(deaf.values_list("account", flat=True))
    return [person for person in people if person.account_id not in accounts]


@dataclass(frozen=True, slots=True)
class Folds:
    """Whose words are folded for one reader, and under which names the reader goes."""

    personas: frozenset[int] = frozenset()
    names: re.Pattern[str] | None = None

    def folds(self, author: int | None, text: str) -> bool:
        """Words of somebody unheard that name the reader."""
        return author in self.personas and self.names is not None and self.names.search(text) is not None


def folds_for(account: Account) -> Folds:
    """One question for whoever hears everybody, two for the others."""
    personas = frozenset(Quiet.objects.filter(account=account).values_list("persona", flat=True))
    if not personas:
        return Folds()
    names = [re.escape(name) for name in account.personas.values_list("pseudonym", flat=True)]
    return Folds(personas, re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE) if names else None)
