"""The text of a table, made from its fields in both languages: words and fields cannot contradict each other."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from apps.algorithms.conversion import NOTICE_DAYS, Table
from apps.recognitions.circle_words import Named, of_circle
from apps.recognitions.scales import Side

Sides = Callable[[], tuple[Side, Side]]  # there, here: read in the language that is spoken


@dataclass(frozen=True, slots=True)
class Texts:
    """A title or a body, French first."""

    fr: str
    en: str


def in_both(words: Callable[[], str]) -> Texts:
    """Said in each language."""
    with override("fr"):
        french = words()
    with override("en"):
        return Texts(french, words())


def title(sides: Sides) -> str:
    """What the table is about."""
    there, here = sides()
    return _("What “%(there)s” counts for in “%(here)s”") % {"there": there.name, "here": here.name}


def body(table: Table, sides: Sides, circle: Named = None) -> str:
    """One sentence to a promise, so that a reader sees which one changed."""
    there, here = sides()
    if not table.rows:
        return _closing(there, here)
    lines = [*sentences(table, there, here), *bounds(table, there, here), *of_circle(circle)]
    return "\n\n".join([f"# {title(sides)}", *(f"- {line}" for line in lines), *_always(there, here)])


def sentences(table: Table, there: Side, here: Side) -> list[str]:
    """What counts for what, on what."""
    row = _("“%(above)s” in “%(there)s”, or more, counts as “%(as)s” in “%(here)s”.")
    pairs = sorted(table.rows, key=lambda pair: there.steps.index(pair[0]) if pair[0] in there.steps else 0)
    names = {"there": there.name, "here": here.name}
    said = [row % {**names, "above": there.step(code), "as": here.step(level)} for code, level in pairs]
    topic = _("What was earned there on “%(topic)s” counts here on “%(as)s”.")
    said += [topic % {"topic": there.topic(was), "as": here.topic(now)} for was, now in table.topics]
    return [*said, _("What was earned there on anything else gives nothing here.")]


def bounds(table: Table, there: Side, here: Side) -> list[str]:
    """How much, how often, how long."""
    a_day = ngettext(
        "At most one conversion a day, whoever asks.", "At most %(n)d conversions a day, whoever asks.", table.quota
    )
    age = _(
        "What was earned must have been confirmed by somebody there in the last %(days)d days; what it counts for here "
        "lasts at most as long, and ends as soon as it is lost there."
    )
    cap = _("Never more than “%(cap)s”, whatever was earned there.")
    return [cap % {"cap": here.step(table.cap)}, a_day % {"n": table.quota}, age % {"days": table.max_age}]


def _always(there: Side, here: Side) -> list[str]:
    names = {"there": there.name, "here": here.name, "days": NOTICE_DAYS}
    return [
        _(
            "Only what a member earned in “%(there)s” by their own activity counts, never what was converted or "
            "referred there. It is said for the person who asks for it, and for nobody else."
        ) % names,
        _("It gives no right to decide about others, hides nothing, and moves no review up.") % names,
        _("“%(here)s” decides this alone. What takes something away is announced %(days)d days before.") % names,
    ]  # fmt: skip


def _closing(there: Side, here: Side) -> str:
    names = {"there": there.name, "here": here.name}
    return "\n\n".join([
        "# " + _("What “%(there)s” counts for in “%(here)s”") % names,
        _("What was earned in “%(there)s” counts for nothing in “%(here)s” any more. What was converted ends.") % names,
    ])  # fmt: skip
