"""What a member ticks, and what a trust manager adds."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.people.models import Account
from apps.posts.forms import SpeakingForm, Words
from apps.references.elsewhere import To, post_office
from apps.references.parts import all_parts
from apps.spaces.models import Membership, Space


class AskForm(SpeakingForm):
    """From where, to where, what."""

    membership = forms.ChoiceField(
        label=_("Which space writes?"),
        help_text=_("A space where you stand. It vouches for you under the name you bear there."),
        error_messages={
            "required": _("Choose the space that writes."),
            "invalid_choice": _("Choose one of your spaces."),
        },
    )
    to = forms.ChoiceField(
        label=_("To which space?"),
        required=False,
        help_text=_("Its trust managers read it, and nobody else."),
        error_messages={"invalid_choice": _("Choose one of the spaces.")},
    )
    address = forms.CharField(
        label=_("Or to a space of another site: its address"),
        max_length=1000,
        required=False,
        help_text=_("As in garden@example.org. The signed letter is sent to that site, for that space alone."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What may it say?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing that may be said.")},
    )
    add = forms.BooleanField(
        label=_("Ask a trust manager of that space for two sentences of their own"),
        required=False,
        help_text=_("They have a week; without an answer it is ready without them. You read their words first."),
    )

    def __init__(self, *args: Any, account: Account, spaces: list[Space], **more: Any) -> None:
        super().__init__(*args, **more)
        stands = Membership.objects.filter(persona__account=account, space__imported=False)
        self.memberships = {str(m.pk): m for m in stands.select_related("space", "persona").order_by("pk")}
        self.spaces = {space.slug: space for space in spaces}
        fields: Any = self.fields
        named = [(pk, f"{m.space.name} · {m.persona.pseudonym}") for pk, m in self.memberships.items()]
        fields["membership"].choices = named
        fields["to"].choices = [("", "—"), *((slug, space.name) for slug, space in self.spaces.items())]
        fields["parts"].choices = [(part.code, part.label) for part in all_parts()]
        fields["parts"].initial = [part.code for part in all_parts() if part.ticked]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("to")) == bool(said.get("address")) and "to" not in self.errors:
            self.add_error("to", _("Choose the space it goes to, here or on another site."))
        return said

    def where(self, now: datetime) -> tuple[Membership, To]:
        """Who writes about whom, and to whom; a space of another site is asked for there."""
        said = self.cleaned_data
        stands = self.memberships[said["membership"]]
        if said["to"]:
            return stands, To(space=self.spaces[said["to"]])
        return stands, post_office().find(said["address"], stands.space, now)


class AddForm(SpeakingForm):
    """Two sentences, or none."""

    text = Words(
        label=_("Two sentences of yours"),
        rows=4,
        required=False,
        help_text=_(
            "What you know of them here, as a trust manager: facts, no judgement of the person. "
            "The member reads them first, and may not send the letter."
        ),
    )
