"""A small space with people in it, for the tests of scoring and trust."""

from datetime import UTC, datetime, timedelta

from apps.people.models import Persona
from apps.people.services import account_create, persona_create
from apps.posts.models import DeclaredLink, Review, Subject, SubjectKind
from apps.posts.services import ReviewDraft, review_publish
from apps.spaces.models import Operator, Space
from apps.spaces.services import space_join

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make_space(slug: str = "travel", **fields) -> Space:
    operator, _ = Operator.objects.get_or_create(slug="maison", defaults={"name": "Maison", "created_at": START})
    return Space.objects.create(
        slug=slug, name_fr="Voyages", name_en="Travel", operator=operator, created_at=START, **fields
    )


def make_subject(slug: str = "hotel-du-lac") -> Subject:
    return Subject.objects.create(slug=slug, name=slug.replace("-", " "), kind=SubjectKind.PLACE)


def make_member(space: Space, pseudonym: str, *, signed_up: bool = False) -> Persona:
    if signed_up:
        account = account_create(pseudonym=pseudonym, passphrase="four plain words here", language="en", now=START)
        persona = account.personas.get()
    else:
        persona = persona_create(account=None, pseudonym=pseudonym, now=START)
    space_join(persona=persona, space=space, now=START)
    return persona


def publish(
    space: Space, subject: Subject, author: Persona, *, stars: int = 4, day: float = 0, text: str = ""
) -> Review:
    return review_publish(
        author=author,
        space=space,
        subject=subject,
        draft=draft(stars, text or f"A stay of {author.pseudonym} at {subject.name}, told in {stars} plain words."),
        now=START + timedelta(days=day),
    )


def draft(stars: int, text: str) -> ReviewDraft:
    return ReviewDraft(stars=stars, text=text, experience_on=START.date(), link=DeclaredLink.NONE, language="en")


NAMES = [
    "Alba",
    "Bruno",
    "Celeste",
    "Dario",
    "Elvire",
    "Fergus",
    "Gaelle",
    "Hakim",
    "Ilona",
    "Joris",
    "Kenza",
    "Louison",
]


def lively_space(settle, space: Space | None = None, *, rounds: int = 2) -> tuple[Space, list[Subject], list[Persona]]:
    """A space with history: twelve members, four subjects, mostly content."""
    space = space or make_space()
    subjects = [make_subject(f"{space.slug}-{name}") for name in ("quai", "gare", "lac", "mas")]
    members = [make_member(space, f"{name} {space.slug}") for name in NAMES]
    for turn in range(rounds):
        for place, member in enumerate(members):
            subject = subjects[(place + turn) % len(subjects)]
            publish(space, subject, member, stars=4 + (place + turn) % 2, day=turn * 40 + place * 3)
    settle()
    return space, subjects, members
