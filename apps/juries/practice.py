"""Training cases: settled ones from the published decisions, without names; where there are few, invented ones.

Of settled cases only what anybody may read is shown: what was kept. What was masked stays masked, so cases that end
with a mask are invented. Each says so.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.algorithms.jury import TRAINING
from apps.juries.models import Practice
from apps.moderation.models import Case, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.selectors.items import words_here
from apps.moderation.states import CaseState, ItemKind, Outcome
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.posts.states import ItemState
from apps.spaces.models import Visibility

CHOICES = (Outcome.KEEP, Outcome.LABEL, Outcome.MASK)
SHOWN = (Outcome.KEEP, Outcome.LABEL)  # what anybody may read afterwards
RECENT = timedelta(days=180)
SETTLED = 2  # of the five, where there are as many
LONGEST = 1200  # characters of a settled text
_NAMES = re.compile(
    r"https?://\S+|\S+@\S+|\b(?:[A-ZÀ-ÖØ-Þ][\w’'-]+)(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]+)+|[+]?\d[\d .-]{6,}\d", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One training case."""

    key: str
    text: str
    alleged: str  # the rule somebody named
    right: Outcome  # what was decided, or should have been
    why: str
    invented: bool
    source: str = ""  # the page of the settled case


def _invented() -> list[Lesson]:
    """In the reader's language. Each turns on one question that jurors meet."""
    rows = (
        ("harsh", RuleCode.INSULT, Outcome.KEEP, *HARSH),
        ("neighbour", RuleCode.PRIVATE_PERSON, Outcome.MASK, *NEIGHBOUR),
        ("cousin", RuleCode.HIDDEN_LINK, Outcome.LABEL, *COUSIN),
        ("insult", RuleCode.INSULT, Outcome.MASK, *INSULT),
        ("praise", RuleCode.NOT_REAL, Outcome.KEEP, *PRAISE),
        ("weather", RuleCode.OFF_TOPIC, Outcome.KEEP, *WEATHER),
    )
    return [
        Lesson(key, str(text), str(rule.label), right, str(why), invented=True) for key, rule, right, text, why in rows
    ]


HARSH = (
    gettext_lazy(
        "Three weeks late, a bathroom I had to clean myself, and not one call back. I would not let this firm hang a "
        "coat hook. Never again."
    ),
    gettext_lazy(
        "It stays. Hard words about work that was done are an experience; the rule is about attacks on people. That a "
        "firm is hurt by it is no reason."
    ),
)
NEIGHBOUR = (
    gettext_lazy(
        "The tiler is fine. What I cannot stand is his helper, who lives at number 14 above the bakery, second floor, "
        "and whose wife left him last spring."
    ),
    gettext_lazy(
        "Masked, and only that sentence: where somebody lives and what happened in their family is nobody’s business "
        "here. What is said about the tiler stays."
    ),
)
COUSIN = (
    gettext_lazy(
        "Best garage of the valley, quick and honest. I know what I am talking about, my cousin has run it for ten "
        "years."
    ),
    gettext_lazy(
        "It stays, with a note. The link is there for all to read, but it was not declared where links are declared. "
        "A note says it; masking would hide an opinion that breaks nothing else."
    ),
)
INSULT = (
    gettext_lazy(
        "People from over there cannot drive, everybody knows it, and this instructor is the living proof. They "
        "should not be let near a child."
    ),
    gettext_lazy(
        "Masked. It says nothing about a lesson; it is an attack on somebody for where they come from. Had there been "
        "an account of a lesson beside it, that part would stay."
    ),
)
PRAISE = (
    gettext_lazy("Lovely people, lovely place, lovely cakes. Five stars, and I would give six."),
    gettext_lazy(
        "It stays. That a text is short and warm proves nothing. Nobody showed that its author was never there, and a "
        "suspicion is not a reason."
    ),
)
WEATHER = (
    gettext_lazy(
        "It rained all week and the roof of the terrace leaked on our table. The staff moved us twice, the soup was "
        "good, the bill was not smaller."
    ),
    gettext_lazy(
        "It stays. The rain is part of what happened; the rest is about the place. A text may wander and still be "
        "about its subject."
    ),
)


def lessons_for(account: Account, *, now: datetime) -> list[Lesson]:
    """The five of this person: those they answered already, then settled ones, then invented ones."""
    done = list(Practice.objects.filter(account=account).order_by("pk").values_list("key", flat=True))
    settled = _settled(set(done), SETTLED, now)
    fresh = [*settled, *(lesson for lesson in _invented() if lesson.key not in done)]
    known = {lesson.key: lesson for lesson in [*_by_key(done), *_invented()]}
    before = [known[key] for key in done if key in known]
    return (before + fresh)[: max(TRAINING, len(before))]


def lesson_by_key(key: str) -> Lesson | None:
    """One of them, whoever asks."""
    found = {lesson.key: lesson for lesson in _invented()}.get(key)
    return found or next(iter(_by_key([key])), None)


def _settled(besides: set[str], most: int, now: datetime) -> list[Lesson]:
    """The latest closed cases of public spaces whose words were kept and still stand as they were judged."""
    latest = Decision.objects.published().filter(case=OuterRef("pk")).order_by("-published_at", "-pk")
    recent = Case.objects.filter(state=CaseState.CLOSED, closed_at__gt=now - RECENT, rule__isnull=False)
    kept = recent.annotate(last=Subquery(latest.values("outcome")[:1])).filter(last__in=SHOWN)
    public = kept.filter(space__visibility=Visibility.PUBLIC).exclude(item_kind=ItemKind.PROFILE)
    cases = public.exclude(reference__in=besides).order_by("-closed_at", "-pk")[: 3 * most]
    found: list[Lesson] = []
    for case in cases.select_related("space", "author"):
        lesson = _lesson(case) if len(found) < most else None
        if lesson is not None:
            found.append(lesson)
    return found


def _by_key(keys: list[str]) -> list[Lesson]:
    cases = Case.objects.filter(reference__in=keys, space__visibility=Visibility.PUBLIC)
    return [lesson for case in cases.select_related("space", "author") if (lesson := _lesson(case)) is not None]


def _lesson(case: Case) -> Lesson | None:
    last = case.decisions.published().select_related("statement").order_by("-published_at", "-pk").first()
    target = target_of_case(case)
    if last is None or target is None or not _shows(last, target):
        return None
    words = words_here(last)
    why = f"{words['finding']} {last.statement.own_words}".strip()
    rule = RuleCode(case.rule) if case.rule is not None else None
    return Lesson(
        key=case.reference,
        text=without_names(target.text)[:LONGEST],
        alleged=str(rule.label) if rule else "",
        right=Outcome(last.outcome),
        why=why,
        invented=False,
        source=f"/case/{case.reference}/",
    )


def _shows(last: Decision, target: Target) -> bool:
    whole = target.item is not None and target.item.state == ItemState.PUBLISHED
    return last.outcome in SHOWN and whole and target.version == last.item_version  # its digest went with the evidence


def without_names(text: str) -> str:
    """Addresses, numbers and what looks like a name of several words are left out."""
    return _NAMES.sub(_("[left out]"), text)
