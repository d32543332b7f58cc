"""Limits refuse before publication, with a sentence; without Valkey they let through."""

from time import monotonic

import pytest

from apps.base.errors import TooMany
from apps.gate import limits


def test_one_over_the_limit_is_refused_with_a_sentence():
    limits.client().delete("limit:test:me")
    for _ in range(3):
        limits.check_limit(name="test", who="me", at_most=3, per_seconds=60)

    with pytest.raises(TooMany, match="minute") as refusal:
        limits.check_limit(name="test", who="me", at_most=3, per_seconds=60)

    assert 50 < refusal.value.seconds <= 60


def test_valkey_away_lets_people_through_at_once(monkeypatch, settings):
    monkeypatch.setattr(limits, "_client", None)
    settings.REDIS_URL = "redis://127.0.0.1:1"
    started = monotonic()

    for _ in range(5):
        limits.check_limit(name="test", who="me", at_most=1, per_seconds=60)

    assert monotonic() - started < 5
