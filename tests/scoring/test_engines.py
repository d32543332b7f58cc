"""Every engine gives the figures of the published definition."""

import tomllib
from itertools import product

import ibis
import numpy as np
import pyarrow as pa
import pytest
import sqlglot
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import review_graph
from apps.algorithms.review_graph import Graph, Network
from apps.scoring.engines import compiled, tabular


@st.composite
def graphs(draw):
    count = draw(st.integers(0, 40))
    places = st.lists(st.integers(0, 5), min_size=count, max_size=count)
    scores = st.lists(st.floats(-9, 9, width=32), min_size=count, max_size=count)
    author, subject = (np.array(draw(places), np.int32) for _ in range(2))
    return Graph(author, subject, np.array(draw(scores), np.float32), 6, 6)


def in_duckdb(graph):
    names = ("author", "subject", "log_odds")
    columns = {"review": np.arange(len(graph.author)), **{name: getattr(graph, name) for name in names}}
    connection = ibis.duckdb.connect()
    found = tabular.beliefs(connection.create_table("reviews", pa.table(columns))).order_by("review").to_pyarrow()
    return found["believed"].to_numpy()


@given(graphs())
def test_compiled_loops_agree_with_the_definition(graph):
    np.testing.assert_allclose(compiled.beliefs(graph), review_graph.beliefs(graph), rtol=1e-6, atol=1e-5)


@given(graphs(), st.floats(-4, 4), st.floats(-4, 4))
def test_compiled_rounds_agree_with_the_definition(graph, of_authors, of_subjects):
    network = Network(graph, np.full(6, of_authors), np.full(6, of_subjects))

    np.testing.assert_allclose(compiled.propagate(network), review_graph.propagate(network), atol=1e-5)


def test_where_nothing_goes_in_circles_the_rounds_give_the_exact_chances():
    """Two reviews of one author, of two subjects: every way they could be, counted."""
    priors = np.array([0.3, 0.6])  # of being fake, as their texts say
    graph = Graph(np.zeros(2, np.int32), np.arange(2, dtype=np.int32), np.log(priors / (1 - priors)), 1, 2)
    network = Network(graph, np.log([0.2 / 0.8]), np.log(np.array([0.4 / 0.6, 0.1 / 0.9])))
    fake = np.zeros(2)
    every = 0.0
    for author, one, two, first, second in product((0, 1), repeat=5):
        weight = (0.8, 0.2)[author] * (0.6, 0.4)[first] * (0.9, 0.1)[second]
        for place, (review, subject) in enumerate(((one, first), (two, second))):
            weight *= (1 - priors[place], priors[place])[review]
            weight *= 1e-5 if review != author else 1 - 1e-5
            weight *= 0.1 if review != subject else 0.9
        every += weight
        fake += weight * np.array([one, two])

    np.testing.assert_allclose(1 / (1 + np.exp(-review_graph.propagate(network))), fake / every, atol=1e-6)


def test_the_expression_agrees_with_the_definition():
    rng = np.random.default_rng(1)
    graph = Graph(rng.integers(0, 90, 2000), rng.integers(0, 40, 2000), rng.normal(-0.5, 2, 2000), 90, 40)

    np.testing.assert_allclose(in_duckdb(graph), review_graph.beliefs(graph), atol=1e-5)


def test_the_expression_can_be_written_for_spark_which_an_extra_brings():
    reviews = ibis.table({"review": "int64", "author": "int64", "subject": "int64", "log_odds": "float32"}, "reviews")
    extras = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["optional-dependencies"]

    [written] = sqlglot.transpile(str(ibis.to_sql(tabular.beliefs(reviews), "duckdb")), read="duckdb", write="spark")

    assert "CAST" in written
    assert "DOUBLE" in written
    assert any("[pyspark]" in package for package in extras["spark"])


def test_sums_are_made_in_double_precision():
    count = 200_000
    graph = Graph(
        np.zeros(count, np.int32), np.arange(count, dtype=np.int32), np.full(count, 0.1, np.float32), 1, count
    )

    assert compiled.beliefs(graph)[0] == pytest.approx(count * float(np.float32(0.1)), rel=1e-6)
