"""Texts of operators who are not with us: attributed, in the order of their dates, never changed."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from apps.documents.imports import language_of
from apps.documents.models import ChangeClass, Document, Version
from apps.documents.services import VersionDraft, document_create, version_document, version_publish
from apps.gate.imports.runs import report_path
from apps.gate.models import FileTaken
from apps.ledger.models import Pending
from apps.signatures.canonical import digest
from apps.spaces.models import Operator
from tests.scoring.world import START

pytestmark = pytest.mark.django_db

FIRST = "These are the terms of the service. You may use it for as long as you like."
SECOND = "These are the terms of the service. You may use it for thirty days, and then you must pay a fee."
FRENCH = "Voici les conditions du service. Vous pouvez vous en servir avec vos amis, dans le respect de la loi."
GERMAN = "Das sind die Bedingungen. Der Dienst ist für alle, die ein Konto haben, und nicht für Firmen."


def version(
    content: str, fetched_at: str, service: str = "Fairway", terms_type: str = "Terms of Service", **more
) -> dict:
    return {"service": service, "terms_type": terms_type, "fetched_at": fetched_at, "content": content, **more}


@pytest.fixture
def taken_in(tmp_path):
    def take(*rows: dict, name: str = "terms.jsonl") -> FileTaken:
        path: Path = tmp_path / name
        path.write_text("\n".join(json.dumps(row) for row in rows))
        call_command("import_terms", str(path), verbosity=0)
        return FileTaken.objects.latest("pk")

    return take


def test_versions_are_numbered_by_their_dates_whatever_their_order_in_the_file(taken_in):
    taken_in(version(SECOND, "2021-05-01T10:00:00+00:00"), version(FIRST, "2020-01-01T10:00:00+00:00"))

    numbered = Version.objects.order_by("number").values_list("number", "body_en", "change_class")
    assert list(numbered) == [(1, FIRST, ChangeClass.FIRST), (2, SECOND, ChangeClass.SUBSTANTIVE)]


def test_what_is_imported_is_attributed_unsigned_and_not_affiliated(taken_in):
    taken_in(version(FIRST, "2020-01-01T10:00:00+00:00"))

    document, one = Document.objects.get(), Version.objects.get()
    assert document.attribution == "Open Terms Archive contributors"
    assert "ODC-BY" in document.source
    assert (one.imported, one.signature, one.signed_by) == (True, None, "")
    assert one.announced_at == one.effective_at
    assert one.sha256 == digest(version_document(one))
    with translation.override("en"):
        operator = Operator.objects.get()
        assert (operator.affiliated, "Not affiliated" in operator.summary) == (False, True)


def test_each_text_stands_in_its_language(taken_in):
    taken_in(
        version(FIRST, "2020-01-01T10:00:00+00:00"),
        version(FRENCH, "2020-01-01T10:00:00+00:00", service="Bonjour"),
        version(GERMAN, "2020-01-01T10:00:00+00:00", service="Guten Tag"),
    )

    bodies = dict(Document.objects.values_list("versions__body_fr", "title_en"))
    assert bodies[FRENCH] == "Terms of service"
    assert Document.objects.get(versions__body_en=GERMAN).title_en == "Terms of service · in German"


@pytest.mark.parametrize(("text", "language"), [(FIRST, "en"), (FRENCH, "fr"), (GERMAN, "de"), ("", "en")])
def test_a_language_is_known_by_its_small_words(text, language):
    assert language_of(text) == language


def test_the_same_texts_in_two_files_are_taken_once(taken_in):
    taken_in(version(FIRST, "2020-01-01T10:00:00+00:00"))
    again = taken_in(
        version(FIRST, "2020-01-01T10:00:00+00:00"), version(SECOND, "2021-05-01T10:00:00+00:00"), name="more.jsonl"
    )

    assert Version.objects.count() == 2
    assert (again.rows_taken, again.rows_refused) == (1, 1)


def test_nothing_is_put_between_two_versions(taken_in):
    taken_in(version(FIRST, "2020-01-01T10:00:00+00:00"), version(SECOND, "2021-05-01T10:00:00+00:00"))

    late = taken_in(version("An older text of the service.", "2020-06-01T10:00:00+00:00"), name="late.jsonl")

    assert late.rows_refused == 1
    assert "older than the last version" in report_path(late).read_text()


def test_a_line_that_is_no_version_is_reported(taken_in):
    taken = taken_in(
        version(FIRST, "2020-01-01T10:00:00+00:00"),
        version(FIRST, "some day"),
        version("nul \x00", "2020-01-01T10:00:00+00:00"),
        {"service": "Fairway"},
        version("lone \ud800", "2020-01-01T10:00:00+00:00"),
    )

    reasons = dict(line.split("\t") for line in report_path(taken).read_text().splitlines())
    assert taken.rows_taken == 1
    assert reasons["2"] == "at: “some day” is not a date"
    assert reasons["3"] == "text: holds a NUL"
    assert reasons["4"] == "text: no column “content”"
    assert reasons["5"].startswith("text: holds bytes that are no text")


def test_an_operator_of_ours_never_gets_the_texts_of_another(taken_in):
    Operator.objects.create(slug="fairway", name="Fairway", created_at=START)

    taken_in(version(FIRST, "2020-01-01T10:00:00+00:00"))

    assert Operator.objects.get(affiliated=False).slug == "fairway-archive"


def test_what_an_operator_signed_is_compared_with_what_the_archive_saw(taken_in, client, english):
    ours = Operator.objects.create(slug="fairway", name="Fairway", created_at=START)
    titles = {"title_fr": "Conditions", "title_en": "Terms"}
    signed = document_create(owner=ours.reference, kind="Terms of Service", slug="terms", **titles)
    version_publish(document=signed, draft=VersionDraft("", FIRST, START), actor="", signed_by="", now=START)
    assert client.get("/en/o/fairway/rules/terms/copy/").status_code == 404

    taken_in(version(SECOND, "2021-05-01T10:00:00+00:00"))

    assert "/en/o/fairway/rules/terms/copy/" in client.get("/en/o/fairway/rules/terms/").content.decode()
    page = client.get("/en/o/fairway/rules/terms/copy/").content.decode()
    assert "thirty days" in page


def test_the_log_holds_the_file_once_and_no_version(taken_in):
    taken_in(version(FIRST, "2020-01-01T10:00:00+00:00"), version(SECOND, "2021-05-01T10:00:00+00:00"))

    assert list(Pending.objects.values_list("kind", flat=True)) == ["content.imported"]
