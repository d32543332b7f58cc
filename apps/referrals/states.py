"""Where a referral stands; the documentation's diagram is printed from here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    """What has become of one person's word for another."""

    ASKED = "asked", _("asked")
    DECLINED = "declined", _("left unanswered")  # nobody is told that it was a no
    GIVEN = "given", _("word given")
    WITHDRAWN = "withdrawn", _("word taken back")
    EXPIRED = "expired", _("expired")
    REPLACED = "replaced", _("replaced by what was earned")


TRANSITIONS: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.ASKED: frozenset(
        {ReferralState.GIVEN, ReferralState.DECLINED, ReferralState.WITHDRAWN, ReferralState.EXPIRED}
    ),
    ReferralState.GIVEN: frozenset({ReferralState.WITHDRAWN, ReferralState.EXPIRED, ReferralState.REPLACED}),
    ReferralState.DECLINED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.EXPIRED: frozenset(),
    ReferralState.REPLACED: frozenset(),
}
STEPS: dict[tuple[ReferralState, ReferralState], str] = {  # in words, for docs/states.md
    (ReferralState.ASKED, ReferralState.GIVEN): "The member vouches for the newcomer; a slot is taken.",
    (ReferralState.ASKED, ReferralState.DECLINED): "The member would rather not. Nobody is told.",
    (ReferralState.ASKED, ReferralState.WITHDRAWN): "The newcomer no longer asks, or has left the site.",
    (ReferralState.ASKED, ReferralState.EXPIRED): "Ninety days passed without an answer.",
    (ReferralState.GIVEN, ReferralState.WITHDRAWN): "One of the two took it back, or has left the site.",
    (
        ReferralState.GIVEN,
        ReferralState.EXPIRED,
    ): "Ninety days passed without a second member, or what two members gave has run its 180 days.",
    (ReferralState.GIVEN, ReferralState.REPLACED): "The newcomer has earned as much by themselves.",
}
LIVE = (ReferralState.ASKED, ReferralState.GIVEN)
