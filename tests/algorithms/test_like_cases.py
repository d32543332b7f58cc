"""Clusters of waiting items: copies stand together, honest neighbours do not; a sample is the same for everybody."""

from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.like_cases import MEMBERS_MOST, SAMPLE_LEAST, Waiting, clusters, sample_needed, sample_of

AD = "Cheap boilers from our warehouse, delivered tomorrow, call the number below and say my name. "
OTHER = "The fitter came on Monday, found the leak in ten minutes and charged me what he had said he would. "
HOUR, DAY = 3600.0, 86400.0


def waiting(key: str, text: str, *, hours: float = 0, author: str = "", reporters: frozenset = frozenset()) -> Waiting:
    return Waiting(key, "home", hours * HOUR, text, author or f"author of {key}", reporters)


def keys(items: list[Waiting]) -> list[set[str]]:
    return [set(cluster.keys) for cluster in clusters(items)]


def test_copies_stand_together_and_an_honest_text_stands_alone():
    items = [waiting(f"ad{n}", f"{AD}Number {n}.", hours=n * 100) for n in range(5)]

    assert keys([*items, waiting("honest", OTHER)]) == [{item.key for item in items}]


def test_half_alike_is_enough_only_where_something_else_joins_them():
    one = AD + OTHER + "It works, we have had it at home since Easter."
    half = AD + OTHER + "Ask for Dan when you ring, nobody else there knows about our winter discount."
    apart = [waiting("a", one), waiting("b", half, hours=100)]
    by_one = [waiting("a", one, author="x"), waiting("b", half, hours=100, author="x")]
    by = frozenset({"r"})
    reported = [waiting("a", one, reporters=by), waiting("b", half, hours=100, reporters=by)]

    assert keys(apart) == []
    assert keys(by_one) == keys(reported) == keys([waiting("a", one), waiting("b", half, hours=20)]) == [{"a", "b"}]


def test_short_words_stand_together_only_when_joined():
    assert keys([waiting("a", "Great!"), waiting("b", "great", hours=1)]) == [{"a", "b"}]
    assert keys([waiting("a", "Great!"), waiting("b", "great", hours=100)]) == []
    assert keys([waiting("a", ""), waiting("b", "", hours=1)]) == []


def test_other_spaces_and_kinds_are_never_compared():
    first, second = Waiting("a", "home", 0, AD), Waiting("b", "travel", 0, AD)

    assert clusters([first, second]) == []


def test_a_cluster_ends_where_nobody_could_look_at_it():
    items = [waiting(f"{n:03}", AD, hours=n / 100) for n in range(MEMBERS_MOST + 5)]

    assert [len(cluster.members) for cluster in clusters(items)] == [MEMBERS_MOST, 5]


def test_the_sample_holds_the_first_and_the_least_alike_and_is_nobodys_choice():
    items = [waiting(f"{n:02}", AD + "x" * n, hours=n) for n in range(12)]
    (cluster,) = clusters(items)
    sample = sample_of(cluster)

    assert sample[0] == cluster.first == "00"
    assert sample[1] == min(cluster.members[1:], key=lambda member: (member.likeness, member.key)).key
    assert len(sample) == len(set(sample)) == sample_needed(12) == SAMPLE_LEAST
    assert sample == sample_of(clusters(items[::-1])[0])


@given(st.integers(2, 1000))
def test_a_sample_is_never_more_than_all_and_never_shrinks(size):
    assert min(size, SAMPLE_LEAST) <= sample_needed(size) <= size
    assert sample_needed(size) <= sample_needed(size + 1)
