"""What members did for each other: one exchange to be confirmed, one to rate, one of which a rating is held, and three
that were rated: by both, by one alone, and answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from apps.exchanges import services
from apps.exchanges.models import Exchange
from apps.exchanges.services import ExchangeDraft
from apps.exchanges.services.rating import RatingDraft
from trustmgmt.demo.world import Act, World, member


@dataclass(frozen=True, slots=True)
class Traded:
    """An exchange told by hand: who proposed it, who confirmed it."""

    space: str
    topic: str
    proposer: str
    other: str
    what: str
    place: str
    language: str = "fr"


GUIDE = Traded(
    "route-garages", "freins", "marelle_75", "coquelicot_31",
    "Prêt d’une clé dynamométrique contre une vidange", "Lyon, 7e",
)  # fmt: skip
LIFT = Traded(
    "route-garages", "devis", "marelle_75", "marée_basse",
    "Relecture d’un devis contre un trajet jusqu’au garage", "Villeurbanne",
)  # fmt: skip
TILES = Traded(
    "home-repairs", "kitchens", "quiet_kettle", "brick_lane",
    "Two hours of tiling for the loan of a wet saw", "York", "en",
)  # fmt: skip
GUTTER = Traded("home-repairs", "roofs", "third_step", "quiet_kettle", "A ladder lent for a morning", "York", "en")
PAINT = Traded(
    "home-repairs", "kitchens", "cold_tea", "quiet_kettle",
    "Half a tin of paint for help with a worktop", "Leeds", "en",
)  # fmt: skip
LATE = "Deux heures de retard sans un message, mais la vidange est propre. Je referais l’échange, un samedi."
KIND = "Clé prêtée le matin même, dans sa boîte, étalonnage compris. Et le mode d’emploi en deux phrases."
SAW = "He brought his own blades and showed me how to keep the line. The last row took longer than agreed; he stayed."
SORRY = "C’est vrai pour les deux heures. J’aurais dû écrire, la batterie du téléphone ne fait pas tout."
QUICK = "Relu ligne à ligne en un jour, avec les deux prix faux marqués en rouge."


def plan_exchanges(world: World) -> None:
    """One of each state, at the pace of life."""
    _lived(world, GUIDE, 30, {"proposer": (26, 3, LATE), "other": (22, 5, KIND)}, answer=(20, "other", SORRY))
    _lived(world, TILES, 24, {"proposer": (20, 4, SAW)})
    _lived(world, LIFT, 6, {"proposer": (3, 5, QUICK)})
    _lived(world, GUTTER, 4, {})
    world.at(2, lambda now: _propose(world, PAINT, now))
    for day in range(8, 0, -1):
        world.at(day, lambda now: services.exchanges_reveal(now=now))


def _lived(
    world: World,
    told: Traded,
    days_ago: float,
    rated: dict[str, tuple[float, int, str]],
    answer: tuple[float, str, str] | None = None,
) -> None:
    """Proposed, confirmed the next day, rated when they got to it."""
    world.at(days_ago, lambda now: _propose(world, told, now))
    world.at(days_ago - 1, lambda now: services.exchange_confirm(**_by(world, told, "other", now)))
    for side, (when, stars, text) in rated.items():
        world.at(when, _rating(world, told, side, RatingDraft(stars, text, told.language)))
    if answer is not None:
        when, side, text = answer
        world.at(when, lambda now: _answer(world, told, side, text, now))


def _rating(world: World, told: Traded, side: str, draft: RatingDraft) -> Act:
    return lambda now: services.rating_give(draft=draft, **_by(world, told, side, now))


def _propose(world: World, told: Traded, now: datetime) -> None:
    space = world.spaces[told.space]
    proposer, other = (member(world, name, space, now) for name in (told.proposer, told.other))
    topic = world.topics.get((told.space, told.topic))
    draft = ExchangeDraft(told.what, (now - timedelta(days=2)).date(), told.place, topic)
    services.exchange_propose(proposer=proposer, other=other, space=space, draft=draft, now=now)


def _answer(world: World, told: Traded, side: str, text: str, now: datetime) -> None:
    services.answer_give(text=text, language=told.language, **_by(world, told, side, now))


def _by(world: World, told: Traded, side: str, now: datetime) -> dict[str, Any]:
    account = world.account(told.proposer if side == "proposer" else told.other)
    exchange = Exchange.objects.get(what=told.what)
    return {"account": account, "reference": exchange.reference, "now": now}
