"""What a statement says otherwise where a jury decided."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.moderation.states import Outcome, Result
from apps.moderation.wording import NOUNS, Facts, JuryFacts, standing_finding

ANSWERS: dict[Result, Promise] = {
    Result.UPHELD: gettext_lazy("A jury upheld the decision."),
    Result.CHANGED: gettext_lazy("A jury changed the decision."),
    Result.OVERTURNED: gettext_lazy("A jury set the decision aside."),
}
HOLDS_ON = (Outcome.MASK, Outcome.CLOSE)


def by_jury(facts: Facts, jury: JuryFacts) -> dict[str, str]:
    """The fields that differ from those of one person's decision."""
    noun = NOUNS[facts.kind]
    places: dict[str, Any] = {"the": noun.the, "your": noun.your, "n": jury.votes, "seats": jury.seats}
    found = f"{ANSWERS[facts.result]} {standing_finding(facts)}" if facts.result else standing_finding(facts)
    said = {
        "finding": found,
        "redress": _("Nobody here decides this again. A certified dispute body or a court remains open to you."),
        "to_author": _("A jury has answered about %(your)s.") % places + f" {found}",
        "to_reporter": _("A jury has answered about what you reported.") + f" {found}",
    }
    if facts.automated == "none":
        said["automation"] = voted(jury)
    if facts.outcome in HOLDS_ON and not facts.masked:
        said["duration"] = _("Without limit.")
    return said


def voted(jury: JuryFacts) -> str:
    """Who decided: persons, each alone."""
    sentence = ngettext(
        "No algorithm had a part in this. %(n)d member voted, alone, and said why.",
        "No algorithm had a part in this. %(n)d members voted, each alone, and said why.",
        jury.votes,
    )
    return sentence % {"n": jury.votes}
