"""Where a mediation stands, and what an opinion can recommend."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MediationState(models.TextChoices):
    """What has happened to it."""

    ASKED = "asked", _("asked for, nobody has taken it yet")
    ACCEPTED = "accepted", _("a mediator reads it")
    GIVEN = "given", _("opinion given, waits for the answer")
    ANSWERED = "answered", _("answered by whoever decided")
    DECLINED = "declined", _("declined by every mediator")
    EXPIRED = "expired", _("no opinion in time")
    WITHDRAWN = "withdrawn", _("withdrawn by who asked")


TRANSITIONS: dict[MediationState, frozenset[MediationState]] = {
    MediationState.ASKED: frozenset(
        {MediationState.ACCEPTED, MediationState.DECLINED, MediationState.EXPIRED, MediationState.WITHDRAWN}
    ),
    MediationState.ACCEPTED: frozenset(
        {
            MediationState.ASKED,
            MediationState.GIVEN,
            MediationState.DECLINED,
            MediationState.EXPIRED,
            MediationState.WITHDRAWN,
        }
    ),
    MediationState.GIVEN: frozenset({MediationState.GIVEN, MediationState.ANSWERED}),
    MediationState.ANSWERED: frozenset(),
    MediationState.DECLINED: frozenset(),
    MediationState.EXPIRED: frozenset(),
    MediationState.WITHDRAWN: frozenset(),
}
STEPS: dict[tuple[MediationState, MediationState], str] = {  # in words, for docs/states.md
    (MediationState.ASKED, MediationState.ACCEPTED): "A mediator without a link takes it.",
    (MediationState.ASKED, MediationState.DECLINED): "Every mediator who may read it said no.",
    (MediationState.ASKED, MediationState.EXPIRED): "Nobody took it in fourteen days.",
    (MediationState.ASKED, MediationState.WITHDRAWN): "Whoever asked took it back.",
    (MediationState.ACCEPTED, MediationState.ASKED): "The mediator gave it back; another may take it.",
    (
        MediationState.ACCEPTED,
        MediationState.GIVEN,
    ): "The opinion is published beside the decision. Nothing else changes.",
    (MediationState.ACCEPTED, MediationState.DECLINED): "The mediator gave it back, and no other may read it.",
    (MediationState.ACCEPTED, MediationState.EXPIRED): "No opinion came in thirty days.",
    (MediationState.ACCEPTED, MediationState.WITHDRAWN): "Whoever asked took it back.",
    (MediationState.GIVEN, MediationState.GIVEN): "A further version; the earlier ones stay readable.",
    (MediationState.GIVEN, MediationState.ANSWERED): "Whoever decided says whether they follow it, and why.",
}
RUNNING = (MediationState.ASKED, MediationState.ACCEPTED)
PUBLIC = (MediationState.GIVEN, MediationState.ANSWERED)


class Recommendation(models.TextChoices):
    """What an opinion advises. It decides nothing."""

    UPHOLD = "uphold", _("keep the decision as it is")
    CHANGE = "change", _("change the decision")
    NONE = "none", _("no opinion on the outcome")


class Side(models.TextChoices):
    """Who may ask, and hand words over."""

    AUTHOR = "author", _("the author")
    PROFESSIONAL = "professional", _("the professional it is about")
    REPRESENTATIVE = "representative", _("whoever answers for the operator")
