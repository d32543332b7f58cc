"""What auditors, representatives and members type. A refusal of the service comes back into the form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accountability.forms import Answerable, Text
from apps.labels.elsewhere import LARGEST
from apps.labels.models import Assessor, Found
from apps.labels.selectors.labels import NextState
from apps.labels.services.assessments import MAX_REASON


class AssessForm(Answerable):
    """A verdict with its reason, in one of the offices one holds."""

    by = forms.ChoiceField(label=_("You speak as"))
    verdict = forms.ChoiceField(
        label=_("What you found"), choices=Found.choices, error_messages={"required": _("Choose a verdict.")}
    )
    reason_fr = Text(label=_("Why, in French"), required=False, max_length=MAX_REASON, rows=4)
    reason_en = Text(label=_("Why, in English"), required=False, max_length=MAX_REASON, rows=4)

    def __init__(self, *args: Any, offices: list[Assessor], **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["by"]
        choice.choices = [(office.value, office.label) for office in offices]


class ReplyForm(Answerable):
    """The operator's answer beside a verdict."""

    text_fr = Text(label=_("Your answer, in French"), required=False, max_length=MAX_REASON, rows=4)
    text_en = Text(label=_("Your answer, in English"), required=False, max_length=MAX_REASON, rows=4)


class ChangeForm(Answerable):
    """Why a label is suspended, taken up again, or revoked."""

    to = forms.ChoiceField(label=_("What happens to the label"))
    reason_fr = Text(label=_("Why, in French"), required=False, max_length=MAX_REASON, rows=3)
    reason_en = Text(label=_("Why, in English"), required=False, max_length=MAX_REASON, rows=3)

    def __init__(self, *args: Any, states: list[NextState], **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["to"]
        choice.choices = [(next_.state, next_.words) for next_ in states]


class BringForm(Answerable):
    """The file of another body's label."""

    file = Text(
        label=_("The label"),
        help_text=_("Its address (https://…), or the text of the file: it begins with { and ends with }."),
        rows=8,
        max_length=LARGEST,
        error_messages={"required": _("Give the address of the label, or paste its file.")},
    )
