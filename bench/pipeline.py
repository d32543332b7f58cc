"""How fast a backlog is scored: `python -m bench.pipeline [--reviews 20000] [--singles 200] [--runs 5]`.

A seeded space of invented reviews, half of them with a text, is scored in one batch; then some are posted one by one
and scored by the listener, as in life. On servers of its own. The last line is one JSON object.
"""

import argparse
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from statistics import median
from time import monotonic
from typing import Any

from bench.scratch import servers

START = datetime(2024, 1, 1, tzinfo=UTC)
SYLLABLES = ("ka", "lo", "mi", "ter", "van", "sel", "dri", "po", "nu", "cha", "ben", "or", "quil", "fas", "ge", "tum")


def main(arguments: list[str]) -> int:
    """Print the table, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.pipeline", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reviews", type=int, default=20_000)
    parser.add_argument("--singles", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    with servers():
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    rng = random.Random(20261121)
    space = _space()
    _backlog(space, options.reviews, rng)
    batch = [_batch(space) for _ in range(options.runs)]
    first, again = batch[0], median(batch[1:] or batch)
    single = _singles(space, options.singles, rng)
    figures: dict[str, Any] = {
        "reviews": options.reviews,
        "first_batch_per_s": round(options.reviews / first),
        "batch_per_s": round(options.reviews / again),
        "one_by_one_per_s": round(options.singles / single),
    }
    for name, figure in figures.items():
        print(f"  {name:20} {figure:10,}")
    print(json.dumps({"bench": "pipeline", **figures}))
    return 0


def _space() -> Any:
    from apps.spaces.models import Operator, Space

    operator = Operator.objects.create(slug="bench", name="Bench", created_at=START)
    return Space.objects.create(slug="bench", name_fr="Banc", name_en="Bench", operator=operator, created_at=START)


def _backlog(space: Any, count: int, rng: random.Random) -> None:
    from apps.people.models import Persona
    from apps.posts.models import Review, Subject, SubjectKind

    people = Persona.objects.bulk_create(
        Persona(pseudonym=f"p{n}", skeleton=f"p{n}", created_at=START) for n in range(max(10, count // 8))
    )
    subjects = Subject.objects.bulk_create(
        Subject(slug=f"s{n}", name=f"Subject {n}", kind=SubjectKind.PLACE) for n in range(max(5, count // 40))
    )
    reviews = (
        Review(
            space=space,
            subject=subjects[min(int(rng.expovariate(4 / len(subjects))), len(subjects) - 1)],
            author=rng.choice(people),
            stars=rng.choices((1, 2, 3, 4, 5), (10, 6, 10, 30, 44))[0],
            text=_text(rng) if number % 2 else "",
            published_at=START + timedelta(minutes=30 * number),
        )
        for number in range(count)
    )
    Review.objects.bulk_create(reviews, batch_size=2_000)


def _text(rng: random.Random) -> str:
    """Forty invented words; one text in fifty is a copy of another."""
    own = random.Random(rng.randrange(40)) if rng.random() < 0.02 else rng
    return " ".join("".join(own.choices(SYLLABLES, k=3)) for _ in range(40))


def _batch(space: Any) -> float:
    from apps.base import clock
    from apps.scoring.batches import space_score

    started = monotonic()
    space_score(space=space, now=clock.now())
    return monotonic() - started


def _singles(space: Any, count: int, rng: random.Random) -> float:
    """Post reviews, then let the listener hear of them; only the listening is timed."""
    from apps.base import clock
    from apps.ledger.services import deliver_due
    from apps.people.models import Persona
    from apps.posts.models import DeclaredLink, Subject
    from apps.posts.services import ReviewDraft, review_publish
    from apps.spaces.services import space_join

    people, subjects = list(Persona.objects.all()[:50]), list(Subject.objects.all()[:50])
    for persona in people:
        space_join(persona=persona, space=space, now=clock.now())
    while deliver_due(now=clock.now()):
        pass
    for _number in range(count):
        text = _text(rng)
        draft = ReviewDraft(rng.randint(1, 5), text, START.date(), DeclaredLink.NONE)
        author, subject = rng.choice(people), rng.choice(subjects)
        review_publish(author=author, space=space, subject=subject, draft=draft, now=clock.now())
    started = monotonic()
    while deliver_due(now=clock.now()):
        pass
    return monotonic() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
