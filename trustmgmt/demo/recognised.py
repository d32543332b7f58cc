"""Spaces that take what was earned in another for their own, two of them in a circle of three; one member is converted,
two come after the quota of the day."""

from datetime import datetime

from apps.algorithms.conversion import Table
from apps.recognitions.circles import Circle
from apps.recognitions.models import Recognition
from apps.recognitions.services import CircleDraft, circle_found, conversion_ask, table_publish
from apps.recognitions.template import Template
from apps.trust.statuses import statuses_of
from trustmgmt.demo.world import World, member

CYCLING, GARAGES = "velo", "route-garages"
TOPICS = (("freins", "ateliers"), ("devis", "ateliers"))
ONE_A_DAY = Table((("known", "known"),), TOPICS, cap="known", quota=1, max_age=60)
ALSO = Table((("known", "known"), ("recognised", "known")), TOPICS, cap="known", quota=2, max_age=60)
TRAVEL = Table((("recognised", "known"),), (("rooms", "kitchens"),), cap="known", quota=3, max_age=180)
REPAIRS = Table((("recognised", "known"),), (("devis", "plumbing"),), cap="known", quota=2, max_age=180)
WORKSHOP = CircleDraft(
    "Atelier ouvert", "Open workshop",
    "Pour les espaces où l’on répare : qui a aidé à lire un devis au garage n’est pas un inconnu au local à vélos.",
    "For spaces where things are mended: whoever helped to read an estimate at the garage is no stranger elsewhere.",
    Template(rows=((1, 1), (3, 2)), topics=(), cap=2, quota=2, max_age=180),
)  # fmt: skip
ASKS = ("tournevis_bleu", "atelier_du_coin", "marelle_75")


def plan_recognitions(world: World) -> None:
    """The cycling space, which is new, begins with people whom the garages know."""
    world.at(9.5, lambda now: _found(world, now))
    world.at(9, lambda now: _publish(world, CYCLING, GARAGES, ONE_A_DAY, now, circle=_workshop()))
    world.at(7, lambda now: _publish(world, "home-repairs", "slow-roads", TRAVEL, now))
    world.at(6, lambda now: _publish(world, "home-repairs", GARAGES, REPAIRS, now, circle=_workshop()))
    world.at(0.7, lambda now: _ask(world, now))
    world.at(0.4, lambda now: _publish(world, CYCLING, GARAGES, ALSO, now))


def _found(world: World, now: datetime) -> None:
    circle_found(account=world.account("tm_heron"), space=world.spaces[GARAGES], draft=WORKSHOP, now=now)


def _workshop() -> Circle:
    return Circle.objects.get(slug="open-workshop")


def _publish(world: World, here: str, there: str, table: Table, now: datetime, *, circle: Circle | None = None) -> None:
    table_publish(
        account=world.account("tm_heron"), space=world.spaces[here], source=world.spaces[there], draft=table,
        circle=circle, now=now,
    )  # fmt: skip


def _ask(world: World, now: datetime) -> None:
    """On the first topic of each; one place a day, so the second one who asks hears of tomorrow."""
    here, there = world.spaces[CYCLING], world.spaces[GARAGES]
    way = Recognition.objects.select_related("from_space", "to_space", "document").get(to_space=here, from_space=there)
    named = {was for was, _here in TOPICS}
    for who in ASKS:
        persona = member(world, who, here, now)
        earned = [view.topic for view in statuses_of(persona, there, now) if view.topic in named]
        for topic in earned[:1]:
            conversion_ask(account=world.account(who), recognition=way, topic=topic, now=now)
