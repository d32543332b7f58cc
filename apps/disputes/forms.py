"""One field to contest; yes or no with reasons to decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.disputes.services import DisputeDraft
from apps.posts.forms import SpeakingForm, Words


class OpenForm(SpeakingForm):
    """In what it is wrong."""

    words = Words(
        label=_("In what is this wrong?"),
        rows=6,
        help_text=_("In a few sentences, 2,000 characters at most. Read by whoever decides, and by nobody besides."),
        error_messages={"required": _("Say it in a few sentences: at most 2,000 characters.")},
    )


class DecideForm(SpeakingForm):
    """It stands, or it is counted anew."""

    answer = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=(("stands", _("It stands")), ("anew", _("It is counted anew"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    named = forms.MultipleChoiceField(
        label=_("Which words do not count?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only when it is counted anew. Every word against them about what you tick is forgotten."),
    )
    reasons = Words(
        label=_("Reasons"),
        rows=5,
        help_text=_("What you looked at and why you decide so. Whoever contests reads them, nobody else."),
        error_messages={"required": _("Say it in a few sentences: at most 2,000 characters.")},
    )

    def __init__(self, *args: Any, named: Sequence[tuple[str, str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if named:
            field: Any = self.fields["named"]
            field.choices = [(reference, label) for reference, label, _path in named]
        else:
            del self.fields["named"]

    def draft(self) -> DisputeDraft:
        """What the service takes."""
        typed = self.cleaned_data
        return DisputeDraft(typed["answer"] == "anew", typed["reasons"], typed.get("named", []))
