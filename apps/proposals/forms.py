"""What people type to propose, vote and decide. A refusal of the service comes back into the form."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accountability.forms import Answerable, DayField, Text
from apps.documents.markdown import MAX_BODY
from apps.posts.markdown import MAX_TEXT
from apps.proposals.models import Choice
from apps.proposals.services.proposing import MAX_SUMMARY
from apps.proposals.services.ruling import MAX_REASONS, RulingDraft


class ProposalForm(Answerable):
    """Other words for a rule, as whole texts: the difference is drawn from them."""

    body_fr = Text(label=_("The rule in your words, in French"), required=False, max_length=MAX_BODY, rows=12)
    body_en = Text(label=_("The rule in your words, in English"), required=False, max_length=MAX_BODY, rows=12)
    summary_fr = Text(
        label=_("What it changes, in French"),
        required=False,
        max_length=MAX_SUMMARY,
        help_text=_("One language at least; in both, everybody reads it."),
    )
    summary_en = Text(label=_("What it changes, in English"), required=False, max_length=MAX_SUMMARY)
    why = Text(
        label=_("Why"),
        max_length=MAX_TEXT - 200,
        rows=4,
        help_text=_("The talk about it begins with this, under your pseudonym there."),
    )
    space = forms.ChoiceField(label=_("In which space it is talked about"))

    def __init__(self, *args: Any, spaces: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["space"]
        choice.choices = list(spaces)


class VoteForm(Answerable):
    """One of three."""

    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )


class RulingForm(Answerable):
    """Adopted or refused, with reasons; adopted, from which day it binds."""

    adopted = forms.ChoiceField(
        label=_("What you decide"),
        choices=[("yes", _("Adopt it: it becomes the next version")), ("no", _("Refuse it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    effective_on = DayField(label=_("Binds from, if adopted"), required=False)
    reasons_fr = Text(
        label=_("Why, in French"),
        required=False,
        max_length=MAX_REASONS,
        rows=5,
        help_text=_("One language at least; in both, everybody reads it."),
    )
    reasons_en = Text(label=_("Why, in English"), required=False, max_length=MAX_REASONS, rows=5)

    def __init__(self, *args: Any, dated: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not dated:
            del self.fields["effective_on"]

    def draft(self) -> RulingDraft:
        """What the service takes."""
        data = self.cleaned_data
        on: date | None = data.get("effective_on")
        return RulingDraft(data["adopted"] == "yes", data["reasons_fr"], data["reasons_en"], on)
