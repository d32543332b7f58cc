"""How fast the graph step is: `python -m bench.scoring_speed --edges N [--engines numpy,numba,duckdb] [--runs 3]`.

A seeded graph of N reviews, ten per author, fifty per subject, with a few busy ones, in no order. Every engine is
compared with the definition (`apps.algorithms.review_graph`). "gather" is how fast this machine fetches one figure per
review from a column as long as the authors: nothing that must do so several times can be as fast. Bytes per edge are
the columns read, the answer and all that is made on the way; for DuckDB and Spark, the most their process has held. CPU
seconds, best of the runs; nothing is kept from one run to the next: each makes its tables and its answer anew. The last
line is one JSON object.

`--peer PYTHON` names an interpreter that has UGFraud: its SpEagle runs on the review graph it brings (`--peer-edges N`:
on the first N), and the same messages are computed here, compiled; what each takes and how far they are apart is
printed. `--engines …,spark` needs the extra "spark" and a Java.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.algorithms import review_graph
from apps.algorithms.review_graph import Graph, Network
from apps.scoring.engines import compiled

SEED = 20261122
ENGINES = ("numpy", "numba", "duckdb")
PEER = Path(__file__).parent / "spam_peer.py"
Figures = dict[str, float]


def main(arguments: list[str]) -> int:
    """Print the table, then the JSON object."""
    options = _options(arguments)
    graph = made_up(options.edges)
    expected = review_graph.beliefs(graph)
    found: dict[str, Any] = {}
    for engine in options.engines.split(","):
        found[engine] = MEASURES[engine](graph, expected, options)
        print(f"  {engine:8}" + "".join(f"  {name} {figure:,.4g}" for name, figure in found[engine].items()))
    found["gather"] = _gather(graph, options.runs)
    if options.peer:
        _beside_the_peer(options.peer, options.peer_edges)
    print(f"  {'gather':8}  medges_per_cpu_s {found['gather']:,.4g}")
    print(json.dumps(found))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scoring_speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory-limit", default="1GB", help="of DuckDB")
    parser.add_argument("--threads", type=int, default=1, help="of DuckDB and Spark")
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that has UGFraud")
    parser.add_argument("--peer-edges", type=int, default=100_000, metavar="N")
    return parser.parse_args(arguments)


def made_up(edges: int) -> Graph:
    """Reviews in no order; authors and subjects as unequal as in life."""
    rng = np.random.default_rng(SEED)
    authors, subjects = max(1, edges // 10), max(1, edges // 50)
    busy = (rng.random(edges, np.float32) ** 2 * authors).astype(np.int32)
    liked = (rng.random(edges, np.float32) ** 2 * subjects).astype(np.int32)
    author = rng.permutation(authors).astype(np.int32)[np.minimum(busy, authors - 1)]
    subject = rng.permutation(subjects).astype(np.int32)[np.minimum(liked, subjects - 1)]
    log_odds = rng.normal(-0.5, 1.0, edges).astype(np.float32)
    return Graph(author, subject, log_odds, authors, subjects)


def _gather(graph: Graph, runs: int) -> float:
    column = np.zeros(graph.authors)
    return _rate(len(graph.author), _best(lambda: column[graph.author], runs))


def _in_memory(compute: Callable[[Graph], Any]) -> Callable[..., Figures]:
    def measure(graph: Graph, expected: NDArray[np.float64], options: argparse.Namespace) -> Figures:
        compute(_first(graph, 1000))  # what is compiled is compiled before the clock starts
        seconds = _best(lambda: compute(graph), options.runs)
        tracemalloc.start()
        believed = compute(graph)
        made = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        read = graph.author.nbytes + graph.subject.nbytes + graph.log_odds.nbytes
        return _figures(len(expected), seconds, made + read, _difference(believed, expected))

    return measure


def _on_disk(run: Callable[..., tuple[float, float]]) -> Callable[..., Figures]:
    """In a process of its own, from one file to another."""

    def measure(graph: Graph, expected: NDArray[np.float64], options: argparse.Namespace) -> Figures:
        with tempfile.TemporaryDirectory(prefix="trustmgmt-bench-") as place:
            source, answer = Path(place) / "reviews.parquet", Path(place) / "believed.parquet"
            _write(graph, source)
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                seconds, most = pool.apply(run, (source, answer, options.memory_limit, options.threads))
            return _figures(len(expected), seconds, most, _difference_on_disk(answer, expected))

    return measure


def _with_duckdb(source: Path, answer: Path, memory_limit: str, threads: int) -> tuple[float, float]:
    import ibis

    from apps.scoring.engines import tabular

    connection = ibis.duckdb.connect(
        memory_limit=memory_limit, threads=threads, temp_directory=str(source.parent), preserve_insertion_order=False
    )
    started = process_time()
    tabular.beliefs(connection.read_parquet(source)).to_parquet(answer)
    return process_time() - started, _most_of(Path("/proc/self"))


def _with_spark(source: Path, answer: Path, memory_limit: str, threads: int) -> tuple[float, float]:
    """Its work is done by a Java beside this process: both are counted."""
    import ibis
    from pyspark.sql import SparkSession

    from apps.scoring.engines import tabular

    wanted = {
        "spark.ui.enabled": "false",
        "spark.local.dir": str(source.parent),
        "spark.driver.memory": memory_limit.lower().replace("gb", "g"),
        "spark.sql.shuffle.partitions": "8",
    }
    session = SparkSession.builder.master(f"local[{threads}]").config(map=wanted).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    java = Path("/proc") / str(session.sparkContext._gateway.proc.pid)
    connection = ibis.pyspark.connect(session)
    started = process_time() + _cpu_of(java)
    written = connection.compile(tabular.beliefs(connection.read_parquet(str(source))))
    session.sql(written).write.parquet(str(answer))
    seconds = process_time() + _cpu_of(java) - started
    held = _most_of(Path("/proc/self")) + _most_of(java)
    session.stop()
    return seconds, held


def _cpu_of(process: Path) -> float:
    user, system = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _most_of(process: Path) -> float:
    """The most memory it has held since it began; `ru_maxrss` would count what its parent held before."""
    [line] = [line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM")]
    return float(line.split()[1]) * 1024


MEASURES: dict[str, Callable[..., Figures]] = {
    "numpy": _in_memory(review_graph.beliefs),
    "numba": _in_memory(compiled.beliefs),
    "duckdb": _on_disk(_with_duckdb),
    "spark": _on_disk(_with_spark),
}


def _beside_the_peer(python: str, edges: int) -> None:
    with tempfile.TemporaryDirectory(prefix="trustmgmt-bench-") as place:
        answer = Path(place) / "peer.json"
        subprocess.run([python, PEER, str(edges), answer], check=True, stdout=subprocess.DEVNULL)
        told = json.loads(answer.read_text())
    network = _network(told)
    compiled.propagate(network)  # compiled before the clock starts
    ours = _best(lambda: compiled.propagate(network), 5)
    believed = 1 / (1 + np.exp(-compiled.propagate(network)))
    apart = _difference(believed, np.array(told["believed"]))
    print(f"  beside UGFraud's SpEagle on {len(believed):,} reviews of its own graph, until messages settle:")
    print(f"    {told['seconds']:,.2f} s, ours {ours:.6f} s: {told['seconds'] / ours:,.0f} times; apart by {apart:.2g}")


def _network(told: dict[str, Any]) -> Network:
    """Names become places, chances log-odds."""
    authors, subjects = ({name: place for place, name in enumerate(told[kind])} for kind in ("authors", "subjects"))
    author = np.array([authors[name] for name, _subject in told["pairs"]], np.int32)
    subject = np.array([subjects[name] for _author, name in told["pairs"]], np.int32)
    graph = Graph(author, subject, _odds(told["said"]), len(authors), len(subjects))
    return Network(graph, *(_odds(told[kind].values()) for kind in ("authors", "subjects")))


def _odds(chances: Iterable[float]) -> NDArray[np.float64]:
    known = np.array(list(chances))
    return np.log(known / (1 - known))


def _write(graph: Graph, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    review = np.arange(len(graph.author), dtype=np.int32)
    columns = {"review": review, "author": graph.author, "subject": graph.subject, "log_odds": graph.log_odds}
    pq.write_table(pa.table(columns), path, row_group_size=500_000)


def _difference_on_disk(path: Path, expected: NDArray[np.float64]) -> float:
    from pyarrow import dataset

    seen, worst = 0, 0.0
    for batch in dataset.dataset(path).to_batches(batch_size=1_000_000):
        review, believed = (batch.column(name).to_numpy() for name in ("review", "believed"))
        seen, worst = seen + len(review), max(worst, _difference(believed, expected[review]))
    return worst if seen == len(expected) else float("inf")


def _first(graph: Graph, count: int) -> Graph:
    return Graph(graph.author[:count], graph.subject[:count], graph.log_odds[:count], graph.authors, graph.subjects)


def _best(compute: Callable[[], Any], runs: int) -> float:
    times = []
    for _ in range(runs):
        started = process_time()
        compute()
        times.append(process_time() - started)
    return min(times)


def _difference(believed: NDArray[Any], expected: NDArray[np.float64]) -> float:
    worst = float(np.abs(believed - expected).max(initial=0.0))
    return worst if np.isfinite(worst) else float("inf")


def _figures(edges: int, seconds: float, held: float, difference: float) -> Figures:
    return {
        "medges_per_cpu_s": round(_rate(edges, seconds), 3),
        "bytes_per_edge": round(held / edges, 1),
        "max_diff": difference,
    }


def _rate(edges: int, seconds: float) -> float:
    return edges / 1e6 / max(seconds, 1e-9)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
