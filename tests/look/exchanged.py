"""Exchanges of members in the small world: one to be confirmed, one of which a rating is held, one that both rated."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.people.services import main_persona
from tests.exchanges.world import Pair, give, make_pair
from tests.journeys.town import Town

HELD = "engoulevent"  # in a text that nobody but its author may read
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What the ways to them lead to. The first member of the town takes part in each."""

    asked: Pair
    open: Pair
    held: Pair
    published: Pair


def build_exchanged(town: Town, now: datetime) -> Exchanged:
    """Each with another member."""
    me, *others = (main_persona(account) for account in town.members)
    lesson = {"what": "Une leçon de guitare contre une haie taillée", "now": now - 4 * DAY}
    asked = make_pair(town.space, confirmed=False, proposer=others[0], other=me, **lesson)
    open_one = make_pair(town.space, proposer=others[1], other=me, **lesson)
    held = make_pair(town.space, proposer=me, other=others[2], **lesson)
    give(held, "proposer", f"La haie est droite ; l’{HELD} n’a rien dit.", stars=4)
    published = make_pair(town.space, proposer=others[3], other=me, **lesson)
    give(published, "proposer", "Une heure entière, et des accords que je joue encore.", stars=5)
    give(published, "other", "Venu deux heures en retard, sans prévenir.", stars=2)
    return Exchanged(asked, open_one, held, published)
