"""The graph step as one expression over a table `review, author, subject, log_odds`.

Ibis turns it into SQL for whatever holds the table: DuckDB reads more than fits in memory, Spark reads more than fits
on a machine.
"""

from typing import Any

from apps.algorithms.review_graph import COMPANY, MOST, NEUTRAL

Table = Any  # of ibis, which has no types


def beliefs(reviews: Table) -> Table:
    """`review, believed`: as `review_graph.beliefs`."""
    scored = reviews.mutate(log_odds=reviews.log_odds.cast("float64"))
    sums = scored.group_by("author").aggregate(mine=scored.log_odds.sum())
    heard = scored.join(sums, "author")
    heard = heard.mutate(others=(heard.mine - heard.log_odds).clip(lower=-MOST, upper=MOST))
    company = heard.group_by("subject").aggregate(total=heard.others.sum(), reviews=heard.others.count())
    met = heard.join(company, "subject")
    average = (met.total - met.others) / (met.reviews - 1 + NEUTRAL)
    return met.select("review", believed=met.mine + COMPANY * average)
