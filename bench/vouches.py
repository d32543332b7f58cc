"""Who speaks for whom in the worlds of `bench.trust_speed`: everybody is spoken for by so many, each once. Numpy alone:
the peer reads this with a Python of its own."""

import numpy as np
from numpy.typing import NDArray

EACH = 100  # words about each member

Numbers = NDArray[np.int64]


def vouches(rows: int) -> tuple[int, Numbers, Numbers]:
    """How many people there are; by whom, and for whom, each word is. Nobody speaks for themselves."""
    people = rows // EACH
    of = np.repeat(np.arange(people), EACH)
    by = (of * 17 + np.tile(np.arange(EACH), people) * 7919) % people
    return people, by[by != of], of[by != of]
