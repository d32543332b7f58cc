"""What is typed to be referred: on which topic, and whom one asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.posts.forms import Line, SpeakingForm, TopicField
from apps.spaces.models import Topic


class TopicForm(SpeakingForm):
    """One topic, or the whole space."""

    topic = TopicField(
        label=_("On which topic"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("the whole space"),
        error_messages={"invalid_choice": _("Choose one of the topics in the list.")},
    )

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = topics


class NameForm(SpeakingForm):
    """A member of the space."""

    asking = forms.CharField(widget=forms.HiddenInput, required=False)
    pseudonym = Line(
        label=_("Their pseudonym in this space"),
        max_length=40,
        help_text=_("They read it once, and may say no or nothing: you are not told which, and nobody reminds them."),
        error_messages={"required": _("Say whom you ask.")},
    )
