"""What one space of the town takes for its own from another."""

from datetime import datetime

from apps.algorithms.conversion import WHOLE, Table
from apps.recognitions.models import Recognition
from apps.recognitions.services import table_publish
from apps.spaces.models import Mandate
from tests.journeys.town import Town


def build_recognised(town: Town, now: datetime) -> Recognition:
    """Two versions, so that there is something to compare."""
    manager = Mandate.objects.get(public_name=f"tm_alder{town.mark}").account
    for quota in (2, 5):
        draft = Table((("recognised", "known"),), ((WHOLE, WHOLE),), cap="known", quota=quota, max_age=180)
        table = table_publish(account=manager, space=town.empty, source=town.space, draft=draft, now=now)
    return table.recognition
