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
from bench.scratch import BASE_DIR
from bench.vouches import vouches

PACKAGE = "solidago==0.4.1"
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


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
    done = _quietly([python, "-m", "bench.trust_speed_peer", str(rows)], timeout=max(1.0, seconds))
    return float(json.loads(done.splitlines()[-1])["full_s"])


def _ours(rows: int) -> float:
    people, giver, place = vouches(rows)
    ones = np.ones(len(giver))
    words = Words(place, giver, ones, ones > 0, giver % 3 == 0, ones)
    started = perf_counter()
    earned_everywhere(words, people, 1.0)
    return perf_counter() - started


def _quietly(command: list[str], timeout: float | None = None) -> str:
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=True, timeout=timeout)
    return done.stdout.strip()
