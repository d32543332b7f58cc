"""Offices are given and ended by a command; a wrong word gets a sentence, not a trace."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from apps.base import clock
from apps.base.errors import BadInput, NotFound
from apps.people.models import Account
from apps.spaces.models import Mandate, Role
from apps.spaces.permissions import check_can_read, readable_spaces
from apps.spaces.services import mandate_grant
from tests.factories import PASSPHRASE, operator, person, space, trust_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def run(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_mandate_is_granted_for_a_space_until_a_day():
    here, account = space(), person("Maud")
    day = (clock.now() + timedelta(days=30)).date()

    said = run("grant_mandate", "maud", "trust_manager", "--space", here.slug, "--name", "Heron", "--until", str(day))

    mandate = Mandate.objects.get()
    assert (mandate.account, mandate.space, mandate.role) == (account, here, Role.TRUST_MANAGER)
    assert mandate.until.date() == day
    assert "Heron is trust manager" in said


def test_a_mandate_may_be_about_an_operator():
    about = operator()
    person("Maud")

    run("grant_mandate", "Maud", "auditor", "--operator", about.slug, "--name", "Heron")

    assert Mandate.objects.get().operator == about


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nobody", "trust_manager", "--name", "Heron"], "Nobody signs in as “nobody”."),
        (["Maud", "queen", "--name", "Heron"], "There is no role “queen”."),
        (["Maud", "auditor", "--name", "Heron", "--space", "nowhere"], "There is no space “nowhere”."),
        (["Maud", "auditor", "--name", "Heron", "--operator", "noone"], "There is no operator “noone”."),
        (["Maud", "auditor", "--name", "Heron", "--until", "tomorrow"], "is not a day"),
        (["Maud", "auditor", "--name", "Heron", "--until", "2020-01-01"], "is over"),
        (["Maud", "auditor", "--name", "Taken"], "Another mandate bears this name"),
        (["Maud", "auditor", "--name", "0ther person"], "A member bears this name"),
        (["Maud", "auditor", "--name", "\u202egnp"], "A pseudonym has"),
    ],
)
def test_a_wrong_word_gets_a_sentence(words, sentence):
    person("Maud")
    person("Other person")
    trust_manager(public_name="Taken")

    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        run("grant_mandate", *words)

    assert Mandate.objects.count() == 1


def test_a_mandate_is_ended_by_its_public_name():
    _account, mandate = trust_manager(public_name="Heron")

    run("revoke_mandate", "Heron")

    assert not Mandate.objects.valid(clock.now()).exists()
    with pytest.raises(CommandError, match="over already"):
        run("revoke_mandate", mandate.public_name)
    with pytest.raises(CommandError, match="No mandate"):
        run("revoke_mandate", "Nobody")


def test_an_empty_site_gets_its_first_administrator(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))

    run("first_administrator", "Maud")

    account = Account.objects.get()
    assert account.check_password(PASSPHRASE)
    assert Mandate.objects.get().role == Role.ADMINISTRATOR


def test_a_weak_passphrase_makes_no_administrator(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))

    with pytest.raises(CommandError, match="too short"):
        run("first_administrator", "Maud")

    assert not Account.objects.exists()


def test_there_is_only_one_first_administrator():
    person("Maud")
    run("first_administrator", "Maud")

    with pytest.raises(CommandError, match="already"):
        run("first_administrator", "Maud")


def test_nobody_takes_the_name_of_an_office():
    trust_manager(public_name="Heron")

    with pytest.raises(BadInput):
        person("Her0n")


def test_a_mandate_about_one_operator_opens_no_members_space_of_another():
    about, account, now = operator(), person(), clock.now()
    theirs, others = (space(operator=op, visibility="members") for op in (about, operator()))
    mandate_grant(account=account, role=Role.AUDITOR, public_name="Heron", operator=about, now=now)

    check_can_read(account, theirs, now=now)
    with pytest.raises(NotFound):
        check_can_read(account, others, now=now)
    assert set(readable_spaces(account, now=now)) == {theirs}


def test_an_auditor_of_all_operators_opens_no_members_space():
    account, now, theirs = person(), clock.now(), space(visibility="members")
    mandate_grant(account=account, role=Role.AUDITOR, public_name="Heron", now=now)

    with pytest.raises(NotFound):
        check_can_read(account, theirs, now=now)
    assert not readable_spaces(account, now=now).exists()
