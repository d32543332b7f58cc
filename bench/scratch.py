"""Servers of its own for a measurement, made and thrown away; durable as in production."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from trustmgmt.launcher.places import Places
from trustmgmt.launcher.postgres import Postgres
from trustmgmt.launcher.valkey import Valkey

BASE_DIR = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(BASE_DIR / "manage.py")]


@contextmanager
def servers() -> Iterator[Places]:
    """PostgreSQL and Valkey in a directory that is removed afterwards; the settings will find them."""
    with tempfile.TemporaryDirectory(prefix="trustmgmt-bench-", ignore_cleanup_errors=True) as place:
        places = Places(Path(place))
        environment = {"DATABASE_URL": places.database_url, "REDIS_URL": places.redis_url, "DATA_DIR": f"{place}/data"}
        environment["SECRET_KEY"] = "a-key-for-measurements-alone-of-more-than-fifty-characters"
        os.environ.update(environment)
        with Postgres(places), Valkey(places):
            yield places


def database_again(places: Places, template: str, name: str) -> str:
    """A fresh copy of a migrated database; its address."""
    with psycopg.connect(host=str(places.run), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
    return places.database_url.replace("/trustmgmt?", f"/{name}?")
