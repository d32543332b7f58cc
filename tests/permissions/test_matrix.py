"""Whoever asks for whatever in whatever state hears what the tables say, and no hidden word besides.

Here each address is asked, by each method, for every different answer it has, in the first state and by the first role
that hears it, and by one in turn where all hear the same; `make prove` has all ten ask every row.
"""

from collections.abc import Callable, Iterator

import pytest

from apps.base import clock
from apps.people.export import directory, export_make, export_request
from apps.people.models import Export
from tests.look.exchanged import HELD
from tests.people.test_erasure import _parts, places_that_say
from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import Asking, rows_needed
from tests.permissions.table import TABLES, Row, read, written
from tests.permissions.world import ROLES, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def asking(kept) -> Asking:
    return kept(lambda: Asking(build_world()))


def test_every_route_has_its_rows_and_every_row_its_route(asking):
    known = read()
    needed = {key: address for address in addresses() for key in rows_needed(asking, address)}
    without = [asking.row(needed[key], *key[1:]) for key in needed if key not in known]
    gone = [key for key in known if key not in needed]

    assert not without, (
        f"{len({row.address for row in without})} addresses are without rows. This is what the ten hear today: read "
        f"each cell, mend what should not be so, and add the rest to {TABLES.name}/<app>.txt.\n\n{written(without)}"
    )
    assert not gone, f"These rows are about no address any more: take them out.\n{gone}"


def test_each_hears_what_the_tables_say(asking):
    assert "\n".join(differences(asking, each_answer_once())) == ""


@pytest.mark.prove
def test_all_ten_hear_what_the_tables_say(asking, record_property):
    asked = len(ROLES) * len(read())
    record_property("asked", asked)

    assert "\n".join(differences(asking, lambda row: ROLES)) == ""  # a list would be cut short
    assert asked > 10_000


@pytest.mark.parametrize("one_in", [6, pytest.param(1, marks=pytest.mark.prove)])
def test_the_other_of_two_reads_a_held_rating_at_no_address_and_its_author_at_their_own(asking, one_in):
    pair = asking.world.everywhere.exchanged.held
    asking.also("other of two", pair.account("other"))
    asking.also("author of it", pair.account("proposer"))
    own = f"/en/s/{pair.space.slug}/e/{pair.exchange.reference}/"
    walked = [asking.atlas.path(one, asking.atlas.states_of(one)[0]) for one in addresses()[::one_in]]
    read = {"other of two": [], "author of it": []}

    for path in [own, f"{own}rate/", f"/api{own[3:]}", "/api/me/exchanges/", "/en/me/timeline/", *walked]:
        for role, where in read.items():
            if (role == "other of two" or path.startswith(own)) and HELD.encode() in asking.content(path, role):
                where.append(path)

    assert read == {"other of two": [], "author of it": [own, f"{own}rate/"]}
    assert set(places_that_say(HELD)) == {"exchanges_rating"}  # in no other table: no index, event, notice or entry
    theirs = export_request(account=pair.account("other"), now=clock.now())
    export_make(export_id=theirs.pk, now=clock.now())
    parts = _parts(directory() / Export.objects.get(pk=theirs.pk).file)
    assert not [part for part in parts if HELD.encode() in part]


def each_answer_once() -> Callable[[Row], list[str]]:
    """Who asks for a row: whoever hears what nobody heard yet at this address by this method."""
    heard: set[tuple[str, str, str]] = set()

    def asks(row: Row) -> list[str]:
        turn = sum(map(ord, "".join(row.key))) % len(ROLES) if row.same_for_all else 0
        found = []
        for role, cell in zip(ROLES[turn:], row.cells[turn:], strict=True):
            if (answer := (row.address, row.method, cell)) not in heard:
                heard.add(answer)
                found.append(role)
        return found

    return asks


def differences(asking: Asking, who) -> Iterator[str]:
    by_written: dict[str, Address] = {address.written: address for address in addresses()}
    for key, row in read().items():
        if key[0] in by_written:
            for role in who(row):
                expected, heard = row.cells[ROLES.index(role)], asking.cell(by_written[key[0]], *key[1:], role)
                if heard != expected:
                    yield f"{' '.join(key)} as {role}: {expected} expected, {heard} heard"


def test_no_refusal_changes_anything_and_no_hidden_word_is_in_the_tables():
    """Masked words are for who decides and their author; members' for members and mandates; erased ones are nowhere."""
    for row in read().values():
        for role, cell in zip(ROLES, row.cells, strict=True):
            said = set(cell.lstrip("in0123456789"))
            may = {"p"} | ({"o"} if role in {"member", "author", "reporter", "manager"} else set())
            may |= {"m", "t", "w"} if role in {"author", "manager"} else set()
            assert said <= may, f"{' '.join(row.key)}: {cell} to {role}"
