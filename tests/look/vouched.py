"""References of members in the small world: one to be read and sent, one that asks for a word, one that was sent."""

from dataclasses import dataclass
from datetime import datetime

from apps.people.services import main_persona
from apps.references.elsewhere import To
from apps.references.models import Letter
from apps.references.selectors import letter_view
from apps.references.services import letter_ask, letter_send
from tests.journeys.town import Town

SAID = ["statuses", "time", "contributions", "helped"]


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the ways to them lead to."""

    ready: Letter
    asked: Letter
    sent: Letter


def build_vouched(town: Town, now: datetime) -> Vouched:
    """From the space with a history to the empty one."""
    ready, asked, sent = (_letter(town, n, now, add=n == 1) for n in range(3))
    account = town.members[2]
    read = letter_view(sent, now=now).read
    return Vouched(ready, asked, letter_send(account=account, reference=sent.reference, read=read, now=now))


def _letter(town: Town, member: int, now: datetime, *, add: bool) -> Letter:
    account = town.members[member]
    me, to = main_persona(account), To(town.empty)
    return letter_ask(account=account, persona=me, space=town.space, to=to, parts=SAID, add=add, now=now)
