"""What people type to warn, to prove a pseudonym, to answer. A refusal of the service comes back into the form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.posts.forms import Line, SpeakingForm, Words
from apps.warnings.patterns import asked_in, is_a_name, looks_like_a_name
from apps.warnings.services.naming import MAX_WORDS
from apps.warnings.services.telling import WarningDraft

SITE = _("Name the site: its address without a page, such as example.org.")
PSEUDONYM = _("Write the pseudonym as it stands on that site.")
MOST_LOOKED_AT = 8000  # characters; more cannot be published


class Vouched(forms.MultipleChoiceField):
    """Words that may be a name, each to be said of that it is none. What is gone from the text counts for nothing."""

    def valid_value(self, value: Any) -> bool:
        return True


class VouchingForm(SpeakingForm):
    """A form that asks about what its list is unsure of, once it was sent."""

    asks: tuple[str, ...] = ()  # in these fields

    vouched = Vouched(
        label=_("These words name nobody"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what is no person’s name and no way to a profile. You answer for it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = list(dict.fromkeys(words for name in self.asks for words in self._asked(name)))
        if found:
            self.fields["vouched"].choices = [(words, words) for words in found]  # type: ignore[attr-defined]
        else:
            del self.fields["vouched"]

    def _asked(self, name: str) -> Iterable[str]:
        typed = str(self.data.get(name) or "")[:MOST_LOOKED_AT]
        if name == "pseudonym":
            return [typed.strip()] if looks_like_a_name(typed.strip()) and not is_a_name(typed.strip()) else []
        return asked_in(typed, but=(str(self.data.get("site", "")), str(self.data.get("pseudonym", ""))))


class NamedForm(SpeakingForm):
    """A pseudonym on a site."""

    site = Line(
        label=_("On which site?"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "placeholder": "example.org"}),
        error_messages={"required": SITE},
    )
    pseudonym = Line(
        label=_("Under which pseudonym?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Exactly as it stands there."),
        error_messages={"required": PSEUDONYM},
    )


class WarningForm(VouchingForm, NamedForm):
    """A pseudonym on a site, and dated facts."""

    asks = ("pseudonym", "facts")
    field_order = ("site", "pseudonym", "facts", "vouched")

    facts = Words(
        label=_("What happened, and when"),
        rows=8,
        help_text=_("One fact a line, each with its day first: 2026-03-31: asked me for 300 euros by transfer."),
        error_messages={"required": _("Write what happened, one fact a line, each with its day first.")},
    )

    def draft(self, language: str) -> WarningDraft:
        """As the service wants it."""
        said = self.cleaned_data
        vouched = tuple(said.get("vouched", ()))
        return WarningDraft(said["site"], said["pseudonym"], said["facts"], language, vouched)


class AnswerForm(VouchingForm):
    """What the person named says to it."""

    asks = ("text",)

    text = Words(
        label=_("Your answer"),
        rows=6,
        help_text=_("It stands beside the warning, for the same readers. It names nobody either."),
        error_messages={"required": _("Write a few words first.")},
    )


class CheckForm(SpeakingForm):
    """Whether the code stands in the profile."""

    seen = forms.TypedChoiceField(
        label=_("What did you see?"),
        choices=[("yes", _("the code, in this profile")), ("no", _("not the code"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you saw the code.")},
    )
    words = Line(
        label=_("If not: what was there instead"),
        max_length=MAX_WORDS,
        required=False,
        help_text=_("The person who asked reads this."),
    )
