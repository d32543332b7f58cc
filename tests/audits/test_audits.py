"""An audit from its announcement to the answer: chance draws what and who, nobody twice running, nobody alone."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import audit_sample
from apps.audits import services
from apps.audits.models import Audit, Population
from apps.audits.permissions import roster_of
from apps.audits.states import DUE, TRANSITIONS, AuditState
from apps.base import clock
from apps.base.errors import BadInput, NotNow, NotYours
from apps.labels.models import Assessment, CriterionVersion
from apps.labels.selectors.verdicts import open_questions
from apps.ledger import sequencer
from apps.ledger.models import LogEntry
from apps.people.erasure import Words, account_erase
from tests.accountability.world import represent
from tests.audits.world import announced, cosign, draft, drawn, free_auditors, look, texts, watched
from tests.factories import operator, person
from tests.labels.world import auditor, few
from tests.notices.reading import sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "auditor" / "redraw_audit.py"


@pytest.fixture(autouse=True)
def _watched():
    with watched():
        yield


def test_nothing_is_drawn_before_a_witness_has_signed_and_the_page_says_so(client):
    audit, _people = announced()

    def said() -> str:
        return client.get(f"/en/audit/a/{audit.reference}/").content.decode()

    assert services.audits_draw(now=clock.now()) == 0
    assert "being sealed into the public log" in said()
    sequencer.seal(now=clock.now())
    assert services.audits_draw(now=clock.now()) == 0
    assert "0 of 1 have signed the newest checkpoint" in said()
    cosign()
    assert services.audits_draw(now=clock.now()) == 1
    assert services.audits_draw(now=clock.now()) == 0
    audit.refresh_from_db()
    assert (audit.state, audit.sample.count(), audit.seats.count()) == (AuditState.DRAWN, 4, 2)


def test_the_first_checkpoint_that_was_signed_draws_whatever_came_later():
    audit, _people = announced()
    sequencer.seal(now=clock.now())
    cosign()
    texts(operator(), 1)
    sequencer.seal(now=clock.now())
    cosign()

    services.audits_draw(now=clock.now())

    position = LogEntry.objects.get(kind="audit.announced").position
    assert audit.draw.size == position + 1
    assert audit.draw.seed == audit_sample.seed_of(audit.draw.note.split("\n\n")[0] + "\n")


def test_an_outsider_draws_the_same_with_a_script_that_imports_nothing_of_ours(client, tmp_path):
    audit, _people = drawn()
    for name in ("announcement.json", "items.json", "checkpoint.txt", "draw.json"):
        (tmp_path / name).write_bytes(client.get(f"/en/audit/a/{audit.reference}/{name}").content)

    def redraw() -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-I", SCRIPT, tmp_path], capture_output=True, text=True, check=False)

    honest = redraw()
    assert honest.returncode == 0, honest.stderr
    assert "4 of 9" in honest.stdout
    taken = json.loads((tmp_path / "draw.json").read_text())
    rest = sorted(set(audit.items) - set(taken["sample"]))
    (tmp_path / "draw.json").write_text(json.dumps({**taken, "sample": [*taken["sample"][:3], rest[0]]}))
    assert redraw().returncode == 1
    (tmp_path / "items.json").write_text(json.dumps(audit.items[1:]))
    assert "another list" in redraw().stderr


def test_two_look_alone_and_the_last_to_end_publishes_what_both_found(client):
    few()
    version = CriterionVersion.objects.get(criterion__code="REV-3")
    audit, (one, two) = drawn(version=version)
    page = f"/en/audit/a/{audit.reference}/"

    look(audit, one, "rwwr", verdict="part", words="Half of it is late.")
    assert "Half of it is late." not in client.get(page).content.decode()
    assert not Assessment.objects.exists()
    with pytest.raises(BadInput, match="4 items"):
        services.seat_finish(account=two, audit=audit, verdict="met", words_fr="", words_en="x", now=clock.now())
    look(audit, two, "rwru", verdict="not_met", words="Too much of it is late.")

    audit.refresh_from_db()
    result = audit.result
    assert (audit.state, result.looked_at, result.wrong, result.open) == (AuditState.FOUND, 4, 1, 2)
    assert result.low < 0.25 < 0.75 < result.high
    said = client.get(page).content.decode()
    assert "Half of it is late." in said
    assert "2 more stay open" in said
    grid = client.get(f"/en/label/o/{audit.operator.slug}/").content.decode()
    assert grid.count(page) == 2
    assert "REV-3" in open_questions(audit.operator, now=clock.now())
    with pytest.raises(NotYours):
        services.audit_answer(account=one, audit=audit, text_fr="", text_en="No.", now=clock.now())
    boss = represent(audit.operator)
    services.audit_answer(account=boss, audit=audit, text_fr="", text_en="We publish earlier now.", now=clock.now())
    with pytest.raises(NotNow):
        services.audit_answer(account=boss, audit=audit, text_fr="", text_en="Again.", now=clock.now())
    assert "We publish earlier now." in client.get(page).content.decode()


def test_nobody_looks_twice_running_and_who_has_a_link_never():
    audit, looked = drawn(auditors=3)
    op = audit.operator
    for account in looked:
        look(audit, account, "rrrr")

    free = roster_of(op, now=clock.now())
    assert {m.account_id for m in free}.isdisjoint({a.pk for a in looked})
    with pytest.raises(NotNow, match="2 auditors are needed, and 1 may be drawn"):
        services.audit_announce(account=looked[0], operator=op, draft=draft(), now=clock.now())
    silent, linked, (insider,) = auditor(), auditor(), free_auditors(op, 1)
    services.link_declare(account=linked, operator=op, linked=True, words="My sister works there.", now=clock.now())
    op.representatives.create(account=insider, real_name="A", role_fr="r", role_en="r", from_at=clock.now())
    assert {m.account_id for m in roster_of(op, now=clock.now())} == {free[0].account_id}
    assert not roster_of(op, now=clock.now() + timedelta(days=366))
    with pytest.raises(NotNow, match="First declare"):
        services.audit_announce(account=silent, operator=op, draft=draft(), now=clock.now())
    with pytest.raises(NotYours, match="declared a link"):
        services.audit_announce(account=linked, operator=op, draft=draft(), now=clock.now())
    with pytest.raises(NotYours):
        services.audit_announce(account=person(), operator=op, draft=draft(), now=clock.now())


def test_who_steps_down_is_followed_by_the_next_lot_and_only_the_drawn_look():
    audit, (one, two) = drawn(auditors=4)
    order = audit.draw.order

    services.seat_leave(account=one, audit=audit, why="I know its president after all.", now=clock.now())

    seats = list(audit.seats.select_related("mandate"))
    assert [seat.mandate.reference for seat in seats] == order[:3]
    with pytest.raises(NotYours):
        look(audit, one, "rrrr")
    with pytest.raises(NotYours):
        look(audit, person(), "rrrr")
    look(audit, two, "rrrr")
    with pytest.raises(NotNow):
        look(audit, two, "rrrr")
    look(audit, seats[2].mandate.account, "rrrr")
    audit.refresh_from_db()
    assert (audit.state, audit.result.wrong, audit.result.open) == (AuditState.FOUND, 0, 0)


def test_who_finds_a_link_after_the_draw_looks_no_more_and_can_only_step_down():
    audit, (one, two) = drawn(auditors=4)
    services.link_declare(account=one, operator=audit.operator, linked=True, words="", now=clock.now())
    audit.operator.representatives.create(account=two, real_name="A", role_fr="r", role_en="r", from_at=clock.now())

    for account in (one, two):
        with pytest.raises(NotYours, match="step down"):
            look(audit, account, "rrrr")
        services.seat_leave(account=account, audit=audit, why="A link.", now=clock.now())

    assert audit.seats.filter(left_at=None).count() == 2


def test_what_is_taken_back_or_takes_too_long_stays_readable(client):
    audit, people = announced()
    boss = represent(audit.operator)
    with pytest.raises(NotYours):
        services.audit_withdraw(account=people[1], audit=audit, reason_fr="", reason_en="No.", now=clock.now())
    with pytest.raises(NotNow, match="An audit of this operator runs"):
        services.audit_announce(account=people[1], operator=audit.operator, draft=draft(), now=clock.now())
    services.audit_withdraw(account=people[0], audit=audit, reason_fr="", reason_en="Wrong days.", now=clock.now())
    other = services.audit_announce(account=people[1], operator=audit.operator, draft=draft(), now=clock.now())

    assert services.audits_lapse(now=clock.now() + DUE) == 1
    sequencer.seal(now=clock.now())
    cosign()
    assert services.audits_draw(now=clock.now()) == 0
    assert "Wrong days." in client.get(f"/en/audit/a/{audit.reference}/").content.decode()
    assert "Soixante jours" in client.get(f"/fr/audit/a/{other.reference}/").content.decode()
    assert sentences(boss).count("has ended without a result") == 2
    assert "has ended without a result" in sentences(people[1])


def test_whoever_waits_for_an_audit_is_told_of_each_step():
    op = operator()
    boss = represent(op)
    audit, (one, two) = drawn(auditors=4, op=op)
    assert f"announced an audit of {op.name}" in sentences(boss)
    services.seat_leave(account=one, audit=audit, why="I know its president.", now=clock.now())
    third = audit.seats.get(number=2).mandate.account
    for account in (two, third):
        assert f"drawn to look at a sample of {op.name}, by {audit.due_at.day} " in sentences(account)
        assert "Le sort vous appelle" in sentences(account, "fr")
        look(audit, account, "rrrr")

    assert "You may answer beside it" in sentences(boss)
    services.audit_answer(account=boss, audit=audit, text_fr="", text_en="Thank you.", now=clock.now())

    for account in (two, third):
        assert f"{op.name} has answered" in sentences(account)
        assert "is published" in sentences(account)
    assert "published" not in sentences(one) or one.pk == audit.mandate.account_id


def test_the_database_refuses_to_alter_what_was_published_of_an_audit():
    audit, (one, two) = drawn()
    look(audit, one, "rrrr")
    look(audit, two, "rrrw")
    boss = represent(audit.operator)
    services.audit_answer(account=boss, audit=audit, text_fr="", text_en="Thank you.", now=clock.now())
    other, people = announced(versions=5)
    services.audit_withdraw(account=people[0], audit=other, reason_fr="", reason_en="Wrong.", now=clock.now())

    for statement in (
        "UPDATE audits_audit SET items = '[]'",
        "UPDATE audits_audit SET question_en = 'x'",
        "UPDATE audits_audit SET state = 'announced' WHERE ended_at IS NOT NULL",
        "DELETE FROM audits_audit",
        *(f"{act} audits_{table}{what}"
          for table in ("draw", "item", "finding", "result", "answer")
          for act, what in (("UPDATE", " SET id = id"), ("DELETE FROM", ""))),
        "UPDATE audits_seat SET named = 'x'",
        "UPDATE audits_seat SET words_en = 'x'",
        "DELETE FROM audits_seat",
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"population": "reviews"}, "population"),
        ({"population": Population.APPEALS}, "population"),
        ({"size": 0}, "size"),
        ({"size": 10}, "size"),
        ({"question_fr": "", "question_en": " "}, "question_fr"),
        ({"until": clock.now().date() + timedelta(days=2)}, "until"),
    ],
)
def test_what_cannot_be_drawn_from_is_said_at_its_field(wrong, field):
    with pytest.raises(BadInput) as refused:
        announced(**wrong)

    assert field in refused.value.errors
    assert not Audit.objects.exists()


@pytest.mark.parametrize("press", ["count", "announce"])
def test_days_without_end_are_refused_in_the_form(client, press):
    op = operator()
    client.force_login(free_auditors(op, 1)[0])
    typed = {"operator": op.slug, "population": "versions", "since": "0001-01-01", "until": "9999-12-31", "size": 1}

    answer = client.post("/en/audit/operators/announce/", {**typed, "question_en": "Plain?", press: 1})

    assert answer.status_code == 422
    assert "Only what has happened can be looked at." in answer.content.decode()


def test_erasing_an_auditor_leaves_the_offices_acts_and_takes_the_words_about_links():
    audit, (one, two) = drawn()
    services.link_declare(account=one, operator=audit.operator, linked=True, words="My sister.", now=clock.now())
    sequencer.seal(now=clock.now())

    account_erase(account=one, words=Words.DELETE, now=clock.now())

    assert not audit.operator.conflict_declarations.exclude(words="").exists()
    assert audit.seats.count() == 2
    with pytest.raises(NotYours):
        look(audit, one, "rrrr")
    look(audit, two, "rrrr")


@given(
    st.lists(st.text("0123456789abcdef-", min_size=1, max_size=8), unique=True, min_size=1, max_size=40),
    st.integers(1, 40),
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.randoms(use_true_random=False),
)
def test_a_draw_is_the_same_in_any_order_and_a_larger_one_holds_the_smaller(items, take, seed, rng):
    shuffled = rng.sample(items, len(items))

    few_of_them = audit_sample.drawn(seed, "a", "items", items, take)

    assert few_of_them == audit_sample.drawn(seed, "a", "items", shuffled, take)
    assert few_of_them == audit_sample.drawn(seed, "a", "items", items, take + 1)[:take]
    assert len(few_of_them) == min(take, len(items)) == len(set(few_of_them))


def test_every_item_is_drawn_about_as_often_as_any_other():
    items = [f"item-{n}" for n in range(20)]
    seeds = (audit_sample.seed_of(f"{n}") for n in range(2000))
    hits = [item for seed in seeds for item in audit_sample.drawn(seed, "a", "items", items, 5)]

    assert all(420 < hits.count(item) < 580 for item in items)  # 500, four standard errors either way


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_what_stays_open_only_widens_the_interval(looked, wrong, undecided):
    wrong, undecided = min(wrong, looked), min(undecided, max(0, looked - wrong))

    plain, wide = audit_sample.share(looked, wrong, 0), audit_sample.share(looked, wrong, undecided)

    assert 0 <= wide.low <= plain.low <= wrong / looked <= plain.high <= wide.high <= 1


@given(st.lists(st.sampled_from(list(AuditState)), max_size=8))
def test_whatever_is_tried_an_audit_walks_its_table_and_an_end_is_an_end(tried):
    state = AuditState.ANNOUNCED
    for target in tried:
        if target in TRANSITIONS[state]:
            state = target

    assert (not TRANSITIONS[state]) == (state in {AuditState.ANSWERED, AuditState.WITHDRAWN, AuditState.LAPSED})
    assert AuditState.DRAWN not in TRANSITIONS[AuditState.FOUND]
