"""Private keys of the site: files that are made once, readable by their owner alone."""

import os
from functools import lru_cache
from pathlib import Path

from apps.signatures import keys
from apps.signatures.keys import PrivateKey


@lru_cache
def key_of(name: str) -> PrivateKey:
    """The key of this file; the file is made when there is none."""
    path = Path(name)
    if not path.exists():
        _create(path)
    return keys.load(path.read_bytes())


def _create(path: Path) -> None:
    """Two processes may start at once: the first link wins, the other reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(keys.create())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
