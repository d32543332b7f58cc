"""Two sites of our own in a process each, for the one pass that `make test` has time for.

Each has its own database (a copy of the one of the tests, which is empty between them), its own numbers in Valkey, its
own clock; they speak plain http with each other, through the same door, client and signatures as any site. What no
process of its own works off is worked off when somebody looks.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import psycopg
from django.db import connection, connections
from psycopg import sql

from tests.federation.neighbours import SmallSite, free_places, inside

IDLE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@contextmanager
def small_sites(count: int) -> Iterator[list[SmallSite]]:
    """So many, that know of each other; started side by side."""
    places = [":".join(place) for place in free_places(count)]
    with ExitStack() as running:
        made = []
        for number, place in enumerate(places):
            database = running.enter_context(_database(f"neighbour_{number}"))
            environment = _environment(place, database, number, places)
            made.append(SmallSite(f"http://{place}", running.enter_context(inside(environment, "--alone"))))
        for site in made:
            site.told()
        yield made


@contextmanager
def _database(suffix: str) -> Iterator[str]:
    """A copy of the database of the tests: its tables are there, and nobody's rows."""
    ours = str(connection.settings_dict["NAME"])
    copy = f"{ours}_{suffix}"
    connections.close_all()
    with _server() as server:
        server.execute(IDLE, [ours])  # a copy is made of what nobody uses
        _drop(server, copy)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(ours)))
        try:
            yield copy
        finally:
            _drop(server, copy)


def _drop(server: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _server() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(_url("postgres"), autocommit=True)


def _url(database: str) -> str:
    """The server of the tests, and one of its databases."""
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rsplit('/', 1)[0]}/{database}" + (f"?{after}" if after else "")


def _environment(place: str, database: str, number: int, places: list[str]) -> dict[str, str]:
    return {
        "DATABASE_URL": _url(database),
        "REDIS_URL": _valkey(15 - number),
        "SITE_URL": f"http://{place}",
        "REACH_ALSO": ",".join(places),
        "DESK_BLIND_ONE_IN": "0",
    }


def _valkey(number: int) -> str:
    """The Valkey of the tests, and one of its databases."""
    given = os.environ["REDIS_URL"]
    if given.startswith("unix:"):
        return f"{given}?db={number}"
    return urlsplit(given)._replace(path=f"/{number}").geturl()
