"""What a status of somebody would be converted to now: the facts, and the published algorithm's answer to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Max

from apps.algorithms import conversion
from apps.algorithms.conversion import Answer, Shown, Table
from apps.people.models import Persona
from apps.recognitions.models import Conversion, Recognition, TableVersion
from apps.recognitions.scales import Side
from apps.trust.models import Feedback

Word = tuple[int, int, str]  # persona, space, slug of the topic
NEVER = 10_000  # days: nobody has ever said there that they were of help


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer was read from."""

    level: str
    topic: str
    age: int
    used: int

    def as_json(self, table: TableVersion, answer: Answer) -> dict[str, object]:
        """To be kept with the answer."""
        return {
            "table": table.version.number,
            "level": self.level,
            "topic": self.topic,
            "age_days": self.age,
            "max_age_days": table.max_age,
            "used_today": self.used,
            "quota": table.quota,
            "row": answer.row,
            "cap": table.cap,
            "capped": answer.capped,
            "algorithm": f"{conversion.NAME} {conversion.VERSION}",
        }


def answer_to(table: Table, facts: Facts, there: Side, here: Side) -> Answer:
    """By the published algorithm. A topic that the space has no more counts for nothing, never for the whole space."""
    topics = tuple(pair for pair in table.topics if pair[1] in here.topic_names)
    shown = Shown(level=facts.level, topic=facts.topic, earned=bool(facts.level), age=facts.age)
    known = replace(table, topics=topics)
    return conversion.convert(known, shown, there=there.steps, here=here.steps, used_today=facts.used)


def last_words(personas: Iterable[Persona], spaces: Iterable[int]) -> dict[Word, datetime]:
    """When somebody last said there that they were of help, topic by topic: a word against confirms nothing."""
    heard = Feedback.objects.filter(receiver__in=list(personas), space__in=list(spaces), favourable=True)
    said = heard.order_by()
    rows = said.values_list("receiver", "space", "topic__slug").annotate(last=Max("at"))
    return {(receiver, space, topic or ""): last for receiver, space, topic, last in rows}


def used_today(recognitions: Sequence[Recognition], now: datetime) -> dict[int, int]:
    """How many conversions each has given today. One question."""
    given = Conversion.objects.filter(recognition__in=recognitions, given_on=now.date()).order_by()
    return dict(given.values_list("recognition").annotate(n=Count("pk")))
