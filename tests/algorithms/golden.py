"""What earned_status says of some histories, kept: the same words give the same status until its version changes.

`python -m tests.algorithms.golden` writes the file anew; only together with another version.
"""

import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

from apps.algorithms import earned_status
from apps.algorithms.earned_status import DAY, Feedback, Mark, earned

FILE = Path(__file__).with_name("golden_earned_status.json")
NOW = 1.7e9
MANY = 24
Told = dict[str, Any]


def history(seed: int) -> Told:
    """Somebody's words and marks, as an attacker, a newcomer or an old hand may have them."""
    chance = random.Random(seed)
    full, severe = chance.choice([0.2, 1.0]), chance.choice([0.0, 0.1, 0.3])
    days = chance.choice([(1, 20), (20, 89, 91), (1, 91, 200, 400)])
    words = [
        Feedback(
            giver=f"g{chance.randint(0, 19)}",
            at=NOW - chance.choice(days) * DAY - chance.randint(0, 1000),
            favourable=chance.random() > severe,
            giver_earned=chance.random() < full,
            size=chance.choice([1.0, 1.0, 1.0, 0.25]),
            giver_days=float(chance.choice([0, 10, 300])),
            leniency=chance.choice([1.0, 1.0, 0.1]),
        )
        for _ in range(chance.choice([0, 4, 9, 16]))
    ]
    marks = [Mark(NOW - chance.choice([0, 90, 500]) * DAY, 0.25) for _ in range(chance.choice([0, 0, 1, 3]))]
    return {"words": [asdict(word) for word in words], "marks": [asdict(mark) for mark in marks]}


def status(told: Told) -> Told:
    """By the algorithm as it runs."""
    words = [Feedback(**word) for word in told["words"]]
    marks = [Mark(**mark) for mark in told["marks"]]
    return earned(words, NOW, marks=marks).as_json()


def main() -> None:
    told = [history(seed) for seed in range(MANY)]
    lines = ",\n".join(json.dumps({**one, "status": status(one)}) for one in told)
    FILE.write_text(f'{{"version": "{earned_status.VERSION}", "histories": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
