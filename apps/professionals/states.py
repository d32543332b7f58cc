"""What a professional may doubt about a review, and how a doubt ends."""

from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from apps.moderation.rules import Ground, RuleCode

DECIDED_WITHIN = timedelta(days=15)


class Cause(models.TextChoices):
    """What makes a professional doubt, in their words."""

    NOT_CLIENT = "not_client", _("The author was never my client")
    WRONG_PLACE = "wrong_place", _("It is about another house than mine")
    WRONG_DATE = "wrong_date", _("Nothing of this took place when it is said to have")
    HIDDEN_LINK = "hidden_link", _("The author hides a link: a rival, somebody who worked here")
    PRESSURE = "pressure", _("The review serves as pressure to obtain something")


GROUNDS: dict[Cause, Ground] = {  # under which a trust manager reads it
    Cause.NOT_CLIENT: Ground.NOT_CLIENT,
    Cause.WRONG_PLACE: Ground.OFF_TOPIC,
    Cause.WRONG_DATE: Ground.NOT_REAL,
    Cause.HIDDEN_LINK: Ground.HIDDEN_LINK,
    Cause.PRESSURE: Ground.PRESSURE,
}

# A doubt is about whether a review tells a real experience of this house. Masked for another reason, an insult say, the
# review is masked and the doubt has not held.
OF_DOUBT = frozenset({RuleCode.NOT_REAL, RuleCode.HIDDEN_LINK, RuleCode.PRESSURE, RuleCode.IMPERSONATION})
OF_PLACE = OF_DOUBT | {RuleCode.OFF_TOPIC}


class DoubtState(models.TextChoices):
    """Where a doubt stands; it follows the case, through appeal and jury."""

    OPEN = "open", pgettext("doubt", "being looked at")
    HELD = "held", pgettext("doubt", "held")
    NOTED = "noted", pgettext("doubt", "neither proved nor cleared up")
    NOT_HELD = "not_held", pgettext("doubt", "not held")
    MOOT = "moot", pgettext("doubt", "without an answer")
    WITHDRAWN = "withdrawn", pgettext("doubt", "taken back")


MEANINGS: dict[DoubtState, Promise] = {
    DoubtState.OPEN: _("A person has not decided yet. The review stays as it is."),
    DoubtState.HELD: _("A person masked the review for a reason that the doubt was about."),
    DoubtState.NOTED: _("The review stays, with a note beside it, or its author was asked to edit it."),
    DoubtState.NOT_HELD: _("The review stays, or what was masked in it was masked for another reason."),
    DoubtState.MOOT: _("The author changed or withdrew the review before anybody decided."),
    DoubtState.WITHDRAWN: _("The professional took it back before anybody decided. The review stays as it is."),
}
SETTLED = frozenset({DoubtState.HELD, DoubtState.NOTED, DoubtState.NOT_HELD})


class VerificationState(models.TextChoices):
    """Where a request stands to be verified as a professional."""

    ASKED = "asked", pgettext("verification", "asked for, waits for its proof")
    PROVED = "proved", pgettext("verification", "a proof is in, waits for a person")
    GRANTED = "granted", pgettext("verification", "verified")
    REFUSED = "refused", pgettext("verification", "refused, with reasons")
    REVOKED = "revoked", pgettext("verification", "ended before its time, with reasons")
    CONTESTED = "contested", pgettext("verification", "contested, waits for somebody else")
    UPHELD = "upheld", pgettext("verification", "decided again, as before")
    WITHDRAWN = "withdrawn", pgettext("verification", "withdrawn by who asked")
    LAPSED = "lapsed", pgettext("verification", "no proof came in time")
    UNANSWERED = "unanswered", pgettext("verification", "closed: nobody answered in time")


_STATE = VerificationState
TRANSITIONS: dict[VerificationState, frozenset[VerificationState]] = {
    _STATE.ASKED: frozenset({_STATE.PROVED, _STATE.WITHDRAWN, _STATE.LAPSED}),
    _STATE.PROVED: frozenset({_STATE.GRANTED, _STATE.REFUSED, _STATE.WITHDRAWN, _STATE.UNANSWERED}),
    _STATE.GRANTED: frozenset({_STATE.REVOKED, _STATE.WITHDRAWN}),
    _STATE.REFUSED: frozenset({_STATE.CONTESTED}),
    _STATE.REVOKED: frozenset({_STATE.CONTESTED}),
    _STATE.CONTESTED: frozenset({_STATE.GRANTED, _STATE.UPHELD, _STATE.WITHDRAWN}),
    _STATE.UPHELD: frozenset(),
    _STATE.WITHDRAWN: frozenset(),
    _STATE.LAPSED: frozenset(),
    _STATE.UNANSWERED: frozenset(),
}
STEPS: dict[tuple[VerificationState, VerificationState], str] = {  # in words, for docs/states.md
    (_STATE.ASKED, _STATE.PROVED): "The code came back from the house’s address or page, or a document was sent.",
    (_STATE.ASKED, _STATE.WITHDRAWN): "Whoever asked took it back.",
    (_STATE.ASKED, _STATE.LAPSED): "No proof came in thirty days.",
    (_STATE.PROVED, _STATE.GRANTED): "A trust manager without a link to the house said yes.",
    (_STATE.PROVED, _STATE.REFUSED): "A trust manager said no, with a statement of reasons.",
    (_STATE.PROVED, _STATE.WITHDRAWN): "Whoever asked took it back.",
    (
        _STATE.PROVED,
        _STATE.UNANSWERED,
    ): "Nobody decided in ninety days: what was sent is destroyed; they may ask anew.",
    (_STATE.GRANTED, _STATE.REVOKED): "A trust manager ended it before its time, with a statement of reasons.",
    (_STATE.GRANTED, _STATE.WITHDRAWN): "The professional no longer speaks for the house.",
    (_STATE.REFUSED, _STATE.CONTESTED): "Whoever asked contests it within six months.",
    (_STATE.REVOKED, _STATE.CONTESTED): "The professional contests it within six months.",
    (_STATE.CONTESTED, _STATE.GRANTED): "Somebody else decided otherwise.",
    (_STATE.CONTESTED, _STATE.UPHELD): "Somebody else decided as before. A court remains open.",
    (_STATE.CONTESTED, _STATE.WITHDRAWN): "Whoever contested took it back, or erased their data.",
}
