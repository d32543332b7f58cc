"""The answer to one question: for one space, for an hour, and no longer than what it says is earned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from apps.badges.credential import Said, badge_address, credential
from apps.badges.earned import Earned, earned_now
from apps.badges.issuers import key_of_space
from apps.badges.models import Place, Question
from apps.badges.wording import earned_sentence
from apps.people.models import Persona
from apps.signatures import documents
from apps.signatures.documents import Document, moment
from apps.spaces.models import Space, Topic, Visibility

HOLDS_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """In words, and as a signed file."""

    label: str
    sentence: str
    document: Document
    until: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: of whom, where, on what; who may read the answer, and to which question. `ends` where an answer
    is said again."""

    reference: str
    persona: Persona
    of: Space
    topic: Topic | None
    audience: str
    challenge: str
    ends: datetime | None = None


def audience_of(space: Space) -> str:
    """By which address a space is named to whoever answers it."""
    return f"{settings.SITE_URL}/ap/s/{space.slug}"


def earned_to_say(question: Question, now: datetime) -> Earned | None:
    """None when nothing is earned there under this very name, or when that space has closed its doors since."""
    if question.of.visibility != Visibility.PUBLIC:
        return None
    return earned_now(question.persona, question.of, question.topic, now)


def answer_to(question: Question, earned: Earned, place: Place, now: datetime) -> Answer:
    """Signed for whoever asked, and for this question."""
    wanted = Wanted(
        reference=question.reference,
        persona=question.persona,
        of=question.of,
        topic=question.topic,
        audience=audience_of(question.asking),
        challenge=question.reference,
    )
    return answer_for(wanted, earned, place, now)


def answer_for(wanted: Wanted, earned: Earned, place: Place, now: datetime) -> Answer:
    """The same for whoever asks from elsewhere: only what is earned, for one audience and one question."""
    begins = now.replace(microsecond=0)
    said = Said(
        id=badge_address(wanted.reference),
        persona=wanted.persona,
        space=wanted.of,
        topic=wanted.topic,
        level=earned.level,
        algorithm=earned.algorithm,
        since=(earned.since or now).replace(microsecond=0),
        place=place.number,
        begins=begins,
        ends=wanted.ends or begins + HOLDS_FOR,
    )
    key = key_of_space(wanted.of, now)
    bound = {"domain": wanted.audience, "challenge": wanted.challenge, "expires": moment(said.ends)}
    document = documents.sign(credential(said, key), key, at=begins, bound=bound)
    words = earned_sentence(wanted.of, wanted.topic, earned.level, said.since)
    return Answer(earned.label, words, document, said.ends)
