"""Who helps at the moment: two figures side by side, three lines that explain them, and nobody who did not say yes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import apomediary
from apps.algorithms.apomediary import Helper, Record
from apps.base.compiled import Compiled, any_of, given
from apps.people.models import Account, Persona
from apps.posts.models import Post, Thread
from apps.posts.selectors import closures_of, thread_title
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import AnswerMark, Choice, HelperChoice, HelperMoment
from apps.trust.reach import within_reach
from apps.trust.services import answer_of
from apps.trust.strengths import best_of_late, strongest

MOST = 5
GUIDE_FROM = 3  # best answers within a year that invite to write a guide
ASKED = 3  # people proposed on a question that waits
LOOKED_AT = 20  # strongest people among whom they are chosen, on its topic and in the whole space
EXPLAINED = timedelta(days=365)
ASK_AGAIN = timedelta(days=60)

COUNTED_FOR = 300  # seconds a share of questions solved is kept

Shares = dict[int | None, float]
Records = dict[str, Record]  # by the persona's reference


@dataclass(frozen=True, slots=True)
class WeightyAnswer:
    """One of the answers that weigh most."""

    title: str
    thread: int
    number: int
    weight: float


@dataclass(frozen=True, slots=True)
class HelperView:
    """Somebody who helps on a topic at the moment. It gives no right, and fades by itself."""

    persona: str
    pseudonym: str
    space: str
    space_name: str
    topic: str
    topic_name: str
    recency: float
    quality: float
    quality_low: float
    quality_high: float
    judged: float
    lines: tuple[str, str, str]
    answers: tuple[WeightyAnswer, ...]
    invited: bool  # to write a guide: enough best answers within a year
    algorithm: str = apomediary.NAME
    version: str = apomediary.VERSION


@dataclass(frozen=True, slots=True)
class Rising:
    """A newcomer who helps, and on what."""

    pseudonym: str
    topic_name: str


def helpers_now(space: Space, topic: Topic | None = None, *, now: datetime, most: int = MOST) -> list[HelperView]:
    """Those who said yes to being shown, the strongest first; each once, on the topic they help most."""
    if space.imported:
        return []
    return _views(space, _suggested(space, topic, now, most), now)


EVER_BEST = Compiled(
    lambda: AnswerMark.objects.filter(space=given("space"), best=True).values_list("persona").annotate(n=Count("pk"))
)
NAMES = Compiled(lambda: Persona.objects.filter(pk=any_of("personas")).values_list("pk", "pseudonym"))
TOPICS = Compiled(lambda: Topic.objects.filter(pk=any_of("topics")))


def rising_now(space: Space, topic: Topic | None = None, *, now: datetime) -> list[Rising]:
    """Newcomers with two best answers on one topic in sixty days, beside the usual helpers; only those who said yes."""
    by_topic: dict[int | None, dict[str, int]] = defaultdict(dict)
    for persona, on, n in best_of_late(space, topic, now=now):
        by_topic[on][str(persona)] = n
    if not any(n >= apomediary.RISING_BEST for counts in by_topic.values() for n in counts.values()):
        return []  # nobody to name: the best answers of the whole space are not counted
    ever = {str(persona): n for persona, n in EVER_BEST.rows(space=space.pk)}
    found = {person: on for on, counts in by_topic.items() for person in apomediary.rising(counts, ever)}
    if not found:
        return []
    people = {str(persona): pseudonym for persona, pseudonym in NAMES.rows(personas=[int(person) for person in found])}
    topics = {topic.pk: topic.name for topic in TOPICS.objects(topics=[topic for topic in found.values() if topic])}
    return [Rising(people[person], topics.get(on or 0, "")) for person, on in found.items()]


def could_help(thread: Thread, *, now: datetime) -> list[HelperView]:
    """Three people who could answer this question now: proposed to its readers, never assigned."""
    if not waits(thread):
        return []
    asked = thread.posts.select_related("author").filter(number=1).first()
    own = asked.author.reference if asked and asked.author else ""
    found = {item.helper.person: item for item in _suggested(thread.space, None, now, most=LOOKED_AT)}
    if thread.topic is not None:
        found |= {item.helper.person: item for item in _suggested(thread.space, thread.topic, now, most=LOOKED_AT)}
    found.pop(own, None)
    figures = {person: (item.on(thread.topic), item.helper.there_now) for person, item in found.items()}
    solved = solved_shares(thread.space).get(thread.topic_id, 0.0)
    order = within_reach(thread, figures, solved, now=now)
    chosen = sorted((found[person] for person in order[:ASKED]), key=lambda item: -item.helper.judged)
    return _views(thread.space, chosen, now)


def waits(thread: Thread) -> bool:
    """A question that nobody else has answered, and that can still be."""
    if not thread.is_question or thread.source_id or thread.best_answer_id or closures_of([thread.pk]):
        return False
    asked = thread.posts.select_related("author").filter(number=1).first()
    others = thread.posts.standing().filter(number__gt=1).select_related("author")
    mine = asked.author if asked else None
    return all(mine is not None and post.author is not None and post.author.is_one_with(mine) for post in others)


def offers_for(account: Account, *, now: datetime) -> list[HelperView]:
    """What is offered to a person in private: being shown where they help, unless they answered already."""
    answered = HelperChoice.objects.filter(persona__account=account)
    waiting = answered.filter(choice=Choice.LATER, decided_at__lte=now - ASK_AGAIN)
    decided = set(answered.exclude(pk__in=waiting).values_list("space", "persona"))
    never = answered.filter(choice=Choice.NEVER).values("space")  # under whichever name it was said
    offers: list[HelperView] = []
    stands = Membership.objects.filter(persona__account=account).exclude(space__in=never)
    for membership in stands.select_related("space", "persona"):
        if (membership.space_id, membership.persona_id) not in decided:
            offers += helping(membership.persona, membership.space, now=now)
    return offers


def helping(persona: Persona, space: Space, *, now: datetime) -> list[HelperView]:
    """How one persona helps in a space, for their own eyes; empty below the published strength."""
    return _views(space, _strongest(space, [persona.pk], None, solved_shares(space), now)[:1], now)


def shown_helping(persona: Persona, space: Space, *, now: datetime) -> list[HelperView]:
    """The same for everybody's eyes: only of whoever said yes."""
    willing = HelperChoice.objects.shown(space, now).filter(persona=persona)
    return helping(persona, space, now=now) if not space.imported and willing.exists() else []


