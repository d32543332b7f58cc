"""Builds the demo through the same services as everybody: nothing is written past them.

Acts are planned with a date, sorted, then played in order with the clock of their date, and their news delivered
before the next day begins. The same seed gives the same world.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import ScryptPasswordHasher
from django.utils.text import slugify

from apps.ledger.services import deliver_due
from apps.people.models import Account, Persona
from apps.people.services import account_create, main_persona
from apps.posts.models import Subject
from apps.spaces.models import Operator, Representative, Space, Topic
from apps.spaces.services import space_join
from trustmgmt.demo.people import ACCOUNTS, ENGLISH, FACES, FRENCH, PASSPHRASE
from trustmgmt.demo.places import OPERATORS, SPACES, OperatorPlan, SpacePlan
from trustmgmt.demo.played import Table

SEED = 2026
DAYS = 120

Act = Callable[[datetime], object]


@dataclass(slots=True)
class World:
    """What has been built so far, and what is still to happen."""

    now: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - a demo, not a secret
    personas: dict[str, Persona] = field(default_factory=dict)
    operators: dict[str, Operator] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    topics: dict[tuple[str, str], Topic] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    plan: list[tuple[datetime, int, Act]] = field(default_factory=list)
    joined: set[tuple[str, int]] = field(default_factory=set)
    outside: Table = field(default_factory=Table)  # other sites, as far as this world knows any

    def at(self, days_ago: float, act: Act) -> None:
        """Plan an act; acts of the same moment keep their order."""
        self.plan.append((self.now - timedelta(days=days_ago), len(self.plan), act))

    def play(self) -> None:
        """Let everything happen, in order."""
        day = None
        for moment, _, act in sorted(self.plan, key=lambda planned: planned[:2]):
            if day is not None and moment.date() != day:
                settle(moment)
            act(moment)
            day = moment.date()
        self.plan.clear()
        settle(self.now)

    def account(self, pseudonym: str) -> Account:
        """The account behind a demo pseudonym."""
        account = self.personas[pseudonym].account
        if account is None:
            raise LookupError(pseudonym)
        return account


def settle(moment: datetime) -> None:
    """Deliver what is due at this moment, and what that made due."""
    while deliver_due(now=moment):  # many with nothing to do go at once: what was tried is no multiple of the limit
        pass


def build_people(world: World) -> None:
    """Accounts to sign in with, then the crowd, which cannot sign in."""
    opened = world.now - timedelta(days=DAYS + 10)
    for demo in ACCOUNTS:
        person(world, demo.pseudonym, language=demo.language, now=opened)
        Account.objects.filter(username=demo.pseudonym).update(password=_public_passphrase())
    for language, crowd in (("fr", (*FRENCH, *FACES)), ("en", ENGLISH)):
        for pseudonym in crowd:
            person(world, pseudonym, language=language, now=opened)


def _public_passphrase() -> str:
    """Hashed in a millisecond: slowness cannot protect what we print. The first sign-in hashes it as any other."""
    hasher = ScryptPasswordHasher()
    return hasher.encode(PASSPHRASE, hasher.salt(), n=2**8)


def person(world: World, pseudonym: str, *, language: str, now: datetime) -> Persona:
    """Somebody of the crowd: an account with no passphrase."""
    if pseudonym not in world.personas:
        account = account_create(pseudonym=pseudonym, passphrase=None, language=language, now=now)
        world.personas[pseudonym] = main_persona(account)
    return world.personas[pseudonym]


def build_places(world: World) -> None:
    """Operators with their faces, spaces with their topics, subjects."""
    opened = world.now - timedelta(days=DAYS + 10)
    for operator in OPERATORS:
        world.operators[operator.slug] = _operator(operator, opened)
    for space in SPACES:
        _space(world, space, opened)


def _operator(plan: OperatorPlan, opened: datetime) -> Operator:
    operator = Operator.objects.create(
        slug=plan.slug,
        name=plan.name,
        legal_name=plan.legal_name,
        city=plan.city,
        summary_fr=plan.fr,
        summary_en=plan.en,
        claimed=True,
        created_at=opened,
    )
    for real_name, role_fr, role_en in plan.faces:
        Representative.objects.create(
            operator=operator,
            account=Account.objects.filter(username=slugify(real_name).replace("-", ".")).first(),
            real_name=real_name,
            role_fr=role_fr,
            role_en=role_en,
            from_at=opened,
        )
    return operator


def _space(world: World, plan: SpacePlan, opened: datetime) -> None:
    space = Space.objects.create(
        slug=plan.slug,
        name_fr=plan.fr,
        name_en=plan.en,
        summary_fr=plan.summary_fr,
        summary_en=plan.summary_en,
        operator=world.operators[plan.operator],
        visibility="members" if plan.members_only else "public",
        professionals="barred" if plan.professionals_barred else "uncovered",
        health_data=plan.health,
        created_at=opened,
    )
    world.spaces[plan.slug] = space
    for slug, fr, en in plan.topics:
        world.topics[plan.slug, slug] = Topic.objects.create(space=space, slug=slug, name_fr=fr, name_en=en)
    for subject in plan.subjects:
        world.subjects[subject.name] = Subject.objects.create(
            slug=slugify(f"{subject.name} {subject.place}"), name=subject.name, kind=subject.kind, place=subject.place
        )


def member(world: World, pseudonym: str, space: Space, now: datetime) -> Persona:
    """The persona, standing in this space."""
    persona = world.personas[pseudonym]
    if (pseudonym, space.pk) not in world.joined:
        space_join(persona=persona, space=space, consent=True, now=now)
        world.joined.add((pseudonym, space.pk))
    return persona
