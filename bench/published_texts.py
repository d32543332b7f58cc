"""Real histories of operators' texts, read from files that are no part of the project.

A file (`.jsonl` or `.jsonl.xz`) holds one version per line: service, terms_type, fetched_at, content, as Open Terms
Archive's datasets have them.
"""

import hashlib
import itertools
import json
import lzma
from collections import defaultdict
from pathlib import Path

Version = dict[str, str]


def histories(folder: Path) -> dict[tuple[str, str, str], list[Version]]:
    """The versions of each text, in the order of their dates, of all files of a folder."""
    found: dict[tuple[str, str, str], list[Version]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl*")):
        with lzma.open(path, "rt") if path.suffix == ".xz" else path.open() as lines:
            for line in lines:
                row = json.loads(line)
                found[(path.name, row["service"], row["terms_type"])].append(row)
    if not found:
        raise SystemExit(f"no history of texts in {folder}")
    for versions in found.values():
        versions.sort(key=lambda version: version["fetched_at"])
    return dict(sorted(found.items()))


def steps(folder: Path) -> list[tuple[Version, Version]]:
    """Each version with the next one that differs from it."""
    pairs: list[tuple[Version, Version]] = []
    for versions in histories(folder).values():
        pairs += [(a, b) for a, b in itertools.pairwise(versions) if a["content"] != b["content"]]
    return pairs


def digest(version: Version) -> str:
    """By which a version is named without repeating a word of it."""
    return hashlib.sha256(version["content"].encode()).hexdigest()
