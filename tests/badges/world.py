"""A space where somebody has earned something on a topic, through what others said of their help."""

from dataclasses import dataclass
from datetime import timedelta

from apps.badges import services
from apps.badges.credential import badge_address, list_address
from apps.badges.models import Badge, Collection, Gathered, Question
from apps.base import clock
from apps.people.models import Account, Persona
from apps.people.services import main_persona
from apps.posts.models import Post
from apps.posts.services import helpful_vote
from apps.spaces.models import Mandate, Space, Topic
from apps.spaces.services import space_join
from tests.factories import member, person, space
from tests.making import deliver_all, make_post, make_thread

Document = dict


@dataclass
class World:
    """Margaux has earned a status on one topic; the others said so."""

    space: Space
    topic: Topic
    account: Account
    persona: Persona
    others: list[Persona]
    post: Post

    @property
    def earned(self) -> dict:
        """For `badge_make`."""
        return {"account": self.account, "persona": self.persona, "space": self.space, "topic": self.topic}

    def forget(self) -> None:
        """The others take back what they said: nothing is earned any more."""
        for other in self.others:
            helpful_vote(persona=other, item=self.post, now=clock.now())
        deliver_all()


def build_world(slug: str = "", name: str = "Margaux", account: Account | None = None) -> World:
    """Everything through the services that people use; `account` is who earns it, a newcomer when nobody is given."""
    here, before = space(slug), clock.now() - timedelta(days=2)
    topic = here.topics.get()
    others = [main_persona(member(here)) for _n in range(4)]
    account = account or person(name)
    persona = main_persona(account)
    space_join(persona=persona, space=here, now=before)
    post = make_post(make_thread(here, others[0], topic=topic, now=before), persona, now=before)
    for other in others:
        helpful_vote(persona=other, item=post, now=before)
    deliver_all()
    return World(here, topic, account, persona, others, post)


@dataclass(frozen=True)
class Badges:
    """A badge made, gathered on an open page, and asked for by a space."""

    badge: Badge
    gathered: Gathered
    page: Collection
    question: Question


def build_badges(here: Space, account: Account, manager: str) -> Badges:
    """For the walks through every page: somebody who stands `here` has earned something elsewhere."""
    now, persona = clock.now(), main_persona(account)
    badge = services.badge_make(**build_world("phares", account=account).earned, now=now)
    gathered = services.badge_gather(account=account, text=badge_address(badge.reference), now=now)
    page, shown = services.collection_open(account=account, open_=True, now=now), [f"badge-{badge.pk}"]
    services.shown_choose(account=account, persona=persona.reference, space=here.slug, keys=shown, now=now)
    draft = services.QuestionDraft(persona.pseudonym, "phares", "general", "To let you answer first on rail.")
    boss = Mandate.objects.get(public_name=manager).account
    return Badges(badge, gathered, page, services.question_ask(account=boss, asking=here, draft=draft, now=now))


def answers(client, *spaces: Space) -> dict[str, Document]:
    """What the addresses of their lists answer, as anybody fetches them."""
    found = {}
    for one in spaces:
        address = list_address(one)
        found[address] = client.get("/" + address.split("/", 3)[3]).json()
    return found
