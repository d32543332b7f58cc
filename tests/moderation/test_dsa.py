"""Statements of reasons in the 35 fields of the Digital Services Act: coherent when entered, whole when exported."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.base.errors import BadInput
from apps.moderation.dsa import FIELDS
from apps.moderation.models import Case
from apps.moderation.rules import RuleCode
from apps.moderation.states import Outcome
from tests.moderation.world import decide, decided, make_world, publish, report, talk

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
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
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
