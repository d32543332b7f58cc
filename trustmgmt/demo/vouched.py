"""References: one that a member sent, with two sentences of a trust manager; one to be read; one that asks for a word."""

from datetime import datetime, timedelta

from django.utils.translation import override

from apps.references.elsewhere import To
from apps.references.models import Letter
from apps.references.selectors import letter_view
from apps.references.services import letter_add, letter_ask, letter_send
from trustmgmt.demo.world import World, member

SAID = ["statuses", "time", "contributions", "helped"]
ADDED = "A répondu pendant deux ans à des questions de freins, photos à l’appui. Dit quand il ne sait pas."


def plan_references(world: World) -> None:
    """From the garages to two other spaces, and from the English repairs."""
    world.at(6, lambda now: _sent(world, now))
    world.at(2, lambda now: _asked(world, "marelle_75", "route-garages", "home-repairs", now))
    world.at(1, lambda now: _asked(world, "quiet_kettle", "home-repairs", "route-garages", now, add=True))


def _sent(world: World, now: datetime) -> None:
    letter = _asked(world, "tournevis_bleu", "route-garages", "home-repairs", now, add=True)
    with override("fr"):
        letter = letter_add(account=world.account("tm_heron"), reference=letter.reference, text=ADDED, now=now)
    later, account = now + timedelta(days=1), world.account("tournevis_bleu")
    read = letter_view(letter, now=later).read
    letter_send(account=account, reference=letter.reference, read=read, now=later)


def _asked(world: World, who: str, space: str, to: str, now: datetime, *, add: bool = False) -> Letter:
    place, there = world.spaces[space], To(world.spaces[to])
    persona = member(world, who, place, now)
    return letter_ask(account=world.account(who), persona=persona, space=place, to=there, parts=SAID, add=add, now=now)