# --- from rows to words ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """Who, on what, and the share of questions solved there."""

    helper: Helper
    persona: Persona
    topic: Topic | None
    solved: float

    def on(self, topic: Topic | None) -> float:
        """Help on a topic; none if it was on another."""
        return self.helper.on_topic if topic is not None and topic == self.topic else 0.0


def _suggested(space: Space, topic: Topic | None, now: datetime, most: int) -> list[Found]:
    """Those shown, from the published strength on; the database says whose records are worth loading."""
    shares = solved_shares(space)
    people = strongest(space, topic, shares, now=now, most=most)
    return _strongest(space, people, topic, shares, now)[:most]


def _strongest(space: Space, people: list[int], topic: Topic | None, shares: Shares, now: datetime) -> list[Found]:
    moments = MOMENTS.objects(space=space.pk, personas=people) if people else []
    records, topics, named = _records(moments)
    everywhere = records.pop(None, {})
    on_topics = {person for people in records.values() for person in people}
    elsewhere = {person: record for person, record in everywhere.items() if person not in on_topics}
    wanted = {topic.pk: records.get(topic.pk, {})} if topic else {**records, None: elsewhere}
    found: dict[str, Found] = {}
    for topic_id, theirs in wanted.items():
        back_off: Mapping[str, Record] = everywhere if topic_id is not None else {}
        solved = shares.get(topic_id, 0.0)
        for helper in apomediary.helpers(theirs, back_off, now.timestamp(), solved, most=len(theirs)):
            if helper.person not in found or found[helper.person].helper.strength < helper.strength:
                found[helper.person] = Found(helper, named[helper.person], topics.get(topic_id), solved)
    return sorted(found.values(), key=lambda item: (-item.helper.strength, item.helper.person))


MOMENTS = Compiled(
    lambda: (
        HelperMoment.objects.filter(space=given("space"), persona=any_of("personas"))
        .exclude(record={})  # spoke, never answered
        .select_related("persona", "topic")
    )
)


def _records(
    moments: Iterable[HelperMoment],
) -> tuple[dict[int | None, Records], dict[int | None, Topic], dict[str, Persona]]:
    """By topic and persona, with the topics and personas themselves."""
    records: dict[int | None, Records] = defaultdict(dict)
    topics: dict[int | None, Topic] = {}
    people: dict[str, Persona] = {}
    for moment in moments:
        records[moment.topic_id][moment.persona.reference] = Record.from_json(moment.record)
        people[moment.persona.reference] = moment.persona
        if moment.topic is not None:
            topics[moment.topic_id] = moment.topic
    return records, topics, people


def solved_shares(space: Space) -> Shares:
    """The share of questions with a best answer, by topic and in the whole space; counted every few minutes."""
    key = f"trust-solved-{space.pk}"
    kept: Shares | None = cache.get(key)
    if kept is None:
        kept = _solved_shares(space)
        cache.set(key, kept, COUNTED_FOR)
    return kept


