#!/usr/bin/env python3
"""Draw a jury again, and compare with the seats that the site says were drawn.

    python3 redraw_jury.py https://SITE CASE      asks the site
    python3 redraw_jury.py FOLDER                 reads announcement.json, checkpoint.txt, draw.json, seats.json

It needs Python and nothing else: it imports no code of the site. The seed is the SHA-256 of the three lines of the
checkpoint. Each lot on the announced list gets a number: the SHA-256 of the seed, the jury, the word "jurors" and the
lot, each on its line. The lowest come first. Two helpers sit as far as the list goes; then five members. Five are
balanced when at most three are experienced, three are not, and two stood on either side before. The next is the
lowest with whom those who are left can still make five in balance; failing that, the lowest that keeps the balance of
those who sit; failing that, the first half of it; failing that, the lowest. Whoever left is replaced in the same way.
It ends with 1, and says why, when a seat is not the one that follows. This is version 1.1 of the rule, as the
announcement names it.

That witnesses have signed the checkpoint, and that the log holds the announcement before it: `auditor.go` beside this.
"""

import hashlib
import itertools
import json
import sys
import urllib.parse
import urllib.request
from pathlib import Path

NAMES = ("announcement.json", "checkpoint.txt", "draw.json", "seats.json")


def fetched(site, case):
    """The four files from the site."""
    base = f"{site.rstrip('/')}/en/jury/c/{urllib.parse.quote(case)}"
    found = {}
    for name in NAMES:
        with urllib.request.urlopen(f"{base}/{name}", timeout=30) as answer:
            found[name] = answer.read()
    return found


def by_lot(seed, jury, rows):
    """The list in the order in which it is called."""
    return sorted(rows, key=lambda row: hashlib.sha256(f"{seed}\n{jury}\njurors\n{row[0]}".encode()).hexdigest())


def balanced(rows):
    """Whether these may sit together."""
    groups, sides = [row[1] for row in rows], [row[2] for row in rows if row[2] != "neither"]
    return all(groups.count(one) <= 3 for one in groups) and all(sides.count(one) <= 2 for one in sides)


def leads(row, sitting, left, seats):
    """Whether five in balance can still be made of those who sit, this one and others who are left."""
    kinds = [other[1:] for other in left if other != row]
    some = {tuple(kind): kinds.count(kind) for kind in kinds}
    for more in itertools.combinations_with_replacement(sorted(some), seats - len(sitting) - 1):
        rows = [*sitting, row, *(("", *kind) for kind in more)]
        if all(more.count(kind) <= some[kind] for kind in more) and balanced(rows):
            return True
    return False


def next_member(order, sitting, gone, seats):
    """Who is called next."""
    left = [row for row in order if row[0] not in gone and row not in sitting]
    for keeps in (
        lambda row: leads(row, sitting, left, seats),
        lambda row: balanced([*sitting, row]),
        lambda row: [other[1] for other in sitting].count(row[1]) < 3,
    ):
        for row in left:
            if keeps(row):
                return row
    return left[0] if left else None


def following(announced, seed, seats):
    """For each seat, the lot that follows from the draw and from who had left before it was filled."""
    members = by_lot(seed, announced["jury"], announced["members"])
    helpers = by_lot(seed, announced["jury"], announced["helpers"])
    rows = {row[0]: row for row in announced["members"] + announced["helpers"]}
    for at, seat in enumerate(seats):
        called = {other["lot"] for other in seats[:at]}
        gone = {other["lot"] for other in seats if 0 < other["left"] <= seat["after"]}
        sitting = [rows[lot] for lot in called - gone if lot in rows]
        waiting = [row for row in helpers if row[0] not in called]
        if sum(row[1] == "helper" for row in sitting) < announced["seats"]["helpers"] and waiting:
            yield waiting[0][0]
        else:
            others = [row for row in sitting if row[1] != "helper"]
            found = next_member(members, others, gone, announced["seats"]["members"])
            yield found[0] if found else None


def faults(files):
    """What is not as it was announced."""
    announced, drawn = json.loads(files["announcement.json"]), json.loads(files["draw.json"])
    seats = json.loads(files["seats.json"])
    signed = files["checkpoint.txt"].decode().split("\n\n")[0] + "\n"
    seed, size = hashlib.sha256(signed.encode()).hexdigest(), int(signed.split("\n")[1])
    if hashlib.sha256(files["announcement.json"]).hexdigest() != drawn["announcement"]["sha256"]:
        yield "the draw names another announcement"
    if drawn["announcement"]["position"] >= size:
        yield "the checkpoint does not hold the announcement"
    if seed != drawn["checkpoint"]["sha256"]:
        yield "the seed is not the digest of the checkpoint"
    for seat, lot in zip(seats, following(announced, seed, seats), strict=True):
        if seat["lot"] != lot:
            yield f"seat {seat['number']} is not the one that follows from the draw"
    if len(seats) < min(announced["seats"]["members"], len(announced["members"])):
        yield "seats that could be filled are empty"


def main(words):
    if len(words) not in {1, 2}:
        sys.exit(__doc__)
    files = fetched(*words) if len(words) == 2 else {name: (Path(words[0]) / name).read_bytes() for name in NAMES}
    found = list(faults(files))
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        announced, seats = json.loads(files["announcement.json"]), json.loads(files["seats.json"])
        listed = len(announced["members"]) + len(announced["helpers"])
        print(f"{len(seats)} seats of {listed} who could be drawn, drawn again: the same")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
