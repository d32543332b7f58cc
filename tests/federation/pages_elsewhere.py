"""What stands on other sites, for tests that must not open a socket; nobody asks there while they hold anything."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from apps.outside import Answer, Client, NoAnswer, Why, instead
from apps.outside.between import is_inside
from tests.federation.world import ACTIVITY


@dataclass(frozen=True, slots=True)
class Pages(Client):
    """Documents by their address; who is silent; what was asked, in order."""

    shown: dict[str, Any] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def hop(self, request, target, budget, sign) -> Answer:
        assert not is_inside()
        budget.take_fetch()
        self.asked.append(request.url)
        if target.host in self.silent:
            raise NoAnswer(Why.NO_CONNECTION)
        if request.url not in self.shown:
            return Answer(request.url, 404, {}, b"")
        return Answer(request.url, 200, {"content-type": ACTIVITY}, json.dumps(self.shown[request.url]).encode())


@pytest.fixture
def elsewhere(settings) -> Iterator[Pages]:
    """Everything outside is these pages."""
    settings.SITE_URL = "https://here.example"
    with instead(Pages()) as pages:
        yield pages