def _solved_shares(space: Space) -> Shares:
    asked = Thread.objects.filter(space=space, is_question=True, source=None).values_list("topic").order_by()
    counts = list(asked.annotate(all=Count("pk"), solved=Count("best_answer")))
    shares: Shares = {topic: solved / all_ for topic, all_, solved in counts if topic}
    everything = sum(all_ for _topic, all_, _solved in counts)
    return {**shares, None: sum(solved for *_rest, solved in counts) / everything if everything else 0.0}


MARKS = Compiled(
    lambda: (
        AnswerMark.objects.filter(space=given("space"), persona=any_of("personas"), at__gte=given("since"))
        .select_related("post")
        .only(*(field.name for field in AnswerMark._meta.fields), "post__thread", "post__number")
        .order_by("-at")
    )
)


def _views(space: Space, found: list[Found], now: datetime) -> list[HelperView]:
    if not found:
        return []
    people = [item.persona.pk for item in found]
    by_person: dict[int, list[AnswerMark]] = defaultdict(list)
    marks = MARKS.objects(space=space.pk, personas=people, since=now - EXPLAINED)
    for mark in marks:
        by_person[mark.persona_id].append(mark)
    first = first_questions(space, marks, now=now)
    views = [_view(space, item, by_person[item.persona.pk], first, now) for item in found]
    titles = _titles({answer.thread for view in views for answer in view.answers})
    return [replace(view, answers=tuple(replace(a, title=titles[a.thread]) for a in view.answers)) for view in views]


def _first_asked() -> QuerySet[Post, Any]:
    """Of some threads, those begun by somebody who had asked nothing in the space before."""
    started = OuterRef("thread__started_at")
    earlier = Thread.objects.filter(
        space=given("space"),
        is_question=True,
        started_at__lt=started,
        posts__number=1,
        posts__author=OuterRef("author"),
    )
    asked = Post.objects.filter(number=1, thread=any_of("threads"), author__isnull=False).exclude(Exists(earlier))
    return asked.values_list("thread")


FIRST_ASKED = Compiled(_first_asked)


def first_questions(space: Space, marks: list[AnswerMark], *, now: datetime) -> set[str]:
    """Of the answers of the last sixty days, those given to people who asked in the space for the first time."""
    since = now - timedelta(days=apomediary.WINDOW)
    threads = {mark.post.thread_id for mark in marks if mark.at >= since}
    if not threads:
        return set()
    first = {thread for (thread,) in FIRST_ASKED.rows(space=space.pk, threads=list(threads))}
    return {str(mark.post_id) for mark in marks if mark.post.thread_id in first}


BEGUN = Compiled(
    lambda: (
        Post.objects.filter(thread=any_of("threads"), number=1).select_related("thread").defer("text", "html", "search")
    )
)


def _titles(threads: set[int]) -> dict[int, str]:
    """Titles as a reader may see them: a masked one stays masked here."""
    begun = BEGUN.objects(threads=list(threads)) if threads else []
    return dict.fromkeys(threads, _("Title masked")) | {
        post.thread_id: thread_title(post.thread, post) for post in begun
    }


def _view(space: Space, item: Found, marks: list[AnswerMark], first: set[str], now: datetime) -> HelperView:
    helper, persona, topic, recency = item.helper, item.persona, item.topic, round(item.helper.strength, 1)
    own = {str(mark.post_id): mark for mark in marks if topic is None or mark.topic_id == topic.pk}
    explained = apomediary.explain(
        topic=topic.name if topic else space.name,
        answers=[answer_of(mark) for mark in own.values()],
        strength=recency,
        now=now.timestamp(),
        solved=item.solved,
        language=(get_language() or "fr")[:2],
        newcomers=first,
    )
    return HelperView(
        persona=persona.reference,
        pseudonym=persona.pseudonym,
        space=space.slug,
        space_name=space.name,
        topic=topic.slug if topic else "",
        topic_name=topic.name if topic else "",
        recency=recency,
        quality=helper.quality.rate,
        quality_low=helper.quality.low,
        quality_high=helper.quality.high,
        judged=round(helper.judged, 3),
        lines=explained.lines,
        answers=tuple(_weighty(own[reference], weight) for reference, weight in explained.heaviest),
        invited=sum(mark.best for mark in own.values()) >= GUIDE_FROM,
    )


def _weighty(mark: AnswerMark, weight: float) -> WeightyAnswer:
    return WeightyAnswer("", mark.post.thread_id, mark.post.number, weight)
