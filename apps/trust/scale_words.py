"""The text of a scale, made from its fields in both languages: words and fields cannot contradict each other."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from apps.algorithms.earned_status import GIVER_YEAR
from apps.algorithms.referral import PROVISIONAL
from apps.look.numbers import decimal, number
from apps.trust.scales import ScaleLevel


def in_both(words: Callable[[], str]) -> tuple[str, str]:
    """French first."""
    with override("fr"):
        french = words()
    with override("en"):
        return french, words()


def body(levels: Sequence[ScaleLevel], referred: ScaleLevel) -> str:
    """The whole text: each step, what members who vouch give, then what no status does."""
    parts = [_("What a status of this space means, lowest first. It is earned topic by topic, and fades by itself.")]
    for level in levels:
        parts += [f"## {level.name}", level.meaning, needs(level)]
    vouched = _("When two members vouch for a newcomer")
    parts += [f"## {vouched}", by_referral(referred)]
    return "\n\n".join([*parts, f"## {_('What no status does')}", *wont()])


def by_referral(level: ScaleLevel) -> str:
    """What two members who vouch give."""
    return _("They count as “%(level)s” for %(days)d days, or until they have earned as much.") % {
        "level": level.name,
        "days": PROVISIONAL,
    }


def needs(level: ScaleLevel) -> str:
    """What it takes to earn a step."""
    said = {"n": number(level.givers), "days": GIVER_YEAR, "figure": decimal(level.at_least, 2)}
    return (
        ngettext(
            "To earn it: %(n)s member with a status here has said in the last %(days)d days that it helped, and the "
            "cautious figure is %(figure)s or more, between 0 and 1.",
            "To earn it: %(n)s different members with a status here have said in the last %(days)d days that it "
            "helped, and the cautious figure is %(figure)s or more, between 0 and 1.",
            level.givers,
        )
        % said
    )


def wont() -> list[str]:
    """What a newcomer should know at once."""
    return [
        _("It gives no right to decide about others."),
        _("It hides nothing that others wrote, and moves no review up."),
        _("It says nothing about the person elsewhere, and is never added to another status."),
    ]


def bound(levels: Sequence[ScaleLevel]) -> str:
    """How far a group can lift itself, and where we cannot say so."""
    least = min(level.givers for level in levels)
    if least <= 1:
        return _(
            "No bound protects this scale: one friend with a status is enough for the lowest step, so a group can lift "
            "itself without anybody outside it."
        )
    return _(
        "Members of a group who give each other at most %(within)d words a year lift at most one of them for every "
        "word that outsiders with a status gave the group. From %(void)d words each, no bound holds: such a group "
        "lifts itself."
    ) % {"within": least - 1, "void": least}
