"""A space in which many have spoken of many, put straight into the tables; and all of it read back as arrays."""

from datetime import datetime

import numpy as np
from django.db import connection

from apps.algorithms.earned_status import FULL, PARTIAL, settled
from apps.gate.imports.staging import insert_from, run
from apps.people.models import Persona
from apps.posts.models import Post, Thread
from apps.spaces.models import Membership, Operator, Space
from apps.trust.many import Words
from apps.trust.models import Explained, Feedback
from bench.vouches import EACH


def fill(rows: int, events: int, *, now: datetime) -> tuple[Space, list[Persona], list[Post]]:
    """A space with so many words about its members; who will speak, and of which messages."""
    operator = Operator.objects.create(slug="bench", name="Bench", created_at=now)
    space = Space.objects.create(slug="bench", name_fr="Banc", name_en="Bench", operator=operator, created_at=now)
    many, at = rows // EACH, f"timestamptz '{now.isoformat()}'"
    named = {"reference": "'bench' || n", "pseudonym": "'m' || n", "skeleton": "'m' || n", "created_at": at}
    insert_from(Persona, named, f"FROM generate_series(1, {many}) n")
    stands = {"space": str(space.pk), "persona": "id", "joined_at": f"{at} - interval '900 days'"}
    insert_from(Membership, stands, "FROM people_persona")
    insert_from(
        Explained, {"reference": "'why' || id", "space": str(space.pk), "topic": "NULL::bigint", "persona": "id"},
        "FROM people_persona",
    )  # fmt: skip
    said = {
        "space": str(space.pk), "topic": "NULL::bigint", "receiver": "p.id",
        "giver": f"'bench' || (1 + mod(p.id * 17 + n * 7919, {many}))", "kind": "'helpful'",
        "item": "'i' || p.id || '.' || n", "at": f"{at} - mod(p.id * 13 + n * 37, 700) * interval '1 day'",
        "giver_earned": "mod(n, 3) = 0",
    }  # fmt: skip
    insert_from(Feedback, said, f"FROM people_persona p CROSS JOIN generate_series(1, {EACH}) n")
    _talk(space, events, at)
    run("ANALYZE")
    posts = list(Post.objects.select_related("author", "thread__space", "thread__topic").order_by("pk"))
    givers = list(Persona.objects.order_by("-pk")[:events])
    return space, givers, posts


def _talk(space: Space, events: int, at: str) -> None:
    thread = {
        "reference": "'talk'", "space": str(space.pk), "title": "'A talk'", "is_question": "false", "started_at": at,
        "last_post_at": at,
    }  # fmt: skip
    insert_from(Thread, thread, "FROM generate_series(1, 1)")
    post = {
        "reference": "'post' || p.id", "thread": "t.id", "number": "row_number() OVER (ORDER BY p.id)",
        "text": "'words'", "html": "'words'", "author": "p.id", "published_at": at,
    }  # fmt: skip
    few = f"(SELECT id FROM people_persona ORDER BY id LIMIT {events}) p"
    insert_from(Post, post, f"FROM posts_thread t CROSS JOIN {few}")


def read_all() -> tuple[Words, int]:
    """Every word, each place and giver by a number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT receiver_id, hashtext(giver), extract(epoch FROM at)::float8, favourable, giver_earned, giver_days "
            "FROM trust_feedback"
        )
        rows = np.array(cursor.fetchall(), dtype=np.float64)
    _places, place = np.unique(rows[:, 0], return_inverse=True)
    full = rows[:, 4] > 0
    partial = (
        PARTIAL
        * np.array([settled(days) for days in np.unique(rows[:, 5])])[np.unique(rows[:, 5], return_inverse=True)[1]]
    )
    units = np.where(full, FULL, partial)
    words = Words(place, rows[:, 1].astype(np.int64), rows[:, 2], rows[:, 3] > 0, full, units)
    return words, len(_places)
