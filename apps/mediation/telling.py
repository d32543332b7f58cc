"""Who is told of a mediation, and in which words. Parties are told of what becomes of it; nobody else."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.look.moments import day
from apps.mediation.models import Mediation, Mediator
from apps.mediation.states import MediationState
from apps.moderation.parties import authors, reporters
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Account, Persona

WORDS = {
    "mediation.asked": _("An opinion is asked for on case %(case)s. Take it or decline before %(until)s."),
    "mediation.accepted": _("A mediator reads case %(case)s, and gives an opinion before %(until)s. It is advice."),
    "mediation.given": _("A mediator’s opinion on case %(case)s is published beside the decision. It is advice."),
    "mediation.to_answer": _("A mediator gave an opinion on case %(case)s. You decided it: answer before %(until)s."),
    "mediation.reminded": _("The opinion on case %(case)s still waits for your answer: before %(until)s."),
    "mediation.answered": _("Whoever decided case %(case)s has answered the mediator’s opinion."),
    "mediation.declined": _("No mediator could take case %(case)s. Your right of appeal is as it was."),
    "mediation.expired": _("No opinion on case %(case)s came in time. Your right of appeal is as it was."),
    "mediation.withdrawn": _("The opinion on case %(case)s is no longer asked for."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def asked(mediation: Mediation, mediators: Iterable[Mediator], now: datetime) -> None:
    """Those who may take it."""
    _tell("mediation.asked", mediation, [_named(one.mandate.account) for one in mediators], now)


def to_parties(kind: str, mediation: Mediation, now: datetime) -> None:
    """The author, reporters, whoever asked and whoever handed words over."""
    handed = Persona.objects.filter(pk__in=mediation.handed.exclude(persona=None).values("persona"))
    people = [*authors(mediation.case), *reporters(mediation.case), *handed, mediation.asked_by]
    _tell(kind, mediation, people, now)


def to_decider(kind: str, mediation: Mediation, now: datetime) -> None:
    """Whoever decided, when they are somebody here."""
    _tell(kind, mediation, [_named(mediation.decision.decided_by)], now)


def to_mediator(kind: str, mediation: Mediation, now: datetime) -> None:
    """Whoever gave the opinion."""
    _tell(kind, mediation, [_named(mediation.mandate.account if mediation.mandate else None)], now)


def ended(mediation: Mediation, now: datetime) -> None:
    """Whoever asked, or the mediator when they took it back."""
    if mediation.state == MediationState.WITHDRAWN:
        to_mediator("mediation.withdrawn", mediation, now)
    else:
        _tell(f"mediation.{mediation.state}", mediation, [mediation.asked_by], now)


def _named(account: Account | None) -> Persona | None:
    return account.personas.filter(is_main=True).first() if account is not None else None


def _tell(kind: str, mediation: Mediation, people: Iterable[Persona | None], now: datetime) -> None:
    context = {"case": mediation.case.reference, "until": in_each_language(lambda: day(mediation.due_at))}
    path = f"/mediation/{mediation.reference}/"
    to = list({one.pk: one for one in people if one is not None}.values())
    prepare(kind=kind, to=to, about=mediation.reference, path=path, context=context, now=now)
