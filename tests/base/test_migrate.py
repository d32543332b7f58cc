"""An empty database is filled quickly, and as Django itself would fill it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from trustmgmt.launcher.postgres import binary

DJANGOS_OWN = """
import django
from django.core.management import call_command
from django.core.management.commands.migrate import Command
django.setup()
call_command(Command(), verbosity=0)
"""
QUICK = ["manage.py", "migrate", "--verbosity", "0"]
OF_THE_RUN = re.compile(r"^\\(un)?restrict .*|\t\d{4}-\d\d-\d\d \d\d:.*", re.MULTILINE)  # when, and a word of the dump


@pytest.mark.prove
def test_an_empty_database_is_filled_as_django_itself_would():
    whole, quick = _filled("whole", "-c", DJANGOS_OWN), _filled("quick", *QUICK)

    assert "CREATE TRIGGER" in whole
    assert whole == quick


def _filled(name: str, *command: str) -> str:
    """All that is in a database after a command has filled it."""
    with _empty(name) as url:
        subprocess.run([sys.executable, *command], check=True, env={**os.environ, "DATABASE_URL": url})
        dump = subprocess.run([binary("pg_dump"), f"--dbname={url}"], check=True, capture_output=True, text=True)
    return OF_THE_RUN.sub("", dump.stdout)


@contextmanager
def _empty(name: str) -> Iterator[str]:
    server = os.environ["DATABASE_URL"]
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield re.sub(r"/\w+(\?|$)", rf"/{name}\1", server, count=1)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
