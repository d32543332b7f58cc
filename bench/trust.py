"""Trust among members, on a real market: `python -m bench.trust --ratings F [--labels F] [--only referral|sybil|auc]`.

Forward in time, by the published algorithms as the site runs them. Referral: who would have been referred among the
accounts of the market, and how these turned out (`bench.trust_referral`). Sybil: how many fake accounts get in
through ten deceived members, beside four published methods (`bench.trust_sybil`). AUC: the sign of the next rating,
online, over the last fifth (`bench.trust_auc`). What a file may look like: `bench.rating_file`.

The last line is one JSON object, always with the same keys; null stands for what was not measured, or cannot be on
this file. A file that cannot be read is refused by a sentence that names the line; the command then ends with 2.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench import trust_auc, trust_referral, trust_sybil
from bench.rating_file import Unreadable, read_labels
from bench.trust_file import read_market

KEYS = ("target_auc", "rater_auc", "referral_admitted", "referral_bad", "sybil")


def main(arguments: list[str]) -> int:
    """Print the tables, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.trust", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--ratings",
        type=Path,
        required=True,
        help="source, target, rating, time; with or without names, gzipped or not",
    )
    parser.add_argument("--labels", type=Path, help="user, label: −1 fraudulent, 1 honest; or 1 fraudulent, 0 honest")
    parser.add_argument("--only", choices=("auc", "referral", "sybil"), help="one part")
    options = parser.parse_args(arguments)
    told: dict[str, Any] = dict.fromkeys(KEYS)
    try:
        told |= _measured(options)
    except Unreadable as refused:
        print(refused, file=sys.stderr, flush=True)
        return 2
    finally:
        print(json.dumps(told, allow_nan=False))
    return 0


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if options.labels is not None:
        read_labels(options.labels)  # before anything is measured
    ratings = read_market(options.ratings)
    if options.only in (None, "auc"):
        told |= trust_auc.auc(ratings, options.labels)
    if options.only in (None, "referral"):
        told |= trust_referral.measure(ratings)
    if options.only in (None, "sybil"):
        told["sybil"] = trust_sybil.measure(ratings)
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
