"""Who recognises whom, as coordinates: spaces where something is earned on the left, where it counts on the right.

Drawn by `recognitions/picture.html` as SVG; every arrow is a link with its sentence. 360 wide: as a phone shows it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.recognitions.selectors.gateways import Gateway

WIDTH, ROW, TOP, LEFT, RIGHT = 360, 44, 46, 138, 222
LONGEST = 17  # letters of a name in the drawing; the table has all of it


@dataclass(frozen=True, slots=True)
class Node:
    """A space on one side: the start of its name at (x, y), and its page."""

    x: int
    y: int
    anchor: str
    text: str
    whole: str
    path: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A gateway: thicker the more came through."""

    d: str
    head: str
    css: str
    sentence: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it, and what it says in one sentence."""

    height: int
    width: int
    sentence: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def picture(gateways: Sequence[Gateway]) -> Picture:
    """Of those that stand."""
    left = _places([(one.source, one.source_name) for one in gateways])
    right = _places([(one.space, one.space_name) for one in gateways])
    height = TOP + ROW * max(len(left), len(right))
    sources, spaces = ({key: n for n, key in enumerate(side)} for side in (left, right))
    nodes = [_node(0, "start", n, key, name) for n, (key, name) in enumerate(left.items())]
    nodes += [_node(WIDTH, "end", n, key, name) for n, (key, name) in enumerate(right.items())]
    arrows = [_arrow(one, sources[one.source or one.source_name], spaces[one.space]) for one in gateways]
    said = ngettext("%(n)d recognition: what is earned on the left counts on the right.",
                    "%(n)d recognitions: what is earned on the left counts on the right.", len(gateways))  # fmt: skip
    return Picture(height, WIDTH, said % {"n": len(gateways)}, tuple(nodes), tuple(arrows))


def _places(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Each once, by name; a space of another site has no page here and is known by its name."""
    return {slug or name: name for slug, name in sorted(set(pairs), key=lambda pair: pair[1].lower())}


def _node(x: int, anchor: str, n: int, key: str, name: str) -> Node:
    shown = name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
    return Node(x, TOP + ROW * n + 5, anchor, shown, name, "" if key == name else key)


def _arrow(one: Gateway, source: int, space: int) -> Arrow:
    y1, y2 = TOP + ROW * source, TOP + ROW * space
    middle = (LEFT + RIGHT) // 2
    given = one.flow.given
    weight = min(4, 1 + int(math.log10(1 + given) * 1.5))
    sentence = _("“%(there)s” counts in “%(here)s”: %(rows)s. %(n)d given.") % {
        "there": one.source_name,
        "here": one.space_name,
        "rows": ", ".join(f"{was} → {now}" for was, now in one.rows),
        "n": given,
    }
    sentence = f"{sentence} {one.flow.sentence}"
    return Arrow(
        d=f"M{LEFT} {y1}C{middle} {y1} {middle} {y2} {RIGHT - 8} {y2}",
        head=f"M{RIGHT} {y2}l-11 -6v12z",
        css=f"g-way g-way--{weight}" + (" g-way--ending" if one.state == "ending" else ""),
        sentence=sentence,
        path=one.path,
    )
