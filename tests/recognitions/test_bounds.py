"""What no path of conversions can do, against random scales, random tables, and people of ill will who try everything.

A world of an attack: three to six spaces, each with a scale of its own and a table for some of the others, published
as the rules allow. Scales may lose and gain steps after that. Members hop from space to space, in circles too, with
whatever they hold; a captured space gives everybody its highest step.
"""

import random
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.conversion import AGE_LEAST, WHOLE, Answer, Fault, Shown, Table, Why, convert, faults
from apps.recognitions.models import Conversion
from apps.recognitions.services import conversion_ask
from apps.trust.models import GrantedStatus
from apps.trust.standings import standings_of
from tests.recognitions.world import TABLE, earn, make_pair

SCALE = ("known", "recognised", "reference")
LEVELS = st.sampled_from(SCALE)
SEEDS = st.integers(0, 10**9)
NOBODY = -1  # the rank of no status at all


@dataclass(frozen=True, slots=True)
class Gates:
    """Scales by space, and the tables that were published: (there, here) → table."""

    scales: dict[str, tuple[str, ...]]
    tables: dict[tuple[str, str], Table]


def made(chance: random.Random) -> Gates:
    """Random scales of one to six steps, whose codes need not be alike, and tables that may be published."""
    spaces = [f"s{n}" for n in range(chance.randint(3, 6))]
    scales = {space: tuple(f"{space}-{n}" for n in range(chance.randint(1, 6))) for space in spaces}
    tables = {}
    for there in spaces:
        for here in spaces:
            table = drawn(chance, scales[there], scales[here])
            if there != here and chance.random() < 0.7 and not faults(table, there=scales[there], here=scales[here]):
                tables[there, here] = table
    return Gates(scales, tables)


def drawn(chance: random.Random, there: tuple[str, ...], here: tuple[str, ...]) -> Table:
    """Any table; one time in four of those that raise or cross, which may not be published."""
    rows, floor = [], 0
    for place, code in enumerate(there):
        if chance.random() < 0.7:
            wild = chance.random() < 0.05
            top = len(here) - 1 if wild else min(place, len(here) - 1)
            floor = chance.randint(0 if wild else min(floor, top), top)
            rows.append((code, here[floor]))
    return Table(tuple(rows), ((WHOLE, WHOLE),), chance.choice(here), chance.randint(1, 5), AGE_LEAST)


def changed(chance: random.Random, gates: Gates) -> Gates:
    """Some scales lose steps, others gain some below or above, after the tables were written."""
    scales = dict(gates.scales)
    for space, steps in scales.items():
        if chance.random() < 0.5:
            kept = tuple(step for step in steps if chance.random() < 0.7) or steps[-1:]
            low = tuple(f"{space}-low{n}" for n in range(chance.randint(0, 2)))
            scales[space] = low + kept + tuple(f"{space}-high{n}" for n in range(chance.randint(0, 2)))
    return replace(gates, scales=scales)


def rank(scale: tuple[str, ...], level: str) -> int:
    return scale.index(level) if level else NOBODY


def hop(gates: Gates, there: str, here: str, level: str, *, earned: bool, used: int = 0) -> Answer:
    shown = Shown(level, WHOLE, earned, 0)
    scales = {"there": gates.scales[there], "here": gates.scales[here]}
    return convert(gates.tables[there, here], shown, used_today=used, **scales)


def raised(seed: int) -> tuple[int, int]:
    """Somebody walks through all gates for a while: (how far their best rank rose, hops that gave a second time)."""
    chance = random.Random(seed)
    gates = made(chance)
    if chance.random() < 0.5:
        gates = changed(chance, gates)
    at = chance.choice(list(gates.scales))
    level = chance.choice(gates.scales[at])
    begun = best = rank(gates.scales[at], level)
    held, earned, seconds = level, True, 0
    for number in range(chance.randint(1, 8)):
        ways = [here for there, here in gates.tables if there == at]
        if not ways:
            break
        here = chance.choice(ways)
        answer = hop(gates, at, here, held, earned=earned)
        best = max(best, rank(gates.scales[here], answer.level))
        seconds += number > 0 and answer.level != ""
        at, held, earned = here, answer.level, False
    return best - begun, seconds


def admitted(seed: int) -> list[tuple[int, int]]:
    """One space is captured and gives a crowd its highest step: for each table, (let in that day, the number a day)."""
    chance = random.Random(seed)
    gates = made(chance)
    captured = chance.choice(list(gates.scales))
    crowd = [chance.choice(gates.scales[captured]) for _ in range(chance.randint(1, 60))]
    found = []
    for (there, here), table in gates.tables.items():
        if there == captured:
            let_in = 0
            for level in crowd:
                let_in += hop(gates, there, here, level, earned=True, used=let_in).why is None
            found.append((let_in, table.quota))
    return found


@given(SEEDS)
def test_no_path_of_conversions_raises_a_status_and_circles_add_nothing(seed):
    assert raised(seed) == (0, 0)


@given(SEEDS)
def test_a_captured_space_adds_at_most_its_number_a_day_to_each_that_recognises_it(seed):
    assert all(let_in <= quota for let_in, quota in admitted(seed))


