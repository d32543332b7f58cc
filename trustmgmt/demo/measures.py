"""What is rare and must be seen once: an authority's order, a pause that ended early, a declared link."""

from datetime import datetime, timedelta

from apps.moderation.models import Case
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.orders import OrderDraft, order_enter
from apps.moderation.services.pauses import pause_lift
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.services.ties import TieDraft, tie_declare
from apps.moderation.states import Outcome
from apps.moderation.targets import of_item, of_profile
from apps.posts.models import DeclaredLink, Review
from apps.spaces.models import Mandate
from trustmgmt.demo.stories import UNDO, Told, decide, tell
from trustmgmt.demo.world import World, member, person

ORDERED = Told(
    "route-garages", "Carrosserie Belin", "cerise_noire", 1, "Ce que l’on dit du patron",
    "Mon aile est restée mal alignée, et personne n’a voulu revoir le travail. Tout le quartier sait que le patron a été "
    "condamné pour avoir maquillé des compteurs.",
    "devis", DeclaredLink.CLIENT,
)  # fmt: skip
ORDER_WORDS = (
    "L’ordre nomme l’article 29 de la loi du 29 juillet 1881. Nous l’exécutons tel qu’il est écrit, jusqu’à sa date."
)
PAUSED = "drain_doctor"
PAUSE_WORDS = "Three talks in one day end with the same telephone number. The profile is a sign-board."
LIFT_WORDS = (
    "The number is gone from the profile, and its holder says openly whose firm it is. The pause has done its work."
)


def plan_measures(world: World) -> None:
    """Plan all three."""
    told: list[Review] = []
    world.at(26, lambda now: told.append(tell(world, ORDERED, now)))
    world.at(7, lambda now: _ordered(world, told[0], now))
    world.at(60, lambda now: _linked(world, now))
    world.at(12, lambda now: _paused(world, now))
    world.at(9, lambda now: _lifted(world, now))


def _ordered(world: World, review: Review, now: datetime) -> None:
    """A court orders a text masked for sixty days; one person enters the order, another carries it out."""
    draft = OrderDraft(
        authority="Tribunal judiciaire de Villeneuve",
        number="26/00417",
        country="FR",
        law="Loi du 29 juillet 1881, article 29",
        territory="France",
        court="Cour d’appel de Villeneuve",
        document_sha256="5e" * 32,
        received_at=now - timedelta(hours=3),
        until=now + timedelta(days=60),
    )
    order = order_enter(account=world.account("tm_heron"), target=of_item(review), draft=draft, now=now)
    measure = DecisionDraft(
        Outcome.MASK, RuleCode.UNLAWFUL, seen_version=review.version, own_words=ORDER_WORDS, own_language="fr"
    )
    decide(world, order.case, "tm_alder", measure, now + timedelta(hours=1))


def _paused(world: World, now: datetime) -> None:
    """A profile that advertises: no more posting in this one space, for two weeks, with reasons."""
    space = world.spaces["home-repairs"]
    person(world, PAUSED, language="en", now=now)
    persona = member(world, PAUSED, space, now)
    said = ReportDraft(ground=Ground.ADVERTISING, text="A telephone number under every sentence.")
    filed = report_file(target=of_profile(persona, space), draft=said, reporter=world.personas["door_ajar"], now=now)
    draft = DecisionDraft(
        Outcome.PAUSE, RuleCode.ADVERTISING, seen_version=1, own_words=PAUSE_WORDS, own_language="en", pause_days=14
    )
    decide(world, filed.report.case, "tm_heron", draft, now + timedelta(hours=5))


def _lifted(world: World, now: datetime) -> None:
    """Ended early, by a decision with reasons like the one that began it."""
    case = Case.objects.get(author=world.personas[PAUSED])
    pause_lift(account=world.account("tm_alder"), case=case, own_words=LIFT_WORDS, language="en", now=now)
    decisions_publish(now=now + UNDO)


def _linked(world: World, now: datetime) -> None:
    """A trust manager pays a fee to an association that runs a space here, and decides nothing there."""
    mandate = Mandate.objects.get(public_name="tm_heron")
    draft = TieDraft(
        mandate=mandate, operator=world.operators["patients-du-lac"], reason="Membre cotisant depuis 2021."
    )
    tie_declare(account=world.account("tm_heron"), draft=draft, now=now)
