"""What somebody shows with their voice: for people with a mandate alone, in no log, gone when they say so."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accountability import services
from apps.accountability.kept import Proof
from apps.accountability.models import Alert, Voice
from apps.accountability.services import ProofDraft
from apps.accountability.services.proofs import KEPT_AFTER, commitment_of, proofs_forget
from apps.base.errors import BadInput, NotYours
from apps.ledger import sequencer
from apps.ledger.models import LogEntry, Opening
from apps.people.erasure import Words, account_erase
from apps.spaces.models import Role
from apps.spaces.services import mandate_grant
from tests.accountability.world import NOON, press, represent
from tests.factories import operator, person, space

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"picture " * 40
SECRET_WORDS = "He wrote: take it down or I call your boss. https://mail.example/7"


def shown(words=SECRET_WORDS, file=PNG, name="screen shot.exe") -> ProofDraft:
    return ProofDraft(words, file, name if file else "")


def auditor(**more):
    account = person()
    mandate_grant(account=account, role=Role.AUDITOR, public_name=f"eye {account.pk}", now=NOON, **more)
    return account


def send(client, op, *, file=None, **more):
    files = {"proof_file": SimpleUploadedFile("x.png", file)} if file is not None else {}
    return client.post(f"/en/o/{op.slug}/red/", {"tile": "fake", **more, **files})


@pytest.fixture
def op():
    return operator()


def test_without_account_or_script_one_form_sends_words_tile_and_file(op, client, english):
    page = client.get(f"/en/o/{op.slug}/red/").content.decode()
    answer = send(client, op, words="Bought.", proof=SECRET_WORDS, file=PNG)

    assert 'enctype="multipart/form-data"' in page
    assert "/log/receipt/" in answer["Location"]
    assert Proof.objects.get().file_type == "image/png"
    assert "kept closed" in client.get(answer["Location"]).content.decode()


def test_the_log_has_a_commitment_and_the_database_nothing_to_read(op, client):
    for number in range(3):
        press(op, network=f"net-{number}")
    voice = press(op, network="mine", proof=shown()).voice
    sequencer.seal(now=NOON)
    proof, opening = voice.proof, Opening.objects.get(owner=voice.reference)

    leaves = b"".join(bytes(leaf) for leaf in LogEntry.objects.values_list("leaf", flat=True))
    assert json.loads(bytes(opening.payload))["proof"] == proof.commitment
    assert proof.commitment == commitment_of(bytes(proof.key), SECRET_WORDS, PNG)
    for place in (leaves, bytes(opening.payload), bytes(proof.words), bytes(proof.file)):
        assert b"boss" not in place
        assert b"picture" not in place


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"x" * (5 * 1024 * 1024 + 200_000), "5.2 MB; at most 5.0"),
        (b"x" * (14 * 1024 * 1024), "14.0 MB"),  # more than we even hold
        (b"", "empty"),
        (b"MZ\x90\x00\xff\xfe", "none of them"),
        (b"GIF89a\0", "none of them"),
    ],
)
def test_a_file_we_cannot_take_is_said_with_what_to_do_and_loses_nothing(op, client, english, file, says):
    answer = send(client, op, words="Kept words", proof="Kept proof", file=file)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert says in page
    assert "Kept words" in page
    assert "Kept proof" in page
    assert not Voice.objects.exists()


def test_a_form_that_comes_back_says_that_the_file_must_be_chosen_again(op, client, english):
    answer = client.post(f"/en/o/{op.slug}/red/", {"proof_file": SimpleUploadedFile("x.png", PNG)})

    assert "Choose the file again" in answer.content.decode()


def test_a_program_sends_it_too(op, client):
    path = f"/api/o/{op.slug}/red/"
    plain = client.post(path, {"tile": "data", "proof": SECRET_WORDS}, content_type="application/json")
    whole = client.post(path, {"tile": "fake", "proof_file": SimpleUploadedFile("a.txt", "été".encode())})
    bad = client.post(path, {"tile": "other", "proof_file": SimpleUploadedFile("a.txt", b"\xff\xfe\0")})

    assert (plain.status_code, whole.status_code, bad.status_code) == (201, 201, 422)
    assert "proof_file" in bad.content.decode()
    assert sorted(Proof.objects.values_list("file_type", flat=True)) == ["", "text/plain"]


def test_only_people_with_a_mandate_and_no_link_open_it_and_the_giver_sees_that(op, client, english):
    voice = press(op, proof=shown()).voice
    page = reverse("accountability:proof", args=[op.slug, voice.alert.reference, voice.proof.reference])
    mine = reverse("accountability:voice", args=[op.slug, voice.token])
    linked = represent(op)
    mandate_grant(account=linked, role=Role.AUDITOR, public_name="linked eye", now=NOON)
    beside = person()
    mandate_grant(account=beside, role=Role.TRUST_MANAGER, public_name="own", space=space(operator=op), now=NOON)
    before = client.get(mine).content.decode()
    for nobody in (None, person(), linked, beside):
        client.logout()
        if nobody is not None:
            client.force_login(nobody)
        assert client.get(page).status_code in {302, 403}
        assert client.get(f"{page}file/").status_code in {302, 403}

    client.force_login(auditor())
    file, after_the_file_alone = client.get(f"{page}file/"), client.get(mine).content.decode()
    opened = client.get(page)
    alert = client.get(reverse("accountability:alert", args=[op.slug, voice.alert.reference])).content.decode()

    assert "call your boss" in opened.content.decode()
    assert 'href="https://mail.example' not in opened.content.decode()
    assert file.content == PNG
    assert file["Content-Disposition"] == 'attachment; filename="screen-shot.png"'
    assert (file["X-Content-Type-Options"], file["Cache-Control"]) == ("nosniff", "no-store")
    assert page in alert
    assert "Nobody has opened it yet" in before
    assert "Opened 1 time by people with a mandate" in after_the_file_alone
    assert "Opened 2 times by people with a mandate" in client.get(mine).content.decode()


def test_where_an_operator_has_auditors_of_its_own_trust_managers_of_others_do_not_open_it(op):
    giver = person()
    proof = press(op, account=giver, proof=shown()).voice.proof
    manager = person()
    mandate_grant(account=manager, role=Role.TRUST_MANAGER, public_name="far", space=space(), now=NOON)
    services.proof_read(account=manager, proof=proof, now=NOON)
    assert list(giver.consultations.values_list("by", "purpose")) == [("far", "proof")]
    auditor(operator=op)

    with pytest.raises(NotYours):
        services.proof_read(account=manager, proof=proof, now=NOON)


def test_its_giver_adds_replaces_takes_a_copy_and_erases_with_the_receipt(op, client, english):
    voice = press(op, words="mine").voice
    page = reverse("accountability:voice", args=[op.slug, voice.token])
    for file in (b"first", PNG):
        assert client.post(page, {"do": "proof", "proof_file": SimpleUploadedFile("a.png", file)}).status_code == 302
    copy = client.get(reverse("accountability:own_proof", args=[op.slug, voice.token]))
    nothing, unknown = (client.post(page, {"do": what}) for what in ("proof", "else"))
    assert (copy.content, nothing.status_code, unknown.status_code, Proof.objects.count()) == (PNG, 422, 422, 1)

    assert client.post(page, {"do": "forget"}).status_code == 302

    assert not Proof.objects.exists()
    assert Voice.objects.live().filter(pk=voice.pk).exists()


def test_pressed_again_with_a_proof_it_is_kept_and_filed(op):
    somebody = person()
    press(op, account=somebody)
    again = press(op, account=somebody, proof=shown())

    assert again.again
    assert again.voice.proof.commitment in "".join(bytes(o.payload).decode() for o in Opening.objects.all())


def test_taking_the_voice_back_erases_it(op):
    voice = press(op, proof=shown()).voice

    services.voice_withdraw(voice=voice, now=NOON)

    assert not Proof.objects.exists()


def test_leaving_erases_it_and_half_a_year_after_its_alert_it_goes_by_itself(op):
    leaver = person()
    press(op, account=leaver, proof=shown())
    press(op, network="other", proof=shown())
    account_erase(account=leaver, words=Words.DELETE, now=NOON)
    assert Proof.objects.count() == 1

    Alert.objects.update(closed_at=NOON)
    assert proofs_forget(NOON + KEPT_AFTER) == 0
    assert proofs_forget(NOON + KEPT_AFTER * 2) == 1


def test_a_proof_too_long_is_refused_by_the_service_too(op):
    with pytest.raises(BadInput) as refusal:
        press(op, proof=shown("x" * 4001))

    assert "proof" in refusal.value.errors
