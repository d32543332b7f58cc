"""The four figures of the front page follow what happens, without a reload."""

import json

import pytest
import redis
from django.core.cache import cache

from apps.base import clock
from apps.pages.live_home import TOLD, home_tell
from tests.making import make_persona, make_review, make_space


@pytest.fixture
def heard(settings):
    """What open pages receive."""
    cache.delete(TOLD)
    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pubsub(ignore_subscribe_messages=True) as ear:
        ear.subscribe("live:home")
        ear.get_message(timeout=1)
        yield lambda: json.loads((ear.get_message(timeout=1) or {"data": "null"})["data"])
    cache.delete(TOLD)


@pytest.mark.django_db(transaction=True)
def test_both_languages_are_told_and_only_when_a_figure_has_moved(heard):
    space = make_space("garages")
    assert home_tell(now=clock.now())
    assert heard()["en"]["reviews.value"] == "0"
    assert not home_tell(now=clock.now())

    make_review(space, make_persona("marelle_75", space))

    assert home_tell(now=clock.now())
    said = heard()
    assert said["fr"]["reviews.value"] == "1"
    assert said["en"]["contested.caption"] == "0 of the 1 of this week. They stay visible."
