"""Whether surges are found and brigades are not: `python -m bench.surge [--seed 1] [--runs 1000] [--years 40]`.

Seeded worlds around one alert, each judged by the published algorithms as the site runs them: voices become traces
(network block, wording, when the account was made, invitation, earlier activity), `clusters` puts them together,
`surge` judges. An operator of 0.15 independent voices an hour with its week; a genuine surge comes from people of whom
three in five were active there before; a brigade of 200 accounts in 1 to 10 groups, each group bound by one or two
traces, one account in fifty of long standing. Quiet years: operators from 0.02 to 1.5 voices an hour, with hours of
the day, good and bad days, small bursts. The last line is one JSON object. `--sockets N` adds what a turning state
costs (bench.surge_live).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.algorithms import surge
from apps.algorithms.clusters import Trace, cluster
from apps.algorithms.near_duplicates import Signature, signature

HOUR, DAY, WEEK = 3600.0, 86400.0, 604800.0
START = 2900 * WEEK + 100 * HOUR  # of the surge: a Monday, 4 h UTC
USUAL = 0.15  # independent voices an hour
ACTIVE_BEFORE = 0.6  # of those who speak
OLD_HANDS = 0.02  # accounts of a brigade that were active there before
BLOCKS = 4000  # network blocks of a public
QUIET_RATES = (0.02, 0.15, 0.5, 1.5)
SAYS = "the filter hid my review and nobody gave me a reason for it, case number {n} of the list of {m}"
Traces = list[Trace]


def main(arguments: list[str]) -> int:
    """Print the table, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.surge", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--years", type=int, default=40, help="quiet operator-years at each rate")
    parser.add_argument("--sockets", type=int, default=0)
    options = parser.parse_args(arguments)
    told: dict[str, Any] = {"bench": "surge", "seed": options.seed, "runs": options.runs}
    for name, world in WORLDS.items():
        told[name] = _confirmed(world, options.seed, options.runs)
        print(f"  {name:36}{100 * told[name]:8.2f} % confirmed", flush=True)
    told |= quiet_years(options.seed, options.years)
    print(f"  {told['false_confirmations']} false confirmations in {told['quiet_operator_years']} quiet operator-years")
    if options.sockets:
        from bench.surge_live import measured

        told |= measured(options.sockets)
    print(json.dumps(told))
    return 0


# --- worlds -----------------------------------------------------------------------------------------------


def crowd(rng: Random, people: int, hours: float, active: float = ACTIVE_BEFORE) -> Traces:
    """Independent people: their own networks, words and years; some have no account."""
    return [_person(rng, f"p{n}", START + rng.random() * hours * HOUR, active) for n in range(people)]


def _person(rng: Random, name: str, at: float, active: float) -> Trace:
    known, member = rng.random() < active, rng.random() < 0.6
    return Trace(
        voice=name,
        at=at,
        block=f"b{rng.randrange(BLOCKS)}",
        wording=_own_words(rng) if rng.random() < 0.5 else None,
        member=known or member,
        known=known,
        created=at - rng.random() * (3 * 365 * DAY) if known or member else None,
    )


@cache
def _words(number: int) -> Signature | None:
    rng = Random(f"words {number}")
    return signature(" ".join(f"{rng.getrandbits(40):x}" for _ in range(8)))


def _own_words(rng: Random) -> Signature | None:
    """Own words, of so many that two people hardly ever say the same."""
    return _words(rng.randrange(20_000))


@cache
def _copied(group: int) -> Signature | None:
    return signature(SAYS.format(n=group, m="brigade " * group))


def usual_voices(rng: Random) -> Traces:
    """What comes anyway, in the day before and the day of the surge."""
    count = rng_poisson(rng, USUAL * 48)
    return [_person(rng, f"u{n}", START - DAY + rng.random() * 2 * DAY, ACTIVE_BEFORE) for n in range(count)]


def rng_poisson(rng: Random, mean: float) -> int:
    """Arrivals within one unit of time."""
    count, passed = 0, rng.expovariate(mean)
    while passed < 1:
        count, passed = count + 1, passed + rng.expovariate(mean)
    return count


BOUND_BY: tuple[Callable[[Random, Trace, int], Trace], ...] = (
    lambda rng, trace, group: replace(trace, block=f"brigade-{group}"),
    lambda rng, trace, group: replace(trace, created=START - (group + 2) * DAY + rng.random() * 300),
    lambda rng, trace, group: replace(trace, invitation=f"brigade-{group}"),
    lambda rng, trace, group: replace(trace, wording=_copied(group)),
)


def brigade(rng: Random, groups: int, accounts: int = 200, hours: float = 1.0, old: float = OLD_HANDS) -> Traces:
    """Linked accounts: each group is bound by one or two traces, and otherwise looks like anybody."""
    bonds = [rng.sample(BOUND_BY, rng.choice((1, 2))) for _ in range(groups)]
    return [_linked(rng, n, n % groups, bonds[n % groups], hours, old) for n in range(accounts)]


def _linked(
    rng: Random, n: int, group: int, bonds: Sequence[Callable[[Random, Trace, int], Trace]], hours: float, old: float
) -> Trace:
    trace = _person(rng, f"g{n}", START + rng.random() * hours * HOUR, 0.0)
    trace = replace(trace, member=True, known=rng.random() < old, created=START - rng.random() * 14 * DAY)
    for bond in bonds:
        trace = bond(rng, trace, group)
    return trace


