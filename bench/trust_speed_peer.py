"""The peer of `bench.trust_speed`, run by a Python that has `solidago`: its trust (LipschiTrust) anew over so many
of `bench.vouches`.
"""

import json
import sys
from importlib.metadata import version
from time import perf_counter

import numpy as np
import pandas as pd
from solidago.trust_propagation import LipschiTrust

from bench.vouches import vouches


def main(rows: int) -> None:
    people, by, of = vouches(rows)
    users = pd.DataFrame({"is_pretrusted": np.arange(people) % 3 == 0})
    told = pd.DataFrame({"voucher": by, "vouchee": of, "vouch": 1.0})
    started = perf_counter()
    LipschiTrust()(users, told)
    found = {"name": "solidago LipschiTrust", "version": version("solidago"), "full_s": perf_counter() - started}
    print(json.dumps({**found, "rows": rows}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
