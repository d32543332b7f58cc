"""What a statement says otherwise in an emergency, and where an authority ordered it."""

from typing import Any

from django.utils.translation import gettext as _

from apps.look.moments import day, moment
from apps.moderation.states import EmergencyGround, Outcome
from apps.moderation.wording import NOUNS, Facts, OrderFacts, appeared
from apps.moderation.wording_jury import by_jury


def said_apart(facts: Facts) -> dict[str, str]:
    """The fields of the statement that differ from those of any other; none for most."""
    if facts.emergency is not None:
        return _emergency(facts, facts.emergency)
    if facts.voted is not None:
        return by_jury(facts, facts.voted)
    return _order(facts, facts.order) if facts.order is not None else {}


def _nouns(facts: Facts) -> dict[str, Any]:
    noun = NOUNS[facts.kind]
    return {"the": noun.the, "The": noun.The, "your": noun.your, "Your": noun.Your}


def _emergency(facts: Facts, ground: EmergencyGround) -> dict[str, str]:
    until = moment(facts.confirm_before) if facts.confirm_before else ""
    places = {**_nouns(facts), "ground": ground.label, "until": until}
    reason = _("An emergency: %(ground)s.") % places
    return {
        "finding": _("%(The)s is masked in an emergency. Another person decides within a day.") % places,
        "ground": f"{reason} " + _("The rules of the space, not the law."),
        "duration": _("Until %(until)s, unless another person confirms it before.") % places,
        "redress": _("Another person decides before %(until)s. Otherwise it ends by itself.") % places
        + " "
        + _("You may then appeal against what that person decides."),
        "to_author": _("%(Your)s is masked in an emergency: %(ground)s.") % places
        + " "
        + _("Another person decides before %(until)s. Otherwise it ends by itself.") % places,
    }


def _order(facts: Facts, order: OrderFacts) -> dict[str, str]:
    names = ("authority", "number", "law", "territory", "court")
    places = {**_nouns(facts), **{name: getattr(order, name) for name in names}}
    came = _("An authority ordered it: %(authority)s, number %(number)s.") % places
    court = _("An order is contested before a court. Here: %(court)s.") % places
    said = {"facts": f"{appeared(facts.kind, facts.item_published_at, facts.space)} {came}", "redress": court}
    if facts.outcome == Outcome.KEEP:
        return said
    return {
        **said,
        "ground": _("The law, named by the authority: %(law)s.") % places,
        "duration": _("Until %(day)s, as the order says.") % {"day": day(order.until)}
        if order.until
        else _("Without limit: the order sets no end."),
        "effect": _("Masked wherever this site shows it.")
        + " "
        + _("The order holds for this territory: %(territory)s.") % places,
        "to_author": _("%(Your)s is masked: an authority ordered it.") % places
        + " "
        + _("The case names the order, and the court where you may contest it."),
    }
