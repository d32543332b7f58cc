"""Plays the talks of the demo: question, answers, thanks, best answer."""

from datetime import datetime, timedelta

from apps.posts.models import Post, Thread
from apps.posts.services import best_answer_choose, helpful_vote, post_add, thread_start
from apps.posts.solving import answer_outdate
from trustmgmt.demo.people import ENGLISH, FRENCH
from trustmgmt.demo.talks import TALKS, Answer, Talk
from trustmgmt.demo.world import World, member


def plan_threads(world: World) -> None:
    """Plan every talk with its answers."""
    for talk in TALKS:
        plan_talk(world, talk)


def plan_talk(world: World, talk: Talk) -> None:
    """Plan one talk with its answers."""
    language = "en" if talk.space in {"slow-roads", "home-repairs", "dating-watch"} else "fr"
    started: list[Thread] = []

    def ask(now: datetime) -> None:
        started.append(
            thread_start(
                author=member(world, talk.who, world.spaces[talk.space], now),
                space=world.spaces[talk.space],
                topic=world.topics[talk.space, talk.topic],
                title=talk.title,
                text=talk.text,
                is_question=talk.question,
                language=language,
                now=now,
            )
        )

    world.at(talk.days_ago, ask)
    for number, answer in enumerate(talk.answers, start=1):
        _plan_answer(world, talk, started, answer, talk.days_ago - number * 0.4, language)


def _plan_answer(
    world: World, talk: Talk, started: list[Thread], answer: Answer, days_ago: float, language: str
) -> None:
    crowd = [name for name in (FRENCH if language == "fr" else ENGLISH) if name != answer.who]
    thankful = world.rng.sample(crowd, answer.helpful)
    space = world.spaces[talk.space]
    said: list[Post] = []

    def say(now: datetime) -> None:
        post = post_add(
            author=member(world, answer.who, space, now),
            thread=started[0],
            text=answer.text,
            language=language,
            now=now,
        )
        _thank(world, post, thankful, now)
        if answer.best:
            asker = member(world, talk.who, space, now)
            best_answer_choose(persona=asker, thread=started[0], answer=post, now=now + timedelta(hours=3))
        said.append(post)

    def outdate(now: datetime) -> None:
        asker = member(world, talk.who, space, now).account
        if asker is not None:
            answer_outdate(account=asker, answer=said[0], since=(now - timedelta(days=5)).date(), now=now)

    world.at(days_ago, say)
    if answer.outdated:
        world.at(answer.outdated, outdate)


def _thank(world: World, post: Post, thankful: list[str], now: datetime) -> None:
    for hours, name in enumerate(thankful, start=1):
        persona = member(world, name, post.thread.space, now)
        helpful_vote(persona=persona, item=post, now=min(now + timedelta(hours=hours), world.now))
