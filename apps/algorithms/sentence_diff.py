"""What changed between two versions of a text, sentence by sentence.

What it is: both texts are cut into sentences, headings, list items and table rows (Markdown is understood: markers,
underlines and rules are not text). Sentences found once in both versions are anchors; between them the usual longest
common order is sought; what is left is paired when at least half the words agree, and shown word by word.

Why it matters: a rule of 300 kB changes in one sentence, and a difference by lines shows a wall of 458 words.

What it misses: a passage moved elsewhere is shown as removed there and added here; sentences cut in two are shown as
changed. Abbreviations it does not know may end a sentence too early, in both versions alike.

Sources: patience differences (Cohen); Python's difflib for words.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from apps.algorithms import words

NAME = "sentence_diff"
VERSION = "1.0"

PAIRED_FROM = 0.5  # share of words two sentences must share to be shown as one changed sentence
SMALL = 90_000  # pairs of sentences compared one with another
REACH = 25  # beyond that, how far ahead a changed sentence is looked for
LONGEST_BY_WORD = 600  # words of a sentence that are compared word by word

# Words whose full stop does not end a sentence.
ABBREVIATIONS = words.bag(
    "art arts al alin chap cf ch col coll dir ed éd env ex fig hab int jr m mm me mr mrs ms mme mlle mgr n no nos nº "
    "n° num p pp par pt r réf ref sec sect st ste suppl sr s.a ss tél tel vol v vs dr pr prof inc ltd llc corp co "
    "approx dept est e.g i.e c.-à-d c.à.d jan fév févr feb mar avr apr juil aug sept oct nov déc dec max min"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One unit of a text; `kind` is text, heading, item or row."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a changed sentence: same, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence of either version or of both: kept, removed, added or changed."""

    kind: str
    before: Sentence | None = None
    after: Sentence | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The sentence as it reads now, or as it last read."""
        return self.after or self.before or Sentence("")


# --- cutting a text into sentences ---

_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*")
_MARKS_ONLY = re.compile(r"[\s:|*_=-]+")
_ITEM = re.compile(r"\s*(?:[-*+•–·]|\(?\d{1,3}[.)]|[a-z]\.|\(?[a-zA-Z]\)|\(?[ivxIVX]{1,5}\))\s+(?=\S)")
_QUOTE = re.compile(r"\s*(?:>\s?)+")
_SPACES = re.compile(r"\s+")
_END = re.compile(r"(?<![.!?…])[.!?…]++(?:[»”’\"')\]*_]|\s[»”])*+\s+(?=[«“\"'‘(\[*_¿¡]*+\s?[^\W_a-zà-öø-ÿ])")
_LAST_WORD = re.compile(r"[^\s(\[«“\"'’]+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|\d+(?:\.\d+)*")
_WORD_AT_MOST = 40  # letters looked at before a full stop


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order, each on one line."""
    found: list[Sentence] = []
    for kind, paragraph in _blocks(text):
        found += [Sentence(part, kind) for part in _cut(_SPACES.sub(" ", paragraph).strip()) if part]
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs, headings, items and rows, one after the other."""
    kind, held = "text", list[str]()
    for line in text.splitlines():
        quote = _QUOTE.match(line)
        line = line[quote.end() :] if quote else line
        if held and kind == "text" and _UNDERLINE.fullmatch(line):
            kind, line = "heading", ""
        opened, rest = _opening(line)
        if opened != "more":
            if held:
                yield kind, " ".join(held)
            kind, held = opened, []
        if rest:
            held.append(rest)
        if opened in ("heading", "row"):
            yield kind, " ".join(held)
            kind, held = "text", []
    if held:
        yield kind, " ".join(held)


def _opening(line: str) -> tuple[str, str]:
    """What a line begins, and its text without marks; "more" goes on with what was begun."""
    text = line.strip()
    if not text or _is_rule(text):
        return "text", ""
    if _HEADING.match(line):
        return "heading", text.strip("#").strip()
    if text.startswith("|") and text.endswith("|"):
        return "row", text
    if item := _ITEM.match(line):
        return "item", line[item.end() :]
    return "more", line


def _is_rule(text: str) -> bool:
    """A line that only draws: ---, * * *, |---|:--|."""
    return bool(_MARKS_ONLY.fullmatch(text)) and len(text) > 1


def _cut(paragraph: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(paragraph):
        nearby = max(start, end.start() - _WORD_AT_MOST)
        if _ends_sentence(paragraph[nearby : end.start()], end[0], first=nearby == start):
            yield paragraph[start : end.end()].strip()
            start = end.end()
    yield paragraph[start:].strip()


def _ends_sentence(before: str, mark: str, first: bool) -> bool:
    """Whether a full stop ends the sentence; `first` when `before` is all there is of it."""
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last[0]
    if _DOTTED.fullmatch(word):
        return word[0].isdigit() and not (first and word == before.strip())
    return word.lower() not in ABBREVIATIONS


# --- comparing ---


def compare(before: str, after: str) -> tuple[Change, ...]:
    """Every sentence of both versions, in reading order."""
    return compare_sentences(sentences(before), sentences(after))


def compare_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[Change, ...]:
    """The same for texts already cut."""
    numbers: dict[str, int] = {}
    a, b = ([numbers.setdefault(sentence.text, len(numbers)) for sentence in side] for side in (old, new))
    changes: list[Change] = []
    at_old = at_new = 0
    for i, j in [*_matches(a, b), (len(a), len(b))]:
        changes += _gap(old[at_old:i], new[at_new:j])
        if i < len(a):
            changes.append(Change("kept", old[i], new[j]))
        at_old, at_new = i + 1, j + 1
    return tuple(changes)


def _matches(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of equal sentences, rising in both."""
    found: list[tuple[int, int]] = []
    left = [(0, len(a), 0, len(b))]
    while left:
        i, i_end, j, j_end = left.pop()
        while i < i_end and j < j_end and a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and a[i_end - 1] == b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            found.append((i_end, j_end))
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(a[i:i_end], b[j:j_end])
        if anchors:
            edges = [(-1, -1), *anchors, (i_end - i, j_end - j)]
            found += [(i + x, j + y) for x, y in anchors]
            left += [(i + x + 1, i + x2, j + y + 1, j + y2) for (x, y), (x2, y2) in pairwise(edges)]
        elif (i_end - i) * (j_end - j) <= SMALL:
            blocks = SequenceMatcher(None, a[i:i_end], b[j:j_end], autojunk=False).get_matching_blocks()
            found += [(i + block.a + k, j + block.b + k) for block in blocks for k in range(block.size)]
    return sorted(found)


