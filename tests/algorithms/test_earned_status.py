import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import earned_status as algorithm
from apps.algorithms import referral
from apps.algorithms.earned_status import DAY, LEVELS, Feedback, Mark, Tally, earned
from tests.algorithms import golden

NOW = 1.7e9
moments = st.integers(0, 500).map(lambda days: NOW - days * DAY)
feedback = st.builds(
    Feedback,
    giver=st.sampled_from("abcdefghijkl"),
    at=moments,
    favourable=st.booleans(),
    giver_earned=st.booleans(),
    verified=st.booleans(),
    size=st.floats(0, 1),
    giver_days=st.floats(0, 1000),
    leniency=st.floats(0.01, 1),
)


def verified(count, at=NOW):
    return [Feedback(f"g{number}", at, verified=True) for number in range(count)]


def rank(status):
    return [None, *(level.code for level in LEVELS)].index(status.level)


@pytest.mark.parametrize(("givers", "level"), [(2, None), (3, "known"), (5, "recognised"), (10, "reference")])
def test_a_level_needs_its_givers(givers, level):
    assert earned(verified(givers), NOW).level == level


def test_it_fades():
    assert earned(verified(10), NOW + 300 * DAY).level is None


@given(st.lists(feedback, max_size=30), feedback)
def test_one_more_good_word_never_lowers_and_a_bad_one_never_raises(past, last):
    latest = replace(last, at=NOW)
    before = earned(past, NOW)

    praised = earned([*past, replace(latest, favourable=True, giver="zoe")], NOW)
    blamed = earned([*past, replace(latest, favourable=False, giver="zoe")], NOW)

    assert praised.cautious >= before.cautious
    assert rank(praised) >= rank(before)
    assert blamed.cautious <= before.cautious
    assert rank(blamed) <= rank(before)


@given(st.lists(feedback, max_size=30))
def test_one_giver_counts_at_most_one_unit_in_ninety_days(items):
    mine = sorted((replace(item, giver="a") for item in items), key=lambda item: item.at)
    counting = Tally()
    counted = [(item, counting.add(item)) for item in mine]

    for item, _ in counted:
        window = [amount for other, amount in counted if 0 <= item.at - other.at < 90 * DAY]
        assert sum(window) <= 1 + 1e-9


@given(st.integers(1, 2000), st.integers(0, 300))
def test_any_number_of_fake_accounts_earns_nothing_from_each_other(fakes, days):
    praise = [Feedback(f"fake{number}", NOW - days * DAY) for number in range(fakes)]

    assert earned(praise, NOW).level is None


