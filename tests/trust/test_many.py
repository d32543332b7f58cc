"""All statuses at once are the published ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.earned_status import DAY, Feedback, in_full, tally, units
from apps.trust.many import Words, earned_everywhere

NOW = 1.7e9
words = st.builds(
    Feedback,
    giver=st.sampled_from("0123"),
    at=st.integers(0, 500).map(lambda days: NOW - days * DAY),
    favourable=st.booleans(),
    giver_earned=st.booleans(),
    size=st.floats(0, 1),
    giver_days=st.floats(0, 1000),
    leniency=st.floats(0.01, 1),
)


@given(st.lists(st.tuples(st.integers(0, 2), words), max_size=40))
def test_over_arrays_it_is_the_same(told):
    columns = Words(
        place=np.array([place for place, _ in told], dtype=np.int64),
        giver=np.array([int(word.giver) for _, word in told], dtype=np.int64),
        at=np.array([word.at for _, word in told], dtype=np.float64),
        favourable=np.array([word.favourable for _, word in told], dtype=bool),
        full=np.array([in_full(word) for _, word in told], dtype=bool),
        units=np.array([units(word) for _, word in told], dtype=np.float64),
    )

    found = earned_everywhere(columns, 3, NOW)

    for place in range(3):
        alone = tally(word for where, word in told if where == place)
        one = alone.earned(NOW)
        assert found.cautious[place] == pytest.approx(one.cautious, abs=6e-4)
        assert found.in_favour[place] == pytest.approx(one.in_favour, abs=6e-3)
        assert found.against[place] == pytest.approx(one.against, abs=6e-3)
        assert found.givers[place] == one.givers
