"""Who speaks for a house with face uncovered: two verified, one refused with reasons, one who waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.professionals.verification.asking import AskDraft, verification_ask
from apps.professionals.verification.codes import code_of
from apps.professionals.verification.deciding import DecisionDraft, verification_decide
from apps.professionals.verification.models import Verification
from apps.professionals.verification.proofs import Paper
from apps.professionals.verification.proving import code_give
from apps.professionals.verification.ways import Ground, Way
from trustmgmt.demo.world import World, person


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody who asks, and for what."""

    who: str
    name: str
    house: str
    city: str
    job_fr: str
    job_en: str
    about: str
    site: str = ""


HELENE = Face(
    "helene.marchetti", "Hélène Marchetti", "Garage des Trois Ponts", "Villeneuve", "Gérante du garage",
    "Manager of the garage", "Garage des Trois Ponts", "troisponts.example",
)  # fmt: skip
BRUNO = Face(
    "galet_plat", "Bruno Belin", "Carrosserie Belin SARL", "Dijon", "Carrossier, à la tête de la maison",
    "Body repairer, head of the house", "Carrosserie Belin",
)  # fmt: skip
LUC = Face(
    "trois_ponts_sud", "Luc Ferrand", "Trois Ponts Sud", "Mâcon", "Responsable d’atelier", "Workshop manager",
    "Garage des Trois Ponts",
)  # fmt: skip
NADIA = Face(
    "carreaux_marlow", "Nadia Marlow", "Marlow Tiling Ltd", "Sheffield", "Carreleuse, associée", "Tiler, partner",
    "Marlow Tiling",
)  # fmt: skip
NO = (
    "L’extrait montre que vous dirigez l’atelier de Trois Ponts Sud, à Mâcon. La page porte sur le garage de Villeneuve, "
    "une autre société. Un mandat signé par sa gérante suffirait."
)
PAPER = b"%PDF-1.4\n% An invented extract of a trade register, for the demo.\n"


def verify_faces(world: World, now: datetime) -> None:
    """Those who speak from the beginning: one by a code sent to her house, one by a document."""
    by_mail = _asked(world, HELENE, Way.MAIL, now)
    code_give(account=world.account(HELENE.who), verification=by_mail, typed=code_of(by_mail), now=now)
    for asked in (by_mail, _asked(world, BRUNO, Way.PAPER, now)):
        _decided(world, asked, DecisionDraft(yes=True), now + timedelta(days=2))


def plan_faces(world: World) -> None:
    """Later: a refusal that may be contested, and a document that waits for a person."""

    def refuse(now: datetime) -> None:
        person(world, LUC.who, language="fr", now=now)
        asked = _asked(world, LUC, Way.PAPER, now)
        _decided(world, asked, DecisionDraft(False, Ground.OTHER_HOUSE, NO), now + timedelta(hours=20))

    def wait(now: datetime) -> None:
        person(world, NADIA.who, language="en", now=now)
        _asked(world, NADIA, Way.PAPER, now)

    world.at(12, refuse)
    world.at(2, wait)


def _asked(world: World, face: Face, way: Way, now: datetime) -> Verification:
    draft = AskDraft(
        real_name=face.name,
        house=face.house,
        city=face.city,
        job_fr=face.job_fr,
        job_en=face.job_en,
        way=way,
        subjects=[world.subjects[face.about]],
        site=face.site,
        mailbox=f"atelier@{face.site}" if face.site else "",
        paper=Paper("", PAPER, "extrait.pdf", len(PAPER)),
    )
    return verification_ask(account=world.account(face.who), draft=draft, now=now)


def _decided(world: World, asked: Verification, draft: DecisionDraft, now: datetime) -> None:
    verification_decide(account=world.account("tm_alder"), verification=asked, draft=draft, now=now)
