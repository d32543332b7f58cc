"""What mediations hold about people: what they asked and handed over; opinions and answers are acts of an office."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.mediation.models import Handed, Mediation, Mediator, MediatorOpinion, OpinionAnswer
from apps.people.holdings import Holding, Rows
from apps.people.holdings import register as holds
from apps.people.models import Account

HANDED_KEPT = timedelta(days=180)


def _mediators(account: Account) -> Rows:
    for row in Mediator.objects.filter(mandate__account=account).select_related("mandate"):
        yield {
            "mandate": row.mandate.public_name,
            "real_name": row.real_name,
            "statement_fr": row.statement_fr,
            "statement_en": row.statement_en,
        }


def _unname(account: Account, now: datetime) -> int:
    """The office stays, with what it said; not the name, nor the words about oneself."""
    mine = Mediator.objects.filter(mandate__account=account)
    return mine.update(real_name="", statement_fr="…", statement_en="…")


def _asked(account: Account) -> Rows:
    for row in Mediation.objects.filter(asked_by__account=account).select_related("case"):
        yield {"case": row.case.reference, "as": row.side, "state": row.state, "asked_at": row.asked_at}


def _handed(account: Account) -> Rows:
    for row in Handed.objects.filter(persona__account=account).select_related("mediation__case"):
        yield {"case": row.mediation.case.reference, "as": row.side, "text": row.text, "at": row.at}


def _opinions(account: Account) -> Rows:
    for row in MediatorOpinion.objects.filter(mandate__account=account).select_related("mediation__case"):
        yield {
            "case": row.mediation.case.reference,
            "version": row.number,
            "opinion": row.text,
            "opinion_state": row.state,
            "recommendation": row.recommendation,
            "given_at": row.published_at,
        }


def _answers(account: Account) -> Rows:
    mine = OpinionAnswer.objects.filter(mandate__account=account).select_related("opinion__mediation__case")
    for row in mine.order_by("pk"):
        yield {
            "case": row.opinion.mediation.case.reference,
            "version": row.opinion.number,
            "answer": row.text,
            "answer_state": row.state,
            "follows": row.follows,
            "answered_at": row.published_at,
        }


def _detach(model: type[MediatorOpinion] | type[OpinionAnswer]) -> Callable[[Account, datetime], int]:
    """The act of an office stays; whoever held it cannot contest a decision about it any more."""

    def erase(account: Account, now: datetime) -> int:
        mine = model._default_manager.filter(mandate__account=account).count()
        model._default_manager.filter(author__account=account).update(author=None)
        return mine

    return erase


def _forget_handed(now: datetime) -> int:
    """Half a year after the end, or after the opinion, nobody needs what was handed over."""
    over = Q(mediation__ended_at__lt=now - HANDED_KEPT) | Q(mediation__opinions__published_at__lt=now - HANDED_KEPT)
    return Handed.objects.filter(pk__in=Handed.objects.filter(over).values("pk")).delete()[0]


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Mediator,
            _("Your office as a mediator"),
            _mediators,
            _unname,
            _("the office stays, without your name and your words about yourself"),
            order=19,
        )
    )
    holds(
        Holding(
            Handed,
            _("What you handed to a mediator"),
            _handed,
            lambda account, now: Handed.objects.filter(persona__account=account).delete()[0],
            _("deleted"),
            keep_for=HANDED_KEPT,
            purge=_forget_handed,
            order=38,
            keep_note=_("after the opinion, or the end without one"),
        )
    )
    holds(
        Holding(
            Mediation,
            _("Opinions of a mediator that you asked for"),
            _asked,
            lambda account, now: Mediation.objects.filter(asked_by__account=account).update(asked_by=None),
            _("stays, without your name"),
            order=39,
        )
    )
    holds(
        Holding(
            MediatorOpinion,
            _("Opinions you gave as a mediator"),
            _opinions,
            _detach(MediatorOpinion),
            _("stays as the act of an office, under the name of the mandate"),
            order=39,
        )
    )
    holds(
        Holding(
            OpinionAnswer,
            _("Your answers to opinions of a mediator"),
            _answers,
            _detach(OpinionAnswer),
            _("stays as the act of an office, under the name of the mandate"),
            order=39,
        )
    )
