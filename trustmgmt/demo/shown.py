"""Badges: some made of what was earned, one taken back, one on an open page of one's own and on a page in another space;
and a question that is answered."""

from datetime import datetime

from apps.badges.consents import Consent
from apps.badges.credential import badge_address
from apps.badges.earned import earned_for
from apps.badges.models import Badge
from apps.badges.selectors.shown import key_of
from apps.badges.services import (
    QuestionDraft,
    badge_gather,
    badge_make,
    badge_take_back,
    collection_open,
    question_ask,
    question_consent,
    question_read,
    shown_choose,
)
from apps.spaces.models import Topic
from trustmgmt.demo.world import World, member

MADE = (
    ("tournevis_bleu", "route-garages"), ("atelier_du_coin", "route-garages"),
)  # fmt: skip
PURPOSE = "You answer questions here: we would say from the start that you know the matter from elsewhere."
TOPIC = {"tournevis_bleu": "freins", "marelle_75": "freins"}


def plan_badges(world: World) -> None:
    """Lived on the last day, when what was earned is known."""
    world.at(0.8, lambda now: _made(world, now))
    world.at(0.6, lambda now: _asked(world, now))


def _made(world: World, now: datetime) -> None:
    made = [badge for who, space in MADE for badge in _badges(world, who, space, now)]
    if made and made[0].persona and made[0].persona.account:
        account = made[0].persona.account
        badge_gather(account=account, text=badge_address(made[0].reference), now=now)
        collection_open(account=account, open_=True, now=now)
        here = world.spaces["home-repairs"]
        page = member(world, made[0].persona.pseudonym, here, now)
        keys = [key_of(made[0].pk, None)]
        shown_choose(account=account, persona=page.reference, space=here.slug, keys=keys, now=now)
    if len(made) > 1 and made[-1].persona and made[-1].persona.account:
        badge_take_back(account=made[-1].persona.account, badge=made[-1], now=now)


def _badges(world: World, who: str, slug: str, now: datetime) -> list[Badge]:
    """The first thing this person has earned there; nothing where it has faded."""
    space, persona, account = world.spaces[slug], world.personas[who], world.account(who)
    held = earned_for([persona], space, now)
    topics = sorted(topic for pk, topic in held.earned if pk == persona.pk)
    for slug_of in topics[:1]:
        topic = Topic.objects.filter(space=space, slug=slug_of).first() if slug_of else None
        return [badge_make(account=account, persona=persona, space=space, topic=topic, now=now)]
    return []


def _asked(world: World, now: datetime) -> None:
    """Two are asked by the repairs; one lets them read the answer, the other has not looked yet."""
    here, boss = world.spaces["home-repairs"], world.account("tm_heron")
    for who, consent in (("tournevis_bleu", Consent.ALWAYS), ("marelle_75", None)):
        persona = member(world, who, here, now)
        draft = QuestionDraft(persona.pseudonym, "route-garages", TOPIC[who], PURPOSE)
        question = question_ask(account=boss, asking=here, draft=draft, now=now)
        if consent is not None:
            question_consent(account=world.account(who), question=question, consent=consent, now=now)
            question_read(account=boss, question=question, now=now)
