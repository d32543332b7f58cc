"""What a representative types, chooses and brings for a transparency report."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accountability.forms import Answerable, Text
from apps.accountability.reports import annex
from apps.accountability.reports.models import Fate
from apps.accountability.reports.services import MAX_WHY, DisputeDraft, OrderDraft
from apps.accountability.reports.written import Words

MOST_BYTES = 12_000_000  # of all files together


class Day(forms.DateInput):
    """The browser's own calendar; it reads one way of writing days, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """The browser's own calendar, with the hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PeriodForm(Answerable):
    """Which days."""

    begins = forms.DateField(label=_("From"), widget=Day)
    ends = forms.DateField(label=_("To, this day included"), widget=Day)


class ReportForm(PeriodForm):
    """Which days, and part 11 in words: six questions in both languages."""

    def __init__(self, data: Any, *, initial: dict[str, Any], replaces: bool) -> None:
        super().__init__(data, initial=initial)
        for n in range(1, len(annex.PROSE) + 1):
            for code, label in (("fr", _("In French")), ("en", _("In English"))):
                self.fields[f"prose_{n}_{code}"] = Text(
                    label=label, required=False, max_length=annex.LONGEST_PROSE, rows=5
                )
        self.replaces = replaces
        for code, label in (("fr", _("Why this version, in French")), ("en", _("Why this version, in English"))):
            self.fields[f"why_{code}"] = Text(label=label, required=False, max_length=MAX_WHY, rows=2)

    def questions(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """For the template."""
        for n, question in enumerate(annex.PROSE, start=1):
            yield annex.words(question), self[f"prose_{n}_fr"], self[f"prose_{n}_en"]

    def said(self) -> Words:
        """What the service takes."""
        data = self.cleaned_data
        texts = {code: [data[f"prose_{n}_{code}"] for n in range(1, len(annex.PROSE) + 1)] for code in ("fr", "en")}
        return Words(texts["fr"], texts["en"], data["why_fr"], data["why_en"])


class Several(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Each of several files; an empty one is a finding, not an error that loses the others."""

    widget = Several(attrs={"multiple": True, "accept": ".csv,.zip,text/csv,application/zip"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All of them, or the sentence that asks for one."""
        given = data if isinstance(data, list | tuple) else [data]
        one = super().clean
        return [one(file, initial) for file in (given or [None])]


class BringForm(Answerable):
    """The eleven CSV files, or one zip."""

    parts = Files(
        label=_("The eleven CSV files, or one zip of them"),
        allow_empty_file=True,
        help_text=_("In the template of the act. You may bring some now and the others later."),
        error_messages={
            "required": _("Choose one file at least. Nothing was sent yet."),
            "missing": _("Choose one file at least. Nothing was sent yet."),
        },
    )

    def brought(self, files: Iterable[Any]) -> list[tuple[str, bytes]] | None:
        """Name and content of each; None, with a sentence, when all together are too much."""
        given = list(files)
        if sum(file.size for file in given) > MOST_BYTES:
            words = gettext("Together at most %(max)s MB. Bring the CSV files only.") % {"max": MOST_BYTES // 1_000_000}
            self.add_error("parts", words)
            return None
        return [(str(file.name)[:120], file.read()) for file in given]


class WhyForm(Answerable):
    """Publish what was brought; a second report of the same days says why."""

    why = Text(label=_("Why this report replaces the one that stands"), required=False, max_length=MAX_WHY, rows=2)


def _category_choices() -> list[tuple[str, Any]]:
    """Every category with its sub-categories, by their codes."""
    groups: list[tuple[str, Any]] = []
    for category in annex.categories_of(3):
        if category.code == annex.TOTAL:
            continue
        if not category.parent:
            groups.append((annex.words(category.name), []))
        choice = (
            f"{category.parent}|{category.code}" if category.parent else f"{category.code}|",
            annex.words(category.name),
        )
        if category.parent or category.code == annex.NOT_ORDER:
            groups[-1][1].append(choice)
    return groups


class OrderForm(Answerable):
    """An order of an authority."""

    inform = forms.ChoiceField(
        label=_("What it asks"),
        choices=[("", _("to act against something")), ("1", _("to give information"))],
        required=False,
    )
    state = forms.ChoiceField(label=_("Member State"), choices=[(state, state) for state in annex.STATES])
    category = forms.ChoiceField(label=_("What it is about"), choices=_category_choices)
    other = Text(label=_("If “other”: what"), required=False, max_length=160, help_text=_("Published: name nobody."))
    items = forms.IntegerField(label=_("How many things it names"), min_value=1, max_value=1_000_000, initial=1)
    received_at = forms.DateTimeField(label=_("It came (universal time)"), widget=Moment)
    told_at = forms.DateTimeField(label=_("We confirmed that it came"), widget=Moment, required=False)
    done_at = forms.DateTimeField(label=_("It was carried out"), widget=Moment, required=False)

    def draft(self) -> OrderDraft:
        """What the service takes."""
        data = self.cleaned_data
        code, _bar, keyword = data["category"].partition("|")
        return OrderDraft(
            bool(data["inform"]), data["state"], code, keyword, data["other"] if keyword == annex.OTHER else "",
            data["items"], _utc(data["received_at"]), _utc_or_none(data["told_at"]), _utc_or_none(data["done_at"]),
        )  # fmt: skip


class DisputeForm(Answerable):
    """A dispute before a certified body."""

    body = Text(label=_("Which body"), max_length=160)
    submitted_at = forms.DateTimeField(label=_("It was submitted (universal time)"), widget=Moment)
    fate = forms.ChoiceField(
        label=_("What became of it"), choices=[("", _("not decided yet")), *Fate.choices], required=False
    )
    decided_at = forms.DateTimeField(label=_("When"), widget=Moment, required=False)
    implemented = forms.BooleanField(label=_("We did what it says"), required=False)

    def draft(self) -> DisputeDraft:
        """What the service takes."""
        data = self.cleaned_data
        return DisputeDraft(
            data["body"],
            _utc(data["submitted_at"]),
            data["fate"],
            _utc_or_none(data["decided_at"]),
            data["implemented"],
        )


def _utc(moment: datetime) -> datetime:
    """What was typed is universal time, whatever zone the site shows."""
    return moment.replace(tzinfo=UTC)


def _utc_or_none(moment: datetime | None) -> datetime | None:
    return _utc(moment) if moment else None