def _anchors(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int]]:
    """Sentences found once in each, in the longest order common to both."""
    once_a, once_b = _once(a), _once(b)
    pairs = sorted((place, once_b[number]) for number, place in once_a.items() if number in once_b)
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        back.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = back[index]
    return chain[::-1]


def _once(numbers: Sequence[int]) -> dict[int, int]:
    counts = Counter(numbers)
    return {number: place for place, number in enumerate(numbers) if counts[number] == 1}


def _gap(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Change]:
    """What stands between two kept sentences: removed, changed and added, in reading order."""
    changes: list[Change] = []
    at_old = at_new = 0
    for i, j in [*_pairs(old, new), (len(old), len(new))]:
        changes += [Change("removed", before=sentence) for sentence in old[at_old:i]]
        changes += [Change("added", after=sentence) for sentence in new[at_new:j]]
        if i < len(old):
            changes.append(Change("changed", old[i], new[j], by_word(old[i].text, new[j].text)))
        at_old, at_new = i + 1, j + 1
    return changes


def _pairs(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Sentences that share half their words, rising in both."""
    bags_old, bags_new = _bags(old), _bags(new)
    found: list[tuple[int, int]] = []
    first = 0
    reach = len(new) if len(old) * len(new) <= SMALL // 9 else REACH
    for i, bag in enumerate(bags_old):
        near = [(_alike(bag, bags_new[j]), -j) for j in range(first, min(len(new), first + reach))]
        alike, place = max(near, default=(0.0, 0))
        if alike >= PAIRED_FROM and not _better_later(alike, i, -place, bags_old, bags_new, reach):
            found.append((i, -place))
            first = -place + 1
    return found


def _better_later(
    alike: float, i: int, j: int, old: Sequence[frozenset[str]], new: Sequence[frozenset[str]], reach: int
) -> bool:
    """Whether a later old sentence is closer to the same new one."""
    return any(_alike(bag, new[j]) > alike for bag in old[i + 1 : i + 1 + min(reach, REACH)])


def _bags(side: Sequence[Sentence]) -> list[frozenset[str]]:
    return [frozenset(re.findall(r"\w+", sentence.text.lower())) for sentence in side]


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|^\s+")


def by_word(before: str, after: str) -> tuple[Piece, ...]:
    """The words kept, removed and added; spaces do not count."""
    a, b = _WORD.findall(before), _WORD.findall(after)
    if max(len(a), len(b)) > LONGEST_BY_WORD:
        return (Piece("removed", before), Piece("added", after))
    matcher = SequenceMatcher(None, [word.strip() for word in a], [word.strip() for word in b], autojunk=False)
    pieces: list[Piece] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(b[j:j_end])))
            continue
        pieces += [Piece("removed", "".join(a[i:i_end]))] if i < i_end else []
        pieces += [Piece("added", "".join(b[j:j_end]))] if j < j_end else []
    return tuple(pieces)


# --- what a page shows ---


def tally(changes: Sequence[Change]) -> dict[str, int]:
    """How many sentences were kept, removed, added and changed."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in ("kept", "removed", "added", "changed")}


def passages(changes: Sequence[Change], around: int = 1) -> tuple[tuple[Change, ...], ...]:
    """Only what changed, with a sentence around it; neighbours are joined."""
    marks = [index for index, change in enumerate(changes) if change.kind != "kept"]
    shown = sorted({near for mark in marks for near in range(mark - around, mark + around + 1)})
    runs: list[list[Change]] = []
    for place, index in enumerate(shown):
        if not 0 <= index < len(changes):
            continue
        if not runs or shown[place - 1] != index - 1:
            runs.append([])
        runs[-1].append(changes[index])
    return tuple(tuple(run) for run in runs)


SENTENCES: words.Templates = {
    "fr": {
        "same": "Aucune phrase n’a changé.",
        "changed": "{changed:|phrase modifiée|phrases modifiées}",
        "added": "{added:|phrase ajoutée|phrases ajoutées}",
        "removed": "{removed:|phrase supprimée|phrases supprimées}",
        "kept": " ; {kept:|inchangée|inchangées}.",
    },
    "en": {
        "same": "No sentence has changed.",
        "changed": "{changed:|sentence changed|sentences changed}",
        "added": "{added:|sentence added|sentences added}",
        "removed": "{removed:|sentence removed|sentences removed}",
        "kept": "; {kept:|unchanged|unchanged}.",
    },
}


def sentence(changes: Sequence[Change], language: str) -> str:
    """How much changed, in one sentence; what did not happen is not counted."""
    counts = tally(changes)
    happened = [key for key in ("changed", "added", "removed") if counts[key]]
    if not happened:
        return words.say(SENTENCES, "same", counts, language)
    parts = ", ".join(words.say(SENTENCES, key, counts, language) for key in happened)
    return parts + words.say(SENTENCES, "kept", counts, language)
