"""Operators publish their texts; one changes how it ranks, people press the red button, a representative answers."""

import hashlib
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import zip_longest

from django.conf import settings

from apps.accountability.models import Alert, Tile
from apps.accountability.services import (
    AnswerDraft,
    CommitmentDraft,
    DisclosureDraft,
    SourceDraft,
    StatementDraft,
    alerts_watch,
    answer_publish,
    disclosure_publish,
    tallies_publish,
    voice_raise,
)
from apps.documents.selectors import document_of
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.labels.models import Assessor, CriterionVersion, Found
from apps.labels.services import AssessmentDraft, assess, assess_by_machine
from apps.spaces.models import Operator
from trustmgmt.demo.people import FRENCH
from trustmgmt.demo.table_talk import ANSWER, PROMISES, RANKING_V1, RANKING_V2, TERMS, VOICES
from trustmgmt.demo.texts import CHARTERS, LIVES_ON, PROMISED
from trustmgmt.demo.world import Act, World, settle

Planned = tuple[float, dict[str, str], int]  # days ago announced, bodies, days of notice
CHANGED = 24  # days ago the new ranking was announced
SILENT_VOICES = 7  # members who press without a word
BINDING = 6  # days ago it took effect


def plan_operators(world: World) -> None:
    """Plan texts, voices and the answer."""
    for operator in world.operators.values():
        _charter(world, operator)
    for slug, body in PROMISED.items():
        titles = ("Ce que nous promettons", "What we promise")
        _publish(world, world.operators[slug], "promises", "promises", titles, [(116.0, body, 0)])
    for slug in LIVES_ON:
        world.at(60.0 if slug in world.operators else 0.0, _money(slug))
    world.at(0.0, _platform_says(world))
    world.at(0.0, _look_at_all)
    _table_texts(world)
    _table_alert(world)
    _quiet_voices(world)


def _publish(
    world: World, operator: Operator, slug: str, kind: str, titles: tuple[str, str], bodies: list[Planned]
) -> None:
    """Plan each version of one text: (days ago announced, bodies, days of notice)."""

    def first(now: datetime) -> None:
        document_create(owner=operator.reference, kind=kind, slug=slug, title_fr=titles[0], title_en=titles[1])
        _version(operator, slug, bodies[0], now)

    world.at(bodies[0][0], first)
    for later in bodies[1:]:
        world.at(later[0], _versioning(operator, slug, later))


def _versioning(operator: Operator, slug: str, planned: Planned) -> Act:
    return lambda now: _version(operator, slug, planned, now)


def _version(operator: Operator, slug: str, planned: Planned, now: datetime) -> None:
    _, body, notice = planned
    face = operator.representatives.order_by("pk").last()
    version_publish(
        document=document_of(operator.reference, slug),
        draft=VersionDraft(body_fr=body["fr"], body_en=body["en"], effective_at=now + timedelta(days=notice)),
        actor=face.reference if face else "",
        signed_by=face.reference if face else operator.reference,
        now=now,
    )


def _charter(world: World, operator: Operator) -> None:
    body = CHARTERS[operator.slug]
    titles = ("Charte de modération", "Moderation charter")
    _publish(world, operator, "charter", "moderation-charter", titles, [(118, body, 0)])


def _table_texts(world: World) -> None:
    operator = world.operators["voix-de-table"]
    ranking = [(117.0, RANKING_V1, 0), (float(CHANGED), RANKING_V2, CHANGED - BINDING)]
    _publish(world, operator, "ranking", "ranking", ("Classement des avis", "How reviews are ranked"), ranking)
    _publish(
        world, operator, "terms", "Terms of Service", ("Conditions d’utilisation", "Terms of use"), [(117.0, TERMS, 0)]
    )


def _money(slug: str) -> Act:
    """What it lives on; what is withheld has its reason."""
    operator = Operator.objects.get(slug=slug)
    revenue, said = LIVES_ON[slug]

    def disclose(now: datetime) -> None:
        face = operator.representatives.order_by("pk").last()
        if face is not None and face.account is not None:
            sources = [SourceDraft(fr, en, Decimal(share)) for fr, en, share in revenue]
            draft = DisclosureDraft(now.year - 1, sources, *(StatementDraft(*words) for words in said))
            disclosure_publish(account=face.account, operator=operator, representative=face, draft=draft, now=now)

    return disclose


def _look_at_all(now: datetime) -> None:
    """What is computed every night of each operator that takes part, under the criteria of the label."""
    for operator in Operator.objects.filter(affiliated=True):
        assess_by_machine(operator=operator, now=now)


def _platform_says(world: World) -> Act:
    """Its own word about its money, since it has disclosed it."""

    def say(now: datetime) -> None:
        version = CriterionVersion.objects.in_force(now).get(criterion__code="BUS-1")
        draft = AssessmentDraft(
            Found.MET, "Notre déclaration est publiée et signée.", "Our disclosure is published and signed."
        )
        operator = Operator.objects.get(slug=settings.PLATFORM_OPERATOR)
        account = world.account("platform.desk")
        assess(account=account, by=Assessor.OPERATOR, operator=operator, version=version, draft=draft, now=now)

    return say


def _table_alert(world: World) -> None:
    """Calm, a few voices, then an hour in which many independent members press."""
    operator = world.operators["voix-de-table"]
    members = world.rng.sample(FRENCH, len(VOICES) + SILENT_VOICES)
    for number, (who, words) in enumerate(zip_longest(members, VOICES, fillvalue="")):
        days_ago = 4.2 - number * 0.3 if number < 3 else 0.75 - number * 0.0022
        world.at(days_ago, _pressing(world, operator, Tile.REMOVED, words, who, f"net-{number}"))
    for number in range(4):  # one hand, four presses: kept, shown, and counted as one
        world.at(0.9 - number * 0.004, _pressing(world, operator, Tile.REMOVED, "Tous vendus !", None, "net-one-hand"))
    for hours in range(0, 96, 4):
        world.at(4.0 - hours / 24, _watch)
    world.at(0.35, lambda now: _answer(world, now))


def _pressing(world: World, operator: Operator, tile: Tile, words: str, who: str | None, network: str) -> Act:
    def press(now: datetime) -> None:
        settle(now)
        voice_raise(
            operator=operator,
            tile=tile,
            words=words,
            account=world.account(who) if who else None,
            browser="" if who else f"{network}-{now:%s%f}",
            network=hashlib.sha256(network.encode()).hexdigest()[:32],
            now=now,
        )
        settle(now)

    return press


def _watch(now: datetime) -> None:
    alerts_watch(now=now)
    tallies_publish(now=now)


def _answer(world: World, now: datetime) -> None:
    _watch(now)
    promises = [CommitmentDraft(p.fr, p.en, (now + timedelta(days=p.days)).date()) for p in PROMISES]
    alert = Alert.objects.get(operator=world.operators["voix-de-table"], tile=Tile.REMOVED)
    draft = AnswerDraft(ANSWER["fr"], ANSWER["en"], promises)
    answer_publish(account=world.account("awa.ndour"), alert=alert, draft=draft, now=now)


def _quiet_voices(world: World) -> None:
    """Two voices about another operator: shown for ever as fewer than three."""
    operator = world.operators["hearthside"]
    for number, who in enumerate(("paper_lantern", "night_owl_9")):
        words = ("No answer to my erasure request.", "Export link has not come for three weeks.")[number]
        world.at(12 - number * 3, _pressing(world, operator, Tile.DATA, words, who, f"quiet-{number}"))
