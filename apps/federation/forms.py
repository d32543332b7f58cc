"""One field to come in from elsewhere, one to go elsewhere, and the decision about a site."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.base.models import validate_text
from apps.federation.services.feeds import EVERY
from apps.federation.states import PeerState
from apps.look.paragraphs import Paragraphs
from apps.people.models import Account, Persona

ADDRESS = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "placeholder": "name@example.org"}


class YourAddressForm(forms.Form):
    """Where somebody lives who wants to take part from there."""

    address = forms.CharField(
        label=_("Your address"),
        help_text=_("As your own forum or site writes it: name@example.org. You go on there; nothing is kept here."),
        max_length=300,
        validators=[validate_text],
        widget=forms.TextInput(attrs=ADDRESS),
    )


class ElsewhereForm(forms.Form):
    """What one is looking for on another site."""

    address = forms.CharField(
        label=_("Address of the space"),
        help_text=_("As its site writes it, such as garden@example.org, or the address of its page."),
        max_length=1000,
        validators=[validate_text],
        widget=forms.TextInput(attrs={**ADDRESS, "placeholder": "garden@example.org"}),
    )


class JoinElsewhereForm(forms.Form):
    """Under which of one's names."""

    address = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    persona = forms.ChoiceField(label=_("Under which name?"), widget=forms.RadioSelect)
    consent = forms.BooleanField(
        label=_("I agree that what I write there, about health too, is stored and shown by that site."),
        required=False,
    )

    def __init__(self, *args: Any, account: Account, health: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personas = {p.reference: p for p in account.personas.order_by("-is_main", "created_at", "pk")}
        choice = cast(forms.ChoiceField, self.fields["persona"])
        choice.choices = [(reference, p.pseudonym) for reference, p in self.personas.items()]
        choice.initial = next(iter(self.personas), None)
        if not health:
            del self.fields["consent"]

    @property
    def chosen(self) -> Persona:
        """The name chosen."""
        return self.personas[self.cleaned_data["persona"]]


class PeerForm(forms.Form):
    """What is decided about a site, and why."""

    state = forms.ChoiceField(label=_("From now on"), choices=PeerState.choices, widget=forms.RadioSelect)
    reason = Paragraphs(
        label=_("Why"),
        help_text=_("Everybody reads it: on this site's public list, with its digest in the public log."),
        max_length=500,
        rows=3,
    )


class OpennessForm(forms.Form):
    """What a space chooses."""

    open = forms.BooleanField(label=_("Other sites take part in this space"), required=False)
    signed_reading = forms.BooleanField(
        label=_("Only sites that say who they are may read it"),
        help_text=_("Each request must be signed, so that a blocked site reads nothing. On by default for patients."),
        required=False,
    )


class LookForm(forms.Form):
    """What one wants to take over."""

    address = forms.CharField(
        label=_("Address of the forum, talk, feed or page"),
        help_text=_("As it stands in the bar of your browser. Nothing is taken before you have seen what is there."),
        max_length=1000,
        validators=[validate_text],
        widget=forms.TextInput(
            attrs={**ADDRESS, "placeholder": "https://forum.example.org/c/garden", "inputmode": "url"}
        ),
    )


PACES = {0: _("Once"), 1: _("Every hour"), 24: _("Every day"), 168: _("Every week")}


class ConfirmForm(forms.Form):
    """Under which name, with what right, in which language, how often."""

    name = forms.CharField(label=_("Name of the space it goes into"), max_length=120, validators=[validate_text])
    licence = forms.CharField(
        label=_("Licence, or whose permission"),
        help_text=_("Shown beside everything that is taken over, such as “CC BY-SA 4.0” or “with the consent of …”."),
        max_length=160,
        validators=[validate_text],
    )
    language = forms.ChoiceField(
        label=_("Language of what is said there"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    every = forms.TypedChoiceField(
        label=_("How often it is read"),
        choices=[(str(hours), PACES[hours]) for hours in sorted(EVERY)],
        coerce=int,
        initial="24",
        widget=forms.RadioSelect,
    )


class MineForm(forms.Form):
    """Which of one's names is meant."""

    persona = forms.ChoiceField(label=_("Which of your names?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personas = {p.reference: p for p in account.personas.order_by("-is_main", "created_at", "pk")}
        choice = cast(forms.ChoiceField, self.fields["persona"])
        choice.choices = [(reference, p.pseudonym) for reference, p in self.personas.items()]
        choice.initial = next(iter(self.personas), None)

    @property
    def chosen(self) -> Persona:
        """The name chosen."""
        return self.personas[self.cleaned_data["persona"]]


class HomeForm(MineForm):
    """Another home of one's own."""

    address = forms.CharField(
        label=_("Your address elsewhere"),
        help_text=_("Everybody can see that both are you. That site must name this address too before you can move."),
        max_length=1000,
        validators=[validate_text],
        widget=forms.TextInput(attrs=ADDRESS),
    )


class IdentityForm(MineForm):
    """A key of one's own, new or brought along."""

    private = forms.CharField(
        label=_("The key you have"),
        help_text=_("Leave it empty and a new one is made. It is used once, here, and not kept."),
        max_length=200,
        required=False,
        validators=[validate_text],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ListForm(forms.Form):
    """Whose list of sites is read."""

    address = forms.CharField(
        label=_("Address of the site"),
        help_text=_("Its own name, such as https://example.org/ap/site. Its list must be signed by it."),
        max_length=1000,
        validators=[validate_text],
        widget=forms.TextInput(attrs={**ADDRESS, "placeholder": "https://example.org/ap/site"}),
    )
