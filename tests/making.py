"""Small worlds for tests: every piece through the services that people use, with words one can read."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from apps.base import clock
from apps.ledger import services as ledger
from apps.people.models import Account, Persona
from apps.people.services import account_create, main_persona
from apps.posts.models import DeclaredLink, Post, Review, Subject, Thread
from apps.posts.services import ReviewDraft, post_add, review_publish, thread_start
from apps.spaces.models import Operator, Professional, Space, Topic
from apps.spaces.services import space_join

_numbers = count(1)
WORDS = "The quote said 240, the invoice said 515. Nobody called me before."


def deliver_all(now: datetime | None = None) -> None:
    """Everything that is due, and what that made due, until nothing is."""
    while ledger.deliver_due(now=now or clock.now()):
        pass


def make_account(pseudonym: str = "", **more: Any) -> Account:
    """Somebody who can sign in."""
    name = pseudonym or f"member{next(_numbers)}"
    return account_create(pseudonym=name, passphrase="six words that nobody guesses", language="en", now=clock.now())


def make_persona(pseudonym: str = "", *spaces: Space) -> Persona:
    """Somebody who speaks, already a member of these spaces."""
    persona = main_persona(make_account(pseudonym))
    for space in spaces:
        space_join(persona=persona, space=space, consent=True, now=clock.now())
    return persona


def make_operator(slug: str = "", **more: Any) -> Operator:
    """Who runs spaces."""
    slug = slug or f"operator-{next(_numbers)}"
    return Operator.objects.create(
        slug=slug, **{"name": slug.replace("-", " ").title(), "created_at": clock.now(), **more}
    )


def make_space(slug: str = "", **more: Any) -> Space:
    """A public space with reviews and talk, unless told otherwise."""
    slug = slug or f"space-{next(_numbers)}"
    fields = {"name_fr": f"Espace {slug}", "name_en": f"Space {slug}", "created_at": clock.now(), **more}
    fields.setdefault("operator", Operator.objects.first() or make_operator())
    return Space.objects.create(slug=slug, **fields)


def make_topic(space: Space, slug: str = "brakes") -> Topic:
    """What a part of a space is about."""
    return Topic.objects.create(space=space, slug=slug, name_fr="Freins", name_en="Brakes")


def make_subject(name: str = "", **more: Any) -> Subject:
    """Something that people review."""
    name = name or f"Garage {next(_numbers)}"
    slug = more.pop("slug", "") or f"subject-{next(_numbers)}"
    return Subject.objects.create(slug=slug, name=name, **{"kind": "professional", **more})


def make_review(
    space: Space | None = None,
    author: Persona | None = None,
    subject: Subject | None = None,
    *,
    stars: int = 2,
    text: str = WORDS,
    now: datetime | None = None,
    **more: Any,
) -> Review:
    """A published review."""
    space, now = space or make_space(), now or clock.now()
    draft = ReviewDraft(
        stars=stars,
        text=text,
        experience_on=more.pop("experience_on", None) or date.fromordinal((now - timedelta(days=3)).toordinal()),
        link=more.pop("link", DeclaredLink.CLIENT),
        title=more.pop("title", ""),
        language=more.pop("language", "en"),
    )
    return review_publish(
        author=author or make_persona("", space),
        space=space,
        subject=subject or make_subject(),
        draft=draft,
        now=now,
        **more,
    )


def make_thread(space: Space | None = None, author: Persona | None = None, **more: Any) -> Thread:
    """A question, unless told otherwise."""
    space = space or make_space()
    fields = {"title": "Is this price fair?", "text": "They ask 515.", "is_question": True, "language": "en", **more}
    fields.setdefault("now", clock.now())
    return thread_start(author=author or make_persona("", space), space=space, **fields)


def make_post(thread: Thread, author: Persona | None = None, **more: Any) -> Post:
    """A message under a thread."""
    fields = {"text": "I paid 260 for the same.", "language": "en", "now": clock.now(), **more}
    return post_add(author=author or make_persona("", thread.space), thread=thread, **fields)


def make_professional(subject: Subject, account: Account | None = None, **more: Any) -> Professional:
    """Who may answer for a subject under a verified real name."""
    fields = {"real_name": "Hélène Marchetti", "job_fr": "Gérante", "job_en": "Manager", "verified_at": clock.now()}
    return Professional.objects.create(
        account=account or make_account(), subject=subject.reference, **{**fields, **more}
    )
