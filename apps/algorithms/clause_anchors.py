"""Where a clause stands in the next version of a text, or that it stands there no more.

What it is: a clause is remembered by its words, the sentences before and after it, its heading and how far down it
stands. In another version the same words are looked for first; where they stand several times, the neighbours, the
heading and the distance decide. Else the sentence most like it is taken, when six words in ten agree, or fewer with
both neighbours unchanged, more when its neighbours now follow one another, or when nearly all of the shorter of the two
stands in the longer; words found all over the text count for a third. Otherwise the clause is called lost: it goes
before a person, and what was said about it stays with the words it was said about.

Why it matters: people discuss a sentence. When the text changes, their discussion must not move to another sentence,
nor vanish, nor make whoever publishes hesitate to correct a comma.

What it misses: a clause said again in wholly other words is called lost; one cut into two sentences is found in the
longer half; a text replaced by its translation loses every clause.

Sources: Robust Anchoring (W3C Web Annotation: text quote and position selectors); Dice, 1945.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.algorithms import words
from apps.algorithms.sentence_diff import Sentence, sentences

NAME = "clause_anchors"
VERSION = "1.0"

LIKE_FROM = 0.6  # share of words that two sentences have in common to be the same clause, reworded
LIKE_BETWEEN_FROM = 0.3  # the same, where both neighbours are unchanged
GONE_FROM = 0.8  # the same, where its neighbours now follow one another: it was probably taken out
COMMON_FROM = 0.05  # share of the text's sentences a word stands in to be common
COMMON_COUNTS = 0.33  # what a common word counts for, beside 1
HELD_FROM = 0.85  # share of the shorter sentence that stands in the longer one: joined or cut
HELD_WORDS = 6  # words of the shorter sentence, for that
WORDS_FROM = 4  # words of a sentence that can be anchored: fewer say too little to be found again
NEIGHBOUR = 0.12  # what an unchanged neighbour adds when two sentences are equally like it
HEADING = 0.06  # what the same heading adds
DISTANCE = 0.04  # what standing as far down adds, at most
CLEAR_BY = 0.02  # by how much the best must lead, else a person looks
CANDIDATES = 60  # sentences compared word by word

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W_]+(?:[.,:][0-9]+)*")

STATES = ("same", "reworded", "lost")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A clause as it is remembered: its words and what surrounds it."""

    quote: str
    before: str = ""
    after: str = ""
    heading: str = ""
    share: float = 0.0  # how far down, from 0 to 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands now: the number of the sentence, None when lost."""

    state: str  # one of STATES
    at: int | None = None
    likeness: float = 0.0
    version: str = VERSION


