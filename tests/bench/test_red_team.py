import ast
import json
from pathlib import Path

import numpy as np
import pytest

from bench import red_team, red_team_worlds
from bench.red_team_worlds import STORIES, Ratings, world, world_on


@pytest.fixture
def ratings_file(tmp_path):
    random = np.random.default_rng(4)
    rows = [
        (random.integers(0, 120), random.integers(0, 40), random.choice([-10, 1, 1, 2, 5, 10]), 1.3e9 + 40_000 * n)
        for n in range(700)
    ]
    path = tmp_path / "ratings.csv"
    path.write_text("source,target,rating,time\n" + "\n".join(",".join(map(str, row)) for row in rows))
    return path


def imported(module):
    tree = ast.parse(Path(module.__file__).read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_the_worlds_know_nothing_of_the_detector():
    assert not [name for name in imported(red_team_worlds) if name.startswith(("apps", "bench"))]


def test_a_seed_makes_one_world():
    first, second, other = world(1, 0.05), world(1, 0.05), world(2, 0.05)

    assert all(np.array_equal(getattr(first, name), getattr(second, name)) for name in red_team_worlds.COLUMNS)
    assert not np.array_equal(first.share[:200], other.share[:200])


def test_every_attack_and_every_honest_habit_is_there_in_time_order():
    made = world(3, 0.2)

    assert set(made.truth.tolist()) == {"", *STORIES}
    assert {"calm", "angry", "at once"} <= set(made.habit.tolist())
    assert (np.diff(made.at) >= 0).all()


def test_attacks_in_a_file_leave_its_ratings_as_they_are(ratings_file):
    ratings = Ratings.read(ratings_file)

    made = world_on(ratings, 1)

    honest = made.habit == "file"
    assert 0.7 * 700 < honest.sum() < 700
    assert set(made.rating[honest].tolist()) == {-10.0, 1.0, 2.0, 5.0, 10.0}
    assert set(made.truth.tolist()) == {"", *STORIES}
    assert made.at[made.truth != ""].max() <= ratings.at[-1]


def test_the_last_line_is_the_promised_object(capsys, ratings_file):
    for arguments in (["--size", "0.1"], ["--base", str(ratings_file)]):
        red_team.main(["--worlds", "1", "--decisions", "0", "120", *arguments])

        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert set(told) == {"0", "120"}
        for figures in told.values():
            assert set(figures) >= {"auc", "ap", "baseline_ap", "ece", "fpr", "recall", "poison_shift"}
            assert figures["chance_given"] is False  # so few are read blind


def test_the_yardsticks_measure_what_they_say():
    fake = np.array([True, True, False, False])

    assert red_team.auc(fake, np.array([4.0, 2, 3, 1])) == 0.75
    assert red_team.auc(fake, np.zeros(4)) == 0.5
    assert red_team.calibration_error(fake, np.full(4, 0.5), bins=1) == 0
    assert red_team.calibration_error(fake, np.ones(4), bins=1) == 0.5
