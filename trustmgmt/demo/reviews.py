"""Everyday reviews of the demo: sentences drawn per trade and mood, spread over four months."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.posts.models import DeclaredLink, Review
from apps.posts.services import ReviewDraft, helpful_vote, review_publish
from trustmgmt.demo.people import ENGLISH, FRENCH
from trustmgmt.demo.places import SPACES, SpacePlan, SubjectPlan
from trustmgmt.demo.sentences import Bank
from trustmgmt.demo.world import DAYS, World, member


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one review."""

    stars: int
    title: str
    text: str


def plan_reviews(world: World) -> None:
    """Plan every everyday review, and who found which helpful."""
    for space in SPACES:
        for subject in space.subjects if space.bank else ():
            _plan_subject(world, space, subject)


def _plan_subject(world: World, space: SpacePlan, subject: SubjectPlan) -> None:
    crowd = list(FRENCH if space.language == "fr" else ENGLISH)
    authors = world.rng.sample(crowd, min(subject.reviews, len(crowd)))
    used: set[str] = set()
    for author in authors:
        words = _words(world, space.bank, subject.mood, used) if space.bank else None
        if words is not None:
            days_ago = world.rng.uniform(1, DAYS) if world.rng.random() < 0.75 else world.rng.uniform(0.2, 14)
            _plan_one(world, space, subject, author, words, days_ago)


def _plan_one(world: World, space: SpacePlan, subject: SubjectPlan, author: str, words: Words, days_ago: float) -> None:
    delay = world.rng.randint(1, 12)
    link = DeclaredLink.CLIENT if world.rng.random() < 0.8 else DeclaredLink.NONE
    topic = world.topics[space.slug, world.rng.choice(space.topics)[0]]
    readers = world.rng.sample(FRENCH if space.language == "fr" else ENGLISH, world.rng.choice((0, 0, 0, 1, 2)))

    def publish(now: datetime) -> None:
        review = review_publish(
            author=member(world, author, world.spaces[space.slug], now),
            space=world.spaces[space.slug],
            subject=world.subjects[subject.name],
            topic=topic,
            draft=ReviewDraft(
                stars=words.stars,
                title=words.title,
                text=words.text,
                experience_on=(now - timedelta(days=delay)).date(),
                link=link,
                language=space.language,
            ),
            now=now,
        )
        _thank(world, review, [r for r in readers if r != author], now)

    world.at(days_ago, publish)


def _thank(world: World, review: Review, readers: list[str], now: datetime) -> None:
    for hours, reader in enumerate(readers, start=2):
        moment = min(now + timedelta(hours=hours * 5), world.now)
        helpful_vote(persona=member(world, reader, review.space, now), item=review, now=moment)


def _words(world: World, bank: Bank, mood: float, used: set[str]) -> Words:
    """Two to four sentences of one mood that this subject has not heard yet."""
    draw = world.rng.random()
    if draw < mood:
        stars, sentences, titles = world.rng.choice((4, 5, 5)), bank.pleased, bank.titles_pleased
    elif draw < mood + 0.15:
        stars, sentences, titles = 3, bank.mixed, bank.titles_mixed
    else:
        stars, sentences, titles = world.rng.choice((1, 1, 2)), bank.angry, bank.titles_angry
    fresh = [s for s in sentences if s not in used] or list(sentences)
    chosen = world.rng.sample(fresh, min(len(fresh), world.rng.choice((1, 2, 2, 3))))
    used.update(chosen)
    return Words(stars, world.rng.choice(titles), " ".join(chosen))
