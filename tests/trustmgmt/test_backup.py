"""What was backed up comes back whole, or nothing changes."""

import os
import tarfile
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from trustmgmt.launcher import backup
from trustmgmt.launcher.errors import LaunchError
from trustmgmt.launcher.places import Places
from trustmgmt.launcher.supervisor import alone


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of its own on the session's server: a database, a data directory, a secret."""
    name = f"backup_{uuid4().hex[:8]}"
    server = os.environ["DATABASE_URL"]
    mine = server.replace("/trustmgmt", f"/{name}", 1)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    monkeypatch.setenv("DATABASE_URL", mine)
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    places = Places(tmp_path / "var")
    places.make()
    yield places
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def ask(query):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def saved(site, tmp_path):
    """A backup of a site with one review and one file."""
    ask("CREATE EXTENSION unaccent; CREATE TABLE review (id int PRIMARY KEY, text text)")
    ask("INSERT INTO review VALUES (1, 'très « bon »')")
    (tmp_path / "data" / "static").mkdir(parents=True)
    (tmp_path / "data" / "static" / "style.css").write_text("made again anyway")
    (tmp_path / "data" / "signing-key.pem").write_text("a key")
    (site.var / "secret-key").write_text("s" * 60)
    file = tmp_path / "site.backup"
    backup.save(file, site)
    return file


def test_a_backup_holds_what_cannot_be_made_again_and_only_its_owner_reads_it(saved):
    with tarfile.open(saved) as archive:
        names = set(archive.getnames())

    assert names == {"manifest.json", "database.dump", "data/signing-key.pem", "secret-key"}
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_restored_site_is_the_one_that_was_saved(site, saved, tmp_path):
    ask("UPDATE review SET text = 'changed'")
    ask("CREATE TABLE added_later (id int)")
    (tmp_path / "data" / "signing-key.pem").write_text("another key")
    (site.var / "secret-key").write_text("t" * 60)

    backup.restore(saved, site)

    assert ask("SELECT text FROM review") == [("très « bon »",)]
    assert ask("SELECT to_regclass('added_later')") == [(None,)]
    assert (tmp_path / "data" / "signing-key.pem").read_text() == "a key"
    assert (site.var / "secret-key").read_text() == "s" * 60


def test_what_was_there_before_a_restore_is_set_aside(site, saved, tmp_path):
    (tmp_path / "data" / "export.zip").write_text("somebody's")

    backup.restore(saved, site)

    (aside,) = tmp_path.glob("data.before-*")
    assert (aside / "export.zip").read_text() == "somebody's"


def test_a_restored_site_can_be_saved_and_restored_again(site, saved, tmp_path):
    backup.restore(saved, site)
    backup.save(tmp_path / "second.backup", site)

    backup.restore(tmp_path / "second.backup", site)

    assert ask("SELECT count(*) FROM review") == [(1,)]


def test_a_damaged_backup_changes_nothing(site, saved, tmp_path):
    ask("UPDATE review SET text = 'changed'")
    whole = saved.read_bytes()
    saved.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(LaunchError, match="not a whole backup"):
        backup.restore(saved, site)

    assert ask("SELECT text FROM review") == [("changed",)]
    assert (tmp_path / "data" / "signing-key.pem").exists()


def test_a_backup_that_does_not_exist_is_a_sentence(site, tmp_path):
    with pytest.raises(LaunchError, match="does not exist"):
        backup.restore(tmp_path / "nowhere", site)


def test_a_running_site_is_not_restored_under_its_feet(site, saved):
    with alone(site.run), pytest.raises(LaunchError, match="already running"):
        backup.restore(saved, site)
