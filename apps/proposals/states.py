"""Where a proposal stands: talked about, voted on, then decided on by whoever may change the rule, with reasons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """What has happened to it."""

    DISCUSSED = "discussed", _("talked about")
    VOTED = "voted", _("being voted on")
    CARRIED = "carried", _("carried, waits for a decision")
    REJECTED = "rejected", _("not carried")
    TIED = "tied", _("as many for as against")
    UNHEARD = "unheard", _("too few voted")
    ADOPTED = "adopted", _("adopted")
    REFUSED = "refused", _("refused with reasons")
    WITHDRAWN = "withdrawn", _("taken back by its author")
    OUTDATED = "outdated", _("overtaken: the rule has changed")


TRANSITIONS: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.DISCUSSED: frozenset({ProposalState.VOTED, ProposalState.WITHDRAWN, ProposalState.OUTDATED}),
    ProposalState.VOTED: frozenset(
        {
            ProposalState.CARRIED,
            ProposalState.REJECTED,
            ProposalState.TIED,
            ProposalState.UNHEARD,
            ProposalState.OUTDATED,
        }
    ),
    ProposalState.CARRIED: frozenset({ProposalState.ADOPTED, ProposalState.REFUSED, ProposalState.OUTDATED}),
    ProposalState.REJECTED: frozenset(),
    ProposalState.TIED: frozenset(),
    ProposalState.UNHEARD: frozenset(),
    ProposalState.ADOPTED: frozenset(),
    ProposalState.REFUSED: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
    ProposalState.OUTDATED: frozenset(),
}
STEPS: dict[tuple[ProposalState, ProposalState], str] = {  # in words, for docs/states.md
    (ProposalState.DISCUSSED, ProposalState.VOTED): "A week has passed: the vote begins, and the words are fixed.",
    (ProposalState.DISCUSSED, ProposalState.WITHDRAWN): "Its author takes it back; once the vote runs, nobody does.",
    (ProposalState.DISCUSSED, ProposalState.OUTDATED): "The rule it would change has another version.",
    (ProposalState.VOTED, ProposalState.CARRIED): "Two weeks have passed, enough voted, more for than against.",
    (ProposalState.VOTED, ProposalState.REJECTED): "Enough voted, more against than for.",
    (ProposalState.VOTED, ProposalState.TIED): "Enough voted, as many for as against.",
    (ProposalState.VOTED, ProposalState.UNHEARD): "Too few voted: how they voted is not published.",
    (ProposalState.VOTED, ProposalState.OUTDATED): "The rule it would change has another version.",
    (ProposalState.CARRIED, ProposalState.ADOPTED): "Whoever may change the rule does, with a date and reasons.",
    (ProposalState.CARRIED, ProposalState.REFUSED): "Whoever may change the rule does not, with reasons.",
    (ProposalState.CARRIED, ProposalState.OUTDATED): "The rule has another version before anybody decided.",
}
LIVE = (ProposalState.DISCUSSED, ProposalState.VOTED, ProposalState.CARRIED)
ICONS = {
    ProposalState.DISCUSSED: ("i-clock", "doubt"),
    ProposalState.VOTED: ("i-clock", "doubt"),
    ProposalState.CARRIED: ("i-yes", "doubt"),
    ProposalState.REJECTED: ("i-no", ""),
    ProposalState.TIED: ("i-part", ""),
    ProposalState.UNHEARD: ("i-na", ""),
    ProposalState.ADOPTED: ("i-yes", ""),
    ProposalState.REFUSED: ("i-no", ""),
    ProposalState.WITHDRAWN: ("i-exit", ""),
    ProposalState.OUTDATED: ("i-doc", ""),
}
