"""Scores and facts as lines for COPY, written column by column: a hundred thousand at the price of a thousand objects.

Each figure is written once and put in its place in the inputs, in the reasons and in the text that is digested.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from apps.algorithms.review_facts import Columns, plain_columns
from apps.algorithms.review_suspicion import CODES, OUTCOMES, Scores
from apps.scoring.serving import Verdicts

TOGETHER = 1_000  # rows whose texts are in memory at once

Texts = list[str]
Ids = NDArray[np.int64]
Given = TypeVar("Given")
Made = TypeVar("Made")


def ahead(make: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
    """What is made of each, in order: the next one in a thread aside, while the database takes the one before.

    Items are fetched here, where the database may be asked; making must not ask it.
    """
    with ThreadPoolExecutor(1, "ahead") as aside:
        coming: Future[Made] | None = None
        for item in items:
            coming, before = aside.submit(make, item), coming
            if before is not None:
                yield before.result()
        if coming is not None:
            yield coming.result()


def fact_lines(ids: Ids, columns: Columns) -> Iterator[str]:
    """`review_id, facts`."""
    for rows in _pieces(len(ids)):
        objects = _objects({name: _texts(values) for name, values in plain_columns(columns, rows).items()})
        yield _lines(_texts(ids[rows].tolist()), objects)


def score_lines(ids: Ids, scores: Scores, verdicts: Verdicts, wanted: slice = slice(None)) -> Iterator[str]:
    """The columns of `storing.COLUMNS`, of the rows that are wanted."""
    for rows in _pieces(len(ids), wanted):
        yield _lines(*score_columns(ids, scores, verdicts, rows))


def score_columns(ids: Ids, scores: Scores, verdicts: Verdicts, rows: slice = slice(None)) -> list[Texts]:
    """The same, each column by itself; of a few rows."""
    facts = {name: _texts(values) for name, values in plain_columns(scores.columns, rows).items()}
    count = len(ids[rows])
    return [
        _texts(ids[rows].tolist()),
        [verdicts.version] * count,
        _objects(facts),
        _digests(facts, scores.digest_frame()),
        _terms(scores, verdicts, rows, facts),
        _texts(verdicts.log_odds[rows].tolist()),
        _texts(verdicts.thresholds[rows].tolist()),
        [OUTCOMES[place] for place in verdicts.outcomes[rows].tolist()],
        [str(scores.baseline.reviews)] * count,
        facts["subject_reviews"],
    ]


def _pieces(count: int, wanted: slice = slice(None)) -> Iterator[slice]:
    first, last, _step = wanted.indices(count)
    return (slice(start, min(start + TOGETHER, last)) for start in range(first, last, TOGETHER))


def _texts(values: list[Any]) -> Texts:
    """Each value as JSON; numbers all in one go."""
    if values and isinstance(values[0], str):
        known = {value: json.dumps(value) for value in set(values)}
        return [known[value] for value in values]
    return json.dumps(values, allow_nan=False)[1:-1].split(", ") if values else []


def _terms(scores: Scores, verdicts: Verdicts, rows: slice, facts: Mapping[str, Texts]) -> Texts:
    shown, weights = scores.shown(rows), verdicts.weights[rows]
    columns: list[Texts] = []
    frames = []
    for place, code in enumerate(CODES):
        inner, frame = _frame({name: facts.get(name) or _texts(many) for name, many in shown[code].items()})
        frames.append(f'{{"code": {json.dumps(code)}, "weight": %s, "values": {frame}}}')
        columns += [_texts(weights[:, place].tolist()), *inner]
    return _filled(f"[{', '.join(frames)}]", columns)


def _digests(facts: Mapping[str, Texts], around: tuple[str, str]) -> Texts:
    """As `review_suspicion` takes them: names in order, nothing between."""
    before, after = around
    parts = ",".join(f"{json.dumps(name)}:%s" for name in sorted(facts))
    texts = _filled(f"{before}{{{parts}}}{after}", [facts[name] for name in sorted(facts)])
    return ["sha256:" + hashlib.sha256(text.encode()).hexdigest() for text in texts]


def _objects(columns: Mapping[str, Texts]) -> Texts:
    inner, frame = _frame(columns)
    return _filled(frame, inner)


def _frame(columns: Mapping[str, Texts]) -> tuple[list[Texts], str]:
    return list(columns.values()), "{" + ", ".join(f"{json.dumps(name)}: %s" for name in columns) + "}"


def _filled(frame: str, columns: Sequence[Texts]) -> Texts:
    return [frame % row for row in zip(*columns, strict=True)]


def _lines(*columns: Texts) -> str:
    """Rows of COPY's text format: what stands behind a backslash would be read as a sign."""
    text = "\n".join(map("\t".join, zip(*columns, strict=True)))
    return text.replace("\\", "\\\\") + "\n"
