"""Doubts of professionals: one not held, one held, one taken back, one that a person is looking at.

Where the doubt was taken back, the reply that followed named the client, and was contested.
"""

from datetime import datetime, timedelta

from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import Outcome
from apps.posts.models import Review
from apps.posts.replying import reply_publish
from apps.professionals.models import Doubt
from apps.professionals.services.answers import AnswerDraft, answer_give
from apps.professionals.services.doubts import DoubtDraft, doubt_raise, doubt_withdraw
from apps.professionals.states import Cause
from apps.spaces.models import Professional
from trustmgmt.demo.stories import Told, decide, report, tell
from trustmgmt.demo.world import World

HARSH_BUT_TRUE = Told(
    "route-garages", "Carrosserie Belin", "coquelicot_31", 1, "Trois rendez-vous, trois reports",
    "Trois fois la voiture déposée, trois fois rendue sans travaux. La peinture commandée n’était pas la bonne teinte, deux fois. "
    "J’ai gardé les messages et les dates. Je ne souhaite cela à personne.",
    "devis",
)  # fmt: skip
RIVAL = Told(
    "route-garages", "Garage des Trois Ponts", "vidange_express", 1, "À fuir",
    "Moteur cassé huit jours après une vidange chez eux. Allez plutôt zone des Tilleuls, là-bas on connaît le métier.",
    "devis",
)  # fmt: skip
FOUND_AGAIN = Told(
    "route-garages", "Garage des Trois Ponts", "carnet_jaune", 3, "Bien réparé, mal expliqué",
    "La voiture roule, rien à dire de ce côté. Mais la facture tient en une ligne, et j’ai dû rappeler deux fois pour comprendre ce "
    "qui avait été fait.",
    "devis",
)  # fmt: skip
NAMED = "Mme Fabre, de la rue des Lilas, est passée dans l’ordre d’arrivée."
REPLY = (
    f"Nous avons retrouvé la facture et retiré notre doute. {NAMED} "
    "Le détail des pièces est désormais joint à chaque facture."
)
UNKNOWN = Told(
    "route-garages", "Garage des Trois Ponts", "banc_public", 2, "Deux mois pour une courroie",
    "Voiture immobilisée deux mois pour une courroie de distribution. Personne n’a su me dire pourquoi.",
    "devis",
)  # fmt: skip
BELIN, MARCHETTI = "galet_plat", "helene.marchetti"


def plan_doubts(world: World) -> None:
    """From the oldest to the newest."""
    _not_held(world)
    _held(world)
    _taken_back(world)
    _open(world)


def _doubt(world: World, who: str, review: Review, draft: DoubtDraft, now: datetime) -> Doubt:
    return doubt_raise(account=world.account(who), review=review, draft=draft, now=now)


def _not_held(world: World) -> None:
    """A harsh review that breaks no rule stays, and the firm that doubted it hears why."""
    told: list[Review] = []

    def decided(now: datetime) -> None:
        reasons = "Je suis le carrossier : je n’ai pas retrouvé ce client dans mes devis de l’année."
        doubt = _doubt(world, BELIN, told[0], DoubtDraft(Cause.NOT_CLIENT, reasons), now - timedelta(hours=20))
        shown = AnswerDraft("Voici les trois courriels de rendez-vous.", b"Rendez-vous 1, 2 et 3.", "courriels.txt")
        answer_give(account=world.account("coquelicot_31"), doubt=doubt, draft=shown, now=now - timedelta(hours=12))
        words = "L’auteure a montré trois courriels de rendez-vous, aux dates qu’elle donne."
        draft = DecisionDraft(Outcome.KEEP, None, seen_version=1, own_words=words, own_language="fr")
        decide(world, doubt.case, "tm_heron", draft, now)

    world.at(30, lambda now: told.append(tell(world, HARSH_BUT_TRUE, now, experienced=12)))
    world.at(27, decided)


def _held(world: World) -> None:
    """A rival without a mask for long."""
    told: list[Review] = []

    def decided(now: datetime) -> None:
        reasons = "L’auteur renvoie vers un garage précis de la zone des Tilleuls, et aucune vidange n’est à ce nom dans nos livres."
        draft = DoubtDraft(Cause.HIDDEN_LINK, reasons, "Registre des vidanges d’avril, pages 3 à 9.")
        doubt = _doubt(world, MARCHETTI, told[0], draft, now - timedelta(days=2))
        words = "L’auteur a reconnu travailler dans le garage vers lequel il renvoie, sans l’avoir dit."
        mask = DecisionDraft(Outcome.MASK, RuleCode.HIDDEN_LINK, seen_version=1, own_words=words, own_language="fr")
        decide(world, doubt.case, "tm_heron", mask, now)

    world.at(20, lambda now: told.append(tell(world, RIVAL, now, experienced=9)))
    world.at(16, decided)


def _taken_back(world: World) -> None:
    """The invoice was there after all; but the reply says who the client is."""
    told: list[Review] = []

    def doubted(now: datetime) -> None:
        draft = DoubtDraft(Cause.NOT_CLIENT, "Nous ne retrouvons à ce nom ni devis ni facture de ce mois-là.")
        doubt = _doubt(world, MARCHETTI, told[0], draft, now)
        doubt_withdraw(account=world.account(MARCHETTI), doubt=doubt, now=now + timedelta(hours=5))

    def replied(now: datetime) -> None:
        face = Professional.objects.get(real_name="Hélène Marchetti")
        reply = reply_publish(professional=face, review=told[0], text=REPLY, now=now)
        start, why = REPLY.index(NAMED), "Elle écrit mon nom et ma rue."
        case = report(world, reply, FOUND_AGAIN.who, Ground.PRIVATE_PERSON, why, now + timedelta(hours=2), NAMED)
        words = "La réponse dit la même chose sans le nom ni la rue de la cliente."
        mask = DecisionDraft(
            Outcome.MASK, RuleCode.PRIVATE_PERSON, seen_version=1, spans=((start, start + len(NAMED)),),
            own_words=words, own_language="fr",
        )  # fmt: skip
        decide(world, case, "tm_heron", mask, now + timedelta(hours=6))

    world.at(15, lambda now: told.append(tell(world, FOUND_AGAIN, now, experienced=9)))
    world.at(13, doubted)
    world.at(11, replied)


def _open(world: World) -> None:
    """Raised yesterday."""
    told: list[Review] = []
    reasons = "Aucune voiture n’est restée deux mois chez nous cette année. Il s’agit peut-être d’une autre maison."
    draft = DoubtDraft(Cause.WRONG_PLACE, reasons)
    world.at(3, lambda now: told.append(tell(world, UNKNOWN, now)))
    world.at(1, lambda now: _doubt(world, MARCHETTI, told[0], draft, now))
