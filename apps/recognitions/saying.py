"""What somebody heard when they asked, in words: which row, which cap, which figure, and what would change it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms.conversion import Why
from apps.recognitions.reading import NEVER
from apps.recognitions.scales import Side

Facts = Mapping[str, Any]


def refusal(why: str, facts: Facts, there: Side, here: Side) -> str:
    """Why it does not count."""
    return SENTENCES[Why(why)](facts, there, here)


def _not_earned(facts: Facts, there: Side, here: Side) -> str:
    said = _(
        "Nothing is earned on “%(topic)s” in “%(there)s” for the moment. Only what was earned there by your own "
        "activity counts, not what was converted or referred."
    )
    return said % {"topic": there.topic(facts["topic"]), "there": there.name}


def _no_topic(facts: Facts, there: Side, here: Side) -> str:
    said = _("Version %(table)d of the table says nothing of “%(topic)s”: what was earned on it gives nothing here.")
    return said % {"table": facts["table"], "topic": there.topic(facts["topic"])}


def _no_row(facts: Facts, there: Side, here: Side) -> str:
    said = _(
        "Version %(table)d of the table has no row for “%(level)s” there, nor for less. A higher step there may count."
    )
    return said % {"table": facts["table"], "level": there.step(facts["level"])}


def _too_old(facts: Facts, there: Side, here: Side) -> str:
    said = _(
        "Nobody there has confirmed it for %(age)d days; version %(table)d of the table asks for %(most)d at most. One "
        "word from somebody there is enough."
    )
    return said % {"age": facts["age_days"], "table": facts["table"], "most": facts["max_age_days"]}


def _quota(facts: Facts, there: Side, here: Side) -> str:
    n = facts["quota"]
    said = ngettext(
        "The one conversion of today is given. Ask again tomorrow: nothing is wrong with your status.",
        "The %(n)d conversions of today are given. Ask again tomorrow: nothing is wrong with your status.",
        n,
    )
    return said % {"n": n}


SENTENCES = {
    Why.NOT_EARNED: _not_earned,
    Why.NO_TOPIC: _no_topic,
    Why.NO_ROW: _no_row,
    Why.TOO_OLD: _too_old,
    Why.QUOTA: _quota,
}


def counts(level: str, topic: str, facts: Facts, there: Side, here: Side) -> str:
    """What it counts for, and because of what."""
    names = {
        "level": here.step(level),
        "topic": here.topic(topic),
        "here": here.name,
        "there": there.name,
        "was": there.step(facts["level"]),
        "on": there.topic(facts["topic"]),
        "table": facts["table"],
    }
    if not topic:
        whole = _(
            "Counts as “%(level)s” in “%(here)s”, because “%(there)s” calls them “%(was)s”, on “%(on)s” (table version "
            "%(table)d)."
        )
        return whole % names
    said = _(
        "Counts as “%(level)s” in “%(here)s”, for “%(topic)s” only, because “%(there)s” calls them “%(was)s”, on "
        "“%(on)s” (table version %(table)d)."
    )
    return said % names


def gives(level: str, topic: str, here: Side) -> str:
    """What it would count for."""
    named = {"level": here.step(level), "topic": here.topic(topic)}
    return _("“%(level)s”, for “%(topic)s” only") % named if topic else _("“%(level)s”, for the whole space") % named


def inputs(facts: Facts, there: Side, here: Side) -> list[tuple[str, str]]:
    """What it was read from, line by line."""
    row, age = facts["row"], facts["age_days"]
    lines = [
        (_("Step earned there"), there.step(facts["level"]) if facts["level"] else _("no step")),
        (_("Topic there"), there.topic(facts["topic"])),
        (_("Row of the table"), there.step(row) if row else _("no row")),
        (_("Cap of the table"), here.step(facts["cap"])),
        (_("Last confirmed there"), _days(age)),
        (_("Greatest age the table allows"), _days(facts["max_age_days"])),
        (_("Given that day before"), f"{facts['used_today']} / {facts['quota']}"),
    ]
    return [line for line in lines if line[1]]


def _days(n: int) -> str:
    if n >= NEVER:
        return _("never")
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
