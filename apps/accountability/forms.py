"""What people and representatives type. A refusal of the service comes back into the form it came from."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accountability.models import Answering, Tile
from apps.accountability.services import AnswerDraft, CommitmentDraft, IssueDraft, ProofDraft
from apps.accountability.services.answers import MAX_ANSWER, MAX_PROMISE
from apps.accountability.services.checks import VERDICTS
from apps.accountability.services.clauses import INTRODUCED
from apps.accountability.services.contests import MAX_WORDS as MAX_CONTEST
from apps.accountability.services.issues import MAX_TITLE, MAX_WHY
from apps.accountability.services.proofs import MAX_WORDS as MAX_PROOF
from apps.accountability.services.proofs import proof_checked
from apps.accountability.services.voices import MAX_WORDS
from apps.base.errors import BadInput
from apps.documents.kinds import choices
from apps.documents.markdown import MAX_BODY
from apps.documents.models import ChangeClass
from apps.documents.services import MAX_SUMMARY, VersionDraft
from apps.look.paragraphs import Paragraphs
from apps.posts.markdown import MAX_TEXT

TILE_ICONS = {
    Tile.REMOVED.value: "i-removed",
    Tile.PRESSURE.value: "i-threat",
    Tile.FAKE.value: "i-fake",
    Tile.DATA.value: "i-eye",
    Tile.LEAVING.value: "i-exit",
    Tile.OTHER.value: "i-other",
}
PROMISES = 3


class Text(Paragraphs):
    """Of one line, or of so many rows."""

    def __init__(self, *, rows: int = 0, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Nothing is written here yet.")})
        super().__init__(rows=rows, **options)


class Answerable(forms.Form):
    """A form that takes back what a service refuses, each sentence at its field."""

    def take_back(self, refusal: BadInput) -> None:
        """Put the service's sentences where they belong."""
        for name, sentence in refusal.errors.items():
            self.add_error(name if name in self.fields else None, str(sentence))


class ProofForm(Answerable):
    """What one shows: words or an address, a file, both."""

    proof = Text(
        label=_("What was written to you, or an address"),
        required=False,
        max_length=MAX_PROOF,
        rows=3,
        help_text=_("Copy it here. Only people with a mandate and without a link to the operator can open it."),
    )
    proof_file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,application/pdf,text/plain"}),
        help_text=_(
            "An image (PNG, JPEG), a PDF or a plain text, 5 MB at most. A photo may tell where and with what it was "
            "taken: a screenshot does not."
        ),
    )

    def proof_draft(self) -> ProofDraft:
        """What the service takes."""
        sent = self.cleaned_data.get("proof_file")
        words = self.cleaned_data.get("proof", "")
        if sent is None:
            return ProofDraft(words)
        sent.seek(0)
        return ProofDraft(words, sent.read(), sent.name or "", sent.size or 0)

    def shows_proof(self) -> bool:
        """Whether the part of the form about proofs has something to say."""
        return bool(self["proof"].value() or self["proof"].errors or self["proof_file"].errors)


