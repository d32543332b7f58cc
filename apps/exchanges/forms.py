"""What is typed of an exchange. What the service refuses is put back beside the field, and nothing typed is lost."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.exchanges.models import PLACE, WHAT
from apps.exchanges.services import ExchangeDraft
from apps.exchanges.services.rating import RatingDraft
from apps.posts.forms import Line, SpeakingForm, Stars, TopicField, Words
from apps.spaces.models import Topic

LONGER = _("At most %(limit_value)d characters; this has %(show_value)d.")


class ProposeForm(SpeakingForm):
    """Four fields: what, when, where in general words, and a topic."""

    what = Line(
        label=_("What you did for each other"),
        max_length=WHAT,
        help_text=_("In a few words, as both of you would say it. They are published with the ratings."),
        error_messages={"required": _("Say in a few words what you did for each other."), "max_length": LONGER},
    )
    on = forms.DateField(
        label=_("When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text=_("The day it happened, or the day it ended."),
        error_messages={
            "required": _("Say on which day it happened: readers judge by it."),
            "invalid": _("This is not a day of the calendar. Write it as 2026-03-31 or 31/03/2026."),
        },
    )
    place = Line(
        label=_("Where, in general words"),
        max_length=PLACE,
        required=False,
        help_text=_("A town or a part of it. Never anybody’s address."),
        error_messages={"max_length": LONGER},
    )
    topic = TopicField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("Choose one of the topics in the list.")},
    )

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = topics

    def draft(self) -> ExchangeDraft:
        """As the service wants it."""
        said = self.cleaned_data
        return ExchangeDraft(what=said["what"], on=said["on"], place=said["place"], topic=said["topic"])


class RatingForm(SpeakingForm):
    """Stars and words, about the exchange."""

    stars = Stars()
    text = Words(
        label=_("What happened"),
        rows=7,
        help_text=_("Facts of this exchange, in your own words. Nothing about who the other one is elsewhere."),
        error_messages={"required": _("Write a few words: stars alone help nobody.")},
    )

    def draft(self) -> RatingDraft:
        """As the service wants it."""
        return RatingDraft(self.cleaned_data["stars"], self.cleaned_data["text"], language())


class AnswerForm(SpeakingForm):
    """One answer."""

    text = Words(label=_("Your answer"), rows=7, error_messages={"required": _("Write a few words first.")})


def language() -> str:
    """In which one speaks."""
    return (get_language() or "fr")[:2]
