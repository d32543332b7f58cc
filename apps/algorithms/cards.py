"""The card of each published algorithm, made from the module that really runs.

The page is the module's docstring, the parameters are its constants with the comment beside them, the digest is that of
its source file: what an outsider downloads and what scores a review are the same bytes, or the card shows it. The
French page and the French meanings stand in `cards_french`, with the digest of the English text they translate.
"""

import ast
import hashlib
import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from types import ModuleType
from typing import Any

from apps.algorithms import cards_french, words

PUBLISHED = (
    "review_suspicion",
    "review_facts",
    "review_history",
    "bargain_words",
    "review_company",
    "learned_suspicion",
    "suspicion_chance",
    "conformal",
    "canary",
    "review_graph",
    "near_duplicates",
    "deceptive_wording",
    "site_wording",
    "rating_network",
    "apomediary",
    "earned_status",
    "referral",
    "conversion",
    "gateway_outcome",
    "review_order",
    "surge",
    "clusters",
    "public_counts",
    "sentence_diff",
    "change_class",
    "clause_anchors",
    "priority",
    "denunciation",
    "like_cases",
    "report_weight",
    "error_rates",
    "decision_figures",
    "double_reading",
    "audit_sample",
    "jury",
    "open_vote",
)
# Words, names of outcomes and units: said elsewhere on the card or not a choice.
NOT_PARAMETERS = words.bag(
    "NAME VERSION SENTENCES WORDS LABELS LEVEL_NAMES REASON_NAMES CODES OUTCOMES STATES CLASSES SIDES LINKS DAY HOUR "
    "GROUPS REASONS ALL FIGURES LANGUAGES"
)
_SECTION = re.compile(r"^([^\W\d_][^:.\n]{2,28}?)\s?: (?=\S)")


@dataclass(frozen=True, slots=True)
class Section:
    """A paragraph of the page and its heading; the first has none."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constant of the module, as written, and what it means."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Card:
    """What we publish about one algorithm."""

    name: str
    version: str
    module: str
    title: str
    sections: tuple[Section, ...]
    parameters: tuple[Parameter, ...]
    source_sha256: str
    source: str

    def as_json(self) -> dict[str, Any]:
        """The card without the source, which has its own address."""
        fields = asdict(self)
        del fields["source"]
        return fields


def published(language: str = "en") -> tuple[Card, ...]:
    """Every card, in reading order."""
    return tuple(card(name, language) for name in PUBLISHED)


@cache
def card(name: str, language: str = "en") -> Card:
    """The card of one module; KeyError when nothing of that name is published."""
    if name not in PUBLISHED:
        raise KeyError(name)
    module = importlib.import_module(f"apps.algorithms.{name}")
    source = inspect.getsource(module)
    title, sections = read_page(_page(module, language))
    return Card(
        name=module.NAME,
        version=module.VERSION,
        module=module.__name__,
        title=words.typeset(title, language),
        sections=tuple(_typeset(section, language) for section in sections),
        parameters=tuple(_said(found, name, language) for found in parameters(source)),
        source_sha256=hashlib.sha256(source.encode()).hexdigest(),
        source=source,
    )


def read_page(text: str) -> tuple[str, tuple[Section, ...]]:
    """A docstring as a title and its sections."""
    first, *rest = [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]
    return first, tuple(_section(paragraph) for paragraph in rest)


def parameters(source: str) -> Iterator[Parameter]:
    """The constants of a module, with the comment on their line or just above."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        name = ast.unparse(targets[0]).strip("()")
        if name.replace("_", "").replace(", ", "").isupper() and name[0] != "_" and name not in NOT_PARAMETERS:
            yield Parameter(name, _written(node.value), _comment(lines, node.lineno - 1))


def _written(value: ast.expr) -> str:
    text = ast.unparse(value)
    return text.removeprefix("(").removesuffix(")") if isinstance(value, ast.Tuple) else text


def english_digest(name: str) -> str:
    """What the French of a card was translated from: changes with the page or the meaning of a parameter."""
    module = importlib.import_module(f"apps.algorithms.{name}")
    told = [(found.name, found.meaning) for found in parameters(inspect.getsource(module))]
    return hashlib.sha256(repr((inspect.getdoc(module), told)).encode()).hexdigest()[:16]


def _page(module: ModuleType, language: str) -> str:
    if language == "fr":
        return cards_french.PAGES[module.NAME]
    return inspect.getdoc(module) or ""


def _typeset(section: Section, language: str) -> Section:
    return Section(words.typeset(section.heading, language), words.typeset(section.text, language))


def _said(parameter: Parameter, name: str, language: str) -> Parameter:
    if language != "fr":
        return parameter
    return replace(parameter, meaning=words.typeset(cards_french.MEANINGS[name][parameter.name], "fr"))


def _section(paragraph: str) -> Section:
    heading = _SECTION.match(paragraph)
    if heading is None:
        return Section("", paragraph)
    text = paragraph[heading.end() :]
    return Section(heading[1].strip(), text[:1].upper() + text[1:])


def _comment(lines: list[str], number: int) -> str:
    _, mark, beside = lines[number].partition("  # ")
    if mark:
        return beside.strip()
    above: list[str] = []
    while number > 0 and lines[number - 1].startswith("# ") and not lines[number - 1].startswith("# ---"):
        number -= 1
        above.insert(0, lines[number].removeprefix("# ").strip())
    return " ".join(above)
