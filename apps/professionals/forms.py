"""What one types to doubt, and to answer a doubt: three fields, two fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.posts.forms import SpeakingForm, Words
from apps.professionals.services.answers import AnswerDraft
from apps.professionals.services.doubts import DoubtDraft
from apps.professionals.states import Cause

TAKEN = "image/png,image/jpeg,application/pdf,text/plain"


class DoubtForm(SpeakingForm):
    """What makes one doubt, and why."""

    cause = forms.ChoiceField(
        label=_("What makes you doubt?"),
        choices=Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons."), "invalid_choice": _("Choose one of the reasons.")},
    )
    reasons = Words(
        label=_("Your reasons"),
        rows=5,
        help_text=_("Everybody reads them, beside your real name. Facts; no name, number or address of anybody."),
        error_messages={"required": _("Say in a sentence what makes you doubt: without reasons nobody can check it.")},
    )
    aside = Words(
        label=_("For whoever decides alone"),
        rows=3,
        required=False,
        help_text=_("Order numbers, dates, what is in your books. Not published; destroyed six months after the end."),
    )

    def draft(self) -> DoubtDraft:
        """What the service takes."""
        typed = self.cleaned_data
        return DoubtDraft(Cause(typed["cause"]), typed["reasons"], typed["aside"])


class AnswerForm(SpeakingForm):
    """What the author says and shows."""

    words = Words(
        label=_("What happened, in your words"),
        rows=5,
        required=False,
        help_text=_("Only whoever decides reads this. The professional never does."),
    )
    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text=_(
            "An image (PNG, JPEG), a PDF or a plain text, 5 MB at most. Cover what does not matter: a name, an "
            "account number."
        ),
    )

    def draft(self) -> AnswerDraft:
        """What the service takes."""
        words, sent = self.cleaned_data.get("words", ""), self.cleaned_data.get("file")
        if sent is None:
            return AnswerDraft(words)
        sent.seek(0)
        return AnswerDraft(words, sent.read(), sent.name or "", sent.size or 0)
