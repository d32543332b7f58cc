"""The text of a circle, made from its fields in both languages."""

from collections.abc import Callable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.algorithms.conversion import NOTICE_DAYS
from apps.recognitions.template import Template


def body(name: str, purpose: str, template: Template) -> str:
    """Name, purpose, template, and what no circle does."""
    lines = [f"- {line}" for line in says(template)]
    return "\n\n".join([f"# {name}", purpose, f"## {_('What a table of this circle should say')}", *lines, *never()])


def says(template: Template) -> list[str]:
    """One sentence to a row, so that a reader sees which one changed."""
    row = _("Step %(was)d there, counted from the lowest, or more, counts as step %(as)d here.")
    return [
        *(row % {"was": was, "as": now} for was, now in sorted(template.rows)),
        _topics(template),
        *_bounds(template),
    ]


def _topics(template: Template) -> str:
    if not template.topics:
        return _("What was earned on a topic counts on the topic of the same name, and on nothing else.")
    english = (get_language() or "fr").startswith("en")
    names = [pair[1] if english else pair[0] for pair in template.topics]
    return _("It is for these topics: %(topics)s.") % {"topics": ", ".join(names)}


def _bounds(template: Template) -> list[str]:
    a_day = ngettext(
        "At most one conversion a day, whoever asks.", "At most %(n)d conversions a day, whoever asks.", template.quota
    )
    age = _("What was earned must have been confirmed by somebody there in the last %(days)d days.")
    cap = _("Never more than step %(cap)d.")
    return [cap % {"cap": template.cap}, a_day % {"n": template.quota}, age % {"days": template.max_age}]


def never() -> list[str]:
    """What holds for every circle."""
    leaves = _("A space leaves when it wants: the end of its tables of this circle is announced %(days)d days before.")
    return [
        _("A circle publishes no table: each space publishes its own, one way, and may change it first."),
        _("Nothing adds up in a circle, it has no figure of its own, and it gives nobody a status."),
        leaves % {"days": NOTICE_DAYS},
    ]


Named = Callable[[], str] | None


def of_circle(circle: Named) -> list[str]:
    """The sentence of a table that was made from a template."""
    return [_("Published in the circle “%(circle)s”, by this space alone.") % {"circle": circle()}] if circle else []
