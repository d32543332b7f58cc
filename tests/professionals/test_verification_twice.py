"""Two verifications of one person, two people of one name, decisions near the end: nothing is lost or given twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.base.errors import BadInput
from apps.notices.models import Notice
from apps.outside import Client as Outside
from apps.outside import instead
from apps.outside.errors import NoAnswer, Why
from apps.people.erasure import Words, account_erase
from apps.people.models import Account
from apps.posts.selectors import professional_for
from apps.professionals.states import VerificationState
from apps.professionals.verification import proofs, watching
from apps.professionals.verification.asking import verification_withdraw
from apps.professionals.verification.deciding import DecisionDraft, decision_contest, verification_revoke
from apps.professionals.verification.figures import verification_figures
from apps.professionals.verification.models import Verification
from apps.professionals.verification.register import register_rows
from apps.professionals.verification.selectors import desk_request, desk_rows, verification_at
from apps.professionals.verification.ways import Ground, Way
from tests.moderation.world import NOW, World, make_world, person
from tests.professionals.asking import ask, decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ENDS = DecisionDraft(False, Ground.OVER, "The register says that somebody else manages it since May.")


@pytest.fixture(scope="module")
def made(kept):
    return kept(make_world)


@pytest.fixture
def world(made, db) -> World:
    return made


@pytest.fixture
def boss(world) -> Account:
    return person("trois_ponts", world.space).account


@pytest.fixture
def renewed(world, boss) -> tuple[Verification, Verification]:
    """Asked for again twenty days before the end: for a while both hold."""
    first = decide(world.alder, ask(boss, world.review.subject), yes=True)
    later = first.until - timedelta(days=20)
    return first, decide(world.alder, ask(boss, world.review.subject, now=later), yes=True, now=later)


def test_once_renewed_the_older_may_end_and_the_voice_stays(world, boss, renewed):
    first, again = renewed
    soon = again.decided_at + timedelta(days=1)

    verification_withdraw(account=boss, verification=first, now=soon)

    assert professional_for(boss, world.review, now=soon) is not None
    verification_revoke(account=world.alder, verification=again, draft=ENDS, now=soon)
    assert professional_for(boss, world.review, now=soon) is None


def test_once_renewed_the_register_has_one_line_and_nobody_is_told_that_it_ends(world, boss, renewed):
    first, again = renewed
    soon = again.decided_at + timedelta(hours=1)

    watching.verifications_watch(now=soon)

    assert [row.pk for row in register_rows(boss, now=soon)] == [again.pk]
    assert not Notice.objects.filter(kind="verification.ends_soon").exists()
    assert first.until > soon


def test_an_end_contested_at_the_last_moment_is_decided_after_it(world, boss):
    granted = decide(world.alder, ask(boss, world.review.subject), yes=True)
    last, since = granted.until - timedelta(days=1), granted.decided_at
    verification_revoke(account=world.alder, verification=granted, draft=ENDS, now=last)
    said = "We are two managers, look again please."
    decision_contest(account=boss, verification=granted, words=said, paper=proofs.Paper(), now=last)

    page = desk_request(verification_at(granted.reference), world.alder, now=last)
    assert [one.contest for one in page.view.decisions] == ["", ""]
    page = desk_request(verification_at(granted.reference), world.rowan, now=last)
    assert page.view.decisions[-1].contest == said

    upheld = decide(world.rowan, granted, yes=False, now=granted.until + timedelta(days=3))
    assert (upheld.state, upheld.decided_at) == (VerificationState.UPHELD, since)


def test_two_names_that_look_alike_are_not_verified_though_both_asked_before(world, boss):
    other = person("homonym").account
    mine, theirs = ask(boss, world.review.subject), ask(other, world.review.subject, real_name="Awa DiaIlo-Petit")
    decide(world.alder, mine, yes=True)

    with pytest.raises(BadInput) as no:
        decide(world.alder, theirs, yes=True)

    assert list(no.value.errors) == ["answer"]
    assert decide(world.alder, theirs, yes=False).state == VerificationState.REFUSED


def test_the_desk_asks_no_more_for_many_than_for_one(world, boss):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk_rows(world.alder, now=NOW)
        return len(queries)

    ask(boss, world.review.subject)
    one = asked()
    for number in range(3):
        name = f"Ana Perez{'abc'[number]}"
        ask(person(f"another{number}").account, world.review.subject, real_name=name)

    assert len(desk_rows(world.alder, now=NOW)) == 4
    assert asked() == one


def test_whoever_is_erased_is_counted_as_gone(world, boss):
    decide(world.alder, ask(boss, world.review.subject), yes=True)
    ask(boss, world.review.subject, house="Another house")
    assert (verification_figures(now=NOW).valid_now, verification_figures(now=NOW).waiting) == (1, 1)

    account_erase(account=Account.objects.get(pk=boss.pk), words=Words.DELETE, now=NOW)

    assert (verification_figures(now=NOW).valid_now, verification_figures(now=NOW).waiting) == (0, 0)


@pytest.mark.parametrize(
    "mailbox", ["a@elsewhere.org@garage.example", "a%elsewhere.org@garage.example", "@garage.example"]
)
def test_a_code_goes_to_no_address_that_leads_elsewhere(world, boss, mailbox):
    with pytest.raises(BadInput) as no:
        ask(boss, world.review.subject, way=Way.MAIL, site="garage.example", mailbox=mailbox)

    assert list(no.value.errors) == ["mailbox"]


def test_the_name_of_a_house_carries_no_link_into_its_mailbox(world, boss):
    with pytest.raises(BadInput) as no:
        ask(boss, world.review.subject, house="Win at https://prize.example")

    assert list(no.value.errors) == ["house"]


WAITING: list[int] = []  # how many transactions waited for the answer


class Open(Outside):
    """It does not answer."""

    def fetch(self, url, **asked):
        WAITING.append(len(connection.savepoint_ids))
        raise NoAnswer(Why.NO_CONNECTION)


def test_no_transaction_waits_for_the_site_of_a_house(client, world, boss):
    asked = ask(boss, world.review.subject, way=Way.PAGE, site="garage.example", page="https://garage.example/legal")
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = len(connection.savepoint_ids)

    with instead(Open()):
        sent = {"act": "look", "reference": asked.reference, "idempotency_key": "once"}
        answer = client.post("/en/me/professional/", sent)

    assert (answer.status_code, WAITING) == (409, [here])
