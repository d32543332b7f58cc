"""The signed text of a report: which days, which files by their digests, what is said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accountability.reports.annex import PROSE, normal, words
from apps.accountability.reports.editions import named, service_of, sha256_of
from apps.accountability.reports.files import Sheet
from apps.accountability.reports.models import (
    Source,
    TransparencyReport,
)
from apps.spaces.models import Operator

Prose = Sequence[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What a representative writes: part 11 in both languages, and why an edition replaces the one before."""

    fr: Prose
    en: Prose
    why_fr: str = ""
    why_en: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A report about to be published: whose, of which days, counted or brought, its parts, its files, its words."""

    operator: Operator
    dates: tuple[date, date]
    source: Source
    sheets: dict[int, Sheet]
    files: dict[str, str]
    said: Words


def written(report: TransparencyReport, ready: Ready, changes: list[list[str]], language: str) -> str:
    """Which days, which files, what is said in words: enough to check every file by its digest."""
    with override(language):
        parts = [
            _("Days: %(begins)s to %(ends)s. Service: %(service)s. Figures: %(source)s.")
            % {
                "begins": report.begins.isoformat(),
                "ends": report.ends.isoformat(),
                "service": service_of(ready.sheets),
                "source": Source(ready.source).label,
            },
            *_why(ready.said, changes, language),
            f"## {_('The files')}",
            _table(ready.files),
            f"## {_('In words')}",
            *_prose(ready.sheets, ready.said, language),
        ]
        return "\n\n".join(parts)


def _why(said: Words, changes: list[list[str]], language: str) -> list[str]:
    why = said.why_fr if language == "fr" else said.why_en
    if not why:
        return []
    changed = _("Figures that changed: %(n)d.") % {"n": len(changes)}
    return [f"## {_('Why this version replaces the one before')}", why, changed]


def _table(files: dict[str, str]) -> str:
    rows = [f"| {name} | {sha256_of(text)} |" for name, text in named(files).items()]
    return "\n".join([f"| {_('File')} | SHA-256 |", "|---|---|", *rows])


def _prose(sheets: dict[int, Sheet], said: Words, language: str) -> list[str]:
    brought = {normal(cells[3]): cells[4].strip() for cells in sheets[11].rows} if 11 in sheets else {}
    texts = said.fr if language == "fr" else said.en
    answers = dict(zip(PROSE, texts, strict=True)) if texts else {n: brought.get(normal(n), "") for n in PROSE}
    return [line for name, text in answers.items() if text for line in (f"### {words(name)}", text)]
