"""The peer of `bench.trust_speed`, run by a Python that has `solidago`: its trust (LipschiTrust) anew over so many
vouches between as many people as `bench.trust_world` makes.
"""

import json
import sys
from importlib.metadata import version
from time import perf_counter

import numpy as np
import pandas as pd
from solidago.trust_propagation import LipschiTrust

EACH = 100


def main(rows: int) -> None:
    people = rows // EACH
    users = pd.DataFrame({"is_pretrusted": np.arange(people) % 3 == 0})
    to = np.repeat(np.arange(people), EACH)
    by = (to * 17 + np.tile(np.arange(EACH), people) * 7919) % people
    vouches = pd.DataFrame({"voucher": by, "vouchee": to, "vouch": 1.0})
    started = perf_counter()
    LipschiTrust()(users, vouches[by != to])
    told = {"name": "solidago LipschiTrust", "version": version("solidago"), "full_s": perf_counter() - started}
    print(json.dumps({**told, "rows": rows}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
