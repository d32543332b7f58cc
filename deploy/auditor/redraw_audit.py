#!/usr/bin/env python3
"""Draw the sample of a published audit again, and compare with what the site says was drawn.

    python3 redraw_audit.py https://SITE REFERENCE      asks the site
    python3 redraw_audit.py FOLDER                      reads announcement.json, items.json, checkpoint.txt, draw.json

It needs Python and nothing else: it imports no code of the site. The seed is the SHA-256 of the three lines of the
checkpoint. Each item gets a lot: the SHA-256 of the seed, the audit, what is drawn and the item, each on its line. The
lowest lots are drawn. It ends with 1, and says why, when the list is not the announced one or the draw another.

That witnesses have signed the checkpoint, that the log holds the announcement before it, and that no shorter log was
signed after it: `auditor.go` beside this file, and the witnesses' own memory, say so.
"""

import hashlib
import json
import sys
import urllib.parse
import urllib.request
from pathlib import Path

NAMES = ("announcement.json", "items.json", "checkpoint.txt", "draw.json")


def fetched(site, reference):
    """The four files from the site."""
    base = f"{site.rstrip('/')}/en/audit/a/{urllib.parse.quote(reference)}"
    found = {}
    for name in NAMES:
        with urllib.request.urlopen(f"{base}/{name}", timeout=30) as answer:
            found[name] = answer.read()
    return found


def lot(seed, audit, what, item):
    """The lot of one item."""
    return hashlib.sha256(f"{seed}\n{audit}\n{what}\n{item}".encode()).hexdigest()


def lowest(seed, audit, what, items, take):
    """Those with the lowest lots, the lowest first."""
    return sorted(items, key=lambda item: lot(seed, audit, what, item))[:take]


def canonical(value):
    """RFC 8785, for the lists of plain references that are drawn from."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def faults(files):
    """What is not as it was announced."""
    announced, drawn = json.loads(files["announcement.json"]), json.loads(files["draw.json"])
    items = json.loads(files["items.json"])
    signed = files["checkpoint.txt"].decode().split("\n\n")[0] + "\n"
    seed, size = hashlib.sha256(signed.encode()).hexdigest(), int(signed.split("\n")[1])
    audit = announced["audit"]
    if hashlib.sha256(canonical(items)).hexdigest() != announced["population"]["sha256"]:
        yield "the sample is drawn from another list than the announced one"
    if hashlib.sha256(files["announcement.json"]).hexdigest() != drawn["announcement"]["sha256"]:
        yield "the draw names another announcement"
    if drawn["announcement"]["position"] >= size:
        yield "the checkpoint does not hold the announcement"
    if seed != drawn["checkpoint"]["sha256"]:
        yield "the seed is not the digest of the checkpoint"
    if lowest(seed, audit, "items", items, announced["sample"]) != drawn["sample"]:
        yield "the sample is not the one that this checkpoint draws"
    if lowest(seed, audit, "auditors", announced["roster"], len(announced["roster"])) != drawn["auditors"]:
        yield "the auditors are not in the order of their lots"


def main(words):
    if len(words) not in {1, 2}:
        sys.exit(__doc__)
    files = fetched(*words) if len(words) == 2 else {name: (Path(words[0]) / name).read_bytes() for name in NAMES}
    found = list(faults(files))
    for fault in found:
        print(fault, file=sys.stderr)
    announced = json.loads(files["announcement.json"])
    if not found:
        print(f"{announced['sample']} of {announced['population']['items']} items, drawn again: the same")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
