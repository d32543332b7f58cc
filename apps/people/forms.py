"""What one types to sign up, to find one's way back, to take another name, to leave."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.base import clock
from apps.base.errors import BadInput
from apps.base.models import validate_text
from apps.people import services
from apps.people.erasure import Words
from apps.people.models import Account
from apps.people.passphrases import check_passphrase

PASSPHRASE_AT_MOST = 200


class PseudonymField(forms.CharField):
    """A name to take: what cannot be taken is refused with a sentence."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(max_length=40, validators=[validate_text], widget=widget, **options)

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if not name:
            return ""
        try:
            return services.checked_pseudonym(name)
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from refusal


class PassphraseField(forms.CharField):
    """A passphrase: never stripped, never shown again."""

    def __init__(self, *, new: bool = False, **options: Any) -> None:
        complete = "new-password" if new else "current-password"
        super().__init__(
            strip=False,
            max_length=PASSPHRASE_AT_MOST,
            validators=[validate_text],
            widget=forms.PasswordInput(attrs={"autocomplete": complete}),
            **options,
        )


class SignUpForm(allauth.SignupForm):
    """A pseudonym and a passphrase: the account and its first persona are one transaction."""

    username = PseudonymField(
        label=_("Pseudonym"),
        help_text=_("The name that others see. It need not, and better not, be your real one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Pseudonym")
        self.fields["password1"] = PassphraseField(
            new=True,
            label=_("Passphrase"),
            help_text=_("Ten characters at least. Four words that only you would put together are best."),
        )

    def clean_username(self) -> str:
        """The field has said all."""
        return str(self.cleaned_data["username"])

    def save(self, request: HttpRequest) -> Account:
        """Raises BadInput when the name was taken meanwhile."""
        return services.account_create(
            pseudonym=self.cleaned_data["username"],
            passphrase=self.cleaned_data["password1"],
            language=get_language() or "fr",
            now=clock.now(),
            invitation=request.GET.get("invitation", ""),
        )


class ChangePassphraseForm(allauth.ChangePasswordForm):
    """Today's passphrase, and the new one, once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class LostPassphraseForm(forms.Form):
    """A pseudonym, one of its codes, a new passphrase."""

    pseudonym = forms.CharField(
        label=_("Pseudonym"),
        max_length=40,
        validators=[validate_text],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("One of your recovery codes"),
        help_text=_("Four groups of four letters and digits. Each code opens once."),
        max_length=60,
        validators=[validate_text],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    passphrase = PassphraseField(
        new=True,
        label=_("New passphrase"),
        help_text=_("Ten characters at least. Four words that only you would put together are best."),
    )

    def clean(self) -> dict[str, Any]:
        """The rules for a passphrase hold here too."""
        data = super().clean() or self.cleaned_data
        if "passphrase" in data:
            try:
                check_passphrase(data["passphrase"], pseudonym=data.get("pseudonym", ""))
            except BadInput as refusal:
                self.add_error("passphrase", str(refusal.sentence))
        return data


class ConfirmForm(forms.Form):
    """It is really you: the passphrase again."""

    passphrase = PassphraseField(label=_("Your passphrase"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_passphrase(self) -> str:
        """Checked against the account that is signed in."""
        passphrase = str(self.cleaned_data["passphrase"])
        if not self.account.check_password(passphrase):
            raise forms.ValidationError(_("This is not your passphrase."))
        return passphrase


class EraseForm(ConfirmForm):
    """Nobody erases themselves by mistake: the choice, the pseudonym, the passphrase."""

    choice = forms.ChoiceField(
        label=_("And what you wrote?"),
        choices=Words.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of what you wrote.")},
    )
    pseudonym = forms.CharField(
        label=_("Your pseudonym, as you sign in"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("choice", "pseudonym", "passphrase")

    def clean_pseudonym(self) -> str:
        """Typed, not clicked."""
        typed = str(self.cleaned_data["pseudonym"]).strip()
        if typed.casefold() != self.account.username.casefold():
            raise forms.ValidationError(_("This is not the pseudonym you sign in with."))
        return typed

    @property
    def words(self) -> Words:
        """What becomes of what one wrote."""
        return Words(self.cleaned_data["choice"])


class PersonaForm(forms.Form):
    """Another name."""

    pseudonym = PseudonymField(
        label=_("Another pseudonym"),
        help_text=_("Nobody can link it to your other names, unless you say so."),
    )
