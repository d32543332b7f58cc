"""What referrals put on the pages of floors below: one's own trust, a space's scale, one's time line, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.look.moments import day
from apps.people.doings import register_doing
from apps.referrals import contested, refusals, rule
from apps.referrals.figures import Figures, figures_of
from apps.referrals.models import Referral
from apps.referrals.pauses import paused_now
from apps.referrals.selectors import level_of, my_vouches
from apps.spaces.models import Space
from apps.spaces.permissions import Visitor
from apps.trust.grounds import (
    Grounds,
    register_grounds,
    register_recheck,
    register_scale_section,
    register_trust_section,
)
from apps.trust.models import Basis
from apps.trust.scales import ScaleLevel

DOINGS = {
    "referral.given": gettext_lazy("You vouched for somebody in “%(name)s”"),
    "referral.withdrawn": gettext_lazy("A referral in “%(name)s” was taken back"),
}


@dataclass(frozen=True, slots=True)
class Here:
    """On a space's page "how to be recognised here"."""

    space: str
    level: ScaleLevel
    figures: Figures


def register() -> None:
    """Called from `ready()`."""
    register_trust_section("referrals", "referrals/mine.html", my_vouches, order=30)
    register_scale_section("referrals", "referrals/here.html", here, order=30)
    register_grounds(Basis.REFERRED, explain)
    register_recheck(Basis.REFERRED, paused_now)
    contested.register()
    refusals.register()
    for kind, sentence in DOINGS.items():
        register_doing(kind, sentence, naming=_named)


def here(space: Space, visitor: Visitor, now: datetime) -> Here:
    """What a referral gives in this space, and how it turned out."""
    return Here(space.slug, level_of(space, now), figures_of(space, now=now))


def explain(because: str) -> Grounds | None:
    """Why somebody is referred: how many vouch, since when, until when, by which rule. Never who."""
    rows = list(Referral.objects.filter(round=because, carried_at__isnull=False).select_related("space", "topic"))
    if not rows:
        return None
    first = rows[0]
    where = reverse("referrals:home", args=[first.space.slug])
    return Grounds(
        sentence=_(
            "Members who have earned it here by their own activity vouch for this person. It counts for 180 days, or "
            "until they have earned as much themselves."
        ),
        inputs=[
            (_("Members who vouch"), str(len(rows)), where),
            (_("Second word given on"), day(first.carried_at) if first.carried_at else "", ""),
            (_("Holds until"), day(first.ends_at) if first.ends_at else "", ""),
        ],
        rule=rule.RULE,
    )


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Referral.objects.filter(reference__in=list(references)).select_related("space")
    return {row.reference: (row.space.name, reverse("referrals:home", args=[row.space.slug])) for row in rows}
