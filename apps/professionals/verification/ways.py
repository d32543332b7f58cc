"""In which ways one shows that one speaks for a house, for which reasons it is refused, and how long things last."""

from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

VALID = timedelta(days=730)
REMIND = timedelta(days=30)  # before the end
PROVE_WITHIN = timedelta(days=30)
DECIDE_WITHIN = timedelta(days=15)
CONTEST_WITHIN = timedelta(days=183)
PROOF_KEPT = timedelta(days=30)  # after the decision
ANSWER_OR_CLOSE = timedelta(days=90)  # after the proof, or the contest: then what was sent is destroyed
PROCEDURE = "verification"  # the slug of the platform's published text


class Way(models.TextChoices):
    """How it is shown; a person decides in each case."""

    MAIL = "mail", _("A code by e-mail, to an address of the house")
    PAGE = "page", _("A code on a page of the house’s site")
    PAPER = "paper", _("A document, read by a person")


BY: dict[Way, Promise] = {  # how it reads on the public register
    Way.MAIL: _("by a code sent to an address at %(site)s"),
    Way.PAGE: _("by a code placed on a page of %(site)s"),
    Way.PAPER: _("by a document that a person read"),
}


class Ground(models.TextChoices):
    """Why a request is refused, or a verification ended."""

    NOT_SHOWN = "not_shown", pgettext("verification", "What was sent does not show that this person speaks for it")
    OTHER_HOUSE = "other_house", pgettext("verification", "It shows that they speak for another house")
    OTHER_NAME = "other_name", pgettext("verification", "It shows another name than the one given")
    LOOK_ALIKE = "look_alike", pgettext("verification", "The name would pass for somebody else’s")
    OVER = "over", pgettext("verification", "They no longer speak for it")
    FALSE = "false", pgettext("verification", "What was sent was not genuine")


class Matter(models.TextChoices):
    """What a decision is about: each is decided once, and once more by somebody else when it is contested."""

    REQUEST = "request", _("the request")
    END = "end", _("the end before its time")


class Answer(models.TextChoices):
    """What was decided."""

    GRANT = "grant", pgettext("verification", "verified")
    REFUSE = "refuse", pgettext("verification", "refused")
    END = "end", pgettext("verification", "ended")
    RESTORE = "restore", pgettext("verification", "stands again")
