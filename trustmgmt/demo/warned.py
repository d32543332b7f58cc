"""Warnings about people in the demo: a space for members of the dating-site watch, and the side of who is named."""

from datetime import datetime, timedelta

from apps.warnings.services import naming, telling
from apps.warnings.services.telling import WarningDraft
from trustmgmt.demo.world import World, member

SPACE, SITE = "dating-warnings", "harbour-hearts.example"
WARNINGS = (
    (
        24, "paper_lantern", "calm_harbour_41",
        ((31, "said the account would be closed unless I wrote from another service"),
         (29, "asked me for 300 euros by transfer, for a hospital bill"),
         (26, "stopped answering an hour after I said no")),
    ),
    (
        9, "night_owl_9", "first_snow_88",
        ((14, "sent the same three messages to two of us, word for word"),
         (12, "asked for a gift card before a first meeting")),
    ),
)  # fmt: skip


def plan_warnings(world: World) -> None:
    """Opened by who answers for the operator; two warnings; one answered by the person named; one code to look for."""
    world.at(40, lambda now: _open(world, now))
    for days, who, pseudonym, facts in WARNINGS:
        world.at(days, lambda now, who=who, name=pseudonym, facts=facts: _warn(world, who, name, facts, now))  # type: ignore[misc]
    world.at(6, lambda now: _answer(world, now))
    world.at(0.5, _ask)


def _open(world: World, now: datetime) -> None:
    telling.space_take_warnings(account=world.account("daniel.okafor"), space=world.spaces[SPACE], now=now)
    for reader in ("quiet_kettle", "paper_lantern", "night_owl_9"):
        member(world, reader, world.spaces[SPACE], now)


def _warn(world: World, who: str, pseudonym: str, facts: tuple[tuple[int, str], ...], now: datetime) -> None:
    lines = "\n".join(f"{world.now - timedelta(days=ago):%Y-%m-%d}: {said}" for ago, said in facts)
    draft = WarningDraft(SITE, pseudonym, lines, "en")
    telling.warning_publish(author=world.personas[who], space=world.spaces[SPACE], draft=draft, now=now)


def _answer(world: World, now: datetime) -> None:
    asked = naming.claim_make(site=SITE, pseudonym="first_snow_88", now=now)
    placed = naming.claim_place(claim=asked.claim, now=now)
    claim = naming.claim_check(account=world.account("tm_heron"), claim=placed, seen=True, words="", now=now)
    text = "The messages were mine. The gift card was a joke that nobody laughed at; no money was ever asked for."
    naming.answer_publish(warning=naming.named_in(claim)[0], text=text, language="en", now=now)


def _ask(now: datetime) -> None:
    naming.claim_place(claim=naming.claim_make(site=SITE, pseudonym="calm_harbour_41", now=now).claim, now=now)
