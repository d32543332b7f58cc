"""What a party writes to ask for a jury, and what a juror votes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.juries.services.sitting import MOST_WORDS
from apps.look.paragraphs import Paragraphs
from apps.moderation.services.appeals import MAX_TEXT


class CallForm(forms.Form):
    """Why a jury should read it."""

    text = Paragraphs(
        rows=5,
        label=_("What should a jury look at?"),
        max_length=MAX_TEXT,
        help_text=_("The jurors read this. Nobody else does."),
        error_messages={"required": _("Say in a few words what is wrong with the decision.")},
    )


class MeasureForm(forms.Form):
    """One of the measures."""

    outcome = forms.ChoiceField(
        label=_("What should become of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the measures.")},
    )

    def __init__(self, *args: Any, options: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["outcome"]
        choice.choices = list(options)


class VoteForm(MeasureForm):
    """A measure, and why."""

    words = Paragraphs(
        rows=4,
        label=_("Why?"),
        max_length=MOST_WORDS,
        help_text=_("Published with the answer, without your name. Leave out who you are."),
        error_messages={"required": _("Say why, in a sentence: it is published with the answer, without your name.")},
    )
