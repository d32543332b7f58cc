"""Invented reports: people who report in good faith, zealots, the harassed, professionals who feel wronged; and those
who report to silence. It knows nothing of the rule that is measured on it."""

from dataclasses import dataclass

import numpy as np

DAYS = 720.0
REPORTERS = 1500
TARGETS = 400
SUBJECTS = 120
HABITS = {"occasional": 0.86, "zealous": 0.06, "harassed": 0.05, "wronged": 0.03}  # among honest people
UPHELD = {"occasional": 0.45, "zealous": 0.3, "harassed": 0.55, "wronged": 0.3, "lone": 0.06, "brigade": 0.06}
LONERS, BRIGADES = 25, 12


@dataclass
class Reports:
    """In time order; `truth` is "" for good faith, else the attack."""

    reporter: np.ndarray
    author: np.ndarray
    subject: np.ndarray
    at: np.ndarray  # days
    decided: np.ndarray  # days
    upheld: np.ndarray
    truth: np.ndarray
    habit: np.ndarray


def reports(seed: int) -> Reports:
    """A world of reports."""
    random = np.random.default_rng([2028, seed])
    rows: list[tuple] = []
    for person in range(REPORTERS):
        habit = str(random.choice(list(HABITS), p=list(HABITS.values())))
        _honest(rows, f"h{person}", habit, random)
    for number in range(LONERS):
        author, subject, day = random.integers(TARGETS), random.integers(SUBJECTS), random.uniform(0, DAYS)
        for _ in range(int(random.integers(5, 16))):
            rows.append((f"l{number}", author, subject, day, "lone", ""))
            day += random.exponential(12)
    for number in range(BRIGADES):
        _brigade(rows, number, random)
    return _table(rows, random)


def _honest(rows: list[tuple], person: str, habit: str, random: np.random.Generator) -> None:
    count = {"occasional": 1 + int(random.pareto(1.6)), "zealous": int(random.integers(8, 30))}.get(habit)
    count = min(count or int(random.integers(3, 12)), 40)
    own_author, own_subject, day = random.integers(TARGETS), random.integers(SUBJECTS), random.uniform(0, DAYS)
    for _ in range(count):
        author = own_author if habit == "harassed" and random.random() < 0.9 else random.integers(TARGETS)
        subject = own_subject if habit == "wronged" and random.random() < 0.9 else random.integers(SUBJECTS)
        rows.append((person, author, subject, day, "", habit))
        day += random.exponential(25)


def _brigade(rows: list[tuple], number: int, random: np.random.Generator) -> None:
    """Friends of a house, against each poor review of it, in two or three waves."""
    subject, begin = random.integers(SUBJECTS), random.uniform(0, DAYS * 0.8)
    accounts = [f"b{number}-{n}" for n in range(int(random.integers(4, 10)))]
    for wave in range(int(random.integers(2, 4))):
        authors = random.integers(0, TARGETS, 3)
        pairs = [(account, author) for account in accounts for author in authors if random.random() < 0.7]
        begun = begin + 30 * wave
        rows += [(who, author, subject, begun + random.exponential(2), "brigade", "") for who, author in pairs]


def _table(rows: list[tuple], random: np.random.Generator) -> Reports:
    rows = sorted((row for row in rows if row[3] <= DAYS), key=lambda row: row[3])
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    reporter, author, subject, at, truth, habit = columns
    chance = np.array([UPHELD[kind or usual] for kind, usual in zip(truth, habit, strict=True)])
    decided, upheld = at + random.exponential(2.5, len(at)), random.random(len(at)) < chance
    return Reports(reporter, author, subject, at, decided, upheld, truth, habit)