class RedForm(ProofForm):
    """What happened: one of six tiles, and a few words and a proof if one wants."""

    field_order = ["tile", "words", "proof", "proof_file"]

    tile = forms.ChoiceField(
        label=_("Choose what is nearest"),
        choices=Tile.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the tile nearest to what happened. Nothing was sent yet.")},
    )
    words = Text(
        label=_("A few words"),
        required=False,
        max_length=MAX_WORDS,
        rows=2,
        help_text=_(
            "Name nobody. Your words are not published and not shown to the operator; outside auditors may read them."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """What is wrong with a proof is said at once with all else; a file that is right must be chosen again."""
        data = super().clean() or {}
        try:
            proof_checked(self.proof_draft())
        except BadInput as refusal:
            self.take_back(refusal)
        if self.errors and data.get("proof_file") is not None and "proof_file" not in self.errors:
            self.add_error("proof_file", _("Choose the file again: a browser does not keep it."))
        return data


class ClauseForm(Answerable):
    """What one says of a clause, and in which of the spaces one stands in."""

    space = forms.ChoiceField(label=_("In which space"), help_text=_("It is a talk of that space, under its rules."))
    text = Text(label=_("What you say about it"), max_length=MAX_TEXT - INTRODUCED, rows=5)

    def __init__(self, *args: Any, spaces: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["space"]
        choice.choices = list(spaces)


class ContestForm(Answerable):
    """Why a voice stands on its own; or why it does, or does not, says whoever decides."""

    words = Text(label=_("Why it stands on its own"), max_length=MAX_CONTEST, rows=3)


class DecideForm(Answerable):
    """A decision on what was contested."""

    upheld = forms.ChoiceField(
        label=_("Does this voice stand on its own?"),
        choices=[("yes", _("Yes: it counts alone from now on")), ("no", _("No: it counts with the others"))],
        widget=forms.RadioSelect,
    )
    words = Text(label=_("Why"), max_length=MAX_CONTEST, rows=3)


class VerdictForm(Answerable):
    """Whether a promise was kept, as one sees it."""

    verdict = forms.ChoiceField(
        label=_("Was it kept?"),
        choices=[(v.value, v.label) for v in VERDICTS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )


class IssueForm(Answerable):
    """The words of an alert, in both languages, and why they change."""

    title_fr = Text(label=_("What it is about, in French"), max_length=MAX_TITLE)
    title_en = Text(label=_("What it is about, in English"), max_length=MAX_TITLE)
    why = Text(label=_("Why, in public"), max_length=MAX_WHY, rows=2)

    def draft(self) -> IssueDraft:
        """What the services take."""
        data = self.cleaned_data
        return IssueDraft(data["title_fr"], data["title_en"], data["why"])


class MergeForm(Answerable):
    """The alert of which this one is a duplicate."""

    into = forms.ChoiceField(label=_("It says the same as"), widget=forms.RadioSelect)
    why = Text(label=_("Why, in public"), max_length=MAX_WHY, rows=2)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["into"]
        choice.choices = others


class DayField(forms.DateField):
    """A day from the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
        self.input_formats = ["%Y-%m-%d", "%d/%m/%Y"]


class AnswerForm(Answerable):
    """An answer in one word and in both languages, and up to three promises with their dates."""

    says = forms.ChoiceField(
        label=_("Your answer in one word"),
        choices=Answering.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    text_fr = Text(
        label=_("Your answer, in French"),
        required=False,
        max_length=MAX_ANSWER,
        rows=6,
        help_text=_("One language at least; in both, everybody reads it."),
    )
    text_en = Text(label=_("Your answer, in English"), required=False, max_length=MAX_ANSWER, rows=6)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for n in range(1, PROMISES + 1):
            numbered = {"n": n}
            self.fields[f"promise_{n}_fr"] = Text(
                label=_("Promise %(n)d, in French") % numbered, required=False, max_length=MAX_PROMISE
            )
            self.fields[f"promise_{n}_en"] = Text(
                label=_("Promise %(n)d, in English") % numbered, required=False, max_length=MAX_PROMISE
            )
            self.fields[f"promise_{n}_due_on"] = DayField(
                label=_("Promise %(n)d: by which day") % numbered, required=False
            )

    def promises(self) -> list[list[forms.BoundField]]:
        """The rows of promises, for the template."""
        return [[self[f"promise_{n}_{part}"] for part in ("fr", "en", "due_on")] for n in range(1, PROMISES + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, PROMISES + 1):
            said = data.get(f"promise_{n}_fr") or data.get(f"promise_{n}_en")
            if said and not data.get(f"promise_{n}_due_on") and f"promise_{n}_due_on" not in self.errors:
                self.add_error(f"promise_{n}_due_on", _("A promise has a date. Give the day it will be kept."))
            if data.get(f"promise_{n}_due_on") and not said:
                self.add_error(f"promise_{n}_fr", _("Say what is promised by this date."))
        return data

    def draft(self) -> AnswerDraft:
        """What the service takes."""
        data = self.cleaned_data
        return AnswerDraft(data["text_fr"], data["text_en"], list(self._drafts(data)), data["says"])

    def _drafts(self, data: dict[str, Any]) -> Iterator[CommitmentDraft]:
        for n in range(1, PROMISES + 1):
            if due_on := data.get(f"promise_{n}_due_on"):
                yield CommitmentDraft(data[f"promise_{n}_fr"], data[f"promise_{n}_en"], due_on)

    def take_back(self, refusal: BadInput) -> None:
        """The service names the promise, not its number: the sentence goes to the first."""
        renamed = {name.replace("promise_", "promise_1_"): sentence for name, sentence in refusal.errors.items()}
        super().take_back(BadInput(renamed))


class VersionForm(Answerable):
    """A version of a text: both languages, from when it binds, and what it changes in a few words."""

    body_fr = Text(label=_("Text, in French"), required=False, max_length=MAX_BODY, rows=14)
    body_en = Text(label=_("Text, in English"), required=False, max_length=MAX_BODY, rows=14)
    summary_fr = Text(
        label=_("What it changes, in French"),
        required=False,
        max_length=MAX_SUMMARY,
        rows=2,
        help_text=_("In plain words, for those it binds."),
    )
    summary_en = Text(label=_("What it changes, in English"), required=False, max_length=MAX_SUMMARY, rows=2)
    effective_on = DayField(
        label=_("Binds from"),
        help_text=_("Announced the moment you publish. Fifteen days of notice are owed for a change of substance."),
    )
    change_class = forms.ChoiceField(label=_("Kind of change"), required=False)

    def __init__(self, *args: Any, first: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        classes = [c for c in ChangeClass if c is not ChangeClass.FIRST]
        choice: Any = self.fields["change_class"]
        choice.choices = [("", _("as the algorithm suggests")), *((c.value, c.label) for c in classes)]
        if first:
            del self.fields["change_class"]

    def draft(self, now: datetime) -> VersionDraft:
        """What the service takes."""
        data = self.cleaned_data
        return VersionDraft(
            body_fr=data["body_fr"],
            body_en=data["body_en"],
            effective_at=_from(data["effective_on"], now),
            summary_fr=data["summary_fr"],
            summary_en=data["summary_en"],
            change_class=data.get("change_class", ""),
        )


def _from(day: date, now: datetime) -> datetime:
    """The start of that day; today means now."""
    return now if day == now.date() else datetime.combine(day, time.min, UTC)


class NewTextForm(VersionForm):
    """The first version of a text opens the text."""

    field_order = ["kind", "title_fr", "title_en"]

    kind = forms.ChoiceField(label=_("What it is about"), choices=choices)
    title_fr = Text(label=_("Title, in French"), max_length=160)
    title_en = Text(label=_("Title, in English"), max_length=160)
