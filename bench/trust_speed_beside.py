"""`bench.trust_speed` beside `solidago`: both draw up all statuses anew from the same vouches, more and more of them.

It has no way to take one vouch at a time: what one word costs it is what all of them cost. Two algorithms, not one:
theirs propagates trust (LipschiTrust, over data frames), ours is the published `earned_status` over arrays.
"""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from apps.trust.many import Words, earned_everywhere
from bench.trust_world import EACH

PACKAGE = "solidago==0.4.1"
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
SCRIPT = Path(__file__).with_name("trust_speed_peer.py")


def installed(place: Path) -> str:
    """A Python of its own that has the peer. Raises CalledProcessError where it does not install."""
    python, uv = place / "bin" / "python", str(Path(sys.executable).with_name("uv"))
    if not python.exists():
        _quietly([uv, "venv", "--quiet", "--python", sys.executable, str(place)])
    _quietly([uv, "pip", "install", "--quiet", "--python", str(python), PACKAGE])
    return str(python)


def beside(python: str, budget: float) -> dict[str, Any]:
    """Both at each size, until the peer has had its seconds."""
    told: dict[str, Any] = {"peer": PACKAGE, "budget_s": budget, "sizes": []}
    left = budget
    _ours(SIZES[0])  # what is loaded once per process is not counted
    for rows in SIZES:
        try:
            theirs = _peer(python, rows, left)
        except subprocess.TimeoutExpired:
            return {**told, "no_answer_at": rows}
        ours = _ours(rows)
        told["sizes"].append({"rows": rows, "peer_s": theirs, "ours_s": ours, "times_quicker": theirs / ours})
        left -= theirs
    return told


def _peer(python: str, rows: int, seconds: float) -> float:
    done = _quietly([python, str(SCRIPT), str(rows)], timeout=max(1.0, seconds))
    return float(json.loads(done.splitlines()[-1])["full_s"])


def _ours(rows: int) -> float:
    """The same vouches as the peer's script makes: everybody is spoken for by others, each once."""
    people = rows // EACH
    place = np.repeat(np.arange(people), EACH)
    giver = (place * 17 + np.tile(np.arange(EACH), people) * 7919) % people
    said, ones = giver != place, np.ones(rows)
    words = Words(place[said], giver[said], ones[said], ones[said] > 0, (giver % 3 == 0)[said], ones[said])
    started = perf_counter()
    earned_everywhere(words, people, 1.0)
    return perf_counter() - started


def _quietly(command: list[str], timeout: float | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=timeout)
    return done.stdout.strip()
