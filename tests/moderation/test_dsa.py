"""Statements of reasons in the 35 fields of the Digital Services Act: coherent when entered, whole when exported."""

import csv
import io
import json
import re
from dataclasses import asdict
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from apps.base.errors import BadInput
from apps.moderation.coherence import check_coherent
from apps.moderation.dsa import FIELDS, RESTRICTIONS, dsa_row
from apps.moderation.measures import Order
from apps.moderation.models import Case, Decision, StatementOfReasons
from apps.moderation.rules import RuleCode
from apps.moderation.services.emergencies import emergency_mask
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import EmergencyGround, Instance, ItemKind, OpenedBy, Outcome
from apps.moderation.wording import AUTOMATION, words_of
from tests.moderation.test_statements import decidable, facts
from tests.moderation.world import LATER, NOW, decide, decided, make_world, publish, report, talk

pytestmark = pytest.mark.django_db
DAY = r"\d{4}-\d{2}-\d{2}"
LAW = "Civil code, article 9: private life."
OWED = (
    "decision_ground", "content_type", "category", "content_date", "application_date", "decision_facts",
    "source_type", "automated_detection", "automated_decision", "puid",
)  # fmt: skip
SHAPES = {  # written from the act and the database's own documentation
    "decision_visibility": r"DECISION_VISIBILITY_CONTENT_(DISABLED|LABELLED|INTERACTION_RESTRICTED)",
    "decision_account": "DECISION_ACCOUNT_SUSPENDED",
    "account_type": "ACCOUNT_TYPE_PRIVATE",
    "category_specification": r"KEYWORD_[A-Z_]+",
    "decision_ground": r"DECISION_GROUND_(ILLEGAL|INCOMPATIBLE)_CONTENT",
    "decision_ground_reference_url": r"https?://.{1,490}",
    "illegal_content_legal_ground": r"(?s).{1,500}",
    "illegal_content_explanation": r"(?s).{1,2000}",
    "incompatible_content_ground": r"(?s).{1,500}",
    "incompatible_content_explanation": r"(?s).{1,2000}",
    "incompatible_content_illegal": r"Yes|No",
    "content_type": "CONTENT_TYPE_TEXT",
    "category": r"STATEMENT_CATEGORY_[A-Z_]+",
    "category_specification_other": r".{1,500}",
    "content_language": r"[A-Z]{2}",
    "content_date": DAY,
    "application_date": DAY,
    "end_date_account_restriction": DAY,
    "end_date_visibility_restriction": DAY,
    "decision_facts": r"(?s).{1,5000}",
    "source_type": r"SOURCE_(ARTICLE_16|VOLUNTARY|TYPE_OTHER_NOTIFICATION)",
    "automated_detection": r"Yes|No",
    "automated_decision": r"AUTOMATED_DECISION_(NOT_AUTOMATED|PARTIALLY)",
    "source_identity": r"(?s).{1,500}",
    "puid": r"[a-zA-Z0-9_-]+",
}


