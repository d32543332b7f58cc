"""Where a clone keeps what it makes: everything under var/, except sockets whose path would be too long."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from trustmgmt.launcher.errors import LaunchError

# The kernel's limit for a socket's path is 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_RUN_DIRECTORY = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True, slots=True)
class Places:
    """The directories of one clone (or of one test session)."""

    var: Path

    @classmethod
    def of_clone(cls, base_dir: Path) -> "Places":
        return cls(base_dir / "var")

    @property
    def run(self) -> Path:
        """Sockets and locks; the settings and the launcher both ask here, so they agree."""
        return run_directory(self.var)

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def valkey(self) -> Path:
        return self.var / "valkey"

    @property
    def witness(self) -> Path:
        """The witness's own folder: the site never reads or writes there."""
        return self.var / "witness"

    @property
    def log_keys(self) -> Path:
        """The public keys of the log, for the witness."""
        return self.run / "log-keys"

    @property
    def valkey_socket(self) -> Path:
        return self.run / "valkey.sock"

    @property
    def database_url(self) -> str:
        return f"postgres://postgres@/trustmgmt?host={quote(str(self.run))}"

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.valkey_socket))}"

    def make(self) -> None:
        """Create the directories; a full or read-only disk is told at once."""
        try:
            for directory in (self.var, self.log):
                directory.mkdir(parents=True, exist_ok=True)
            _make_private(self.run)
        except OSError as error:
            raise LaunchError(f"Cannot write under {self.var}: {error.strerror}.") from error


def run_directory(var: Path) -> Path:
    """var/run, or a short stand-in under /tmp when a socket there would have too long a path."""
    wanted = var / "run"
    if len(os.fsencode(wanted)) <= LONGEST_RUN_DIRECTORY:
        return wanted
    digest = hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"trustmgmt-{os.getuid()}-{digest}"


def _make_private(directory: Path) -> None:
    """Whoever reaches the sockets is the database's owner: nobody else may."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid not in {os.getuid(), 65534}:
        raise LaunchError(f"{directory} belongs to somebody else: remove it and run the command again.")
    directory.chmod(0o700)
