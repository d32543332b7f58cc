"""What we make of messages of other systems: `python -m bench.federation_fixtures DIR`.

Every file below DIR is read as if another site had sent it: parsed, or refused with a reason; nothing may be raised. A
line per file, then one JSON object of the counts. Files are known by their form alone, never by their name:

- a message with its request (`body` beside `headers` or `url`) is its body;
- a list of `examples` of incomplete notes is each of them, completed with an id, a type and an author of its own;
- everything else is a document; one that is no message is tried as what a site without a protocol answers (a feed, the
  JSON of a forum, a page), of the site whose address it names first.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apps.federation import feeds, reading
from apps.federation.feeds import FoundPage
from apps.federation.reading import No, Refused, Thing

AUTHOR = "https://peer.example/users/author"
SITE = re.compile(rb"https://[a-z0-9.-]+/")
COMPLETE = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "type": "Note",
    "attributedTo": AUTHOR,
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "published": "2026-01-02T03:04:05Z",
}


@dataclass
class Counts:
    """Of files, and of the documents in them."""

    files: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)

    def add(self, data: bytes) -> str:
        """Read one file; the line that says what became of it."""
        said: list[str] = []
        for document in documents(data):
            self.documents += 1
            said.append(self._read(document))
        parsed = sum(line.startswith("parsed") for line in said)
        raised = any(line.startswith("raised") for line in said)
        self.files["raised" if raised else "parsed" if parsed else "refused"] += 1
        if len(said) == 1:
            return said[0]
        rest = Counter(line for line in said if not line.startswith("parsed"))
        return ", ".join([f"parsed {parsed} of {len(said)}", *(f"{n} {line}" for line, n in sorted(rest.items()))])

    def _read(self, document: bytes) -> str:
        try:
            thing = read(document)
        except Exception as wrong:  # the one thing that must not happen, counted
            self.raised[type(wrong).__name__] += 1
            return f"raised {type(wrong).__name__}: {wrong}"
        if isinstance(thing, Refused):
            self.refused[thing.why] += 1
            return f"refused {thing.why}{f' ({thing.what})' if thing.what else ''}"
        if isinstance(thing, FoundPage):
            self.kinds[f"{thing.form} page"] += 1
            return f"parsed {thing.form} page of {len(thing.items)}"
        kind = getattr(thing, "kind", type(thing).__name__)
        inner = getattr(getattr(thing, "thing", None), "kind", "")
        self.kinds[kind] += 1
        return f"parsed {kind}{f' of {inner}' if inner else ''}"

    def summary(self) -> dict[str, Any]:
        return {
            "files": sum(self.files.values()),
            "files_parsed": self.files["parsed"],
            "files_refused": self.files["refused"],
            "files_raised": self.files["raised"],
            "documents": self.documents,
            "parsed": sum(self.kinds.values()),
            "refused": dict(sorted(self.refused.items())),
            "raised": sum(self.raised.values()),
            "kinds": dict(self.kinds.most_common()),
        }


def read(document: bytes) -> Thing | FoundPage | Refused:
    """As a message first."""
    thing = reading.read(document)
    site = SITE.search(document)
    if not isinstance(thing, Refused) or thing.why not in {No.NOT_JSON, No.NO_TYPE} or site is None:
        return thing
    found = feeds.read(document, url=site[0].decode())
    return found if isinstance(found, FoundPage) else thing


def documents(data: bytes) -> Iterator[bytes]:
    """The documents in a file, as they would have come over the wire."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        yield data
        return
    found = list(_inside(value))
    yield from (_written(one) for one in found) if found else [data]


def _inside(value: Any) -> Iterator[Any]:
    if not isinstance(value, dict):
        return
    if "body" in value and ("headers" in value or "url" in value):
        yield value["body"]
    elif isinstance(value.get("examples"), list) and "type" not in value:
        yield from (_completed(one, number) for number, one in enumerate(value["examples"]) if isinstance(one, dict))
    elif "type" not in value:
        for one in value.values():
            if isinstance(one, dict) and ("body" in one or {"type", "id"} <= one.keys()):
                yield from _inside(one) if "body" in one else [one]


def _completed(example: dict[str, Any], number: int) -> dict[str, Any]:
    return {**COMPLETE, "id": f"https://peer.example/notes/{number}", **example}


def _written(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.federation_fixtures", description=__doc__)
    parser.add_argument("directory", type=Path)
    directory: Path = parser.parse_args(arguments).directory
    counts = Counts()
    for file in sorted(path for path in directory.rglob("*") if path.is_file()):
        print(f"{file.relative_to(directory)}: {counts.add(file.read_bytes())}")
    print(json.dumps(counts.summary()))
    return 1 if counts.raised else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
