"""Contests: an answer about a conversion that was asked again and given, one that waits for a person."""

from datetime import datetime

from apps.disputes.models import Dispute
from apps.disputes.services import DisputeDraft, dispute_decide, dispute_open
from apps.recognitions.models import Conversion
from apps.recognitions.states import ConversionState
from trustmgmt.demo.world import World

ANSWERED, WAITS = "atelier_du_coin", "marelle_75"
SAYS = {
    ANSWERED: "J’ai lu « une place par jour », mais personne n’avait rien demandé ce jour-là à l’heure où j’ai écrit.",
    WAITS: "Ce que j’ai gagné aux garages date de l’an dernier et tient toujours. Je ne comprends pas ce refus.",
}
WHY = (
    "Une autre demande était passée le même matin : le refus suivait le tableau. Il compte deux places depuis hier, "
    "et la vôtre est libre. Je fais donc relire votre demande."
)


def plan_contests(world: World) -> None:
    """After the table of the cycling space gives two places a day."""
    world.at(0.35, lambda now: _opened(world, ANSWERED, now))
    world.at(0.3, lambda now: _answered(world, now))
    world.at(0.25, lambda now: _opened(world, WAITS, now))


def _opened(world: World, who: str, now: datetime) -> None:
    persona, account = world.personas[who], world.account(who)
    refused = Conversion.objects.filter(persona=persona, state=ConversionState.REFUSED).order_by("pk").first()
    if refused is not None:
        dispute_open(account=account, kind="conversion", reference=refused.reference, words=SAYS[who], now=now)


def _answered(world: World, now: datetime) -> None:
    dispute = Dispute.objects.filter(persona=world.personas[ANSWERED]).first()
    if dispute is not None:
        draft = DisputeDraft(anew=True, reasons=WHY)
        dispute_decide(account=world.account("tm_alder"), dispute=dispute, draft=draft, now=now)
