"""What is asked and what is written in a table. What the service refuses is put back beside the field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.posts.forms import SpeakingForm


class AskForm(SpeakingForm):
    """One button, and one choice where two names would be linked."""

    topic = forms.SlugField(required=False, widget=forms.HiddenInput)
    linked = forms.BooleanField(
        required=False,
        label=_("Link these two names of mine, for this"),
    )
