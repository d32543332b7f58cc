"""Hostile messages: none is let in; honest ones are. A sample here, ten thousand in `make prove`."""

import resource

import pytest

from apps.federation import door, reading
from apps.federation.door import Knock, Turned
from apps.federation.reading import Actor
from tests.federation.hostile import CLASSES, NOW, make_honest, make_hostile
from tests.federation.naive import GAPS, gets_in

SAMPLE = 5
WHOLE = 250  # of each class: more than ten thousand in all


class Remembered(dict):
    def is_new(self, mark, until):
        return self.setdefault(mark, until) is until


def outcome(sent):
    """None when it is let in."""
    memory = Remembered()
    for message in (*sent.before, sent.message):
        answer = one(message, sent.sender, memory)
    return answer


def one(message, document, memory):
    knock = door.knock(message, now=NOW)
    if isinstance(knock, Turned):
        return knock
    sender = reading.read_value(document)
    if not isinstance(sender, Actor):
        return Turned(401, "signature_key", sender.why)
    return door.admit(knock, sender, memory)


def naive(sent, without=None):
    """Whether the naive handler takes the last of these messages, with one of its checks left out."""
    memory = set()
    for message in (*sent.before, sent.message):
        taken = gets_in(message, sent.sender, now=NOW, memory=memory, without=without)
    return taken


def test_there_are_enough_classes():
    assert len(CLASSES) >= 20


@pytest.mark.parametrize("name", CLASSES)
def test_no_hostile_message_is_let_in(name):
    for seed in range(SAMPLE):
        answer = outcome(make_hostile(name, seed))
        assert isinstance(answer, Turned), (name, seed)
        assert 400 <= answer.status < 500
        assert answer.why


def test_each_class_gets_past_a_naive_handler_without_the_check_that_stands_against_it():
    """Red first: all else about these messages is right."""
    assert set(GAPS) == set(CLASSES)
    for name, check in GAPS.items():
        sample = [make_hostile(name, seed) for seed in range(SAMPLE)]
        assert any(naive(sent, without=check) for sent in sample), name
        assert not any(naive(sent) for sent in sample), name
    assert all(naive(make_honest(seed)) for seed in range(20))


def test_honest_messages_are_let_in():
    for seed in range(60):
        assert outcome(make_honest(seed)) is None, seed


def test_the_first_sending_of_what_is_sent_again_was_let_in():
    sent = make_hostile("sent_again", 1)

    assert isinstance(door.knock(sent.message, now=NOW), Knock)
    assert one(sent.message, sent.sender, Remembered()) is None


@pytest.mark.prove
def test_ten_thousand_hostile_messages_and_a_thousand_honest_ones(record_property):
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    let_in = [(name, seed) for name in CLASSES for seed in range(WHOLE) if outcome(make_hostile(name, seed)) is None]
    turned = [seed for seed in range(1_000) if outcome(make_honest(seed)) is not None]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun  # kilobytes

    assert WHOLE * len(CLASSES) >= 10_000
    assert let_in == []
    assert turned == []
    assert memory < 50 * 1024
    figures = {"classes": len(CLASSES), "hostile": WHOLE * len(CLASSES), "honest": 1_000, "kilobytes": memory}
    for name, figure in figures.items():
        record_property(name, figure)


@pytest.mark.prove
def test_of_each_class_how_many_get_past_a_naive_handler(record_property):
    """All of them, but for those that lie in another way too."""
    for name, check in GAPS.items():
        sample = [make_hostile(name, seed) for seed in range(WHOLE)]
        past = sum(naive(sent, without=check) for sent in sample)
        assert past >= WHOLE / 10, name
        assert not any(naive(sent) for sent in sample), name
        record_property(name, past)
