"""Where a label stands. Suspended and revoked are bits of public lists; expired is a date in the label itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a status list is about."""

    REVOCATION = "revocation", _("revocation")
    SUSPENSION = "suspension", _("suspension")


class LabelState(models.TextChoices):
    """What a reader of the label should know first."""

    VALID = "valid", _("valid")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


class OutsideState(models.TextChoices):
    """The same of a label that another body gave. What that body did not confirm lately is not called valid."""

    VALID = "valid", _("valid")
    UNVERIFIED = "unverified", _("unverified")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


TRANSITIONS: dict[LabelState, frozenset[LabelState]] = {
    LabelState.VALID: frozenset({LabelState.SUSPENDED, LabelState.REVOKED, LabelState.EXPIRED}),
    LabelState.SUSPENDED: frozenset({LabelState.VALID, LabelState.REVOKED, LabelState.EXPIRED}),
    LabelState.REVOKED: frozenset(),
    LabelState.EXPIRED: frozenset(),
}
STEPS: dict[tuple[LabelState, LabelState], str] = {  # in words, for docs/states.md
    (LabelState.VALID, LabelState.SUSPENDED): "An auditor suspends it, with a reason, while something is looked into.",
    (LabelState.VALID, LabelState.REVOKED): "An auditor takes it away for good, with a reason.",
    (LabelState.VALID, LabelState.EXPIRED): "Its last day passed: whoever wants another is assessed again.",
    (LabelState.SUSPENDED, LabelState.VALID): "An auditor ends the suspension, with a reason.",
    (LabelState.SUSPENDED, LabelState.REVOKED): "What was found is worse than a suspension.",
    (LabelState.SUSPENDED, LabelState.EXPIRED): "Its last day passed while it was suspended.",
}
ICONS = {
    LabelState.VALID: "i-yes",
    LabelState.SUSPENDED: "i-poss",
    LabelState.REVOKED: "i-no",
    LabelState.EXPIRED: "i-clock",
}
TAGS = {LabelState.SUSPENDED: "doubt", LabelState.REVOKED: "doubt", LabelState.EXPIRED: "doubt"}  # red is for alerts
OUTSIDE_SIGNS = {
    **{OutsideState(state.value): (icon, TAGS.get(state, "")) for state, icon in ICONS.items()},
    OutsideState.UNVERIFIED: ("i-ask", "doubt"),
}
FOUND = {  # a verdict's sign and colour
    "met": ("i-yes", ""),
    "part": ("i-part", "doubt"),
    "not_met": ("i-no", "doubt"),
    "not_applicable": ("i-na", ""),
}
