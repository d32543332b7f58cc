"""The small town in which the story happens: a space with a history, an empty one, two managers, an operator."""

from dataclasses import dataclass
from datetime import timedelta

from apps.accountability.models import Tile
from apps.accountability.services import voice_raise
from apps.base import clock
from apps.ledger.services import deliver_due
from apps.people.models import Account, Persona
from apps.people.services import account_create, main_persona
from apps.posts.models import DeclaredLink, Subject
from apps.posts.services import ReviewDraft, review_publish
from apps.spaces.models import Operator, Representative, Role, Space
from apps.spaces.services import mandate_grant, space_join

PASSPHRASE = "seven quiet herons at noon"
WORDS = (
    "Le devis annoncé a été tenu.", "Accueil aimable, atelier rangé.", "Pièce montrée avant d’être changée.",
    "Délai respecté à l’heure près.", "Voiture rendue propre.", "Facture claire, ligne par ligne.",
    "On m’a rappelée le lendemain.", "Prix juste pour une courroie.", "Bonne écoute, pas de jargon.",
    "Contrôle technique passé sans souci.", "Un bruit trouvé en dix minutes.", "Rendez-vous facile à prendre.",
    "Pneus montés pendant ma pause.", "Rien à ajouter, tout va bien.", "Conseil honnête sur l’usure.",
)  # fmt: skip


@dataclass
class Town:
    """What the story needs to know."""

    space: Space
    empty: Space
    subject: Subject
    newcomer: Subject
    operator: Operator
    reporter: Account
    members: list[Account]
    mark: str


def build_town(language: str, mark: str = "") -> Town:
    """Everybody but the visitor, who signs up in the story itself; `mark` ends the names of a second town."""
    now = clock.now()
    opened = now - timedelta(days=90)
    operator = Operator.objects.create(slug=f"route{mark}", name=f"Route et Cie{mark}", claimed=True, created_at=opened)
    space = Space.objects.create(
        slug=f"garages{mark}", name_fr="Garages", name_en="Garages", operator=operator, created_at=opened
    )
    empty = Space.objects.create(
        slug=f"velo{mark}", name_fr="Vélo", name_en="Cycling", operator=operator, created_at=opened
    )
    subject = Subject.objects.create(
        slug=f"trois-ponts{mark}", name=f"Garage des Trois Ponts{mark}", kind="professional"
    )
    newcomer = Subject.objects.create(slug=f"pignon{mark}", name=f"Atelier du Pignon{mark}", kind="professional")
    _history(space, subject, mark, now)
    for name in (f"tm_alder{mark}", f"tm_heron{mark}"):
        account = _account(name, language, opened)
        mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name=name, now=opened)
    answering = _account(f"paul.lecerf{mark}", language, opened)
    Representative.objects.create(
        operator=operator,
        account=answering,
        real_name="Paul Lecerf",
        role_fr="Recours",
        role_en="Appeals",
        from_at=opened,
    )
    members = [_account(f"member{n}{mark}", language, opened) for n in range(5)]
    for account in members:
        space_join(persona=main_persona(account), space=space, now=opened)
    return Town(space, empty, subject, newcomer, operator, members[0], members, mark)


def _subject(slug: str, name: str, mark: str) -> Subject:
    return Subject.objects.create(slug=slug + mark, name=name + mark, kind="professional")


def _account(name: str, language: str, now) -> Account:
    return account_create(pseudonym=name, passphrase=PASSPHRASE, language=language, now=now)


def _history(space: Space, subject: Subject, mark: str, now) -> None:
    for number, words in enumerate(WORDS):
        moment = now - timedelta(days=80 - number * 5)
        account = account_create(pseudonym=f"ancien{number}{mark}", passphrase=None, language="fr", now=moment)
        _review(main_persona(account), space, subject, words, 4 + number % 2, moment)
        deliver_due(now=moment, limit=1000)


def _review(author: Persona, space: Space, subject: Subject, words: str, stars: int, moment) -> None:
    space_join(persona=author, space=space, now=moment)
    draft = ReviewDraft(
        stars=stars, text=words, experience_on=(moment - timedelta(days=2)).date(), link=DeclaredLink.CLIENT
    )
    review_publish(author=author, space=space, subject=subject, draft=draft, now=moment)


def press_before(town: Town, *, visitors: int = 0, members: int = 0) -> None:
    """So many people raised the same half an hour ago, each from their own network; the members wrote here long ago."""
    then = clock.now() - timedelta(minutes=30)
    regulars = Account.objects.filter(username__in=[f"ancien{number}{town.mark}" for number in range(members)])
    for number, account in enumerate([*[None] * visitors, *regulars]):
        mark = f"{'member' if account else 'visitor'}-{number}{town.mark}"
        voice_raise(
            operator=town.operator, tile=Tile.REMOVED, words="", account=account, browser=mark, network=mark, now=then
        )
