"""Criteria in versions, verdicts side by side, and what it takes to be given the label."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from apps.accountability.services import DisclosureDraft, SourceDraft, StatementDraft, disclosure_publish
from apps.base import clock
from apps.base.errors import NotNow, NotYours
from apps.documents.models import ChangeClass, Document, Version
from apps.labels import services
from apps.labels.checks import CHECKS
from apps.labels.models import Assessment, Assessor, CriterionVersion, Found
from apps.labels.selectors.verdicts import TOLD_AT_ONCE, open_questions
from apps.labels.services.criteria import criteria_install, criterion_document, draft_of, table
from apps.labels.states import LabelState
from apps.ledger import sequencer
from apps.ledger.models import LogEntry
from apps.ledger.site_key import verifies
from apps.people.erasure import Words, account_erase
from apps.signatures.canonical import canonical, digest
from apps.spaces.models import Operator
from tests.accountability.world import represent
from tests.factories import member, operator, person, space
from tests.labels.world import auditor, criteria, few, judge, labelled
from tests.notices.reading import sentences

pytestmark = pytest.mark.django_db
NOW = clock.now()


def of(op: Operator, code: str) -> list[Assessment]:
    return list(op.assessments.standing(NOW).filter(version__criterion__code=code))


def test_each_criterion_is_signed_and_logged_and_we_answer_every_one_ourselves(client, english):
    criteria(NOW)

    assert criteria_install(now=NOW) == []
    versions = CriterionVersion.objects.select_related("criterion")
    assert len(versions) == len(table()) == 28
    for version in versions:
        assert verifies(criterion_document(version), version.signature)
        assert version.sha256 == digest(criterion_document(version))
    us = Operator.objects.get(slug="trustmgmt")
    assert us.assessments.filter(by=Assessor.OPERATOR).count() == 28
    sequencer.seal(now=NOW)
    assert LogEntry.objects.filter(kind="criterion.published").count() == 28
    assert LogEntry.objects.filter(kind="assessment.published").count() == 28
    with pytest.raises(NotNow, match="cannot give it to itself"):
        services.label_grant(account=auditor(), operator=us, now=clock.now())
    grid = client.get("/en/label/o/trustmgmt/").content.decode()
    assert grid.count('<div class="faces') <= 2 * TOLD_AT_ONCE  # the page stays small: the others in a line
    assert client.get("/en/about/us/", follow=True).redirect_chain[-1][0] == "/en/label/o/trustmgmt/"


def test_a_change_is_announced_fifteen_days_before_it_binds_and_shown_as_a_difference(client):
    draft = draft_of(table()["TRM-2"])
    services.criterion_publish(code="TRM-2", order=3, draft=draft, now=NOW)
    stricter = replace(draft, requirement_en=draft.requirement_en.replace("fifteen", "thirty"))

    new = services.criterion_publish(code="TRM-2", order=3, draft=stricter, now=NOW)

    assert new is not None
    assert new.effective_at == NOW + timedelta(days=15)
    assert CriterionVersion.objects.in_force(NOW).get().number == 1
    assert CriterionVersion.objects.in_force(NOW + timedelta(days=16)).get().number == 2
    said = client.get("/en/label/criteria/trm-2/").content.decode()
    assert "thirty" in said
    assert "<del>" in said


def publish(op: Operator, number: int, *, notice: int = 0, english: str = "Text.") -> Version:
    """A version of its rules as if written straight into the table: the log knows nothing of it."""
    words = {"kind": "rules", "title_fr": "Règles", "title_en": "Rules"}
    document, _ = Document.objects.get_or_create(owner=op.reference, slug="rules", defaults=words)
    return Version.objects.create(
        document=document, number=number, body_fr="Texte.", body_en=english, sha256=f"{number}" * 64,
        announced_at=NOW - timedelta(days=40), effective_at=NOW - timedelta(days=40 - notice),
        change_class=ChangeClass.FIRST if number == 1 else ChangeClass.SUBSTANTIVE,
    )  # fmt: skip


def computed() -> None:
    """The criteria that a machine checks."""
    for order, (code, line) in enumerate(table().items()):
        if "machine" in line:
            services.criterion_publish(code=code, order=order, draft=draft_of(line), now=NOW)


def test_a_computation_counts_rows_in_both_languages_and_is_silent_where_nothing_is_on_record(client):
    computed()
    op, empty = operator(), operator()
    for number, notice in ((1, 0), (2, 15), (4, 3)):
        publish(op, number, notice=notice)

    for one in (op, empty):
        services.assess_by_machine(operator=one, now=NOW)

    (announced,), (kept,) = of(op, "TRM-2"), of(op, "TRM-4")
    assert (announced.verdict, announced.facts) == (Found.PART, {"good": 1, "n": 2})
    assert announced.reason_en.startswith("Of 2 changes of substance, 1 ")
    assert announced.reason_fr.startswith("Sur 2 changements de fond, 1 ")
    assert (kept.verdict, kept.facts) == (Found.NOT_MET, {"n": 3, "gaps": 1, "missing": 3})
    assert {a.version.machine for a in empty.assessments.all()} == {
        "identity", "answers_signed", "rules_in_both", "reviews_policy", "money_disclosed",
    }  # fmt: skip
    assert "Not looked at yet" in client.get(f"/en/label/o/{empty.slug}/").content.decode()


def test_what_an_operator_lives_on_is_added_up_and_a_withheld_answer_is_not_an_answer():
    computed()
    op, now = operator(), clock.now()
    boss = represent(op)
    sources = [SourceDraft("Dons", "Gifts", Decimal("33.4")), SourceDraft("Cotisations", "Fees", Decimal("66.6"))]
    said, kept = StatementDraft("Personne.", "Nobody."), StatementDraft("Un secret.", "A secret.", withheld=True)
    for agreements in (kept, said):
        draft = DisclosureDraft(now.year - 1, sources, said, agreements, said)
        face = op.representatives.get()
        disclosure_publish(account=boss, operator=op, representative=face, draft=draft, now=clock.now())
        services.assess_by_machine(operator=op, now=clock.now())

    found = op.assessments.filter(version__criterion__code="BUS-1").order_by("pk")
    assert [(a.verdict, a.facts["withheld"], a.facts["hundredths"]) for a in found] == [
        (Found.PART, 1, 10000), (Found.MET, 0, 10000),
    ]  # fmt: skip
    assert found[1].replaced_at is None
    assert "add up to 100%" in found[1].reason_en
    assert "100\u202f%" in found[1].reason_fr


def test_the_database_itself_keeps_what_was_published_of_the_label():
    few()
    label, account = labelled()
    services.label_change(
        account=account, label=label, to=LabelState.SUSPENDED, reason_fr="Vu.", reason_en="Seen.", now=clock.now()
    )

    for statement in (
        "UPDATE labels_criterionversion SET requirement_en = ''",
        "DELETE FROM labels_criterionversion",
        "UPDATE labels_criterion SET code = 'XXX-1'",
        "UPDATE labels_label SET valid_until = valid_until + interval '1 day'",
        "DELETE FROM labels_label",
        "UPDATE labels_labelchange SET holds = true",
        "DELETE FROM labels_labelchange",
    ):
        with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_computation_says_nothing_twice_and_replaces_what_changed():
    computed()
    op = operator()
    publish(op, 1, english="")
    services.assess_by_machine(operator=op, now=NOW)
    before = of(op, "TRM-1")

    assert services.assess_by_machine(operator=op, now=NOW) == []
    publish(op, 2)
    services.assess_by_machine(operator=op, now=NOW)

    assert [a.verdict for a in before] == [Found.PART]
    assert [a.verdict for a in of(op, "TRM-1")] == [Found.MET]


def test_every_machine_that_a_criterion_names_exists_and_none_is_without_a_criterion():
    assert {line["machine"] for line in table().values() if "machine" in line} == set(CHECKS)


def test_the_word_of_the_operator_settles_nothing_two_different_auditors_do():
    few()
    op, code = operator(), ("TRM-3",)
    one, two = auditor(), auditor()
    version = CriterionVersion.objects.get(criterion__code="TRM-3")
    own = services.AssessmentDraft(Found.MET, "", "We do.")

    services.assess(
        account=represent(op), by=Assessor.OPERATOR, operator=op, version=version, draft=own, now=clock.now()
    )
    judge(one, op, codes=code)
    judge(one, op, codes=code)
    assert "TRM-3" in open_questions(op, now=clock.now())
    judge(two, op, codes=code)
    assert "TRM-3" not in open_questions(op, now=clock.now())
    judge(two, op, codes=code, verdict=Found.NOT_MET)
    assert "TRM-3" in open_questions(op, now=clock.now())
    judge(two, op, codes=code)
    assert "TRM-3" in open_questions(op, now=clock.now() + timedelta(days=366))


def test_a_label_is_refused_while_a_criterion_is_open_and_by_whoever_is_linked():
    few()
    op, outside, linked = operator(), auditor(), auditor()
    judge(outside, op)

    with pytest.raises(NotNow, match="TRM-3"):
        services.label_grant(account=outside, operator=op, now=clock.now())
    with pytest.raises(NotYours):
        services.label_grant(account=person(), operator=op, now=clock.now())
    op.representatives.create(account=linked, real_name="A", role_fr="r", role_en="r", from_at=clock.now())
    with pytest.raises(NotYours):
        judge(linked, op)


def test_the_operator_answers_beside_a_verdict_once_and_a_members_words_go_with_the_member(client):
    few()
    op = operator()
    boss, someone = represent(op), member(space(operator=op))
    version = CriterionVersion.objects.get(criterion__code="REV-3")
    draft = services.AssessmentDraft(Found.PART, "", "Mine was refused without a word.")
    said = services.assess(
        account=someone, by=Assessor.COMMUNITY, operator=op, version=version, draft=draft, now=clock.now()
    )

    services.reply(account=boss, assessment=said, text_fr="", text_en="It was a mistake.", now=clock.now())
    with pytest.raises(NotNow):
        services.reply(account=boss, assessment=said, text_fr="", text_en="Again.", now=clock.now())
    page = client.get(f"/en/label/o/{op.slug}/").content.decode()
    assert "Mine was refused without a word." in page
    assert "It was a mistake." in page

    account_erase(account=someone, words=Words.DELETE, now=clock.now())
    said.refresh_from_db()
    assert (said.persona, said.named) == (None, "")
    assert "without a word" not in client.get(f"/en/label/o/{op.slug}/").content.decode()


def test_every_page_of_the_label_is_drawn_in_both_languages(client):
    few()
    label, account = labelled()
    client.force_login(account)
    ref, op = label.reference, label.operator.slug
    pages = ("", "criteria/trm-3/", f"o/{op}/", f"o/{op}/trm-3/", f"l/{ref}/", f"l/{ref}/change/")

    for address in (f"/{lang}/label/{page}" for lang in ("fr", "en") for page in pages):
        assert client.get(address).status_code == 200, address
    changed = client.post(f"/en/label/l/{ref}/change/", {"to": "suspended", "reason_en": "Looked into."}, follow=True)
    assert "Looked into." in changed.content.decode()
    image = client.get(f"/credentials/label/{ref}.svg")
    assert (image["Content-Type"], b"<path" in image.content) == ("image/svg+xml", True)
    assert digest({k: v for k, v in label.jcs.items() if k != "proof"}) == label.sha256
    assert client.get(f"/en/label/l/{ref}/body.json").content == canonical(
        {k: v for k, v in label.rdfc.items() if k != "proof"}
    )


def test_the_representatives_of_an_operator_are_told_what_becomes_of_its_label():
    few()
    op, one, two = operator(), auditor(), auditor()
    boss = represent(op)
    for account in (one, two):
        judge(account, op)

    label = services.label_grant(account=one, operator=op, now=clock.now())
    for to in (LabelState.SUSPENDED, LabelState.VALID, LabelState.REVOKED):
        services.label_change(account=two, label=label, to=to, reason_fr="Vu.", reason_en="Seen.", now=clock.now())

    revoked, taken_up, suspended, given = sentences(boss).splitlines()
    assert f"gave {op.name} the label, until" in given
    assert f"suspended the label of {op.name}" in suspended
    assert f"took up the label of {op.name} again" in taken_up
    assert f"revoked the label of {op.name}" in revoked
