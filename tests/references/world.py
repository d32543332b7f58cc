"""A member of one space, another space, and a trust manager of each."""

from dataclasses import dataclass

from apps.base import clock
from apps.people.models import Account, Persona
from apps.references.elsewhere import To
from apps.references.models import Letter
from apps.references.selectors import letter_view
from apps.references.services import letter_ask, letter_send
from apps.spaces.models import Space
from tests.factories import trust_manager
from tests.making import make_persona, make_space, make_thread, make_topic

ALL = ("statuses", "time", "contributions", "helped")


@dataclass(frozen=True, slots=True)
class Two:
    """Who asks, whose word, to whom."""

    here: Space
    there: Space
    member: Persona
    writer: Account  # trust manager of the space that writes
    reader: Account  # of the space it goes to

    @property
    def account(self) -> Account:
        assert self.member.account is not None
        return self.member.account


def make_two() -> Two:
    """With something written, on a topic."""
    here, there = make_space("slow-roads"), make_space("far-inns")
    member = make_persona("walker", here)
    make_thread(here, member, topic=make_topic(here, "food"))
    writer, _mandate = trust_manager(here)
    reader, _mandate = trust_manager(there)
    return Two(here, there, member, writer, reader)


def asked(two: Two, *, add: bool = False, parts=ALL, now=None) -> Letter:
    """A letter that waits for the member, or for a word."""
    return letter_ask(
        account=two.account,
        persona=two.member,
        space=two.here,
        to=To(two.there),
        parts=parts,
        add=add,
        now=now or clock.now(),
    )


def sent(letter: Letter, now=None) -> Letter:
    """Read and sent."""
    now = now or clock.now()
    account = letter.persona.account
    letter.refresh_from_db()
    read = letter_view(letter, now=now).read
    return letter_send(account=account, reference=letter.reference, read=read, now=now)