@given(st.lists(feedback, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_evidence_changes_nothing(items, random):
    assert earned(random.sample(items, len(items)), NOW) == earned(items, NOW)


def test_friends_who_repeat_themselves_count_once():
    assert earned([*verified(3), *verified(3, NOW - DAY)], NOW).in_favour == pytest.approx(2.98, abs=0.01)


def test_the_sentence_gives_the_basis():
    status = earned(verified(5), NOW)

    assert algorithm.sentence(status, "fr") == (
        "«\u202freconnu ici\u202f» par sa propre activité\u202f: 5\u00a0personnes de confiance en un an, 5,0 retours "
        "favorables et 0,0 défavorables (les plus anciens comptent moins)\u202f; valeur prudente 0,73."
    )
    assert algorithm.what_would_change(status, "en") == (
        "For “a reference here”, 10\u00a0people and a cautious figure of 0.75 are needed."
    )


def test_at_the_top_nothing_more_is_asked():
    assert algorithm.what_would_change(earned(verified(12), NOW), "en") == ""


def test_a_space_may_publish_its_own_scale():
    scale = (algorithm.Level("friend", 0.1, 1),)

    status = earned(verified(1), NOW, scale)

    assert status.level == "friend"
    assert "“a friend”" in algorithm.sentence(status, "en", {"en": {"friend": "a friend"}})


def test_an_account_of_today_says_nothing_in_favour_and_an_old_one_a_half_at_most():
    def counts(days):
        return algorithm.units(Feedback("a", NOW, giver_days=days))

    assert counts(0) == 0
    assert counts(30) == 0.25
    assert counts(30) < counts(300) <= 0.5


def test_the_size_of_a_word_counts_by_its_root():
    assert algorithm.units(Feedback("a", NOW, verified=True, size=0.25)) == 0.5


def test_who_speaks_against_everybody_counts_less_against_and_not_less_in_favour():
    severe, usual = algorithm.leniency(0.1, 6.0), algorithm.leniency(2.0, 0.5)

    assert severe < algorithm.SEVERE < usual
    assert algorithm.units(Feedback("a", NOW, False, verified=True, leniency=severe)) < 1
    assert algorithm.units(Feedback("a", NOW, False, verified=True, leniency=usual)) == 1
    assert algorithm.units(Feedback("a", NOW, True, verified=True, leniency=severe)) == 1


def test_to_say_what_everybody_says_tells_little_about_who_says_it():
    assert algorithm.surprise(True, 0.9) == pytest.approx(0.1)
    assert algorithm.surprise(False, 0.9) == 0.9


marks = st.lists(st.builds(Mark, at=moments, amount=st.floats(0.01, 1)), max_size=5)


@given(st.lists(feedback, max_size=30), marks)
def test_all_marks_together_lower_by_one_level_at_most(items, bad):
    before, after = earned(items, NOW), earned(items, NOW, marks=bad)

    assert rank(before) - 1 <= rank(after) <= rank(before)
    assert after.lowered == (rank(after) < rank(before))


def test_a_mark_is_a_quarter_of_one_unfavourable_word():
    words = verified(5)
    word = Feedback("zoe", NOW, favourable=False, verified=True, size=0.25**2)  # its root counts: a quarter

    marked, blamed = earned(words, NOW, marks=[Mark(NOW, 0.25)]), earned([*words, word], NOW)

    assert marked.cautious == blamed.cautious < earned(words, NOW).cautious
    assert (marked.against, marked.marked) == (0.0, blamed.against)


def test_one_mark_takes_a_level_from_whoever_stood_just_on_it_and_from_nobody_else():
    five, on_the_edge = verified(5), verified(5, NOW - 45 * DAY)
    one = [Mark(NOW, 0.25)]

    assert earned(five, NOW).level == earned(five, NOW, marks=one).level == "recognised"
    assert earned(on_the_edge, NOW).level == "recognised"
    assert earned(on_the_edge, NOW, marks=one).level == "known"


def test_a_mark_fades_and_is_said():
    words = verified(5, NOW - 45 * DAY)

    lowered = earned(words, NOW, marks=[Mark(NOW, 0.25)])

    assert algorithm.sentence(lowered, "en").endswith("and never more than one: a referral went wrong.")
    assert earned(words, NOW, marks=[Mark(NOW - 720 * DAY, 0.25)]).level == "recognised"


def test_a_mark_weighs_the_same_wherever_it_is_told():
    assert algorithm.marked([Mark(NOW - 90 * DAY, referral.MARK)], NOW) == referral.mark([NOW - 90 * DAY], NOW)


def test_the_same_words_give_the_same_status_until_the_version_changes():
    kept = json.loads(golden.FILE.read_text())

    assert kept["version"] == algorithm.VERSION
    for told in kept["histories"]:
        assert golden.status(told) == told["status"]


@given(st.lists(feedback, max_size=20), feedback)
def test_what_is_expected_moves_with_each_word(items, last):
    before = earned(items, NOW).expected
    word = replace(last, at=NOW, giver="zoe")

    assert earned([*items, replace(word, favourable=True)], NOW).expected >= before
    assert earned([*items, replace(word, favourable=False)], NOW).expected <= before


def test_the_share_expected_where_the_giver_is_known():
    assert algorithm.expected_from(0.8, 0.5, 0.5) == pytest.approx(0.8)
    assert algorithm.expected_from(0.8, 0.2, 0.5) < 0.8 < algorithm.expected_from(0.8, 0.5, 0.5, answered=1)


def test_since_when_a_level_is_held():
    early, late = verified(3, NOW - 100 * DAY), [replace(item, giver=f"h{item.giver}") for item in verified(3)]

    assert algorithm.held_since(early[:2], NOW) is None
    assert algorithm.held_since(early, NOW - 99 * DAY) == NOW - 100 * DAY
    assert algorithm.held_since([*early, *late], NOW) == NOW  # recognised only now


def test_a_level_is_held_since_the_word_that_gave_it_and_anew_after_a_break():
    words = [Feedback(f"g{days}", NOW - days * DAY, verified=True) for days in (60, 40, 20, 10)]
    long_ago = [replace(item, at=item.at - 500 * DAY) for item in words]

    assert algorithm.held_since(words, NOW) == NOW - 20 * DAY  # the third of three; a fourth changes nothing
    assert algorithm.held_since([*long_ago, *words], NOW) == NOW - 20 * DAY
