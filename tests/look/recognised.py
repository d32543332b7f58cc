"""What one space of the town takes for its own from another, and what a member heard who asked."""

from dataclasses import dataclass
from datetime import datetime

from apps.algorithms.conversion import WHOLE, Table
from apps.people.services import main_persona
from apps.recognitions.models import Conversion, Recognition
from apps.recognitions.services import conversion_ask, table_publish
from apps.spaces.models import Mandate
from apps.spaces.services import space_join
from tests.journeys.town import Town
from tests.recognitions.world import earn


@dataclass(frozen=True, slots=True)
class Recognised:
    """A recognition with two versions; a conversion of the member that counts, and one that was refused."""

    recognition: Recognition
    given: Conversion
    refused: Conversion


def build_recognised(town: Town, now: datetime) -> Recognised:
    """The member of the list of pages asks twice."""
    manager, me = Mandate.objects.get(public_name=f"tm_alder{town.mark}").account, town.members[0]
    topic = town.space.topics.order_by("pk").first()
    for quota in (2, 5):
        draft = Table((("known", "known"),), ((topic.slug, WHOLE),), cap="known", quota=quota, max_age=180)
        table = table_publish(account=manager, space=town.empty, source=town.space, draft=draft, now=now)
    space_join(persona=main_persona(me), space=town.empty, now=now)
    earn(main_persona(me), town.space, topic.slug, at=now)
    given, refused = (
        conversion_ask(account=me, recognition=table.recognition, topic=slug, now=now) for slug in (topic.slug, "")
    )
    return Recognised(table.recognition, given, refused)
