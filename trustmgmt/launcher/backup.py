"""One file that holds a site: the database (pg_dump's custom format), DATA_DIR, and the kept secret."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from trustmgmt.environment import read_environment
from trustmgmt.launcher.errors import LaunchError, sentence_for
from trustmgmt.launcher.places import Places
from trustmgmt.launcher.postgres import Postgres, binary, major_version
from trustmgmt.launcher.supervisor import alone

FORMAT = 1
MADE_AGAIN_ANYWAY = {"static"}
# One transaction: either the whole backup is there afterwards, or everything is as it was.
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;\n"


def save(file: Path, places: Places) -> None:
    """Write the backup, readable by its owner alone, under its name only when it is whole."""
    data = read_environment(places.var.parent).data_dir
    unfinished = file.with_name(file.name + ".unfinished")
    with _database(places) as url, TemporaryDirectory(dir=file.resolve().parent) as scratch:
        dump = Path(scratch) / "database.dump"
        _run("Reading the database", [str(binary("pg_dump")), "--format=custom", f"--file={dump}", f"--dbname={url}"])
        try:
            _pack(unfinished, dump, data, places)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise LaunchError(sentence_for("Writing the backup", str(error))) from error
    unfinished.rename(file)
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB. It holds personal data: keep it as you keep the site.")


def restore(file: Path, places: Places) -> None:
    """Put a backup in the place of what is here; the data that was here is set aside, not deleted."""
    data = read_environment(places.var.parent).data_dir
    places.make()
    with alone(places.run), _unpacked(file, places) as found:
        with _database(places) as url:
            _load(found / "database.dump", url)
        aside = _swap(found / "data", data)
        if (found / "secret-key").exists():
            shutil.copy2(found / "secret-key", places.var / "secret-key")
    print(f"Restored from {file}." + (f" What was in {data} is now in {aside}." if aside else ""))


def _pack(target: Path, dump: Path, data: Path, places: Places) -> None:
    target.touch(mode=0o600)
    manifest = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "postgresql": major_version()}
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        _add_text(archive, "manifest.json", json.dumps(manifest))
        archive.add(dump, "database.dump")
        for path in sorted(data.iterdir()) if data.exists() else []:
            if path.name not in MADE_AGAIN_ANYWAY:
                archive.add(path, f"data/{path.name}")
        secret = places.var / "secret-key"
        if secret.exists() and not os.environ.get("SECRET_KEY"):
            archive.add(secret, "secret-key")


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, io.BytesIO(text.encode()))


@contextlib.contextmanager
def _unpacked(file: Path, places: Places) -> Iterator[Path]:
    with TemporaryDirectory(dir=places.var) as scratch:
        try:
            with tarfile.open(file) as archive:
                archive.extractall(scratch, filter="data")
            manifest = json.loads((Path(scratch) / "manifest.json").read_text())
        except FileNotFoundError as error:
            raise LaunchError(f"{error.filename} does not exist.") from error
        except (tarfile.TarError, EOFError, ValueError) as error:
            raise LaunchError(f"{file} is not a whole backup of trustmgmt: {error}.") from error
        if manifest["format"] != FORMAT:
            raise LaunchError(f"{file} has format {manifest['format']}; this version reads {FORMAT}.")
        yield Path(scratch)


@contextlib.contextmanager
def _database(places: Places) -> Iterator[str]:
    """The address of the database; the embedded server is started for the while when it is not running."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = Postgres(places)
    if server.answers():
        yield places.database_url
        return
    with server:
        yield places.database_url


def _load(dump: Path, url: str) -> None:
    script = dump.with_suffix(".sql")
    command = [str(binary("pg_restore")), "--no-owner", "--no-privileges", f"--file={script}", str(dump)]
    _run("Reading the backup", command)
    psql = [str(binary("psql")), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run("Restoring the database", [*psql, f"--command={EMPTY}", f"--file={script}", f"--dbname={url}"])


def _swap(new: Path, place: Path) -> Path | None:
    """Move what is there aside, then the new in its place."""
    new.mkdir(exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    aside: Path | None = None
    if place.exists() and any(place.iterdir()):
        aside = place.with_name(f"{place.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
        place.rename(aside)
    elif place.exists():
        place.rmdir()
    shutil.move(new, place)
    return aside


def _run(doing: str, command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise LaunchError(sentence_for(doing, done.stdout + done.stderr))
