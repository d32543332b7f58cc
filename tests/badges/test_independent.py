"""A badge is read by software in another language that we did not write: accepted while it holds, refused after."""

from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

from apps.badges import services
from apps.base import clock
from tests.badges.forging import mutations
from tests.badges.world import answers, build_world
from tests.labels.verifiers import DigitalBazaar, digital_bazaar

pytestmark = pytest.mark.django_db
SAMPLE, FULL = 3, 1_000


@pytest.fixture(scope="module")
def bazaar() -> Iterator[DigitalBazaar]:
    with digital_bazaar() as verifier:
        yield verifier


@pytest.fixture(scope="module")
def made(kept):
    return kept(build_world)


def files(client, world) -> tuple[object, list[dict]]:
    badge = services.badge_make(**world.earned, now=clock.now())
    return badge, [client.get(f"/credentials/badge/{badge.reference}.{kind}").json() for kind in ("json", "rdfc.json")]


def test_both_files_hold_until_the_badge_is_taken_back(client, made, db, bazaar):
    badge, both = files(client, made)
    lists = answers(client, made.space)
    assert [bazaar(one, lists, lists=1) for one in both] == [True, True]

    services.badge_take_back(account=made.account, badge=badge, now=clock.now())

    lists = answers(client, made.space)
    assert [bazaar(one, lists, lists=1) for one in both] == [False, False]


def accepted(client, world, bazaar, number: int) -> int:
    """Of so many altered copies of the file that is signed as it is written. A proof in a list of its own is the same
    proof, by the standard; here it is refused all the same."""
    _badge, (jcs, _rdfc) = files(client, world)
    lists = answers(client, world.space)
    others = (one for one in mutations(jcs, Random(5)) if one.get("proof") != [jcs["proof"]])
    return sum(bazaar(one, lists, lists=1) for one in islice(others, number))


def test_no_altered_file_is_accepted(client, made, db, bazaar):
    assert accepted(client, made, bazaar, SAMPLE) == 0


@pytest.mark.prove
def test_not_one_of_a_thousand_altered_files_is_accepted(client, made, db, bazaar, record_property):
    found = accepted(client, made, bazaar, FULL)
    record_property("altered badges that @digitalbazaar/vc accepts, of 1,000", found)
    assert found == 0
