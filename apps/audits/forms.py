"""What auditors and representatives type. A refusal of the service comes back into the form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accountability.forms import Answerable, DayField, Text
from apps.algorithms.audit_sample import LARGEST_SAMPLE
from apps.audits.models import Population, Verdict
from apps.audits.services.announcing import MAX_QUESTION, MAX_WORDS
from apps.labels.models import Found

Choices = Iterable[tuple[str, str]]


class DeclareForm(Answerable):
    """Whether this office has a link to an operator."""

    operator = forms.ChoiceField(label=_("Operator"))
    linked = forms.ChoiceField(
        label=_("Your links to it"),
        choices=[
            ("no", _("None: no work, no money, nobody close to me, no dispute")),
            ("yes", _("There is one, or there was in the last five years")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two. Saying “none” is a declaration too.")},
    )
    words = Text(
        label=_("Which, in public"),
        required=False,
        max_length=MAX_WORDS,
        rows=2,
        help_text=_("Name nobody else. A declared link excludes you from every audit of this operator."),
    )

    def __init__(self, *args: Any, operators: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["operator"]
        choice.choices = list(operators)


class AnnounceForm(Answerable):
    """An audit: of whom, of what, how many, and what is asked."""

    operator = forms.ChoiceField(label=_("Operator"))
    population = forms.ChoiceField(label=_("What is looked at"), choices=Population.choices)
    space = forms.ChoiceField(label=_("In which space"), required=False)
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"))
    size = forms.IntegerField(
        label=_("How many are drawn"), min_value=1, max_value=LARGEST_SAMPLE, initial=30,
        help_text=_("A person looks at each. Thirty say little about rare faults, a hundred say more."),
    )  # fmt: skip
    criterion = forms.ChoiceField(
        label=_("Under which criterion of the label"),
        required=False,
        help_text=_("The verdicts of those who look then stand beside the others under it."),
    )
    question_fr = Text(
        label=_("What is asked of each item, in French"),
        required=False,
        max_length=MAX_QUESTION,
        rows=3,
        help_text=_("One language at least; in both, everybody reads it."),
    )
    question_en = Text(
        label=_("What is asked of each item, in English"), required=False, max_length=MAX_QUESTION, rows=3
    )

    def __init__(self, *args: Any, operators: Choices, spaces: Choices, criteria: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["operator"].choices = list(operators)
        fields["space"].choices = [("", _("all that it runs and that everybody may read")), *spaces]
        fields["criterion"].choices = [("", _("none: two auditors look")), *criteria]


class FindingForm(Answerable):
    """What one found of one item."""

    verdict = forms.ChoiceField(
        label=_("What you found"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    words = Text(
        label=_("Why"),
        required=False,
        max_length=MAX_WORDS,
        rows=2,
        help_text=_("Public with the result. Name nobody."),
    )


class FinishForm(Answerable):
    """What one's own look came to."""

    verdict = forms.ChoiceField(label=_("Your verdict under the criterion"), choices=[("", "—"), *Found.choices])
    words_fr = Text(
        label=_("What you found, in French"),
        required=False,
        max_length=MAX_QUESTION,
        rows=4,
        help_text=_("One language at least; in both, everybody reads it."),
    )
    words_en = Text(label=_("What you found, in English"), required=False, max_length=MAX_QUESTION, rows=4)

    def __init__(self, *args: Any, under_criterion: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["verdict"].required = False
        if not under_criterion:
            self.fields["verdict"].widget = forms.HiddenInput()


class LeaveForm(Answerable):
    """Why one steps down."""

    why = Text(label=_("Why, in public"), max_length=MAX_WORDS, rows=2)


class WithdrawForm(Answerable):
    """Why an audit is taken back."""

    reason_fr = Text(
        label=_("Why, in French"),
        required=False,
        max_length=MAX_QUESTION,
        rows=3,
        help_text=_("One language at least; in both, everybody reads it."),
    )
    reason_en = Text(label=_("Why, in English"), required=False, max_length=MAX_QUESTION, rows=3)


class AnswerForm(Answerable):
    """The operator's answer beside a result."""

    text_fr = Text(
        label=_("Your answer, in French"),
        required=False,
        max_length=MAX_QUESTION,
        rows=5,
        help_text=_("One language at least; in both, everybody reads it."),
    )
    text_en = Text(label=_("Your answer, in English"), required=False, max_length=MAX_QUESTION, rows=5)
