"""A space where somebody has earned something on a topic, through what others said of their help."""

from dataclasses import dataclass
from datetime import timedelta

from apps.base import clock
from apps.people.models import Account, Persona
from apps.people.services import main_persona
from apps.posts.models import Post
from apps.posts.services import helpful_vote
from apps.spaces.models import Space, Topic
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


def answers(client, *spaces: Space) -> dict[str, Document]:
    """What the addresses of their lists answer, as anybody fetches them."""
    from apps.badges.credential import list_address

    found = {}
    for one in spaces:
        address = list_address(one)
        found[address] = client.get("/" + address.split("/", 3)[3]).json()
    return found
