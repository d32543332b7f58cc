"""The same hostile messages at the real door, with its database: none has an effect, none makes it fall over."""

import logging
import resource
from contextlib import suppress
from random import Random

import pytest
from django.db import connection
from django.test import Client

from apps.federation.errors import Refused
from apps.federation.models import Follow, InboxItem, RemoteActor
from apps.federation.services.actors import actor_keep, peer_at
from apps.people.models import Persona
from tests.federation import hostile
from tests.federation.hostile import CLASSES, NOW, make_honest, make_hostile
from tests.federation.hostile_effects import effects
from trustmgmt.launcher.federate import in_words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_home(settings, time_machine):
    settings.SITE_URL = hostile.OURS
    settings.ALLOWED_HOSTS = ["ours.example"]
    time_machine.move_to(NOW, tick=False)


def post(message):
    lines = {name: value for name, value in message.headers.items() if name != "content-type"}
    return Client(SERVER_NAME="ours.example", raise_request_exception=False).post(
        "/ap/inbox", message.body, content_type=message.headers.get("content-type", ""), headers=lines, secure=True
    )


def meet(document):
    """Its site showed it just now, for the first time; one that speaks for nobody is not kept."""
    RemoteActor.objects.filter(uri=document["id"]).delete()
    with suppress(Refused):
        actor_keep(document, peer=peer_at(document["id"].split("/")[2], now=NOW), now=NOW)


def try_all(name, seeds):
    """What was answered with an error of ours, and what was let in."""
    failed, let_in = [], []
    for seed in seeds:
        sent = make_hostile(name, seed)
        meet(sent.sender)
        earlier = [post(message).status_code for message in sent.before]
        before = InboxItem.objects.filter(verified=True).count()
        status = post(sent.message).status_code
        if status >= 500 or set(earlier) - {202}:
            failed.append((name, seed, status))
        if InboxItem.objects.filter(verified=True).count() > before:
            let_in.append((name, seed))
    return failed, let_in


def test_no_hostile_message_is_kept_as_its_senders_and_none_changes_anything():
    for name in CLASSES:
        assert try_all(name, range(1)) == ([], []), name

    became = effects("evil.example")
    told = {"answered": {name: [401] for name in CLASSES}, "errors": []}
    assert [one["left"] for one in became.values() if one["left"]] == []
    assert in_words("ours.example", told, became).endswith("What they changed: nothing.")


def test_what_a_lie_would_change_is_told_by_the_name_of_the_lie():
    actor = actor_keep(hostile.Peer(Random(1)).document(), peer=peer_at("evil.example", now=NOW), now=NOW)
    Follow.objects.create(actor="s/garden", remote=actor, ours=False, uri="https://evil.example/f", at=NOW)
    face = Persona.objects.create(pseudonym="m", skeleton="m", created_at=NOW)
    RemoteActor.objects.update(persona=face)

    became = effects("evil.example")

    assert became["mallory"]["left"] == {"Follow": 1, "face": 1}
    told = {"answered": {"mallory": [202], "slow": [401]}, "errors": []}
    assert "2 lies told to x: 2 refused at the door" in in_words("x", told, became)
    assert in_words("x", told, became).endswith('What they changed: {"mallory": {"Follow": 1, "face": 1}}.')
    assert effects("honest.example") == {}


@pytest.fixture
def nothing_kept_by_the_test():
    """pytest keeps every line of the log with its traceback, and a test's transaction what it would do at its end."""
    logging.disable(logging.CRITICAL)
    yield lambda: connection.run_on_commit.clear()
    logging.disable(logging.NOTSET)


@pytest.mark.prove
def test_ten_thousand_hostile_messages_at_the_real_door(nothing_kept_by_the_test, record_property):
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    failed, memory = [], {}
    for name in CLASSES:
        failed.append(try_all(name, range(250)))
        nothing_kept_by_the_test()
        memory[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun

    assert failed == [([], [])] * len(CLASSES)
    assert max(memory.values()) < 50 * 1024, memory  # kilobytes
    record_property("messages", 250 * len(CLASSES))
    record_property("kilobytes", max(memory.values()))


def test_honest_messages_are_kept():
    for seed in range(20):
        sent = make_honest(seed)
        meet(sent.sender)
        assert post(sent.message).status_code == 202, seed
    assert InboxItem.objects.filter(verified=True).count() == 20
