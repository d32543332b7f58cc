"""Each answer bears the key of whoever gave it, under their mandate; nobody signs for somebody who is gone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accountability import services
from apps.accountability.kept import RepresentativeKey
from apps.accountability.models import Alert, Answer
from apps.accountability.selectors.signatures import signature_page
from apps.accountability.services.answers import answer_document, answer_holds
from apps.accountability.services.keys import sign_as
from apps.ledger import sequencer
from apps.ledger.models import LogEntry
from apps.ledger.site_key import sign, verifies
from apps.people.erasure import Words, account_erase
from apps.signatures import documents
from apps.spaces.models import Representative
from tests.accountability.world import LOOKED, NOON, represent, surge
from tests.factories import operator

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def world():
    op = operator()
    surge(op)
    alert = services.alert_evaluate(alert_id=Alert.objects.get(operator=op).pk, now=LOOKED)
    return op, alert, represent(op), represent(op, "Daniel Okafor")


def answer(account, alert, now=NOON + DAY) -> Answer:
    draft = services.AnswerDraft("Nous avons vérifié.", "We have checked.", (), "rejected")
    return services.answer_publish(account=account, alert=alert, draft=draft, now=now)


def whole(given: Answer) -> dict:
    return {**answer_document(given, list(given.commitments.all())), "proof": given.signature}


def test_two_representatives_sign_with_two_keys_that_anybody_verifies():
    _op, alert, awa, daniel = world()
    first, second, third = answer(awa, alert), answer(daniel, alert), answer(awa, alert, NOON + 2 * DAY)

    methods = [given.signature["verificationMethod"] for given in (first, second, third)]
    assert methods[0] == methods[2] != methods[1]
    for given in (first, second, third):
        assert documents.verify(whole(given))["answer"] == given.reference
        assert answer_holds(given)


def test_neither_the_site_nor_a_colleague_signs_in_their_place():
    _op, alert, awa, daniel = world()
    given = answer(awa, alert)
    answer(daniel, alert)
    document = answer_document(given, [])

    given.signature = sign(document, now=NOON + 2 * DAY)
    assert verifies(document, given.signature)
    assert not answer_holds(given)
    given.signature = sign_as(Representative.objects.get(account=daniel), document, now=NOON + 2 * DAY)
    assert not answer_holds(given)


def test_what_was_signed_before_they_had_keys_bears_the_sites():
    _op, alert, awa, _daniel = world()
    given = answer(awa, alert)
    RepresentativeKey.objects.update(made_at=NOON + 3 * DAY)
    given.signature = sign(answer_document(given, []), now=NOON + DAY)

    assert answer_holds(Answer.objects.get(pk=given.pk)) is False  # a key that was announced later
    assert answer_holds(given)


def test_the_key_is_announced_on_the_log_under_the_mandate_never_the_name(client):
    op, alert, awa, _daniel = world()
    answer(awa, alert)
    sequencer.seal(now=NOON + DAY)
    key = RepresentativeKey.objects.get()

    leaf = bytes(LogEntry.objects.get(kind="representative.key").leaf).decode()
    said = client.get(reverse("accountability:key_body", args=[op.slug, key.representative.reference, 1]))

    assert key.sha256 in leaf
    assert key.public in said.content.decode()
    assert "Awa" not in leaf + said.content.decode()
    assert b"PRIVATE" not in bytes(key.private)


def test_with_the_mandate_the_private_half_is_destroyed_and_what_it_signed_still_holds():
    _op, alert, awa, daniel = world()
    given, other = answer(awa, alert), answer(daniel, alert)
    Representative.objects.filter(account=awa).update(until=NOON + 2 * DAY)

    assert services.keys_destroy(now=NOON + DAY) == 0
    assert services.keys_destroy(now=NOON + 2 * DAY) == 1
    account_erase(account=daniel, words=Words.DELETE, now=NOON + 2 * DAY)

    assert {bytes(key.private) for key in RepresentativeKey.objects.all()} == {b""}
    assert answer_holds(Answer.objects.get(pk=given.pk))
    assert answer_holds(Answer.objects.get(pk=other.pk))


def test_another_secret_of_the_site_makes_another_key_and_the_old_one_still_verifies(settings):
    _op, alert, awa, _daniel = world()
    first = answer(awa, alert)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret of this site", []
    second = answer(awa, alert, NOON + 2 * DAY)

    assert [key.number for key in RepresentativeKey.objects.all()] == [1, 2]
    assert answer_holds(first)
    assert answer_holds(second)


def test_the_page_says_whose_key_which_mandate_and_what_two_years_leave_of_the_name(client, english):
    op, alert, awa, _daniel = world()
    given = answer(awa, alert)
    page = client.get(reverse("accountability:signature", args=[op.slug, alert.reference, given.reference]))
    Representative.objects.filter(account=awa).update(until=NOON + 2 * DAY)

    soon, late = (signature_page(given_again(given), now=NOON + n * DAY).face.name for n in (700, 740))

    assert "The signature holds" in page.content.decode()
    assert "Awa Ndour" in page.content.decode()
    assert "did:key:z6Mk" in page.content.decode()
    assert (soon, late) == ("Awa Ndour", "Former representative: Head of moderation")


def test_a_changed_answer_or_one_outside_the_mandate_is_said_so(client, english):
    op, alert, awa, _daniel = world()
    given = answer(awa, alert)
    path = reverse("accountability:signature", args=[op.slug, alert.reference, given.reference])
    Representative.objects.filter(account=awa).update(until=NOON)
    outside = client.get(path).content.decode()
    Answer.objects.update(text_en="We have done nothing.")

    assert "but the mandate did not" in outside
    assert "does not hold" in client.get(path).content.decode()


def given_again(given: Answer) -> Answer:
    return Answer.objects.select_related("alert__operator", "representative__operator").get(pk=given.pk)


def test_a_representative_ends_the_mandate_in_the_console_and_signs_no_more(client, english, settle):
    op, alert, awa, daniel = world()
    given = answer(awa, alert)
    leave = reverse("accountability:leave", args=[op.slug])
    client.force_login(awa)
    asked = client.get(leave).content.decode()

    assert client.post(leave).status_code == 302
    settle()

    assert "then your role takes its place" in asked
    assert client.get(reverse("accountability:console", args=[op.slug])).status_code == 403
    assert RepresentativeKey.objects.get().private == b""
    assert answer_holds(given_again(given))
    op.refresh_from_db()
    assert op.claimed
    client.force_login(daniel)
    client.post(leave)
    op.refresh_from_db()
    assert not op.claimed
