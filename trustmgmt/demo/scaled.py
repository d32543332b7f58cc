"""A space that announced another version of its scale: what will change stands beside what still binds."""

from dataclasses import replace
from datetime import datetime

from apps.trust.scales import scale_of
from apps.trust.services.scaling import scale_announce
from trustmgmt.demo.world import World

SPACE, MORE = "route-garages", 2


def plan_scales(world: World) -> None:
    """Six days ago: it binds in nine."""
    world.at(6, lambda now: _announce(world, now))


def _announce(world: World, now: datetime) -> None:
    """To be recognised there will take words of two members more."""
    space = world.spaces[SPACE]
    lowest, *higher = scale_of(space, now).levels
    levels = [lowest, *(replace(level, givers=level.givers + MORE) for level in higher)]
    scale_announce(account=world.account("tm_heron"), space=space, levels=levels, referred=lowest.code, now=now)
