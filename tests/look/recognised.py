"""What one space of the town takes for its own from another, in a circle, and what a member heard who asked."""

from dataclasses import dataclass
from datetime import datetime

from apps.algorithms.conversion import WHOLE, Table
from apps.people.services import main_persona
from apps.recognitions.circles import Circle
from apps.recognitions.models import Conversion, Recognition
from apps.recognitions.services import CircleDraft, circle_found, conversion_ask, table_publish
from apps.recognitions.template import Template
from apps.spaces.models import Mandate
from apps.spaces.services import space_join
from tests.journeys.town import Town
from tests.recognitions.world import earn


@dataclass(frozen=True, slots=True)
class Recognised:
    """A recognition with two versions; a conversion of the member that counts, and one that was refused."""

    circle: Circle
    recognition: Recognition
    given: Conversion
    refused: Conversion


def build_recognised(town: Town, now: datetime) -> Recognised:
    """The member of the list of pages asks twice."""
    manager, me = Mandate.objects.get(public_name=f"tm_alder{town.mark}").account, town.members[0]
    topic = town.space.topics.order_by("pk").first()
    purpose = "For spaces whose members meet."
    words = CircleDraft("Voisins", f"Neighbours {town.mark}", "", purpose, Template(((1, 1),), (), 1, 3, 180))
    circle = circle_found(account=manager, space=town.space, draft=words, now=now)
    for quota in (2, 5):
        draft = Table((("known", "known"),), ((topic.slug, WHOLE),), cap="known", quota=quota, max_age=180)
        of = {"space": town.empty, "source": town.space, "circle": circle}
        table = table_publish(account=manager, draft=draft, now=now, **of)
    space_join(persona=main_persona(me), space=town.empty, now=now)
    earn(main_persona(me), town.space, topic.slug, at=now)
    given, refused = (
        conversion_ask(account=me, recognition=table.recognition, topic=slug, now=now) for slug in (topic.slug, "")
    )
    return Recognised(circle, table.recognition, given, refused)
