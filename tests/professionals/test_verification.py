"""Professionals speak with face uncovered, and a person checked, by a published procedure, that they speak for it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger.models import Event, Opening
from apps.moderation.services.ties import TieDraft, tie_declare
from apps.notices.models import Notice
from apps.outside import Client as Outside
from apps.outside.client import instead
from apps.people.models import Consultation
from apps.posts.selectors import professional_for
from apps.professionals.states import VerificationState
from apps.professionals.verification import proofs, watching
from apps.professionals.verification.asking import verification_withdraw
from apps.professionals.verification.codes import code_of
from apps.professionals.verification.deciding import DecisionDraft, decision_contest, verification_revoke
from apps.professionals.verification.figures import verification_figures
from apps.professionals.verification.models import Verification, VerificationDecision, VerificationProof
from apps.professionals.verification.proving import code_give, page_look
from apps.professionals.verification.reading import proof_read
from apps.professionals.verification.ways import VALID, Ground, Way
from apps.spaces.models import Mandate, Operator, Professional
from tests.moderation.world import NOW, World, make_world, manager, person
from tests.outside.conftest import peer, say  # noqa: F401 - a fixture
from tests.professionals.asking import PAPER, REASONS, ask, decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SOON = NOW + timedelta(hours=2)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def boss(world):
    return person("trois_ponts", world.space).account


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_document_is_read_by_a_person_and_the_register_says_who_how_and_until_when(world, boss, settle):
    asked = ask(boss, world.review.subject)
    paper, _kind = proof_read(account=world.alder, verification=asked, now=NOW)
    granted = decide(world.alder, asked, yes=True)
    settle()

    assert paper == PAPER
    assert granted.until == NOW + VALID
    speaks = professional_for(boss, world.review, now=SOON)
    assert speaks is not None
    assert (speaks.real_name, speaks.house, speaks.city) == ("Awa Diallo-Petit", "Brightwell Boilers Ltd", "Leeds")
    page = Client().get("/en/professionals/").content.decode()
    assert "Awa Diallo-Petit" in page
    assert "by a document that a person read" in page
    assert "1 verified" in page
    twin = Client().get("/api/professionals/").json()
    assert [row["name"] for row in twin["results"]] == ["Awa Diallo-Petit"]
    assert twin["figures"]["verified"] == 1
    assert Consultation.objects.filter(account=boss, purpose="proof").exists()
    assert Notice.objects.get(kind="verification.grant").to.account == boss


def test_each_step_is_in_the_public_log_as_a_commitment_that_names_nobody(world, boss, settle):
    decide(world.alder, ask(boss, world.review.subject), yes=True)
    settle()

    kinds = list(Event.objects.filter(kind__startswith="verification.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["verification.asked", "verification.proved", "verification.granted"]
    openings = Opening.objects.filter(owner=boss.reference)
    assert openings.count() == 3
    assert not [o for o in openings if "Diallo" in str(o.payload)]


def test_what_is_over_allows_nothing_new_and_what_was_said_stays(world, boss):
    granted = decide(world.alder, ask(boss, world.review.subject), yes=True)
    end = granted.until

    assert professional_for(boss, world.review, now=end - timedelta(seconds=1)) is not None
    assert professional_for(boss, world.review, now=end) is None
    assert Professional.objects.get(account=boss).real_name == "Awa Diallo-Petit"
    assert watching.verifications_watch(now=end - timedelta(days=31)) == 0
    assert [watching.verifications_watch(now=end - timedelta(days=29)) for _twice in range(2)] == [1, 0]
    assert Notice.objects.filter(kind="verification.ends_soon").count() == 1


def test_renewed_it_is_the_same_voice(world, boss):
    first = decide(world.alder, ask(boss, world.review.subject), yes=True)
    voice = Professional.objects.get(account=boss)
    later = first.until - timedelta(days=20)

    again = decide(world.alder, ask(boss, world.review.subject, now=later), yes=True, now=later)

    assert Professional.objects.get(account=boss).pk == voice.pk
    assert professional_for(boss, world.review, now=first.until + timedelta(days=100)) == voice
    assert again.until == later + VALID


def test_a_refusal_has_reasons_and_somebody_else_decides_what_is_contested(world, boss):
    refused = decide(world.alder, ask(boss, world.review.subject), yes=False)
    page = window(boss).get("/en/me/professional/").content.decode()
    assert REASONS in page
    assert professional_for(boss, world.review, now=SOON) is None

    decision_contest(
        account=boss, verification=refused, words="It is our earlier name, see page two.", paper=PAPER, now=SOON
    )
    with pytest.raises(NotYours):
        decide(world.alder, refused, yes=False, now=SOON)
    granted = decide(world.rowan, refused, yes=True, now=SOON)

    assert granted.state == VerificationState.GRANTED
    assert professional_for(boss, world.review, now=SOON) is not None
    figures = verification_figures(now=SOON)
    assert (figures.asked, figures.verified, figures.refused) == (1, 1, 1)
    assert (figures.contested, figures.overturned) == (1, 1)


def test_the_database_refuses_whoever_decided_first(world, boss):
    refused = decide(world.alder, ask(boss, world.review.subject), yes=False)
    first = VerificationDecision.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationDecision.objects.create(
            verification=refused, matter=first.matter, answer="grant", decided_by=world.alder, at=SOON
        )


def test_a_refusal_without_reasons_is_none(world, boss):
    asked = ask(boss, world.review.subject)
    address = f"/en/desk/professionals/{asked.reference}/"

    page = window(world.alder).post(address, {"answer": "no", "ground": "", "reasons": "No."})

    assert page.status_code == 422
    assert "Choose why." in page.content.decode()
    assert Verification.objects.get().state == VerificationState.PROVED


def test_whoever_has_a_link_leaves_it_to_another(world, boss):
    operator = Operator.objects.create(slug="calisopex", name="Calisopex", created_at=NOW)
    world.review.subject.operator = operator
    world.review.subject.save()
    asked = ask(boss, world.review.subject)
    mandate = Mandate.objects.get(account=world.alder)
    tie_declare(account=world.alder, draft=TieDraft(mandate, operator=operator), now=NOW)
    elsewhere = manager("tm_elsewhere", None)

    with pytest.raises(NotYours):
        decide(world.alder, asked, yes=True)
    assert "declared link" in window(world.alder).get(f"/en/desk/professionals/{asked.reference}/").content.decode()
    assert decide(elsewhere, asked, yes=True).state == VerificationState.GRANTED


def test_nobody_decides_about_themselves(world):
    asked = ask(world.alder, world.review.subject)

    with pytest.raises(NotYours):
        decide(world.alder, asked, yes=True)
    assert asked.real_name not in window(world.alder).get("/en/desk/professionals/").content.decode()


def test_a_code_by_e_mail_goes_to_the_house_and_is_shown_to_nobody(world, boss, settle, mailoutbox):
    asked = ask(
        boss,
        world.review.subject,
        way=Way.MAIL,
        site="https://www.brightwell.example/",
        mailbox="desk@brightwell.example",
    )
    settle()
    code = code_of(asked)

    assert [mail.to for mail in mailoutbox] == [["desk@brightwell.example"]]
    assert code in mailoutbox[0].body
    assert code not in window(boss).get("/en/me/professional/").content.decode()
    with pytest.raises(BadInput):
        code_give(account=boss, verification=asked, typed="AAAA-BBBB-CCCC", now=SOON)
    code_give(account=boss, verification=asked, typed=code.lower().replace("-", " "), now=SOON)
    granted = decide(world.alder, asked, yes=True, now=SOON)
    assert bytes(granted.mailbox) == b""
    assert "by a code sent to an address at brightwell.example" in Client().get("/en/professionals/").content.decode()


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("mailbox", {"way": Way.MAIL, "site": "brightwell.example", "mailbox": "boss@gmail.example"}),
        ("mailbox", {"way": Way.MAIL, "site": "brightwell.example", "mailbox": "boss@notbrightwell.example"}),
        (
            "page",
            {"way": Way.PAGE, "site": "brightwell.example", "page": "https://elsewhere.example/brightwell.example"},
        ),
        ("page", {"way": Way.PAGE, "site": "brightwell.example", "page": "http://brightwell.example/"}),
        ("site", {"way": Way.PAGE, "site": "127.0.0.1", "page": "https://127.0.0.1/"}),
        ("file", {"paper": proofs.Paper()}),
        ("real_name", {"real_name": "Moderator"}),
        ("real_name", {"real_name": "Аwa Diallo"}),
        ("house", {"house": "Саlisореx"}),
        ("house", {"house": "CALIS0PEX"}),
        ("city", {"city": ""}),
        ("job_fr", {"job_fr": "", "job_en": ""}),
        ("subjects", {"subjects": []}),
        ("way", {"way": "telephone"}),
    ],
)
def test_what_proves_nothing_is_refused_with_a_sentence(world, boss, field, more):
    Operator.objects.create(slug="calisopex", name="Calisopex", created_at=NOW)

    with pytest.raises(BadInput) as no:
        ask(boss, world.review.subject, **more)

    assert list(no.value.errors) == [field]


def test_namesakes_are_told_apart_by_house_and_city_and_a_disguised_name_is_no_namesake(world, boss):
    decide(world.alder, ask(boss, world.review.subject), yes=True)
    other = person("homonym").account

    with pytest.raises(BadInput) as no:
        ask(other, world.review.subject, city="LEEDS")
    assert "already" in str(no.value.errors["real_name"])
    with pytest.raises(BadInput) as no:
        ask(other, world.review.subject, real_name="Awa DiaIlo-Petit", city="York")
    assert "in other letters" in str(no.value.errors["real_name"])
    asked = ask(other, world.review.subject, city="York")
    page = window(world.rowan).get(f"/en/desk/professionals/{asked.reference}/").content.decode()
    assert "Awa Diallo-Petit, Brightwell Boilers Ltd, Leeds" in page


def test_where_the_operator_has_published_its_site_the_code_comes_from_there(world, boss):
    operator = Operator.objects.create(
        slug="b", name="Brightwell", website="https://brightwell.example", created_at=NOW
    )
    world.review.subject.operator = operator
    world.review.subject.save()

    with pytest.raises(BadInput) as no:
        ask(boss, world.review.subject, way=Way.PAGE, site="other.example", page="https://other.example/")

    assert "brightwell.example" in str(no.value.errors["site"])


def test_a_code_on_a_page_is_looked_for_through_the_one_door(world, boss, peer):  # noqa: F811
    there = Outside(also=frozenset({f"peer.test:{peer.port}"}), resolve=lambda *_: ["127.0.0.1"])
    asked = ask(boss, world.review.subject, way=Way.PAGE, site="peer.test", page="https://peer.test/")
    Verification.objects.update(page=peer.url("/legal"))
    asked.refresh_from_db()

    with instead(there):
        with pytest.raises(NotNow):
            page_look(account=boss, verification=asked, now=SOON)
        peer.answer = lambda handler: say(handler, 200, f"<p>{code_of(asked)}</p>".encode())
        seen = page_look(account=boss, verification=asked, now=SOON)

    assert seen.state == VerificationState.PROVED


def test_an_end_before_its_time_has_reasons_and_may_be_contested(world, boss):
    granted = decide(world.alder, ask(boss, world.review.subject), yes=True)
    end = DecisionDraft(False, Ground.OVER, "The register says that somebody else manages it since May.")

    verification_revoke(account=world.alder, verification=granted, draft=end, now=SOON)
    granted.refresh_from_db()
    assert professional_for(boss, world.review, now=SOON) is None
    decision_contest(
        account=boss,
        verification=granted,
        words="We are two managers, look again please.",
        paper=proofs.Paper(),
        now=SOON,
    )
    with pytest.raises(NotYours):
        decide(world.alder, granted, yes=False, now=SOON)
    restored = decide(world.rowan, granted, yes=True, now=SOON)

    assert restored.until == NOW + VALID
    assert professional_for(boss, world.review, now=SOON) is not None


def test_one_takes_back_a_request_or_ones_voice_and_the_document_goes(world, boss):
    asked = ask(boss, world.review.subject)
    with pytest.raises(NotNow):
        ask(boss, world.review.subject)
    verification_withdraw(account=boss, verification=asked, now=SOON)
    assert not VerificationProof.objects.exists()

    granted = decide(world.alder, ask(boss, world.review.subject, now=SOON), yes=True, now=SOON)
    verification_withdraw(account=boss, verification=granted, now=SOON)
    assert professional_for(boss, world.review, now=SOON) is None


def test_time_closes_destroys_and_forgets(world, boss):
    asked = ask(boss, world.review.subject, way=Way.PAGE, site="peer.test", page="https://peer.test/")
    assert watching.verifications_watch(now=NOW + timedelta(days=31)) == 1
    asked.refresh_from_db()
    assert asked.state == VerificationState.LAPSED
    refused = decide(world.alder, ask(boss, world.review.subject), yes=False)

    assert proofs.proofs_forget(NOW + timedelta(days=29)) == 0
    assert proofs.proofs_forget(NOW + timedelta(days=31)) == 1
    assert watching.names_forget(NOW + timedelta(days=182)) == 0
    assert watching.names_forget(NOW + timedelta(days=400)) == 2
    refused.refresh_from_db()
    assert (refused.real_name, refused.house, refused.account) == ("", "", None)
    assert verification_figures(now=NOW + timedelta(days=400)).refused == 1


def test_what_nobody_decides_about_is_late_in_public_and_destroyed_after_ninety_days(world, boss):
    asked = ask(boss, world.review.subject)
    late, end = NOW + timedelta(days=16), NOW + timedelta(days=90)
    assert verification_figures(now=NOW).late == 0
    assert "1 waits for longer than the 15 days" in " ".join(verification_figures(now=late).sentences)

    assert watching.verifications_watch(now=end - timedelta(hours=1)) == 0
    assert watching.verifications_watch(now=end) == 1

    asked.refresh_from_db()
    assert (asked.state, asked.ended_at, VerificationProof.objects.count()) == (VerificationState.UNANSWERED, end, 0)
    assert Notice.objects.filter(kind="verification.unanswered", to__account=boss).count() == 1
    figures = verification_figures(now=end)
    assert (figures.late, figures.unanswered, figures.waiting, figures.given_up) == (0, 1, 0, 0)
    page = window(boss).get("/en/me/professional/").content.decode()
    assert "Nobody answered in ninety days." in page
    assert 'value="Awa Diallo-Petit"' in page  # what they gave is filled in
    assert ask(boss, world.review.subject, now=end).state == VerificationState.PROVED


def test_a_contest_that_nobody_answers_stays_and_its_document_goes(world, boss):
    refused = decide(world.alder, ask(boss, world.review.subject), yes=False)
    decision_contest(
        account=boss, verification=refused, words="The extract names my house twice.", paper=PAPER, now=NOW
    )

    assert watching.verifications_watch(now=NOW + timedelta(days=89)) == 0
    assert [watching.verifications_watch(now=NOW + timedelta(days=90)) for _again in range(2)] == [1, 0]

    refused.refresh_from_db()
    assert (refused.state, VerificationProof.objects.count()) == (VerificationState.CONTESTED, 0)
    assert Notice.objects.filter(kind="verification.destroyed", to__account=boss).count() == 1
    assert decide(world.rowan, refused, yes=True, now=NOW + timedelta(days=91)).state == VerificationState.GRANTED


def test_a_professional_of_a_closed_space_is_listed_for_its_members_alone():
    world = make_world(members_only=True)
    boss = person("inside", world.space).account
    decide(world.alder, ask(boss, world.review.subject), yes=True)

    assert "Diallo" not in Client().get("/en/professionals/").content.decode()
    assert "Diallo" in window(boss).get("/en/professionals/").content.decode()


def test_the_procedure_is_a_published_text_and_a_request_names_its_version(world, boss):
    call_command("install_platform", verbosity=0)

    page = Client().get("/en/professionals/").content.decode()
    asked = ask(boss, world.review.subject, now=NOW + timedelta(days=365))

    assert "Three ways to show it" in page
    assert asked.procedure.endswith(":1")


def test_it_is_asked_for_on_a_page_that_works_without_script(world, boss):
    page = window(boss).post(
        "/en/me/professional/",
        {"act": "ask", "real_name": "Awa Diallo-Petit", "house": "Brightwell Ltd", "city": "Leeds", "job_en": "Manager",
         "subjects": "brightwell boilers", "way": "page", "site": "brightwell.example",
         "page": "https://brightwell.example/legal"},
        follow=True,
    )  # fmt: skip

    asked = Verification.objects.get()
    assert asked.subjects.get().subject == world.review.subject
    assert code_of(asked) in page.content.decode()
