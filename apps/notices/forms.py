"""Where summaries go, and how often for each family of notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.base.models import validate_text
from apps.notices.families import families
from apps.notices.models import Often

NEVER = ("", _("never"))


class MailingForm(forms.Form):
    """An address, or none; one choice per family."""

    address = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=200,
        validators=[validate_text],
        help_text=_("Used for nothing else, shown to nobody. We write to it once and wait for a yes."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This does not look like an e-mail address.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for family, label in families().items():
            choices = [NEVER, *Often.choices]
            self.fields[f"often_{family}"] = forms.ChoiceField(label=str(label), choices=choices, required=False)

    def rhythms(self) -> list[forms.BoundField]:
        """For the template."""
        return [self[name] for name in self.fields if name.startswith("often_")]

    @property
    def often(self) -> dict[str, str]:
        """Family → how often."""
        data = self.cleaned_data
        return {name.removeprefix("often_"): data[name] for name in data if name.startswith("often_") and data[name]}