def faults(row: dict) -> list[str]:
    """What the act would refuse."""
    found = [name for name in OWED if not row[name]]
    found += [n for n, value in row.items() if value is not None and not _fits(n, value)]
    if not row["decision_visibility"] and not row["decision_account"]:
        found.append("nothing is restricted")
    side = "illegal" if row["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT" else "incompatible"
    ground = f"{side}_content_legal_ground" if side == "illegal" else f"{side}_content_ground"
    other = "incompatible" if side == "illegal" else "illegal"
    found += [name for name, value in row.items() if name.startswith(f"{other}_content") and value is not None]
    ends = [row[name] for name in row if name.startswith("end_date") and row[name] is not None]
    found += ["end_date"] * any(end < row["application_date"] for end in ends)
    found += ["content_date"] * (row["content_date"] > row["application_date"])
    found += ["account_type"] * (bool(row["decision_account"]) != bool(row["account_type"]))
    found += ["source_identity"] * (bool(row["source_identity"]) and row["source_type"] == "SOURCE_VOLUNTARY")
    other_word = "KEYWORD_OTHER" in (row["category_specification"] or [])
    found += ["category_specification_other"] * (other_word != bool(row["category_specification_other"]))
    return found + [name for name in (ground, f"{side}_content_explanation") if not row[name]]


def _fits(name: str, value: object) -> bool:
    return all(re.fullmatch(SHAPES.get(name, r"(?!)"), one) for one in (value if isinstance(value, list) else [value]))


@pytest.fixture(scope="module")
def made(kept):
    return kept(_everything)


def _everything():
    """A mask, a note, a mask by the law, a talk closed, and something kept."""
    world = make_world()
    cases = []
    ways = [(Outcome.MASK, RuleCode.INSULT), (Outcome.LABEL, RuleCode.HIDDEN_LINK), (Outcome.MASK, RuleCode.UNLAWFUL)]
    ways += [(Outcome.MASK, rule) for rule in RuleCode if rule != RuleCode.UNLAWFUL]
    with override("en"):
        for number, (outcome, rule) in enumerate([*ways, (Outcome.CLOSE, RuleCode.OFF_TOPIC), (Outcome.KEEP, None)]):
            words = f"Text number {number}."
            first = talk(world.space, world.author, words) if outcome == Outcome.CLOSE else None
            item = first or publish(world.space, world.author, words)
            report(item, world.reporter)
            case = Case.objects.get(item=item.reference)
            decided(world.alder, case, outcome, rule=rule, own_words=LAW if rule == RuleCode.UNLAWFUL else "")
            cases.append(case.reference)
    return cases


def _streamed(client, name: str, *args: str) -> str:
    return b"".join(client.get(reverse(f"moderation:{name}", args=args)).streaming_content).decode()


def test_every_restriction_is_exported_with_all_fields_and_none_is_refused(client, made):
    rows = json.loads(_streamed(client, "statements_json"))

    assert len(rows) == len(made) - 1  # what was kept restricts nothing
    assert len(FIELDS) == 35
    assert {tuple(row) for row in rows} == {FIELDS}
    assert [faults(row) for row in rows if faults(row)] == []
    assert {row["content_language"] for row in rows} <= {"EN", "FR"}


def test_the_same_as_csv_and_of_one_case(client, made):
    lines = list(csv.DictReader(io.StringIO(_streamed(client, "statements_csv"))))
    one = json.loads(_streamed(client, "case_json", made[0]))

    assert len(lines) == len(made) - 1
    assert list(lines[0]) == list(FIELDS)
    assert json.loads(lines[0]["content_type"]) == ["CONTENT_TYPE_TEXT"]
    assert [row["decision_visibility"] for row in one] == [["DECISION_VISIBILITY_CONTENT_DISABLED"]]
    assert len(_streamed(client, "case_csv", made[0]).splitlines()) == 2


def test_a_decision_by_the_law_that_names_no_law_is_refused_naming_the_field():
    world = make_world()
    report(world.review, world.reporter)
    case = Case.objects.get(item=world.review.reference)

    with pytest.raises(BadInput) as refusal:
        decide(world.alder, case, Outcome.MASK, rule=RuleCode.UNLAWFUL)

    assert list(refusal.value.errors) == ["own_words"]
    decide(world.alder, case, Outcome.MASK, rule=RuleCode.UNLAWFUL, own_words=LAW)


SOMETHING = st.sampled_from([LAW, "", "He lied.", "=1+1", "Code pénal, article 226-1.", "x" * 2000]) | st.text(
    max_size=60
)
ENDS = st.none() | st.integers(-40, 40).map(lambda hours: NOW + timedelta(hours=hours))


@given(
    what=st.sampled_from([one for one in decidable() if one[1] in RESTRICTIONS]),
    rule=st.sampled_from(list(RuleCode)),
    came=st.sampled_from(list(OpenedBy)),
    automated=st.sampled_from(list(AUTOMATION)),
    own_words=SOMETHING,
    until=ENDS,
)
def test_whatever_the_desk_lets_through_is_a_statement_the_act_accepts(what, rule, came, automated, own_words, until):
    kind, outcome, masked = what
    case = Case(reference="case", item="item", item_kind=kind, opened_by=came, opened_at=NOW - timedelta(days=3))
    if came == OpenedBy.ORDER:
        case.order = Order(authority="Tribunal judiciaire", law="Loi du 29 juillet 1881", until=until)
    draft = DecisionDraft(outcome=outcome, rule=rule, seen_version=1, own_words=own_words.strip())
    try:
        check_coherent(case, draft, now=NOW)
    except BadInput:
        return
    with override("en"):
        words = asdict(words_of(facts(kind, outcome, masked, rule, opened_by=came, automated=automated,
                                      ground=None, reports=0)))  # fmt: skip
    ends_at = NOW + timedelta(days=7) if outcome == Outcome.PAUSE else None
    decision = Decision(case=case, instance=Instance.FIRST, outcome=outcome, rule=rule, reference="decision",
                        published_at=LATER, ends_at=ends_at)  # fmt: skip
    decision.statement = StatementOfReasons(words_en=words, own_words=draft.own_words, automated=automated)

    row = dsa_row(decision, None)

    assert tuple(row) == FIELDS
    assert faults(row) == []
    assert ItemKind(kind) == ItemKind.PROFILE or row["decision_visibility"]


def test_what_was_put_together_by_an_algorithm_is_said_to_be_decided_with_one():
    case = Case(reference="case", item="item", opened_by=OpenedBy.REPORT, opened_at=NOW)
    decision = Decision(case=case, outcome=Outcome.MASK, rule=RuleCode.INSULT, reference="d", published_at=NOW)
    with override("en"):
        words = asdict(words_of(facts(ItemKind.REVIEW, Outcome.MASK, 0, RuleCode.INSULT, opened_by=OpenedBy.REPORT,
                                      automated="together", ground=None, reports=1)))  # fmt: skip
    decision.statement = StatementOfReasons(words_en=words, automated="together")

    assert dsa_row(decision, None)["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY"


def test_an_emergency_by_the_law_names_the_law_too():
    world = make_world()
    report(world.review, world.reporter)
    case = Case.objects.get(item=world.review.reference)
    draft = DecisionDraft(outcome=Outcome.MASK, rule=RuleCode.UNLAWFUL, seen_version=1)

    with pytest.raises(BadInput):
        emergency_mask(account=world.alder, case=case, draft=draft, ground=EmergencyGround.DANGER, now=NOW)


def test_all_statements_can_be_had_in_parts_a_line_each_and_gone_on_from(client, made):
    rows, address = [], "/api/cases/statements/?most=5"
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        while address:
            answer = client.get(address)
            rows += [json.loads(line) for line in answer.text.splitlines()]
            address = (
                answer.headers.get("Link", "").partition(">")[0].removeprefix("<").replace("http://testserver", "")
            )

        assert len(rows) == len(made) - 1
        assert [faults(row) for row in rows if faults(row)] == []
        assert {row["puid"] for row in rows} == {
            row["puid"] for row in json.loads(_streamed(client, "statements_json"))
        }
        assert client.get("/api/cases/statements/", {"after": rows[-1]["puid"], "most": "x"}).text == ""
        assert client.get("/api/cases/statements/", {"after": "nobody\0"}).status_code == 404
