"""What the rule of referrals refused, in words: the sentence that is heard, and the figures it was read from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.algorithms import referral
from apps.look.moments import day
from apps.look.numbers import number, percent
from apps.referrals.bars import Why

Facts = Mapping[str, Any]
SENTENCES = {
    Why.EARNED: gettext_lazy("You have earned as much here by yourself already: you need nobody to vouch for you."),
    Why.REFERRED: gettext_lazy("Two members refer you already. You can ask again when that has ended."),
    Why.AGAINST: gettext_lazy(
        "Somebody of good standing here has spoken against your help, so that nobody can vouch for you now. What you "
        "earn by helping counts all the same."
    ),
    Why.ASKED_TWICE: gettext_lazy("You have asked them. Nobody is asked twice: whether they answer is theirs."),
    Why.VOUCHES: gettext_lazy("They vouch for you already. It takes somebody else."),
    Why.MANY_ASKED: gettext_lazy("You have asked five members. Give your private link to somebody who knows you."),
    Why.OTHER: gettext_lazy("They cannot vouch here yet: it takes five people whom they have helped here themselves."),
    Why.OVER: gettext_lazy("This request is over: two members vouched, it was taken back, or ninety days have passed."),
    Why.SELF: gettext_lazy("It takes two others: nobody vouches for themselves, under any name."),
    Why.NO_RIGHT: gettext_lazy(
        "Whoever vouches has helped at least five people here themselves, by their own activity. A referral, or a "
        "status from another space, does not count for this."
    ),
    Why.SUSPENDED: gettext_lazy("You may not vouch for anybody here until %(date)s."),
    Why.ALREADY: gettext_lazy("You vouch for them already."),
    Why.SLOTS: gettext_lazy("Your three slots are taken. The first is free again on %(date)s."),
    Why.LEFT: gettext_lazy("They are no longer a member of this space."),
    Why.PAUSED: gettext_lazy("They are paused in this space. Ask them to come back to you afterwards."),
    Why.THEIRS_AGAINST: gettext_lazy(
        "Somebody of good standing here has spoken against their help. They can still earn it."
    ),
    Why.THEIRS_EARNED: gettext_lazy("They have earned as much here by themselves already."),
    Why.THEIRS_REFERRED: gettext_lazy("Two members vouch for them already. Your slot stays yours."),
}


def sentence(why: Why, facts: Facts) -> str:
    """As it is heard, with its day where it has one."""
    until = facts["taken_until"][0] if why == Why.SLOTS else facts.get("until", "")
    return str(SENTENCES[why]) % ({"date": _day(until)} if until else {})


def inputs(why: Why, facts: Facts) -> Sequence[tuple[str, str]]:
    """What it was read from, beside what the rule asks."""
    return FIGURES[why](facts) if why in FIGURES else ()


def helped(facts: Facts) -> Sequence[tuple[str, str]]:
    """How many members count for somebody and against them, beside what the rule asks of whoever vouches."""
    needed = {"n": number(facts["in_favour"]), "least": number(facts["least"])}
    allowed = {"n": number(facts["against"]), "share": percent(facts["share"])}
    return (
        (
            _("Members helped here, by words that count in full"),
            _("%(n)s; %(least)s at least are needed") % needed,
        ),
        (_("Members who said the contrary last"), _("%(n)s; at most %(share)s of the others are allowed") % allowed),
    )


def _slots(facts: Facts) -> Sequence[tuple[str, str]]:
    freed = [(_("A slot is free again on"), _day(at)) for at in facts["taken_until"]]
    return [(_("Slots of each member"), number(facts["slots"])), *freed]


def _marks(facts: Facts) -> Sequence[tuple[str, str]]:
    n = facts["marks"]
    asked = {"n": number(referral.SUSPENDED_BY), "days": number(referral.SUSPENDED_DAYS)}
    return (
        (_("Marks taken here"), ngettext("%(n)s mark", "%(n)s marks", n) % {"n": number(n)}),
        (_("Marks that suspend the right to vouch"), _("%(n)s within %(days)s days") % asked),
    )


def _asked(facts: Facts) -> Sequence[tuple[str, str]]:
    said = {"n": number(facts["asked"]), "most": number(facts["most"])}
    return ((_("Members asked in this request"), _("%(n)s; %(most)s at most") % said),)


def _least(facts: Facts) -> Sequence[tuple[str, str]]:
    return ((_("People one has helped here before one vouches"), number(facts["least"])),)


def _until(facts: Facts) -> Sequence[tuple[str, str]]:
    return ((_("Until"), _day(facts["until"])),)


def _day(iso: str) -> str:
    return day(datetime.fromisoformat(iso))


FIGURES: dict[Why, Callable[[Facts], Sequence[tuple[str, str]]]] = {
    Why.REFERRED: _until,
    Why.MANY_ASKED: _asked,
    Why.OTHER: _least,
    Why.OVER: _until,
    Why.NO_RIGHT: helped,
    Why.SUSPENDED: _marks,
    Why.SLOTS: _slots,
    Why.THEIRS_REFERRED: _until,
}
