"""How well deceptive texts and fraudulent accounts are found, beside what others would find in the same run:

`python -m bench.fake_reviews --text FILE [--test-text FILE] --ratings FILE --labels FILE [--test-labels FILE]`

Texts: a CSV with `deceptive, hotel, polarity, text`. Ratings: a CSV with `source, target, rating, time`. Labels: a CSV
with `user, label`. Any of them may be gzipped; either part runs alone. With a test file, what was learnt from the first
is measured on the second; without one, hotels are kept apart (texts), or labels are cross-validated (ratings). The last
line is one JSON object.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.labelled_texts import measure_texts
from bench.rating_networks import measure_ratings


def main(arguments: list[str]) -> int:
    """Print the tables, then the JSON object."""
    options = _options(arguments)
    found: dict[str, Any] = {}
    peers: dict[str, Any] = {}
    if options.text:
        found["text"], peers["text"] = measure_texts(options.text, options.test_text)
    if options.ratings:
        found["ratings"], peers["ratings"] = measure_ratings(
            options.ratings, options.labels, options.test_labels, fraud=options.fraud
        )
    print(json.dumps({**found, "peers": peers}))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fake_reviews", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--text", type=Path, help="labelled reviews")
    parser.add_argument("--test-text", type=Path, help="others, to measure on")
    parser.add_argument("--ratings", type=Path, help="ratings between accounts")
    parser.add_argument("--labels", type=Path, help="accounts known to be fraudulent or honest")
    parser.add_argument("--test-labels", type=Path, help="others, to measure on")
    parser.add_argument("--fraud", help="how the labels write 'fraudulent'; -1 where they are -1 and 1, else 1")
    options = parser.parse_args(arguments)
    if not options.text and not options.ratings:
        parser.error("nothing to measure: give --text, or --ratings and --labels")
    if bool(options.ratings) != bool(options.labels):
        parser.error("--ratings and --labels go together")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