@dataclass(slots=True)
class Text:
    """A version ready to be searched: cut into sentences, their words counted once."""

    sentences: Sequence[Sentence]
    bags: list[Counter[str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    common: frozenset[str] = frozenset()
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    holding: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        heading = ""
        for number, sentence in enumerate(self.sentences):
            read = plain(sentence.text)
            heading = " ".join(read) if sentence.kind == "heading" else heading
            self.keys.append(" ".join(read))
            self.bags.append(Counter(read))
            self.headings.append(heading)
            self.places[self.keys[-1]].append(number)
            for word in set(read):
                self.holding[word].append(number)
        many = COMMON_FROM * len(self.bags)
        self.common = frozenset(word for word, holding in self.holding.items() if len(holding) > max(many, 2))

    def weight(self, bag: Counter[str]) -> float:
        """How much these words say: those that stand everywhere say less."""
        return sum(times * (COMMON_COUNTS if word in self.common else 1.0) for word, times in bag.items())

    def key(self, number: int) -> str:
        """The words of a sentence; nothing before the first and after the last."""
        return self.keys[number] if 0 <= number < len(self.keys) else ""

    def anchorable(self) -> list[int]:
        """The sentences that say enough to be found again."""
        return [number for number, bag in enumerate(self.bags) if bag.total() >= WORDS_FROM]


def text(body: str) -> Text:
    """Cut a version once, for all its clauses."""
    return Text(sentences(body))


def plain(sentence: str) -> list[str]:
    """The words, without marks, addresses, capitals and punctuation."""
    shown = _ADDRESS.sub(" ", _LINK.sub(r"\1", sentence))
    return _WORD.findall(unicodedata.normalize("NFKC", shown).casefold())


def anchor(where: Text, number: int) -> Anchor:
    """Remember the sentence of this number."""
    return Anchor(
        quote=where.sentences[number].text,
        before=where.key(number - 1),
        after=where.key(number + 1),
        heading=where.headings[number],
        share=number / max(len(where.sentences), 1),
    )


def place(clause: Anchor, where: Text) -> Place:
    """Where this clause stands in that text."""
    read = plain(clause.quote)
    if same := where.places.get(" ".join(read)):
        best = max(same, key=lambda number: (_around(clause, where, number), -number))
        return Place("same", best, 1.0)
    return _reworded(clause, Counter(read), where)


def _reworded(clause: Anchor, bag: Counter[str], where: Text) -> Place:
    ranked = sorted(
        ((_likeness(clause, bag, where, number), number) for number in _candidates(bag, where)),
        key=lambda found: (-found[0][1], found[1]),
    )
    fitting = [(likeness, total, number) for (likeness, total), number in ranked if likeness]
    if not fitting:
        return Place("lost")
    likeness, total, number = fitting[0]
    if len(fitting) > 1 and total - fitting[1][1] < CLEAR_BY:
        return Place("lost")
    return Place("reworded", number, round(likeness, 3))


def _candidates(bag: Counter[str], where: Text) -> list[int]:
    """The sentences that share most of its words."""
    shared = Counter(number for word in bag for number in where.holding.get(word, ()))
    return [number for number, _count in shared.most_common(CANDIDATES)]


def _likeness(clause: Anchor, bag: Counter[str], where: Text, number: int) -> tuple[float, float]:
    """How like the clause this sentence is, 0 when not enough; and the same with what surrounds it."""
    other = where.bags[number]
    one, two, common = (where.weight(words) for words in (bag, other, bag & other))
    like = 2 * common / (one + two) if one + two else 0.0
    enough = like >= _needed(clause, where, number) or _is_held(bag, other, common / max(min(one, two), 1.0))
    return (like if enough else 0.0), like + _around(clause, where, number)


def _needed(clause: Anchor, where: Text, number: int) -> float:
    if clause.before == where.key(number - 1) and clause.after == where.key(number + 1):
        return LIKE_BETWEEN_FROM
    closed = bool(clause.before and clause.after) and any(
        where.key(place + 1) == clause.after for place in where.places.get(clause.before, ())
    )
    return GONE_FROM if closed else LIKE_FROM


def _is_held(one: Counter[str], two: Counter[str], share: float) -> bool:
    """Whether the shorter stands in the longer: joined with another sentence, or cut in two."""
    return min(one.total(), two.total()) >= HELD_WORDS and share >= HELD_FROM


def _around(clause: Anchor, where: Text, number: int) -> float:
    """What the neighbours, the heading and the distance say for this place."""
    neighbours = (clause.before == where.key(number - 1)) + (clause.after == where.key(number + 1))
    heading = clause.heading == where.headings[number]
    near = 1 - abs(clause.share - number / max(len(where.sentences), 1))
    return NEIGHBOUR * neighbours + HEADING * heading + DISTANCE * near


SENTENCES: words.Templates = {
    "fr": {
        "same": "La clause est là, avec les mêmes mots.",
        "reworded": "La clause est reformulée : {likeness:%} de ses mots sont restés.",
        "lost": "La clause n’a pas été retrouvée dans cette version : une personne doit regarder.",
    },
    "en": {
        "same": "The clause is there, with the same words.",
        "reworded": "The clause is reworded: {likeness:%} of its words have stayed.",
        "lost": "The clause was not found in this version: a person has to look.",
    },
}


def sentence(found: Place, language: str) -> str:
    """Where it stands, in one sentence."""
    return words.say(SENTENCES, found.state, {"likeness": found.likeness}, language)
