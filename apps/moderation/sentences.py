"""Where the sentences of a text begin and end: what a reporter points at and what a mask may cover."""

import re

Span = tuple[int, int]
_END = re.compile(r"[.!?…]+(?:[”\"')\]]|[ \u00a0\u202f]?»)*(?=\s)|\n+")
_SHORT = re.compile(r"(?:\b(?:M|Mr|Mrs|Ms|Mme|Mlle|Dr|Pr|St|No|n°|etc|e\.g|i\.e|p|vs|cf|env)|\b[A-Z])\.$")


def split(text: str) -> list[Span]:
    """Spans of the sentences, without the white space around them. A title or an initial does not end one."""
    spans: list[Span] = []
    start = 0
    for end in _END.finditer(text):
        if end.group().startswith("\n") or not _SHORT.search(text[start : end.end()]):
            spans.append((start, end.end()))
            start = end.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, span)) is not None]


def _trim(text: str, span: Span) -> Span | None:
    raw = text[span[0] : span[1]]
    start = span[0] + len(raw) - len(raw.lstrip())
    end = span[1] - (len(raw) - len(raw.rstrip()))
    return (start, end) if start < end else None


def passages(text: str, numbers: list[int]) -> list[str]:
    """The sentences with these numbers, those that exist."""
    spans = split(text)
    return [text[slice(*spans[n])] for n in sorted(set(numbers)) if 0 <= n < len(spans)]


def find_all(text: str, quotes: list[str]) -> list[Span]:
    """Every place where one of these passages stands, in order."""
    found = {m.span() for quote in quotes if quote for m in re.finditer(re.escape(quote), text)}
    return sorted(found)
