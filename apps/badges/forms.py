"""What is typed to ask, and to bring a badge to one's page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.badges.services.questions import LONGEST, QuestionDraft
from apps.look.paragraphs import Paragraphs
from apps.posts.forms import SpeakingForm
from apps.spaces.models import Space, Visibility


class SpaceChoice(forms.ModelChoiceField[Space]):
    """By its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Space.objects.none(), to_field_name="slug", **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AskForm(SpeakingForm):
    """A question of a space that one manages."""

    asking = SpaceChoice(label=_("For which space"))
    pseudonym = forms.CharField(label=_("Whom you ask: their name in your space"), max_length=40)
    of = SpaceChoice(label=_("What they have earned in"))
    topic = forms.CharField(
        label=_("On which topic"),
        max_length=60,
        required=False,
        help_text=_("Its name there; empty: the whole space."),
    )
    purpose = Paragraphs(
        label=_("What for"),
        max_length=LONGEST,
        rows=3,
        help_text=_("They read it before they answer. An answer serves this and nothing else."),
    )

    def __init__(self, *args: Any, spaces: Sequence[Space], **options: Any) -> None:
        super().__init__(*args, **options)
        mine = Space.objects.filter(pk__in=[space.pk for space in spaces]).order_by("slug")
        public = Space.objects.filter(imported=False, visibility=Visibility.PUBLIC).order_by("slug")
        for name, choices in (("asking", mine), ("of", public)):
            field = self.fields[name]
            if isinstance(field, SpaceChoice):
                field.queryset = choices

    @property
    def draft(self) -> QuestionDraft:
        """For the service."""
        told = self.cleaned_data
        return QuestionDraft(told["pseudonym"], told["of"].slug, told["topic"].strip(), told["purpose"])


class GatherForm(SpeakingForm):
    """One badge: its file, pasted or uploaded, or its address."""

    text = Paragraphs(
        label=_("The badge"),
        required=False,
        max_length=200_000,
        rows=5,
        help_text=_("Its address, or the words of its file (JSON)."),
    )
    file = forms.FileField(label=_("Or its file"), required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        file = told.get("file")
        if file is not None:
            told["text"] = file.read(200_001).decode("utf-8", "replace")
        if not told.get("text") and "text" not in self.errors:
            self.add_error("text", _("Paste the file of a badge, or the address where it stands."))
        return told


class CopyForm(SpeakingForm):
    """The copy that another instance made of what it holds about a person."""

    copy = forms.FileField(label=_("The copy (ZIP)"))
