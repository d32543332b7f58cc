"""How well the rules of transparency reports find what is wrong: seeded faults found, alarms on reports without fault.

    python -m bench.reports [--seeds 20] [--faultless 500]

Each seed makes a report that adds up and spoils it once for each kind of fault, about 180 of them.
The last line is one JSON object.
"""

import argparse
import json
import time

from django.conf import settings

if not settings.configured:
    settings.configure(USE_I18N=False)

from apps.accountability.reports import coherence
from tests.accountability.report_making import faultless, faults


def main() -> None:
    """Print a short table, then the figures for machines."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--faultless", type=int, default=500)
    given = asked.parse_args()
    began, missed, seeded, extra = time.perf_counter(), [], 0, 0
    for seed in range(given.seeds):
        for fault in faults(faultless(seed, very_large=bool(seed % 2)), seed):
            found = [f for f in coherence.check(fault.sheets) if f.part == fault.part]
            hit = any(f.rule in fault.rules and fault.line in {0, f.line} for f in found)
            seeded, extra = seeded + 1, extra + (not hit)
            missed += [] if hit else [f"{seed}: {fault.name}"]
    checks = time.perf_counter() - began
    alarms = [s for s in range(given.faultless) if coherence.check(faultless(s, very_large=bool(s % 2)))]
    for line in missed:
        print("missed", line)
    print(
        f"{seeded - extra} of {seeded} seeded faults found, {len(alarms)} alarms on {given.faultless} faultless reports"
    )
    figures = {
        "seeded": seeded,
        "found": seeded - extra,
        "faultless": given.faultless,
        "alarms": len(alarms),
        "ms_per_check": round(1000 * checks / max(1, seeded), 1),
        "rules": coherence.VERSION,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
