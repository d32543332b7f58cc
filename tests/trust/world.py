"""A space where people ask and answer."""

from datetime import datetime, timedelta

from apps.people.models import Persona
from apps.posts.models import Post, Thread
from apps.posts.services import best_answer_choose, helpful_vote, post_add, thread_start
from apps.spaces.models import Space, Topic
from tests.scoring.world import START


def make_topic(space: Space, slug: str = "trains") -> Topic:
    return Topic.objects.create(space=space, slug=slug, name_fr="Trains de nuit", name_en="Night trains")


def ask(
    space: Space,
    who: Persona,
    *,
    topic: Topic | None = None,
    day: float = 0,
    title: str = "Which berth is the quietest?",
) -> Thread:
    return thread_start(
        author=who,
        space=space,
        title=title,
        text="I sleep badly near the doors.",
        topic=topic,
        is_question=True,
        now=at(day),
    )


def answer(
    thread: Thread, who: Persona, *, day: float = 0, best: bool = False, thanks: tuple[Persona, ...] = ()
) -> Post:
    post = post_add(author=who, thread=thread, text="The middle one, far from the wheels.", now=at(day))
    for grateful in thanks:
        helpful_vote(persona=grateful, item=post, now=at(day))
    if best:
        asker = thread.posts.get(number=1).author
        best_answer_choose(persona=asker, thread=thread, answer=post, now=at(day))
    return post


def at(day: float) -> datetime:
    return START + timedelta(days=day)
