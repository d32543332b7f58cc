"""Compute a published score again from its published inputs, and say whether it is the same.

`curl -s https://SITE/api/s/SPACE/r/REVIEW/score/ | python -m bench.score_again -`, or the path of a saved answer. Each
reason is computed anew: those that are compared with the space from the share that was published (four decimals, so
the weight is known within bounds), all others from the facts alone. The weights must add up to the total, and the total
must be on the side of the threshold that the outcome says. Beside it stands what the space's counts of today would
give: a space grows, so this may differ without anything being wrong.
"""

import argparse
import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from apps.algorithms import review_suspicion as algorithm
from apps.algorithms.learned_suspicion import Model
from apps.algorithms.review_facts import ReviewFacts, columns_of
from apps.algorithms.review_suspicion import SpaceBaseline

HALF = 0.00005  # a share is published with four decimals
STEP = 0.001  # and a weight with three


def again(score: Mapping[str, Any]) -> dict[str, Any]:
    """What comes out, and whether it agrees with what was published."""
    if (
        score["version"].partition("~")[0].partition("+")[0] != algorithm.VERSION
        or score["algorithm"] != algorithm.NAME
    ):
        return {"agrees": None, "published": score["version"], "source": algorithm.VERSION}
    today = _today(score)
    bounds = {term["code"]: _bounds(term, today[term["code"]]) for term in score["terms"]}
    low, high = (_served(score, {code: pair[side] for code, pair in bounds.items()}) for side in (0, 1))
    terms = {
        term["code"]: {
            "published": term["weight"],
            "low": min(low[term["code"]], high[term["code"]]),
            "high": max(low[term["code"]], high[term["code"]]),
            "today": _served(score, today)[term["code"]],
        }
        for term in score["terms"]
    }
    wrong = [code for code, row in terms.items() if not row["low"] - STEP <= row["published"] <= row["high"] + STEP]
    total = round(sum(term["weight"] for term in score["terms"]), 3)
    if not math.isclose(total, score["total"], abs_tol=STEP / 2):
        wrong.append("total")
    if score["outcome"] != "too_little_data" and (total >= score["threshold"]) != (score["outcome"] == "worth_a_look"):
        wrong.append("outcome")
    return {"agrees": not wrong, "wrong": wrong, "total": total, "terms": terms}


def _today(score: Mapping[str, Any]) -> dict[str, float]:
    """First-day weights with what the space counts now."""
    pooled = SpaceBaseline.from_json(score["all_counts"]) if score["all_counts"] else None
    space = SpaceBaseline.from_json(score["space_counts"])
    found = algorithm.score_many(columns_of([ReviewFacts(**score["inputs"])]), space, pooled)
    return dict(zip(algorithm.CODES, found.weights[0].tolist(), strict=True))


def _bounds(term: Mapping[str, Any], today: float) -> tuple[float, float]:
    """The first-day weight of a reason, from the share it was published with, or from the facts."""
    code = "deviation_low" if term["code"] == "deviation" else term["code"]
    if code not in algorithm.INDICATIONS:
        return today, today
    share, slope = float(term["values"]["share"]), algorithm.INDICATIONS[code].slope
    rare, common = (_rarity(max(share + side, 1e-12)) for side in (-HALF, HALF))
    return round(slope * common, 3), round(slope * rare, 3)


def _rarity(share: float) -> float:
    return min(algorithm.RAREST, max(algorithm.COMMONEST, -math.log(share) - 1))


def _served(score: Mapping[str, Any], weights: Mapping[str, float]) -> dict[str, float]:
    """As they serve: what two people switched off weighs nothing."""
    off = score.get("switched_off", [])
    return {code: 0.0 if code in off else weight for code, weight in _learnt(score, weights).items()}


def _learnt(score: Mapping[str, Any], weights: Mapping[str, float]) -> dict[str, float]:
    """The same reasons with the weights that decisions taught, where they serve."""
    if not score["learnt"]:
        return dict(weights)
    model = Model.from_json(score["learnt"])
    given = np.array([[weights[name] for name in model.names]])
    return dict(zip(model.names, model.terms(given)[0].tolist(), strict=True))


def show(score: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """The table."""
    print(f"{score['algorithm']} {score['version']}, {score['scored_at']}\n")
    print(f"{'reason':14}{'published':>12}{'again, from':>14}{'to':>10}{'with today’s counts':>22}")
    for code, row in found.get("terms", {}).items():
        print(f"{code:14}{row['published']:>12.3f}{row['low']:>14.3f}{row['high']:>10.3f}{row['today']:>22.3f}")
    print(f"{'total':14}{score['total']:>12.3f}   threshold {score['threshold']:.3f}, {score['outcome']}\n")
    if found["agrees"] is None:
        print(f"This source computes version {found['source']}; the score is of {found['published']}.")
    else:
        print("The same." if found["agrees"] else f"Not the same: {', '.join(found['wrong'])}.")


def main() -> int:
    """0 when it agrees, 1 when not, 2 when this source is of another version."""
    parser = argparse.ArgumentParser(description="Compute a published score again from its published inputs.")
    parser.add_argument("score", help="what /api/s/SPACE/r/REVIEW/score/ answered; - reads it from the standard input")
    given = parser.parse_args().score
    score = json.loads(sys.stdin.read() if given == "-" else Path(given).read_text(encoding="utf-8"))
    if "version" not in score:
        parser.error(str(score.get("detail", "This is not a score.")))
    found = again(score)
    show(score, found)
    print(json.dumps({"agrees": found["agrees"], "wrong": found.get("wrong", []), "total": score["total"]}))
    return {True: 0, False: 1, None: 2}[found["agrees"]]


if __name__ == "__main__":
    sys.exit(main())