def few_groups(rng: Random) -> Traces:
    """A brigade in one to ten groups."""
    return brigade(rng, rng.randint(1, 10))


WORLDS: dict[str, Callable[[Random], Traces]] = {
    "30_in_1h": lambda rng: crowd(rng, 30, 1),
    "30_in_1h_beside_a_brigade": lambda rng: crowd(rng, 30, 1) + few_groups(rng),
    "30_in_6h": lambda rng: crowd(rng, 30, 6),
    "30_in_6h_beside_a_brigade": lambda rng: crowd(rng, 30, 6) + few_groups(rng),
    "brigade_to_10_groups": few_groups,
    "brigade_60_groups_new": lambda rng: brigade(rng, 60),
    "brigade_200_alone_new": lambda rng: brigade(rng, 200),
    "brigade_10_groups_a_tenth_old": lambda rng: brigade(rng, 10, old=0.1),
    "30_in_1h_a_third_active_before": lambda rng: crowd(rng, 30, 1, active=0.33),
}


def _confirmed(world: Callable[[Random], Traces], seed: int, runs: int) -> float:
    past = usual_past(np.random.default_rng(seed), USUAL)
    baseline = surge.usual(past, surge.BASELINE_WEEKS)
    return sum(confirms(world(rng) + usual_voices(rng), baseline) for rng in _rngs(seed, runs)) / runs


def _rngs(seed: int, runs: int) -> list[Random]:
    return [Random(f"{seed} {run}") for run in range(runs)]


def confirms(traces: Traces, baseline: surge.Baseline) -> bool:
    """Whether the site would have confirmed it at some look."""
    found = cluster(traces)
    voices = [surge.Voice(trace.at, found.of[trace.voice], trace.rank == 2) for trace in traces]
    return any(change.surge.state == "confirmed" for change in surge.changes(voices, baseline))


# --- quiet years ------------------------------------------------------------------------------------------


def usual_past(rng: np.random.Generator, rate: float) -> Counter[int]:
    """Independent voices per past hour over the weeks that a baseline is made of."""
    hours = surge.BASELINE_WEEKS * surge.HOURS_OF_WEEK
    first = int(START // HOUR) - hours
    return Counter({first + n: int(c) for n, c in enumerate(rng.poisson(_rates(rng, rate, hours, first))) if c})


def _rates(rng: np.random.Generator, rate: float, hours: int, first: int) -> NDArray[np.float64]:
    """By hour: more by day than by night, good and bad days, and about twice a month a small burst."""
    hour = np.arange(first, first + hours)
    day = 1 + 0.9 * np.sin((hour % 24 - 8) * np.pi / 12)
    mood = np.repeat(rng.gamma(4, 0.25, hours // 24 + 1), 24)[:hours]
    burst = (rng.random(hours) < 1 / 360) * rng.uniform(2, 6, hours)
    return rate * day * mood + burst


def quiet_years(seed: int, years: int) -> dict[str, Any]:
    """Half-years one after the other, each with the baseline of the one before."""
    found = {rate: sum(_quiet_half(seed, rate, n) for n in range(2 * years)) for rate in QUIET_RATES}
    total = years * len(QUIET_RATES)
    return {
        "quiet_operator_years": total,
        "false_confirmations": sum(found.values()),
        "false_confirmations_per_10_years": round(10 * sum(found.values()) / total, 3),
        "false_by_rate": {str(rate): count for rate, count in found.items()},
    }


def _quiet_half(seed: int, rate: float, n: int) -> int:
    rng = np.random.default_rng([seed, n, int(100 * rate)])
    baseline = surge.usual(usual_past(rng, rate), surge.BASELINE_WEEKS)
    hours = 26 * surge.HOURS_OF_WEEK
    counts = rng.poisson(_rates(rng, rate, hours, int(START // HOUR)))
    at = START + (np.repeat(np.arange(hours), counts) + rng.random(counts.sum())) * HOUR
    at.sort()
    active = rng.random(len(at)) < ACTIVE_BEFORE
    return sum(_rises(at[part], active[part], baseline) for part in _busy(at))


def _busy(at: NDArray[np.float64]) -> list[slice]:
    """Stretches in which a window could hold enough voices to confirm; all else is calm or possible at most."""
    near = np.zeros(len(at), bool)
    for hours, least in ((surge.SHORT_HOURS, surge.CONFIRMED_SHORT), (surge.LONG_HOURS, surge.CONFIRMED_LONG)):
        inside = np.searchsorted(at, at, "right") - np.searchsorted(at, at - hours * HOUR)
        near |= inside >= least
    found: list[slice] = []
    for place in np.flatnonzero(near):
        low, high = np.searchsorted(at, [at[place] - 7 * HOUR, at[place] + 7 * HOUR])
        if found and low <= found[-1].stop:
            found[-1] = slice(found[-1].start, int(high))
        else:
            found.append(slice(int(low), int(high)))
    return found


def _rises(at: NDArray[np.float64], active: NDArray[np.bool_], baseline: surge.Baseline) -> int:
    voices = [surge.Voice(float(t), str(n), bool(k)) for n, (t, k) in enumerate(zip(at, active, strict=True))]
    return sum(change.surge.state == "confirmed" for change in surge.changes(voices, baseline))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