@pytest.mark.prove
def test_ten_thousand_walks_raise_nobody_and_ten_thousand_captured_spaces_stay_within_their_numbers():
    gave = full = 0
    for seed in range(10_000):
        assert raised(seed) == (0, 0), seed
        counted = admitted(seed)
        assert all(let_in <= quota for let_in, quota in counted), seed
        gave += any(let_in for let_in, _quota in counted)
        full += any(let_in == quota for let_in, quota in counted)

    assert gave > 5_000  # the attacks do attack
    assert full > 5_000


def test_a_table_without_the_rule_would_be_caught():
    """The walk finds a table that raises: were it published, somebody would rise."""
    there, here = ("low", "high"), ("one", "two")
    table = Table((("low", "two"),), ((WHOLE, WHOLE),), "two", 1, AGE_LEAST)

    assert faults(table, there=there, here=here) == [Fault.RAISES]
    assert convert(table, Shown("low", WHOLE, True, 0), there=there, here=here).level == "one"


def test_a_scale_that_lost_its_lowest_step_lifts_nobody_by_an_old_table():
    table = Table((("recognised", "recognised"),), ((WHOLE, WHOLE),), "reference", 5, 180)
    shown = Shown("recognised", WHOLE, True, 0)

    assert convert(table, shown, there=SCALE, here=SCALE).level == "recognised"
    assert convert(table, shown, there=SCALE[1:], here=SCALE).level == "known"


@pytest.mark.parametrize(
    "twice",
    [
        {"rows": (("known", "known"), ("known", "known"))},
        {"topics": ((WHOLE, WHOLE), (WHOLE, "food"))},
    ],
)
def test_a_table_says_each_step_and_each_topic_once(twice):
    table = replace(Table((("known", "known"),), ((WHOLE, WHOLE),), "known", 1, AGE_LEAST), **twice)

    assert faults(table, there=SCALE, here=SCALE) == [Fault.TWICE]


@given(SEEDS, LEVELS, LEVELS)
def test_whoever_earned_more_never_gets_less(seed, one, other):
    table = drawn(random.Random(seed), SCALE, SCALE)
    less, more = sorted((one, other), key=SCALE.index)
    asked = {"there": SCALE, "here": SCALE}

    if not faults(table, **asked):
        gives = [convert(table, Shown(level, WHOLE, True, 0), **asked).level for level in (less, more)]
        assert rank(SCALE, gives[0]) <= rank(SCALE, gives[1])


@given(SEEDS, LEVELS)
def test_only_what_was_earned_is_exported(seed, level):
    table = drawn(random.Random(seed), SCALE, SCALE)

    answer = convert(table, Shown(level, WHOLE, False, 0), there=SCALE, here=SCALE)
    assert (answer.level, answer.why) == ("", Why.NOT_EARNED)


@pytest.mark.django_db
@pytest.mark.parametrize("crowd", [6, pytest.param(300, marks=pytest.mark.prove)])
def test_through_the_database_a_crowd_from_a_captured_space_gets_its_number_a_day_and_goes_no_further(crowd):
    """Each has earned the highest step there; the days go by; what they got is nowhere counted again."""
    pair, chance = make_pair(), random.Random(crowd)
    pair.publish(replace(TABLE, rows=(("known", "known"), ("recognised", "recognised")), cap="recognised"))
    back = replace(pair, here=pair.there, there=pair.here, manager=pair.other_manager, other_manager=pair.manager)
    onward = make_pair(there=pair.here)
    for way in (back, onward):
        rows = (("known", "known"), ("recognised", "recognised"), ("reference", "reference"))
        draft = replace(TABLE, rows=rows, topics=(("lodging", "food" if way is back else "lodging"),), quota=50)
        way.publish(replace(draft, cap="reference"))
    days = 1 if crowd < 100 else 5
    for number in range(crowd):
        day = timedelta(days=number * days // crowd)
        persona = pair.member()
        earn(persona, pair.there, givers=30, at=pair.begun + day)
        for way, topic in chance.sample([(pair, "food"), (back, "lodging"), (pair, "food")], 3)[
            : 2 if days == 1 else 3
        ]:
            ask_once(way, persona, topic, pair.begun + day)

    given_on = Conversion.objects.filter(state="given").values_list("recognition", "given_on")
    counted = {key: list(given_on).count(key) for key in given_on}
    assert set(counted) <= {(pair.recognition.pk, (pair.begun + timedelta(days=n)).date()) for n in range(days)}
    assert counted
    assert max(counted.values()) <= TABLE.quota
    for status in GrantedStatus.objects.select_related("persona", "space"):
        assert {one.level for one in standings_of(status.persona, status.space, status.since)} == {"recognised"}


def ask_once(way, persona, topic, now):
    """Asked again while it counts is refused with its sentence; whatever is answered, nobody gets more."""
    running = Conversion.objects.filter(recognition=way.recognition, persona=persona, state="given")
    if not running.exists():
        conversion_ask(account=persona.account, recognition=way.recognition, topic=topic, now=now)
