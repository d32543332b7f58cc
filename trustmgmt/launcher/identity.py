"""PostgreSQL refuses to run as root. Three ways to be somebody else, in order of preference."""

import functools
import os
import shutil
import subprocess
from pathlib import Path

from trustmgmt.launcher.errors import LaunchError

NOBODY = 65534
UNSHARE = ["unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
SETPRIV = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


@functools.cache
def not_root() -> tuple[str, ...]:
    """What to write before a command so that it does not run as root; nothing for a normal user."""
    if os.geteuid() != 0:
        return ()
    for prefix in (UNSHARE, SETPRIV):
        if shutil.which(prefix[0]) and _works(prefix):
            return tuple(prefix)
    raise LaunchError(
        "PostgreSQL refuses to run as root and neither unshare nor setpriv works here: "
        "run the command as a normal user, or set DATABASE_URL."
    )


def own(directory: Path, prefix: tuple[str, ...]) -> None:
    """Give a directory to the user that will really run there; with unshare it is ours already."""
    if prefix[:1] == ("setpriv",):
        os.chown(directory, NOBODY, NOBODY)


def check_can_enter(path: Path, prefix: tuple[str, ...]) -> None:
    """User nobody cannot read below the home of root: say so before PostgreSQL says it worse."""
    if prefix and not _works([*prefix, "test", "-x", str(path)]):
        raise LaunchError(
            f"PostgreSQL refuses to run as root, and user nobody cannot read {path}: "
            "put the clone somewhere else (such as /opt), or run as a normal user."
        )


def _works(command: list[str]) -> bool:
    probe = command if "test" in command else [*command, "true"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0
