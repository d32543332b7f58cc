"""Trust among members, on a real market: `python -m bench.trust --ratings F [--labels F] [--only referral|sybil|auc]`.

Forward in time, by the published algorithms as the site runs them. Referral: who would have been referred among the
accounts of the market, and how these turned out (`bench.trust_referral`). Sybil: how many fake accounts get in
through ten deceived members, beside four published methods (`bench.trust_sybil`). AUC: the sign of the next rating,
online, over the last fifth (`bench.trust_auc`). The last line is one JSON object.
"""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from bench import trust_referral, trust_sybil
from bench.rating_networks import Ratings


def main(arguments: list[str]) -> int:
    """Print the tables, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.trust", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ratings", type=Path, required=True, help="CSV: source, target, rating, time; gzipped or not")
    parser.add_argument("--labels", type=Path, help="CSV: user, label")
    parser.add_argument("--only", choices=("auc", "referral", "sybil"), help="one part")
    options = parser.parse_args(arguments)
    ratings = Ratings.read(options.ratings)
    print(f"{len(ratings.rating)} ratings of {len(set(ratings.target.tolist()))} accounts in {options.ratings.name}")
    told: dict[str, Any] = {}
    if options.only in (None, "auc"):
        told |= _auc(options.ratings, options.labels)
    if options.only in (None, "referral"):
        told |= trust_referral.measure(ratings)
    if options.only in (None, "sybil"):
        told["sybil"] = trust_sybil.measure(ratings)
    print(json.dumps(told))
    return 0


def _auc(ratings: Path, labels: Path | None) -> dict[str, Any]:
    """The part about earned status, where it is there."""
    if importlib.util.find_spec("bench.trust_auc") is None:
        return {}
    part = importlib.import_module("bench.trust_auc")
    return dict(part.auc(ratings, labels))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
