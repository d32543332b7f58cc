"""A market as `bench.trust` reads it: what nobody could have said is left aside, and said so.

A rating of nought is neither for nor against; nobody rates themselves; a row that is there twice was said once. Ratings
of one moment stand in an order of their own, so that a file in another order gives the same figures.
"""

from pathlib import Path

from bench.rating_file import Row, Unreadable, read_ratings
from bench.rating_networks import Ratings


def read_market(path: Path) -> Ratings:
    """In the order of time."""
    rows = read_ratings(path)
    once = sorted(set(rows), key=_order)
    of_others = [row for row in once if row.source != row.target]
    said = [row for row in of_others if row.rating]
    left = {
        "that are there twice": len(rows) - len(once),
        "of oneself": len(once) - len(of_others),
        "of nought": len(of_others) - len(said),
    }
    if not said:
        raise Unreadable(f"{path.name} has no ratings.")
    print(f"{len(said)} ratings of {len({row.target for row in said})} accounts in {path.name}", end="")
    print("".join(f"; left aside, {what}: {count}" for what, count in left.items() if count))
    return Ratings.of(said)


def _order(row: Row) -> tuple[float, str, str, float]:
    return row.time, row.source, row.target, row.rating
