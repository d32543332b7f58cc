"""Whoever asks for whatever in whatever state hears what the tables say, and no hidden word besides.

Here each row is asked by one of each who hear something else, the first of them, and by one in turn where all hear the
same; `make prove` has all ten ask every row.
"""

from collections.abc import Iterator

import pytest

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
    unread = set((TABLES / "unread.md").read_text().splitlines())
    read_ones = [address for address in addresses() if address.written not in unread]
    needed = {key: address for address in read_ones for key in rows_needed(asking, address)}
    without = [asking.row(needed[key], *key[1:]) for key in needed if key not in known]
    gone = [key for key in known if key not in needed]

    assert not without, (
        f"{len({row.address for row in without})} addresses are without rows. This is what the ten hear today: read "
        f"each cell, mend what should not be so, and add the rest to {TABLES.name}/<app>.txt.\n\n{written(without)}"
    )
    assert not gone, f"These rows are about no address any more: take them out.\n{gone}"


def test_each_hears_what_the_tables_say(asking):
    assert not list(differences(asking, some))


@pytest.mark.prove
def test_all_ten_hear_what_the_tables_say(asking, record_property):
    asked = len(ROLES) * len(read())
    record_property("asked", asked)

    assert not list(differences(asking, lambda row: ROLES))
    assert asked > 10_000


def some(row: Row) -> list[str]:
    """One in turn where all hear the same, else the first of each who hears something else."""
    if row.same_for_all:
        return [ROLES[sum(map(ord, "".join(row.key))) % len(ROLES)]]
    return list({cell: role for role, cell in reversed(list(zip(ROLES, row.cells, strict=True)))}.values())


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
