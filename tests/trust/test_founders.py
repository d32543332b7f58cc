"""Who counts in full before anybody has earned anything: the first twelve, and nobody in their place."""

import pytest

from apps.algorithms.earned_status import FOUNDERS
from apps.spaces.services import space_join, space_leave
from apps.trust.statuses import counts_in_full
from tests.making import make_persona, make_space
from tests.trust.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make_space(name_fr="Ici", name_en="Here")


def came(space, many: int, *, first: int = 0) -> list:
    people = [make_persona() for _ in range(many)]
    for number, persona in enumerate(people, first):
        space_join(persona=persona, space=space, now=at(number))
    return people


def test_nobody_becomes_a_founder_because_one_has_left(here):
    founders = came(here, FOUNDERS)
    [late] = came(here, 1, first=FOUNDERS)
    assert all(counts_in_full(one, here, now=at(20)) for one in founders)

    space_leave(persona=founders[0], space=here, now=at(20))

    assert counts_in_full(founders[1], here, now=at(21))
    assert not counts_in_full(late, here, now=at(21))
    space_join(persona=founders[0], space=here, now=at(22))
    assert not counts_in_full(founders[0], here, now=at(23))


def test_until_twelve_have_come_a_place_that_was_left_is_free_again(here):
    first = came(here, FOUNDERS - 1)
    space_leave(persona=first[0], space=here, now=at(11))

    [eleventh, twelfth, thirteenth] = came(here, 3, first=12)

    assert all(counts_in_full(one, here, now=at(20)) for one in (eleventh, twelfth))
    assert not counts_in_full(thirteenth, here, now=at(20))
