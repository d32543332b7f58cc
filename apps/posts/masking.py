"""Masked passages: cut out before anything is rendered, so that nothing of them can leak.

A mask is a list of spans `[[start, end], …]` in one version of a text. When the author rewords the text, or an
older version is shown, the same passages stay masked: exact ones, and sentences too like them.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

Spans = list[tuple[int, int]]
STUB = "\ue000"  # stands where a passage was; private use, never left in a text that people typed
TOO_LIKE = 0.8  # share of characters in common above which a sentence is the masked one in other clothes
WORTH_COMPARING = 12  # shorter sentences are alike by chance
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…»”\")]*|\n+")


def tidy(spans: Iterable[Sequence[int]], length: int) -> Spans:
    """In order, within the text, overlaps joined."""
    joined: Spans = []
    for start, end in sorted((max(0, int(a)), min(length, int(b))) for a, b in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def passages(text: str, spans: Iterable[Sequence[int]]) -> list[str]:
    """What the spans cover."""
    return [text[start:end].strip() for start, end in tidy(spans, len(text))]


def cut(text: str, spans: Iterable[Sequence[int]], stub: str = STUB) -> str:
    """The text with one stub in the place of each passage."""
    pieces, at = [], 0
    safe = text.replace(STUB, "\ufffd")
    for start, end in tidy(spans, len(text)):
        pieces += [safe[at:start], stub]
        at = end
    return "".join([*pieces, safe[at:]])


def carry(masked: Iterable[str], text: str) -> Spans:
    """Where these passages, or sentences too like theirs, stand in another text."""
    wanted = [passage.strip() for passage in masked if passage.strip()]
    known = [sentence for passage in wanted for sentence in _sentences(passage)]
    exact = [m.span() for passage in wanted for m in re.finditer(re.escape(passage), text)]
    alike = [m.span() for m in _SENTENCE.finditer(text) if any(_too_like(m.group().strip(), one) for one in known)]
    return tidy([*exact, *alike], len(text))


def _sentences(text: str) -> list[str]:
    return [found for m in _SENTENCE.finditer(text) if len(found := m.group().strip()) >= WORTH_COMPARING]


def _too_like(sentence: str, known: str) -> bool:
    if len(sentence) < WORTH_COMPARING:
        return False
    matcher = SequenceMatcher(None, sentence.casefold(), known.casefold(), autojunk=False)
    return matcher.real_quick_ratio() > TOO_LIKE and matcher.quick_ratio() > TOO_LIKE and matcher.ratio() > TOO_LIKE
