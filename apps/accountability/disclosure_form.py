"""The form by which an operator says what it lives on."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accountability.forms import Answerable, Text
from apps.accountability.services.disclosures import (
    MAX_NAME,
    MAX_STATEMENT,
    STATEMENTS,
    DisclosureDraft,
    SourceDraft,
    StatementDraft,
)

SOURCES = 6
ASKED = {
    "payers": (
        _("Who pays the most, in French"),
        _("Who pays the most, in English"),
        _("Names above a tenth of the revenue."),
    ),
    "agreements": (
        _("Agreements with those who are rated, in French"),
        _("Agreements with those who are rated, in English"),
        _("Also what they may get for it: a place in a list, an advertisement, a service."),
    ),
    "label": (_("Who pays for the label, in French"), _("Who pays for the label, in English"), _("Or “no label”.")),
}


class DisclosureForm(Answerable):
    """Revenue by source adding up to a hundred, then three questions, each answered or withheld with the reason."""

    year = forms.IntegerField(label=_("For the year"), min_value=1990, max_value=2200)

    def __init__(self, data: Any, *, facts: dict[str, Any] | None, year: int) -> None:
        super().__init__(data, initial=_initial(facts, year))
        for n in range(1, SOURCES + 1):
            numbered = {"n": n}
            self.fields[f"source_{n}_fr"] = Text(
                label=_("Source %(n)d, in French") % numbered, required=False, max_length=MAX_NAME
            )
            self.fields[f"source_{n}_en"] = Text(
                label=_("Source %(n)d, in English") % numbered, required=False, max_length=MAX_NAME
            )
            self.fields[f"source_{n}_percent"] = forms.DecimalField(
                label=_("Share, in %"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
            )
        for name, (fr, en, about) in ASKED.items():
            self.fields[f"{name}_fr"] = Text(
                label=fr, required=False, max_length=MAX_STATEMENT, rows=3, help_text=about
            )
            self.fields[f"{name}_en"] = Text(label=en, required=False, max_length=MAX_STATEMENT, rows=3)
            self.fields[f"{name}_withheld"] = forms.BooleanField(
                label=_("I withhold this: what I wrote is the reason"), required=False
            )

    def sources(self) -> list[list[forms.BoundField]]:
        """The rows of sources, for the template."""
        return [[self[f"source_{n}_{part}"] for part in ("fr", "en", "percent")] for n in range(1, SOURCES + 1)]

    def statements(self) -> list[list[forms.BoundField]]:
        """The questions, for the template."""
        return [[self[f"{name}_{part}"] for part in ("fr", "en", "withheld")] for name in STATEMENTS]

    def draft(self) -> DisclosureDraft:
        """What the service takes; empty rows are no source."""
        data = self.cleaned_data
        rows = [[data[f"source_{n}_{part}"] for part in ("fr", "en", "percent")] for n in range(1, SOURCES + 1)]
        sources = [SourceDraft(fr, en, percent or Decimal(0)) for fr, en, percent in rows if fr or en or percent]
        said = {n: StatementDraft(data[f"{n}_fr"], data[f"{n}_en"], data[f"{n}_withheld"]) for n in STATEMENTS}
        return DisclosureDraft(data["year"], sources, **said)


def _initial(facts: dict[str, Any] | None, year: int) -> dict[str, Any]:
    if facts is None:
        return {"year": year}
    initial: dict[str, Any] = {"year": facts["year"]}
    for n, source in enumerate(facts["sources"][:SOURCES], start=1):
        initial |= {f"source_{n}_{part}": source[part] for part in ("fr", "en", "percent")}
    for name in STATEMENTS:
        initial |= {f"{name}_{part}": facts[name][part] for part in ("fr", "en", "withheld")}
    return initial
