"""Five fields at most. What the service refuses is put back beside the field, and nothing typed is lost."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.base.errors import BadInput, Refusal
from apps.base.models import validate_text
from apps.look.paragraphs import Paragraphs
from apps.posts.markdown import MAX_TEXT
from apps.posts.models import DeclaredLink, Review, SubjectKind
from apps.posts.services import ReviewDraft
from apps.spaces.models import Topic

STARS = [(1, _("very bad")), (2, _("bad")), (3, _("mixed")), (4, _("good")), (5, _("very good"))]
KINDS = [(k.value, k.label) for k in SubjectKind if k is not SubjectKind.ACCOUNT]
TITLE_TOO_LONG = _("A title has at most %(limit_value)d characters; this one has %(show_value)d.")


class Stars(forms.TypedChoiceField):
    """One to five, each with its word."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Choose from one to five stars."),
        "invalid_choice": _("Stars go from 1 to 5."),
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"label": _("In a word"), "choices": STARS, "coerce": int, **more})


class Line(forms.CharField):
    """One line of text that can be stored and shown safely."""

    default_validators = [validate_text]


class Words(Paragraphs):
    """A text of several lines; Markdown. A limit of its own may be lower: the service says which."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"rows": 10, "max_length": MAX_TEXT, **options})


class TopicField(forms.ModelChoiceField[Topic]):
    """A topic of this space, by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SpeakingForm(forms.Form):
    """A form of this app: errors of the service find their field again."""

    required_css_class = ""

    def put_back(self, refusal: Refusal) -> None:
        """Show a refusal where it belongs."""
        said = refusal.errors if isinstance(refusal, BadInput) else {None: refusal.sentence}
        for field, sentence in said.items():
            self.add_error(field if field in self.fields else None, str(sentence))

    def typed(self) -> dict[str, Any]:
        """What the person typed, for a draft."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


class ExperienceForm(SpeakingForm):
    """What one says of an experience; also the form by which it is edited."""

    stars = Stars()
    text = Words(
        label=_("What happened"),
        help_text=_("Facts, dates, amounts. Your own words. No name of a private person."),
        error_messages={"required": _("Write a few words: stars alone help nobody.")},
    )
    experience_on = forms.DateField(
        label=_("Date of the experience"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text=_("The day it happened, or the day it ended."),
        error_messages={
            "required": _("Say on which day it happened: readers judge by it."),
            "invalid": _("This is not a day of the calendar. Write it as 2026-03-31 or 31/03/2026."),
        },
    )
    link = forms.ChoiceField(
        label=_("Your link with the professional"),
        choices=DeclaredLink.choices,
        widget=forms.RadioSelect,
        help_text=_("It is shown beside your review."),
        error_messages={
            "required": _("Say what links you with the professional, even if it is nothing."),
            "invalid_choice": _("Choose one of the links in the list."),
        },
    )
    title = Line(
        label=_("Title"),
        required=False,
        max_length=160,
        error_messages={
            "max_length": _("A title has at most %(limit_value)d characters; this one has %(show_value)d.")
        },
    )

    def draft(self) -> ReviewDraft:
        """As the service wants it."""
        said = self.cleaned_data
        return ReviewDraft(
            stars=said["stars"],
            text=said["text"],
            experience_on=said["experience_on"],
            link=DeclaredLink(said["link"]),
            title=said["title"],
            language=(get_language() or "fr")[:2],
        )

    @staticmethod
    def as_it_is(review: Review) -> dict[str, Any]:
        """What the form starts with when a review is edited."""
        return {
            "stars": review.stars,
            "text": review.text,
            "experience_on": review.experience_on,
            "link": review.link,
            "title": review.title,
        }


class ReviewForm(ExperienceForm):
    """An experience of something."""

    subject = Line(
        label=_("What is it about?"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "suggestions", "autocomplete": "off"}),
        help_text=_("A professional, a place, a service, a product or a site. Never a private person."),
        error_messages={
            "required": _("Say what your review is about."),
            "max_length": _("A name has at most %(limit_value)d characters; this one has %(show_value)d."),
        },
    )
    subject_kind = forms.ChoiceField(
        label=_("Nobody has spoken of it here yet. What is it?"),
        choices=KINDS,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the kinds in the list.")},
    )
    topic = TopicField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("Choose one of the topics in the list.")},
    )
    field_order = ["subject", "subject_kind", "stars", "text", "experience_on", "link", "title", "topic"]

    def __init__(self, *args: Any, topics: Any = None, suggestions: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = list(suggestions)
        self.fields["topic"].queryset = topics if topics is not None else Topic.objects.none()  # type: ignore[attr-defined]

    def add_error(self, field: str | None, error: Any) -> None:
        """Asked for once, it is no longer optional."""
        if field == "subject_kind":
            self.fields[field].required = True
        super().add_error(field, error)

    @property
    def asks_kind(self) -> bool:
        """Whether the second question is needed: the thing is new here."""
        return "subject_kind" in self.errors or bool(self.data.get("subject_kind"))


class ThreadForm(SpeakingForm):
    """A talk, or a question that may have a best answer."""

    title = Line(
        label=_("Title"),
        max_length=200,
        help_text=_("Others find it by that."),
        error_messages={
            "required": _("Give it a title: others find it by that."),
            "max_length": TITLE_TOO_LONG,
        },
    )
    text = Words(label=_("Your message"), error_messages={"required": _("Write a few words first.")})
    is_question = forms.TypedChoiceField(
        label=_("What do you expect?"),
        choices=[("yes", _("an answer: this is a question")), ("no", _("a talk"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={
            "required": _("Say whether this is a question or a talk."),
            "invalid_choice": _("Say whether this is a question or a talk."),
        },
    )
    topic = TopicField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("Choose one of the topics in the list.")},
    )

    def __init__(self, *args: Any, topics: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics if topics is not None else Topic.objects.none()  # type: ignore[attr-defined]


class WordsForm(SpeakingForm):
    """One text: an answer, a reply, a message that is edited."""

    text = Words(label=_("Your message"), rows=7, error_messages={"required": _("Write a few words first.")})


class OutdatedForm(SpeakingForm):
    """Since which day an answer is no longer true."""

    since = forms.DateField(
        label=_("No longer true since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text=_("The day a law, a price or a rule changed; today if you do not know."),
        error_messages={
            "required": _("Say since which day it is no longer true."),
            "invalid": _("This is not a day of the calendar. Write it as 2026-03-31 or 31/03/2026."),
        },
    )


class RatedForm(WordsForm):
    """A message that rates an exchange, edited."""

    stars = Stars()
