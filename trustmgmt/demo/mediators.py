"""Somebody outside says what they think of a decision, at the request of its author; whoever decided answers."""

from datetime import datetime, timedelta

from django.utils.translation import override

from apps.mediation.models import Mediator
from apps.mediation.services import mediation_accept, mediation_ask, mediator_appoint, opinion_answer, opinion_give
from apps.moderation.models import Case
from apps.moderation.states import CaseState, Outcome
from apps.people.models import Account
from apps.spaces.models import Visibility
from trustmgmt.demo.world import World

ASKED = "The sentence with the name may go. What I ask is whether the rest had to be read as an attack: I paid for it."
OPINION = (
    "I read the public page and what the author handed to me. The sentence that named somebody and an address was of no "
    "use to a reader, and hurt a person who has no part in the dispute. Masking it was right.\n\n"
    "The rest tells dated facts and a price. Nothing in it is an attack, and it stands. I would have told the author, in "
    "the same letter, which words to change so that the whole review is shown again."
)
ANSWER = "I follow it: the next statements of this kind will say which words to change, and where."


def plan_mediators(world: World) -> None:
    """Appointed before anything is contested; asked once, near the end."""
    mediators: list[Mediator] = []
    world.at(100, lambda now: mediators.append(_appoint(world, now)))
    world.at(6, lambda now: _mediate(mediators[0], now))


def _appoint(world: World, now: datetime) -> Mediator:
    return mediator_appoint(
        account=world.account("oak_leaf"),
        public_name="outside_view",
        real_name="Odile Ferrand",
        statement_fr="Ancienne juge de proximité. Je ne travaille pour aucun opérateur, et personne ne me paie pour un avis.",
        statement_en="A retired magistrate. I work for no operator, and nobody pays me for an opinion.",
        now=now,
    )


def _mediate(mediator: Mediator, now: datetime) -> None:
    masked = Case.objects.filter(decisions__outcome=Outcome.MASK, decisions__published_at__isnull=False)
    public = masked.filter(state=CaseState.NOTIFIED, space__visibility=Visibility.PUBLIC, author__account__isnull=False)
    case = public.select_related("author__account", "space").order_by("opened_at", "pk").first()
    outside = mediator.mandate.account
    if case is None or case.author is None or case.author.account is None or outside is None:
        return
    with override("en"):
        mediation = mediation_ask(account=case.author.account, case=case, text=ASKED, now=now)
        mediation_accept(account=outside, mediation=mediation, now=now + timedelta(hours=5))
        later = now + timedelta(days=2)
        opinion_give(account=outside, mediation=mediation, text=OPINION, recommendation="uphold", now=later)
        decider: Account | None = mediation.decision.decided_by
        if decider is not None:
            opinion_answer(account=decider, mediation=mediation, follows=True, text=ANSWER, now=now + timedelta(days=4))
