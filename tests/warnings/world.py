"""A space for members that takes warnings, one of them answered, and a code that somebody must look for."""

from dataclasses import dataclass
from datetime import datetime

from apps.people.models import Account, Persona
from apps.spaces.models import Space
from apps.spaces.services import space_join
from apps.warnings.models import PersonWarning
from apps.warnings.services import naming, telling
from apps.warnings.services.telling import WarningDraft


@dataclass(frozen=True, slots=True)
class Warned:
    """What the ways to it lead to."""

    space: Space
    warning: PersonWarning
    token: str  # of the person named, once proven
    fresh: str  # of somebody who has just asked


def build_warned(place: Space, author: Persona, face: Account, manager: Account, now: datetime) -> Warned:
    """Everything by the services."""
    telling.space_take_warnings(account=face, space=place, now=now)
    space_join(persona=author, space=place, consent=True, now=now)
    facts = f"{now:%Y-%m-%d}: asked me for 300 euros by transfer\n{now:%d/%m/%Y} stopped answering"
    draft = WarningDraft("example.org", "sunny_77", facts, "en")
    warning = telling.warning_publish(author=author, space=place, draft=draft, now=now)
    naming.claim_place(claim=naming.claim_make(site="example.org", pseudonym="other", now=now).claim, now=now)
    asked = naming.claim_make(site="example.org", pseudonym="sunny_77", now=now)
    naming.claim_place(claim=asked.claim, now=now)
    naming.claim_check(account=manager, claim=asked.claim, seen=True, words="", now=now)
    naming.answer_publish(warning=warning, text="It was a loan, given back.", language="en", now=now)
    fresh = naming.claim_make(site="example.org", pseudonym="nobody_here", now=now)
    return Warned(place, warning, asked.token, fresh.token)
