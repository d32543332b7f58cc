"""Transparency reports: counted from rows, checked by rules, signed, kept; and what an operator brings."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest

from apps.accountability.reports import annex, coherence, editions, periods, services
from apps.accountability.reports.annex import FIGURES, HEADERS, PROSE
from apps.accountability.reports.duty import reports_remind
from apps.accountability.reports.editions import sha256_of
from apps.accountability.reports.files import as_csv, as_zip, read_files
from apps.accountability.reports.findings import in_words
from apps.accountability.reports.models import ReportDraft, ReportEdition
from apps.accountability.reports.prose import release_prose
from apps.accountability.reports.written import Words
from apps.base.errors import BadInput, NotNow
from apps.documents.models import Version
from apps.documents.services import version_document
from apps.labels.checks import reported
from apps.ledger.models import Event, Pending
from apps.ledger.site_key import verifies
from apps.signatures.canonical import digest
from apps.spaces.models import Operator
from tests.accountability.report_making import ENDS, SERVICE, cell, faultless, faults, put
from tests.accountability.world import represent
from tests.factories import operator
from tests.notices.reading import sentences

LATER = datetime(2027, 2, 15, 9, 0, tzinfo=UTC)


# --- the rules -------------------------------------------------------------------------------------------------------


def test_a_seeded_fault_of_each_kind_is_found_where_it_is():
    """One for each rule; all places and seeds: `make prove`."""
    missed = []
    for fault in {fault.rules: fault for fault in faults(faultless(1), 1)}.values():
        found = [(f.rule, f.line) for f in coherence.check(fault.sheets) if f.part == fault.part]
        if not any(rule in fault.rules and fault.line in {0, line} for rule, line in found):
            missed.append(fault.name)

    assert not missed


def test_every_finding_is_told_in_words_with_days_as_people_write_them(english):
    found = [f for fault in faults(faultless(1), 1) for f in coherence.check(fault.sheets)]
    told = {finding.rule: in_words(finding).sentence for finding in found}

    assert (
        told["published_late"]
        == "Published on 1 March 2027: more than two months after the period ended, 31 December 2026."
    )
    assert "%" not in "".join(told[rule] for rule in ("published_before_end", "previous_after", "sum_states"))


def test_a_report_without_fault_raises_no_alarm():
    assert [coherence.check(faultless(seed, very_large=bool(seed % 2))) for seed in range(6)] == [[]] * 6


@pytest.mark.prove
def test_all_seeded_faults_are_found_and_no_faultless_report_raises_an_alarm():
    made = [fault for seed in range(20) for fault in faults(faultless(seed, very_large=bool(seed % 2)), seed)]
    missed = [f.name for f in made if not any(x.rule in f.rules and x.part == f.part and f.line in {0, x.line}
                                              for x in coherence.check(f.sheets))]  # fmt: skip
    alarms = [seed for seed in range(500) if coherence.check(faultless(seed, very_large=bool(seed % 2)))]

    assert (len(made) > 3000, missed, alarms) == (True, [], [])


def test_a_flag_of_automation_that_turns_over_from_one_report_to_the_next_needs_a_word():
    before, now = faultless(3), faultless(3)
    for part in (5, 6):
        measures = int(cell(now, part, 0, annex.OWN[0][0]))
        before = put(before, part, 0, annex.OWN[1][0], measures)
        now = put(now, part, 0, annex.OWN[1][0], 0)

    found = coherence.check(now, before=before)

    assert "automation_flipped" in {finding.rule for finding in found}
    assert "automation_flipped" not in {finding.rule for finding in coherence.check(now)}


def test_a_file_reads_back_as_it_was_written():
    sheets = faultless(2)

    read = read_files([("all.zip", as_zip({annex.file_name(n): as_csv(made) for n, made in sheets.items()}))])

    assert (read.sheets, read.findings) == (sheets, [])


SUMMARY = as_csv(faultless(1)[1]).encode()


@pytest.mark.parametrize(
    ("name", "body", "rule"),
    [
        ("a.csv", SUMMARY.decode().replace(SERVICE, "Fièvre").encode("latin-1"), "not_utf8"),
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"one,two\r\n1,2\r\n", "unknown_part"),
        ("a.csv", b'"never closed\r\n', "not_csv"),
        ("a.csv", b"a\0b", "not_csv"),
        ("a.zip", b"PK\x03\x04 and no more", "broken_parcel"),
        ("a.zip", as_zip({"report.pdf": "x"}), "not_csv"),
        ("Part_1_summary.csv", SUMMARY.replace(b"Indicator", b"What"), "missing_column"),
        ("a.csv", SUMMARY.replace(b"Fairway,Name", b"=cmd|x,Name"), "formula"),
        ("a.csv", SUMMARY.replace(b",", b";"), "separator"),
        ("a.csv", SUMMARY.replace(b"Value", b"Value,Mood", 1), "column_unknown"),
        ("a.csv", b"x" * 2_000_001, "too_large"),
        ("a.csv", SUMMARY + b"All,Fairway,More,1\r\n" * 5_001, "too_many_rows"),
        ("a.zip", as_zip({f"{n}.csv": "x" for n in range(30)}), "too_many_files"),
    ],
)
def test_what_cannot_be_read_says_why(name, body, rule):
    assert rule in {finding.rule for finding in read_files([(name, body)]).findings}


def test_the_same_parts_make_the_same_parcel():
    assert as_zip({"a.csv": "x"}) == as_zip({"a.csv": "x"})


def test_the_names_are_those_of_the_act():
    assert [len(HEADERS[n]) for n in annex.PARTS] == [4, 4, 20, 25, 37, 37, 8, 8, 8, 7, 5]
    assert [len(annex.categories_of(n)) for n in (3, 4, 5, 6)] == [91, 91, 90, 98]
    assert (len(annex.CATEGORIES), len(annex.LINES[7]), len(PROSE)) == (100, 47, 6)
    assert HEADERS[4][5] == "Number of notices received "


# --- publishing ------------------------------------------------------------------------------------------------------

pytest_db = pytest.mark.django_db
SAID = Words(release_prose("fr"), release_prose("en"))


@pytest.fixture
def op():
    op = operator("fairway")
    represent(op)
    return op


def publish(op, said=SAID, now=LATER):
    face = op.representatives.get()
    return services.report_publish(
        account=face.account, operator=op, representative=face, begins=date(2026, 1, 1), ends=ENDS, said=said, now=now
    )


@pytest_db
def test_a_counted_report_is_signed_names_its_files_by_digest_and_stands_in_the_log(op):
    edition = publish(op)
    version = edition.version

    assert verifies(version_document(version), version.signature)
    assert all(sha256_of(text) in version.body_fr for text in edition.files.values())
    assert edition.findings == []
    logged = dict(Pending.objects.values_list("kind", "body_sha256"))
    assert logged["version.published"] == version.sha256
    assert logged["report.checked"] == edition.findings_sha256


@pytest_db
@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), "begins"),
        (date(2026, 5, 1), date(2026, 4, 1), "ends"),
        (date(2025, 1, 1), date(2026, 12, 31), "ends"),
        (date(2027, 1, 1), date(2027, 2, 15), "ends"),
    ],
)
def test_a_report_tells_of_days_that_are_over_and_of_a_year_at_most(begins, ends, field):
    with pytest.raises(BadInput) as refusal:
        periods.check_period(begins, ends, now=LATER)

    assert list(refusal.value.errors) == [field]


@pytest_db
def test_words_that_any_service_could_say_are_not_published(op):
    with pytest.raises(BadInput) as refusal:
        publish(op, Words(["N/A", *SAID.fr[1:]], ["", *SAID.en[1:]]))

    assert list(refusal.value.errors) == ["prose_1_fr"]
    assert not Version.objects.exists()


@pytest_db
def test_another_edition_says_why_shows_what_changed_and_takes_nothing_away(op):
    first = publish(op)
    services.order_record(account=op.representatives.get().account, operator=op, draft=order(), now=LATER)

    with pytest.raises(BadInput) as refusal:
        publish(op, now=LATER + timedelta(days=1))
    second = publish(op, Words(SAID.fr, SAID.en, "Un ordre manquait.", ""), LATER + timedelta(days=1))

    assert list(refusal.value.errors) == ["why_fr"]
    assert ["3", "TOTAL|TOTAL", FIGURES[3][0][0], "0", "1"] in second.changes
    assert list(ReportEdition.objects.values_list("pk", flat=True)) == [first.pk, second.pk]
    assert second.findings == []


def order(**more):
    came = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
    given = {
        "inform": False, "state": "FR", "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        "keyword": "KEYWORD_DEFAMATION", "other": "", "items": 2, "received_at": came,
        "told_at": came + timedelta(hours=1), "done_at": came + timedelta(hours=7),
    }  # fmt: skip
    return services.OrderDraft(**{**given, **more})


@pytest_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"state": "UK"}, "state"), ({"items": 0}, "items"), ({"received_at": LATER + timedelta(1)}, "received_at"),
        ({"done_at": datetime(2026, 1, 1, tzinfo=UTC)}, "done_at"), ({"keyword": "KEYWORD_OTHER"}, "other"),
    ],
)  # fmt: skip
def test_an_order_is_recorded_with_what_a_report_counts(op, wrong, field):
    with pytest.raises(BadInput) as refusal:
        services.order_record(account=op.representatives.get().account, operator=op, draft=order(**wrong), now=LATER)

    assert field in refusal.value.errors


@pytest_db
def test_page_twin_files_and_parcel_say_the_same(client, op):
    edition = publish(op)
    address = "o/fairway/reports/2026/"

    page = client.get(f"/en/{address}").content.decode()
    twin = client.get(f"/api/{address}", headers={"accept-language": "en"}).json()
    part = client.get(f"/en/{address}1/Part_4_notices.csv")
    parcel = zipfile.ZipFile(io.BytesIO(client.get(f"/en/{address}1/report.zip").content))
    found = client.get(f"/en/{address}1/findings.json")

    assert twin["parts"][3]["sha256"] == sha256_of(part.content.decode())
    assert twin["parts"][3]["sha256"][:16] in page
    assert {name: parcel.read(name).decode() for name in parcel.namelist()} == editions.named(edition.files)
    assert digest(json.loads(found.content)) == edition.findings_sha256
    assert "Not applicable: asked of very large platforms only." in page
    assert "Jamais" not in page
    assert "Sans qu’on nous le demande" in client.get(f"/fr/{address}").content.decode()
    assert len(page) < 50_000
    assert next(csv.reader(io.StringIO(part.content.decode())))[5] == "Number of notices received "
    for missing in (f"/en/{address}1/Part_4.csv", f"/en/{address}9/report.zip", "/en/o/fairway/reports/2019/"):
        assert client.get(missing).status_code == 404


@pytest_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_operators_page_leads_to_its_reports(client, op, language):
    publish(op)

    assert f"/{language}/o/fairway/reports/2026/" in client.get(f"/{language}/o/fairway/").content.decode()
    assert client.get(f"/{language}/o/fairway/reports/").status_code == 200


# --- what is brought -------------------------------------------------------------------------------------------------


def upload(sheets, name="report.zip"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, as_zip({annex.file_name(n): as_csv(made) for n, made in sheets.items()}))


@pytest_db
def test_what_is_brought_is_seen_first_then_published_with_its_findings_beside(client, op, monkeypatch):
    client.force_login(op.representatives.get().account)
    monkeypatch.setattr("apps.base.clock.now", lambda: LATER)
    wrong = put(faultless(1), 4, 0, FIGURES[4][0][0], 1)

    sent = client.post("/en/o/fairway/console/reports/", {"parts": upload(wrong)})
    preview = client.get(sent["Location"]).content.decode()
    published = client.post(sent["Location"], {"publish": "1"})
    page = client.get("/en/o/fairway/reports/2026/").content.decode()

    assert "add up to" in preview
    assert published["Location"].endswith("/o/fairway/reports/2026/")
    assert "Cannot be right" in page
    assert not ReportDraft.objects.exists()
    assert ReportEdition.objects.get().findings


@pytest_db
def test_a_bad_file_loses_nothing_of_the_good_ones(client, op, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(op.representatives.get().account)
    monkeypatch.setattr("apps.base.clock.now", lambda: LATER)
    sheets = faultless(1)
    good, bad = as_csv(sheets[4]).encode(), as_csv(sheets[5]).encode("utf-16")
    files = [SimpleUploadedFile("4.csv", good), SimpleUploadedFile("5.csv", bad)]

    address = client.post("/en/o/fairway/console/reports/", {"parts": files})["Location"]
    refused = client.post(address, {"publish": "1"})
    client.post(address, {"parts": upload({n: made for n, made in sheets.items() if n != 4})})
    draft = ReportDraft.objects.get()

    assert "“5.csv” is not written in UTF-8." in refused.content.decode()
    assert refused.status_code == 422
    assert services.sheets_of(draft) == sheets
    assert client.post(address, {"publish": "1"}).status_code == 302
    assert editions.sheets_in(ReportEdition.objects.get()) == sheets


@pytest_db
def test_a_report_without_its_days_or_with_parts_missing_is_not_published(op):
    face = op.representatives.get()
    for left_out in (1, 7):
        sheets = {n: made for n, made in faultless(1).items() if n != left_out}
        files = [(f"{n}.csv", as_csv(made).encode()) for n, made in sheets.items()]
        draft = services.draft_take(operator=op, draft=None, files=files, now=LATER)
        with pytest.raises(NotNow):
            services.draft_publish(account=face.account, representative=face, draft=draft, why="", now=LATER)


@pytest_db
def test_who_does_not_answer_for_it_brings_and_counts_nothing(client, op):
    client.force_login(represent(operator(), "Paul Lecerf"))

    for page in ("", "write/", "recorded/", "abc/"):
        assert client.post(f"/en/o/fairway/console/reports/{page}", {}).status_code == 403


@pytest_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_console_counts_shows_and_publishes(client, op, language, monkeypatch):
    client.force_login(op.representatives.get().account)
    monkeypatch.setattr("apps.base.clock.now", lambda: LATER)
    address = f"/{language}/o/fairway/console/reports/write/"
    words = {f"prose_{n}_{code}": text for code in ("fr", "en") for n, text in enumerate(release_prose(code), 1)}
    days = {"begins": "2026-01-01", "ends": "2026-12-31"}

    offered = client.get(address).content.decode()
    looked = client.post(address, {**days, **words, "look": "1"})
    refused = client.post(address, {**days, **words, "prose_2_fr": "", "prose_2_en": "", "publish": "1"})
    done = client.post(address, {**days, **words, "publish": "1"})

    assert (looked.status_code, refused.status_code, done.status_code) == (200, 422, 302)
    assert 'value="2026-12-31"' in offered
    assert release_prose(language)[0][:60] in refused.content.decode()
    assert ReportEdition.objects.get().published_at == LATER


@pytest_db
def test_orders_and_disputes_are_recorded_in_the_console_and_counted(client, op):
    client.force_login(op.representatives.get().account)
    address = "/en/o/fairway/console/reports/recorded/"
    came = "2026-05-04T09:00"
    first = {
        "what": "order", "order-inform": "", "order-state": "FR", "order-items": "2", "order-received_at": came,
        "order-category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD|KEYWORD_PHISHING", "order-told_at": "2026-05-04T10:00",
    }  # fmt: skip
    second = {
        "what": "dispute", "dispute-body": "Médiation des avis", "dispute-submitted_at": came,
        "dispute-fate": annex.REVERSED, "dispute-decided_at": "2026-06-04T09:00", "dispute-implemented": "on",
    }  # fmt: skip

    answers = [client.post(address, data).status_code for data in (first, second, {**first, "order-state": "XX"})]
    counted = services.count(op, date(2026, 1, 1), ENDS, SAID.en, now=LATER)

    assert answers == [302, 302, 422]
    assert [Event.objects.filter(kind=kind).count() for kind in ("order.recorded", "dispute.recorded")] == [1, 1]
    assert cell(counted, 3, 0, FIGURES[3][0][0]) == "1"
    assert [row[5] for row in counted[3].rows if row[6] == "1"].count("FR") == 3
    assert coherence.check(counted) == []


@pytest_db
def test_the_label_computes_whether_reports_come_in_time_and_add_up(op):
    type(op).objects.filter(pk=op.pk).update(created_at=datetime(2026, 3, 1, tzinfo=UTC))
    op.refresh_from_db()
    due = datetime(2027, 2, 28, 12, 0, tzinfo=UTC)

    silent, owed = reported(op, due), reported(op, due + timedelta(days=1))
    publish(op)
    good, stale = reported(op, due), reported(op, due + timedelta(days=367))
    services.draft_publish(
        account=op.representatives.get().account,
        representative=op.representatives.get(),
        draft=services.draft_take(
            operator=op, draft=None, files=[("r.zip", upload(put(faultless(1), 8, 2, "Value", "96")).read())], now=LATER
        ),
        why="Counted otherwise.",
        now=LATER,
    )

    assert silent is None
    assert [f.verdict for f in (owed, good, stale, reported(op, due))] == ["not_met", "met", "not_met", "part"]


@pytest.mark.django_db
def test_who_answers_for_an_operator_is_reminded_once_of_the_report_it_owes(english):
    op = operator()
    boss = represent(op)
    Operator.objects.filter(pk=op.pk).update(created_at=datetime(2026, 5, 1, tzinfo=UTC))

    told = [
        reports_remind(now=datetime(2027, month, day, 9, 0, tzinfo=UTC)) for month, day in ((1, 30), (2, 1), (2, 2))
    ]

    assert told == [0, 1, 0]
    assert f"{op.name} owes its transparency report of last year by 28 February 2027." in sentences(boss)
