"""What is said of who reports, and what is never said."""

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import denunciation as algorithm
from apps.algorithms.denunciation import ReportFacts, judge

counts = st.integers(0, 60)
plausible = st.builds(
    ReportFacts, decided=counts, unfounded=counts, upheld=counts, targets=counts, together=counts, share=st.floats(0, 1)
)
wild = st.builds(
    ReportFacts,
    **{field.name: st.integers(-(10**9), 10**9) for field in fields(ReportFacts) if field.name != "share"},
    share=st.floats(),
)
BRIGADE = ReportFacts(decided=4, unfounded=4, together=5)


@given(plausible | wild)
def test_the_weights_add_up_and_every_report_is_told_in_words(facts):
    found = judge(facts)

    assert math.isfinite(found.log_odds)
    assert found.log_odds == pytest.approx(sum(term.weight for term in found.terms), abs=1e-9)
    assert found.outcome in algorithm.OUTCOMES
    for language in ("fr", "en"):
        assert all(algorithm.sentence(term, language) for term in found.terms)
        assert algorithm.outcome_sentence(found, language)
        assert algorithm.what_would_change(found, language)


@given(plausible, st.sampled_from(["unfounded", "together", "upheld", "targets"]), st.integers(1, 40))
def test_more_of_an_indication_is_never_less_suspicious(facts, name, more):
    other = replace(facts, **{name: getattr(facts, name) + more})

    before, after = judge(facts).log_odds, judge(other).log_odds

    assert before >= after if name in {"upheld", "targets"} else before <= after


def test_who_was_never_right_about_one_target_is_told_and_who_was_right_is_not():
    assert judge(BRIGADE).outcome == "worth_knowing"
    assert [term.code for term in algorithm.heaviest(judge(BRIGADE))] == ["unfounded", "together"]
    assert judge(replace(BRIGADE, upheld=4, decided=8)).outcome == "nothing_unusual"
    assert "upheld" in {term.code for term in algorithm.counter_evidence(judge(replace(BRIGADE, upheld=4)))}


def test_a_first_report_says_nothing_of_anybody():
    assert judge(ReportFacts()).outcome == "too_little_data"
    assert judge(ReportFacts(decided=2, unfounded=2)).log_odds == algorithm.BASE


def test_every_sentence_exists_in_both_languages():
    assert set(algorithm.SENTENCES["fr"]) == set(algorithm.SENTENCES["en"])
