"""Hostile messages: none is let in; honest ones are. A sample here, ten thousand in `make prove`."""

import json
import resource

import pytest

from apps.federation import door, reading
from apps.federation.door import Knock, Turned
from apps.federation.reading import Actor
from tests.federation.hostile import CLASSES, NOW, make_honest, make_hostile

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


def naive(sent):
    """What a handler takes that believes whoever sends JSON: the measure against which each class was made."""
    try:
        document = json.loads(sent.message.body)
    except ValueError:
        return sent.message.body == b""  # and what cannot be read at all is no more than an empty message
    except RecursionError:
        return True  # it falls over
    return document is not None


def test_there_are_enough_classes():
    assert len(CLASSES) >= 20


@pytest.mark.parametrize("name", CLASSES)
def test_no_hostile_message_is_let_in(name):
    for seed in range(SAMPLE):
        answer = outcome(make_hostile(name, seed))
        assert isinstance(answer, Turned), (name, seed)
        assert 400 <= answer.status < 500
        assert answer.why


@pytest.mark.parametrize("name", CLASSES)
def test_a_naive_handler_takes_every_class(name):
    assert any(naive(make_hostile(name, seed)) for seed in range(SAMPLE))


def test_honest_messages_are_let_in():
    for seed in range(60):
        assert outcome(make_honest(seed)) is None, seed


def test_the_first_sending_of_what_is_sent_again_was_let_in():
    sent = make_hostile("sent_again", 1)

    assert isinstance(door.knock(sent.message, now=NOW), Knock)
    assert one(sent.message, sent.sender, Remembered()) is None


@pytest.mark.prove
def test_ten_thousand_hostile_messages_and_a_thousand_honest_ones():
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    let_in = [(name, seed) for name in CLASSES for seed in range(WHOLE) if outcome(make_hostile(name, seed)) is None]
    turned = [seed for seed in range(1_000) if outcome(make_honest(seed)) is not None]

    assert WHOLE * len(CLASSES) >= 10_000
    assert let_in == []
    assert turned == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun < 50 * 1024  # kilobytes
