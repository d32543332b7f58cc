"""What travels between two sites of `make federate`: a badge, earned at the first and counted at the second by its table;
a letter from the first to the second; a question of the second to the first.

Through the services that people use. Who is `marelle_75` at the first is `quiet_kettle` at the second.
"""

from datetime import datetime

from apps.algorithms.conversion import Table
from apps.badges import reaching
from apps.badges.credential import badge_address
from apps.badges.earned import earned_for
from apps.badges.services import badge_make
from apps.badges.sites import last_part
from apps.base.errors import NotNow
from apps.federation.addresses import host_of, uri
from apps.federation.asked_elsewhere import QuestionSent
from apps.federation.brought import BroughtBadge
from apps.federation.fetching import document_at
from apps.federation.services.actors import actor_at
from apps.federation.services.badges import badge_bring
from apps.federation.services.moving import home_add
from apps.federation.services.questions_sent import Asked, question_send
from apps.federation.services.recognising import table_publish_elsewhere
from apps.outside import Budget
from apps.people.models import Account, Persona
from apps.recognitions.models import Recognition
from apps.references.elsewhere import post_office
from apps.references.models import Letter
from apps.references.selectors import letter_view
from apps.references.services import letter_ask, letter_send
from apps.references.states import RUNNING
from apps.spaces.models import Membership, Space
from apps.spaces.services import space_join
from apps.trust.scales import scale_of

THERE, HERE, SPACE, MANAGER = "marelle_75", "quiet_kettle", "route-garages", "tm_alder"
A_DAY, DAYS = 5, 180
PARTS = ("statuses", "time", "contributions", "helped")
PURPOSE = "You answer questions here: we would say from the start that you know the matter from elsewhere."


def who(*, now: datetime) -> str:
    """At the second site: the address of its member, who joins the space if need be."""
    (_account, persona), space = _one(HERE), Space.objects.get(slug=SPACE)
    if not Membership.objects.filter(persona=persona, space=space).exists():
        space_join(persona=persona, space=space, now=now)
    return " ".join([uri(f"p/{persona.reference}"), uri(f"s/{SPACE}")])


def show(home: str, *, now: datetime) -> str:
    """At the first: `home` is theirs too, and a badge of the first thing earned here; what it takes to bring it."""
    (account, persona), space = _one(THERE), Space.objects.get(slug=SPACE)
    earned = sorted(topic for _pk, topic in earned_for([persona], space, now).earned if topic)
    if not earned:
        raise NotNow(f"{THERE} has earned nothing in {SPACE} at the moment.")
    home_add(account=account, persona=persona, actor=actor_at(home, now=now), now=now)
    topic = space.topics.get(slug=earned[0])
    badge = badge_make(account=account, persona=persona, space=space, topic=topic, now=now)
    return " ".join([uri(f"p/{persona.reference}"), uri(f"s/{SPACE}"), topic.slug, badge_address(badge.reference)])


def bring(home: str, group: str, topic: str, file: str, *, now: datetime) -> str:
    """At the second: what its space takes from that one, and the badge."""
    (account, persona), space = _one(HERE), Space.objects.get(slug=SPACE)
    if not BroughtBadge.objects.running().filter(persona=persona).exists():
        document = reaching.fetch(file, oldest=0)
        home_add(account=account, persona=persona, actor=actor_at(home, now=now), now=now)
        _recognise(space, group, topic, now)
        badge_bring(account=account, space=space, document=document, now=now)
    return (
        f"A badge: what {THERE} earned in {SPACE} at the first site counts at the second for {HERE}, who reads at "
        "/en/elsewhere/badges/ when it was last confirmed. Taken back at the first, it counts no more."
    )


def write(group: str, *, now: datetime) -> str:
    """At the first: their space writes to the one at the second what they let it say; they read it, and send it."""
    (account, persona), space = _one(THERE), Space.objects.get(slug=SPACE)
    if not Letter.objects.filter(persona=persona, to_address=group, state__in=RUNNING).exists():
        to = post_office().find(group, space, now)
        letter = letter_ask(account=account, persona=persona, space=space, to=to, parts=PARTS, add=False, now=now)
        read = letter_view(letter, now=now).read
        letter_send(account=account, reference=letter.reference, read=read, now=now)
    return (
        f"A letter: {SPACE} at the first site says of {THERE}, at their request, what they read and sent; "
        f"{MANAGER} reads it at the second at /en/desk/letters/."
    )


def ask(home: str, group: str, topic: str, *, now: datetime) -> str:
    """At the second: its desk asks what they have earned at the first, who have not looked yet."""
    manager, space = Account.objects.get(username=MANAGER), Space.objects.get(slug=SPACE)
    if not QuestionSent.objects.filter(space=space, person=home).exists():
        question_send(account=manager, space=space, asked=Asked(home, group, topic, PURPOSE), now=now)
    return (
        f"A question: {SPACE} at the second site asks {THERE} at the first, who answers at /en/elsewhere/asked/; "
        f"{MANAGER} reads the answer at the second at /en/desk/asked-elsewhere/."
    )


def _one(pseudonym: str) -> tuple[Account, Persona]:
    account = Account.objects.get(username=pseudonym)
    return account, account.personas.get(pseudonym=pseudonym)


def _recognise(space: Space, group: str, topic: str, now: datetime) -> None:
    """Whatever is earned there on a topic counts here as the lowest step, on the same: said once, however often the
    sites are started."""
    if Recognition.objects.filter(to_space=space, from_site=host_of(group), from_slug=last_part(group)).exists():
        return
    shown = document_at(group, now=now, budget=Budget(fetches=2))
    lowest = scale_of(space).levels[0].code
    rows = ((shown["trust:scale"][0]["trust:code"], lowest),)
    draft = Table(rows, ((topic, topic),), lowest, A_DAY, DAYS)
    manager = Account.objects.get(username=MANAGER)
    table_publish_elsewhere(account=manager, space=space, shown=shown, draft=draft, now=now)
