"""Under which name does one stand in a space, and, where it speaks of health, with which consent?"""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.base.models import validate_text
from apps.people.models import Account, Persona
from apps.spaces.models import Space

ANOTHER = "another"


class JoinForm(forms.Form):
    """One of one's pseudonyms, or a new one that nobody can link to the others."""

    persona = forms.ChoiceField(label=_("Under which name?"), widget=forms.RadioSelect)
    pseudonym = forms.CharField(
        label=_("The new pseudonym"),
        help_text=_("Used here only, unless you take it elsewhere. Nobody can link it to your other names."),
        max_length=40,
        required=False,
        validators=[validate_text],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that what I write here about health is stored and shown to the members of this space."),
        help_text=_("You can take this back at any time by leaving the space."),
        required=False,
    )

    def __init__(self, *args: Any, account: Account, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personas = {p.reference: p for p in account.personas.order_by("-is_main", "created_at", "pk")}
        mine = [(reference, persona.pseudonym) for reference, persona in self.personas.items()]
        choice = cast(forms.ChoiceField, self.fields["persona"])
        choice.choices = [*mine, (ANOTHER, _("another pseudonym, for here"))]
        choice.initial = mine[0][0] if mine else ANOTHER
        if not space.health_data:
            del self.fields["consent"]

    def clean(self) -> dict[str, Any]:
        """A new name was wanted: it must be typed."""
        data = super().clean() or self.cleaned_data
        if data.get("persona") == ANOTHER and not data.get("pseudonym") and "pseudonym" not in self.errors:
            self.add_error("pseudonym", _("Type the pseudonym you want to use here."))
        return data

    @property
    def chosen(self) -> Persona | None:
        """The persona chosen; None when a new one is wanted."""
        return self.personas.get(self.cleaned_data["persona"])
