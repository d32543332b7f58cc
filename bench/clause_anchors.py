"""Do clauses find themselves again in the next version of a real text?

`python -m bench.clause_anchors FOLDER [--clauses 25] [--seed 20261122]`

Of each version of each real history, a seeded sample of clauses is followed into the next version that differs, and
those of the first version from one to the next as far as the history goes. Three questions: how many are found at all;
of those whose words still stand there, how many are found at those words; and when the right sentence is taken out of
the new version, how many go before a person instead of to a wrong sentence. One JSON object.
"""

import argparse
import itertools
import json
import random
import sys
from collections import Counter
from pathlib import Path

from apps.algorithms import clause_anchors as anchors
from apps.algorithms.sentence_diff import compare_sentences
from bench.published_texts import Version, histories


class Followed:
    """What happened to the clauses that were followed."""

    def __init__(self, clauses: int, seed: int) -> None:
        self.clauses, self.random = clauses, random.Random(seed)
        self.steps: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.taken_out: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        self.rewritten: Counter[str] = Counter()

    def history(self, versions: list[Version]) -> None:
        """All versions of one text, in order."""
        texts = [anchors.text(version["content"]) for version in versions]
        for before, after in itertools.pairwise(texts):
            if before.keys != after.keys:
                self._step(before, after)
        self._whole(texts)

    def _sample(self, text: anchors.Text) -> list[int]:
        found = text.anchorable()
        return sorted(self.random.sample(found, min(self.clauses, len(found))))

    def _step(self, before: anchors.Text, after: anchors.Text) -> None:
        aligned = _aligned(before, after)
        rewritten = _kept_share(before, after) < 0.1
        for number in self._sample(before):
            clause = anchors.anchor(before, number)
            place = anchors.place(clause, after)
            self.steps[place.state] += 1
            if rewritten:
                self.rewritten[place.state] += 1
            if number in aligned:
                right = after.key(aligned[number]) if place.at is None else after.key(place.at)
                self.kept["right" if right == before.key(number) and place.at is not None else "wrong"] += 1
                self._without(clause, after, aligned[number])

    def _without(self, clause: anchors.Anchor, after: anchors.Text, number: int) -> None:
        """The same version, had the sentence and the one after it been taken out of it (wherever they stand)."""
        gone = {after.key(number), after.key(number + 1)}
        left = [s for n, s in enumerate(after.sentences) if after.key(n) not in gone]
        if self.random.random() < 0.1:
            self.taken_out[anchors.place(clause, anchors.Text(left)).state] += 1

    def _whole(self, texts: list[anchors.Text]) -> None:
        for number in self._sample(texts[0]):
            at: int | None = number
            for before, after in itertools.pairwise(texts):
                at = anchors.place(anchors.anchor(before, at), after).at
                if at is None:
                    break
            self.whole["lost" if at is None else "found"] += 1


def _aligned(before: anchors.Text, after: anchors.Text) -> dict[int, int]:
    """Sentence of the one → the same sentence of the other, by the usual comparison."""
    found, old, new = {}, -1, -1
    for change in compare_sentences(before.sentences, after.sentences):
        old += change.before is not None
        new += change.after is not None
        if change.kind == "kept":
            found[old] = new
    return found


def _kept_share(before: anchors.Text, after: anchors.Text) -> float:
    return len(set(before.keys) & set(after.keys)) / max(len(set(before.keys)), 1)


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.clause_anchors", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, default=25, help="followed per version")
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args(arguments)
    followed = Followed(options.clauses, options.seed)
    found = histories(options.folder)
    for versions in found.values():
        followed.history(versions)
    print(json.dumps(_told(followed, found)))
    return 0


def _told(followed: Followed, found: dict) -> dict:
    steps = followed.steps
    return {
        "bench": "clause_anchors",
        "version": anchors.VERSION,
        "histories": len(found),
        "versions": sum(map(len, found.values())),
        "followed": steps.total(),
        "attached_again": _share(steps, "same", "reworded"),
        "reworded": _share(steps, "reworded"),
        "in_texts_rewritten_whole": dict(followed.rewritten),
        "at_their_words": _share(followed.kept, "right"),
        "taken_out_and_called_lost": _share(followed.taken_out, "lost"),
        "from_first_to_last_version": _share(followed.whole, "found"),
    }


def _share(counts: Counter[str], *keys: str) -> float:
    return round(sum(counts[key] for key in keys) / max(counts.total(), 1), 4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
