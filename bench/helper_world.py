"""Many people who answer many questions, put straight into the tables: what the measurement of one event needs."""

import json
from datetime import datetime, timedelta

from apps.algorithms.apomediary import Answer, Record
from apps.gate.imports.staging import insert_from, run
from apps.people.models import Persona
from apps.posts.models import Post, Thread
from apps.spaces.models import Membership, Operator, Space, Topic
from apps.trust.models import AnswerMark, HelperChoice, HelperMoment

EACH = 10  # answers per person, and per question
SHOWN = 1_000


def fill(rows: int, events: int, *, now: datetime) -> tuple[Space, Topic, list[Post]]:
    """A space with so many counted answers; the answers that will be thanked."""
    operator = Operator.objects.create(slug="bench", name="Bench", created_at=now)
    space = Space.objects.create(slug="bench", name_fr="Banc", name_en="Bench", operator=operator, created_at=now)
    topic = Topic.objects.create(space=space, slug="bench", name_fr="Banc", name_en="Bench")
    many = rows // EACH
    at = f"timestamptz '{now.isoformat()}'"
    _people(many, at)
    _talk(many, space, topic, at)
    _counted(space, topic, now)
    run("ANALYZE")
    return space, topic, list(Post.objects.filter(number=2).order_by("pk")[:events])


def _people(many: int, at: str) -> None:
    named = {"reference": "'bench' || n", "pseudonym": "'helper' || n", "skeleton": "'helper' || n", "created_at": at}
    insert_from(Persona, named, f"FROM generate_series(1, {many}) n")


def _talk(many: int, space: Space, topic: Topic, at: str) -> None:
    opened = {
        "reference": "'thread' || n", "space": str(space.pk), "topic": str(topic.pk), "title": "'A question ' || n",
        "is_question": "true", "started_at": at, "last_post_at": at,
    }  # fmt: skip
    insert_from(Thread, opened, f"FROM generate_series(1, {many}) n")
    said = {
        "reference": "'post' || t.id || '.' || n", "thread": "t.id", "number": "n", "text": "'words'",
        "html": "'words'", "author": "p.id", "published_at": f"{at} - mod(t.id + n, 700) * interval '1 day'",
    }  # fmt: skip
    whose = f"p.reference = 'bench' || (1 + mod(t.id * 7 + n * 13, {many}))"
    insert_from(
        Post, said, f"FROM posts_thread t CROSS JOIN generate_series(1, {EACH + 1}) n JOIN people_persona p ON {whose}"
    )


def _counted(space: Space, topic: Topic, now: datetime) -> None:
    counted = {
        "post": "id", "space": str(space.pk), "topic": str(topic.pk), "persona": "author_id", "at": "published_at",
        "best": "mod(id, 5) = 0", "thanks": "0",
    }  # fmt: skip
    insert_from(AnswerMark, counted, "FROM posts_post WHERE number > 1")
    for about in ("NULL::bigint", str(topic.pk)):
        kept = {"space": str(space.pk), "topic": about, "persona": "id", "record": f"'{_record(now)}'::jsonb"}
        insert_from(HelperMoment, kept, "FROM people_persona")
    stands = {"space": str(space.pk), "persona": "id", "joined_at": f"'{now.isoformat()}'"}
    insert_from(Membership, stands, "FROM people_persona")
    shown = {"space": str(space.pk), "persona": "id", "choice": "'shown'", "decided_at": f"'{now.isoformat()}'"}
    insert_from(HelperChoice, shown, f"FROM (SELECT id FROM people_persona ORDER BY id LIMIT {SHOWN}) p")


def _record(now: datetime) -> str:
    record = Record()
    for days in range(EACH):
        at = (now - timedelta(days=10 * days)).timestamp()
        record = record.changed(None, Answer(at, days % 5 == 0, 0, 0))
    return json.dumps(record.as_json())
