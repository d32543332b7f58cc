"""Texts: announced, signed, logged, never changed; what changed is shown sentence by sentence."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.base.errors import BadInput, NotFound, NotNow
from apps.documents import selectors
from apps.documents.changes import difference
from apps.documents.models import ChangeClass, Version
from apps.documents.services import VersionDraft, document_create, version_document, version_publish
from apps.ledger import sequencer
from apps.ledger.models import LogEntry
from apps.ledger.site_key import verifies

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = "# Removal\n\nA person reads a reported review first. The author is told. They have 30 days to contest."
SECOND = (
    "# Removal\n\nA person or a filter reads a reported review first. The author is told. They have 14 days to contest."
)


@pytest.fixture
def rules():
    return document_create(owner="op-ref", kind="rules", slug="rules", title_fr="Règles", title_en="Rules")


def publish(document, text=FIRST, now=NOW, **more) -> Version:
    draft = VersionDraft(**{"body_fr": "", "body_en": text, "effective_at": now + 20 * DAY, **more})
    return version_publish(document=document, draft=draft, actor="me", signed_by="rep-ref", now=now)


def test_versions_are_numbered_signed_and_logged(rules):
    first, second = publish(rules), publish(rules, SECOND)
    sequencer.seal(now=NOW)

    assert (first.number, second.number) == (1, 2)
    assert verifies(version_document(second), second.signature)
    leaves = [bytes(e.leaf).decode() for e in LogEntry.objects.filter(kind="version.published")]
    assert first.sha256 in leaves[0]
    assert second.sha256 in leaves[1]


def test_one_letter_changed_no_longer_verifies(rules):
    version = publish(rules)
    version.body_en = version.body_en.replace("30", "31")

    assert not verifies(version_document(version), version.signature)


@pytest.mark.parametrize("change", [{"body_en": "x"}, {"effective_at": NOW}, {"sha256": "x"}, {"number": 9}])
def test_the_database_refuses_to_change_a_published_version(rules, change):
    publish(rules)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Version.objects.update(**change)


def test_the_database_refuses_to_remove_a_published_version(rules):
    publish(rules)

    with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
        Version.objects.all().delete()


def test_a_text_binds_from_its_day_on_and_not_before(rules):
    publish(rules, effective_at=NOW)
    publish(rules, SECOND, now=NOW + DAY)

    assert selectors.in_force(rules, now=NOW + 2 * DAY).number == 1
    assert selectors.in_force(rules, now=NOW + 30 * DAY).number == 2


def test_a_text_cannot_bind_before_it_is_announced(rules):
    with pytest.raises(BadInput) as refusal:
        publish(rules, effective_at=NOW - 2 * DAY)

    assert "effective_on" in refusal.value.errors


def test_today_means_now(rules):
    version = publish(rules, effective_at=NOW.replace(hour=0))

    assert version.effective_at == version.announced_at == NOW


def test_the_same_words_are_no_new_version(rules, english):
    publish(rules)

    with pytest.raises(NotNow, match="word for word"):
        publish(rules)


def test_an_empty_text_is_refused(rules):
    with pytest.raises(BadInput):
        publish(rules, " \n")


def test_two_texts_of_one_owner_have_two_names(rules):
    with pytest.raises(BadInput):
        document_create(owner="op-ref", kind="rules", slug="rules", title_fr="Autres", title_en="Others")


def test_what_changed_is_shown_by_sentence_with_its_words():
    found = difference(FIRST, SECOND, language="en")

    assert (found.changed, found.added, found.removed) == (2, 0, 0)
    was = [line for passage in found.passages for line in passage if line.kind == "was"]
    assert [piece.text for piece in was[1].pieces if piece.kind == "removed"] == ["30 "]


def test_a_changed_sentence_is_substantive_and_a_changed_space_is_not(rules):
    publish(rules)

    spaced = publish(rules, FIRST.replace(". The", ".  The"))
    worded = publish(rules, SECOND)

    assert spaced.change_class == ChangeClass.TECHNICAL
    assert worded.change_class == ChangeClass.SUBSTANTIVE


def test_rows_of_many_owners_cost_two_queries(django_assert_num_queries):
    for number in range(5):
        text = document_create(owner=f"o{number}", kind="rules", slug="r", title_fr="R", title_en="R")
        publish(text)

    with django_assert_num_queries(2):
        rows = selectors.document_rows([f"o{n}" for n in range(5)], now=NOW)

    assert len(rows) == 5


def test_promises_are_the_lines_in_force(rules):
    promises = document_create(owner="op-ref", kind="promises", slug="p", title_fr="P", title_en="P")
    publish(promises, "We promise:\n- To answer.\n- To explain.", effective_at=NOW)

    assert selectors.promises_of("op-ref", now=NOW) == ["To answer.", "To explain."]


def test_a_version_that_does_not_exist_is_a_sentence(rules):
    with pytest.raises(NotFound):
        selectors.version_of(rules, 4)


def test_markup_in_a_text_is_harmless():
    from apps.documents.markdown import to_html

    html = to_html("# A\n\n<script>x</script> ![i](https://e.org/i.png) [l](javascript:x) [ok](https://e.org)")

    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html.replace("[l](javascript:x)", "")
    assert "<h2>A</h2>" in html
    assert 'rel="nofollow' in html


def test_digest_is_of_the_exact_bytes_that_are_served(client):
    from tests.factories import operator

    op = operator()
    text = document_create(owner=op.reference, kind="rules", slug="rules", title_fr="R", title_en="R")
    version = publish(text)

    body = client.get(reverse("accountability:version_body", args=[op.slug, "rules", 1])).content

    assert hashlib.sha256(body).hexdigest() == version.sha256
