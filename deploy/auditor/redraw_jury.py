#!/usr/bin/env python3
"""Draw a jury again, and compare with the seats that the site says were drawn.

    python3 redraw_jury.py https://SITE CASE      asks the site
    python3 redraw_jury.py FOLDER                 reads announcement.json, checkpoint.txt, draw.json, seats.json

It needs Python and nothing else: it imports no code of the site. The seed is the SHA-256 of the three lines of the
checkpoint. Each lot on the announced list gets a number: the SHA-256 of the seed, the jury, the word "jurors" and the
lot, each on its line. The lowest come first. Two helpers sit as far as the list goes; then five members, the next being
the lowest with whom at most three are experienced, three are not, and two stood on either side before; failing that,
the lowest that keeps the first of these; failing that, the lowest. Whoever left is replaced in the same way. It ends
with 1, and says why, when a seat is not the one that follows.

That witnesses have signed the checkpoint, and that the log holds the announcement before it: `auditor.go` beside this.
"""

import hashlib
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


def balanced(row, sitting, *, sides):
    """Whether this member keeps the balance of those who sit."""
    if sum(other[1] == row[1] for other in sitting) >= 3:
        return False
    return not sides or row[2] == "neither" or sum(other[2] == row[2] for other in sitting) < 2


def next_member(order, sitting, gone):
    """Who is called next."""
    left = [row for row in order if row[0] not in gone and row not in sitting]
    for sides in (True, False):
        for row in left:
            if balanced(row, sitting, sides=sides):
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
            found = next_member(members, [row for row in sitting if row[1] != "helper"], gone)
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
