"""Does the published algorithm call a change what people call it?

`python -m bench.change_class FOLDER --labels bench/change_labels.json [--show development]`

The labels: 200 steps between versions of real histories, drawn with a seed, called technical, editorial or substantive
in two separate passes in different orders, from the changed sentences alone and without sight of what the algorithm
says of them. They hold the digests of both versions and the class, no text of anybody. One team did everything: both
passes were made on one day by one person of the team that wrote the algorithm, who had seen its code before. The
agreement of the passes (kappa .983) says how steady that reading is, not how others would read; the agreement with the
algorithm on the hundred kept for the figures (kappa .707) may be kinder than strangers would find it.

The first hundred served to improve the algorithm, the second hundred were kept for the figures. One JSON object.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from apps.algorithms import change_class
from bench.published_texts import digest, steps

CLASSES = ("technical", "editorial", "substantive")
DEVELOPMENT = 100  # of the labels, in the order they were drawn
WHO = (
    "one person of the team that wrote the algorithm, who had seen its code before; twice on one day, without sight "
    "of its suggestions"
)


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's: agreement beyond what the shares of each class would give by chance."""
    if not pairs:
        return 0.0
    seen = sum(one == two for one, two in pairs) / len(pairs)
    ones, twos = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    chance = sum(ones[name] * twos[name] for name in CLASSES) / len(pairs) ** 2
    return round((seen - chance) / (1 - chance), 3) if chance < 1 else 1.0


def main(arguments: list[str]) -> int:
    """Print the figures; with `--show`, what it calls otherwise among those that serve to improve it."""
    parser = argparse.ArgumentParser(prog="python -m bench.change_class", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--show", choices=("development",), default="")
    options = parser.parse_args(arguments)
    rows = json.loads(options.labels.read_text())["rows"]
    texts = {(digest(a), digest(b)): (a["content"], b["content"]) for a, b in steps(options.folder)}
    found = [_said(texts[row["before"], row["after"]]) for row in rows]
    if options.show:
        for number, (row, said) in enumerate(zip(rows[:DEVELOPMENT], found, strict=False)):
            if row["second"] != said.code:
                print(
                    f"{number:4} {row['second']:12} {said.code:12} {said.reason} {said.detail} | {said.example[:160]}"
                )
    told = _told(rows, [said.code for said in found])
    kept = len(rows) - DEVELOPMENT
    print(f"  kappa of the two passes {told['kappa_between_passes']}")
    print(f"  kappa with the algorithm {told['kappa_held_out']}, on the {kept} labels kept for the figures")
    print(f"  labelled by {WHO}")
    print(json.dumps(told))
    return 0


def _said(pair: tuple[str, str]) -> change_class.Suggestion:
    suggestion = change_class.suggest(*pair)
    if suggestion.code == "none":  # the bytes differ, no sentence does
        return change_class.Suggestion("technical", "none")
    return suggestion


def _told(rows: list[dict[str, str]], found: list[str]) -> dict:
    first, second = ([row[name] for row in rows] for name in ("first", "second"))
    held = list(zip(second, found, strict=True))[DEVELOPMENT:]
    confusion = Counter(f"{label} called {said}" for label, said in held if label != said)
    return {
        "bench": "change_class",
        "version": change_class.VERSION,
        "labels": len(rows),
        "classes": dict(Counter(second)),
        "kappa_between_passes": kappa(list(zip(first, second, strict=True))),
        "kappa_held_out": kappa(held),
        "kappa_held_out_first_pass": kappa(list(zip(first, found, strict=True))[DEVELOPMENT:]),
        "agree_held_out": round(sum(label == said for label, said in held) / len(held), 3),
        "kappa_development": kappa(list(zip(second, found, strict=True))[:DEVELOPMENT]),
        "otherwise_held_out": dict(confusion),
        "lighter_than_labelled_held_out": sum(CLASSES.index(said) < CLASSES.index(label) for label, said in held),
        "who_labelled": WHO,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
