"""How long until the first page: `python -m bench.start [--runs 5] [--empty]`.

Cold: a fresh clone of the last commit, no package cache, packages installed, database made, demo loaded.
Warm: the same clone again. The clock runs from `make run` to the first 200 of the home page. On an idle machine.
"""

import argparse
import http.client
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import monotonic, sleep

BASE_DIR = Path(__file__).resolve().parent.parent
LIMITS = {"cold": 120.0, "warm": 15.0}


def main(arguments: list[str]) -> int:
    """Print the table; end with 1 when a median is over its limit."""
    options = _options(arguments)
    times: dict[str, list[float]] = {"cold": [], "warm": []}
    for number in range(1, options.runs + 1):
        with tempfile.TemporaryDirectory(prefix="trustmgmt-bench-") as place:
            clone = _clone(Path(place))
            for kind, found in times.items():
                found.append(_seconds_to_first_page(clone, options))
                print(f"  run {number}  {kind}  {found[-1]:7.1f} s", flush=True)
    return _tell(times, options)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.start", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--empty", action="store_true", help="without the demo")
    parser.add_argument("--path", default="/en/", help="the page that must answer 200")
    return parser.parse_args(arguments)


def _clone(place: Path) -> Path:
    clone = place / "trustmgmt"
    subprocess.run(["git", "clone", "--quiet", str(BASE_DIR), str(clone)], check=True)
    return clone


def _seconds_to_first_page(clone: Path, options: argparse.Namespace) -> float:
    port = _free_port()
    caches = {"UV_CACHE_DIR": str(clone.parent / "uv"), "PIP_NO_CACHE_DIR": "1"}
    environment = {**os.environ, **caches, "PORT": str(port), "DEMO": "no" if options.empty else "yes"}
    started = monotonic()
    log = (clone.parent / "log").open("w+")
    run = subprocess.Popen(
        ["make", "run"], cwd=clone, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        while _status(port, options.path) != 200:
            if run.poll() is not None or monotonic() - started > 600:
                log.seek(0)
                raise SystemExit(f"No page:\n{log.read()}")
            sleep(0.05)
        return monotonic() - started
    finally:
        _stop(run)
        log.close()


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _stop(run: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C, as a person would."""
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGINT)
        run.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tell(times: dict[str, list[float]], options: argparse.Namespace) -> int:
    print(f"\n{'start':<8}{'median s':>10}{'min':>8}{'max':>8}{'limit':>8}")
    for kind, found in times.items():
        print(f"{kind:<8}{median(found):>10.1f}{min(found):>8.1f}{max(found):>8.1f}{LIMITS[kind]:>8.0f}")
    medians = {kind: round(median(found), 2) for kind, found in times.items()}
    within = all(medians[kind] <= LIMITS[kind] for kind in medians)
    summary = {
        "bench": "start",
        "seconds": medians,
        "limits": LIMITS,
        "within_limits": within,
        "runs": options.runs,
        "demo": not options.empty,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "machine": platform.machine(),
    }
    print(json.dumps(summary))
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
