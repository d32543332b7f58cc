"""Who hears of a doubt, and in which words: the author at once, both when it is settled."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.people.services import main_persona
from apps.professionals.models import Doubt
from apps.professionals.states import DoubtState

WORDS = {
    "doubt.raised": _(
        "The professional of %(subject)s doubts your review and says why. It stays as it is. You may answer, and show "
        "a proof that the professional never sees; a person decides before %(until)s."
    ),
    "doubt.withdrawn": _("The professional of %(subject)s took back their doubt about your review. It stays as it is."),
    "doubt.settled": _("The doubt about your review of %(subject)s is settled: %(state)s."),
    "doubt.yours": _("Your doubt about a review of %(subject)s is settled: %(state)s."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell_author(doubt: Doubt, now: datetime) -> None:
    """At once."""
    author = doubt.review.author if doubt.review is not None else None
    if author is not None:
        context = {"subject": doubt.subject.name, "until": in_each_language(lambda: day(doubt.due_at))}
        _say("doubt.raised", doubt, [author], context, now)


def tell_withdrawn(doubt: Doubt, now: datetime) -> None:
    """Whoever wrote the review."""
    author = doubt.review.author if doubt.review is not None else None
    _say("doubt.withdrawn", doubt, [author] if author is not None else [], {"subject": doubt.subject.name}, now)


def tell_outcome(doubt: Doubt, now: datetime) -> None:
    """Both, each in their own words."""
    state = DoubtState(doubt.state)
    context = {"subject": doubt.subject.name, "state": in_each_language(lambda: state.label)}
    author = doubt.review.author if doubt.review is not None else None
    _say("doubt.settled", doubt, [author] if author is not None else [], context, now)
    account = doubt.professional.account
    _say("doubt.yours", doubt, [main_persona(account)] if account is not None else [], context, now)


def _say(kind: str, doubt: Doubt, people: list[Persona], context: dict[str, Any], now: datetime) -> None:
    path = f"/doubts/{doubt.reference}/"
    prepare(kind=kind, to=people, about=doubt.reference, path=path, context=context, now=now)
