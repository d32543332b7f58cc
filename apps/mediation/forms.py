"""What a party, a mediator and whoever decided write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.look.paragraphs import Paragraphs
from apps.mediation.services import MOST_CHARACTERS, MOST_HANDED
from apps.mediation.states import Recommendation


class HandForm(forms.Form):
    """What a party gives the mediator to read."""

    text = Paragraphs(
        rows=6,
        label=_("What should the mediator know?"),
        max_length=MOST_HANDED,
        help_text=_("Only the mediator who takes the case reads this. Facts, dates, what you quote you may show."),
        error_messages={"required": _("Write a few words.")},
    )


class OpinionForm(forms.Form):
    """An opinion."""

    recommendation = forms.ChoiceField(
        label=_("What do you advise?"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you advise, or that you have no opinion on the outcome.")},
    )
    text = Paragraphs(
        rows=14,
        label=_("Your opinion"),
        max_length=MOST_CHARACTERS,
        help_text=_("At most 2,000 words. Published beside the decision, under your real name. Nobody’s private data."),
        error_messages={"required": _("Write a few words.")},
    )


class AnswerForm(forms.Form):
    """The answer of whoever decided."""

    follows = forms.TypedChoiceField(
        label=_("Do you follow it?"),
        choices=[("yes", _("I follow it")), ("no", _("I do not follow it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you follow it.")},
    )
    text = Paragraphs(
        rows=5,
        label=_("Why?"),
        max_length=MOST_HANDED,
        help_text=_("Published under the opinion."),
        error_messages={"required": _("Write a few words.")},
    )
