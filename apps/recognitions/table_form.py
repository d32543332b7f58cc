"""The fields of a table: a row for each step there, a row for each topic there, and three bounds. Without script."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from apps.algorithms.conversion import WHOLE, Table
from apps.base.errors import BadInput
from apps.posts.forms import SpeakingForm
from apps.recognitions.scales import Side

NOTHING, ALL = "", "*"  # no row for it; the whole space, whose own code is empty
QUOTA, MAX_AGE = 5, 180  # what a first table proposes


class TableForm(SpeakingForm):
    """One choice to a step and one to a topic; what is not chosen gives nothing."""

    cap = forms.ChoiceField(
        label=_("Never more than"), help_text=_("The highest step that anybody reaches here by this table.")
    )
    quota = forms.IntegerField(
        label=_("Conversions a day"),
        help_text=_("Whoever asks after that may come back tomorrow; a space taken over adds no more than this."),
    )
    max_age = forms.IntegerField(
        label=_("Greatest age, in days"),
        help_text=_("Since somebody last confirmed it there; and how long it counts here before one asks again."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the version that was read before
    circle = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=80)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, there: Side, here: Side, table: Table | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        was = table or Table((), (), here.steps[-1], QUOTA, MAX_AGE)
        self.steps = {f"step-{code}": code for code in there.steps}
        self.topics = {f"topic-{slug}": slug for slug in there.topic_names}
        for place, (name, code) in enumerate(self.steps.items()):
            self.fields[name] = _step(there, here, place, dict(was.rows).get(code, NOTHING))
        for name, slug in self.topics.items():
            self.fields[name] = _topic(there, here, slug, dict(was.topics))
        cap = cast(forms.ChoiceField, self.fields["cap"])
        cap.choices = [(code, here.step(code)) for code in here.steps]
        self.initial.update(cap=was.cap, quota=was.quota, max_age=was.max_age)

    def step_fields(self) -> Iterator[BoundField]:
        """In the order of the scale."""
        return (self[name] for name in self.steps)

    def topic_fields(self) -> Iterator[BoundField]:
        """The whole space first."""
        return (self[name] for name in self.topics)

    @property
    def draft(self) -> Table:
        """As typed."""
        said = self.cleaned_data
        rows = tuple((code, said[name]) for name, code in self.steps.items() if said[name])
        chosen = [(slug, said[name]) for name, slug in self.topics.items() if said[name]]
        topics = tuple((slug, WHOLE if topic == ALL else topic) for slug, topic in chosen)
        return Table(rows, topics, said["cap"], said["quota"], said["max_age"])

    def put_beside(self, refusal: BadInput) -> None:
        """What is said of the rows stands at the first of them, likewise of topics; of none, above the form."""
        first = {"rows": next(iter(self.steps), None), "topics": next(iter(self.topics), None)}
        for field, sentence in refusal.errors.items():
            self.add_error(first.get(field, field), str(sentence))


def after_read(form: SpeakingForm, last: int) -> object:
    """The number of the version that was read: of the last one on a first look, and once one was told of a newer one.

    Kept where something else was wrong, so that nobody writes over what they have not been told of.
    """
    return last if not form.is_bound or form.non_field_errors() else form["after"].value()


def _step(there: Side, here: Side, place: int, was: str) -> forms.Field:
    """Only steps that are not higher are offered: a conversion raises nobody."""
    offered = [(code, here.step(code)) for code in here.steps[: place + 1]]
    said = _("“%(step)s” there, or more, counts as")
    return forms.ChoiceField(
        label=said % {"step": there.step(there.steps[place])},
        choices=[(NOTHING, _("no row")), *offered],
        initial=was,
        required=False,
    )


def _topic(there: Side, here: Side, slug: str, was: dict[str, str]) -> forms.Field:
    offered = [(topic or ALL, name) for topic, name in here.topic_names.items()]
    said = _("What was earned there on “%(topic)s” counts here on")
    return forms.ChoiceField(
        label=said % {"topic": there.topic(slug)},
        choices=[(NOTHING, _("nothing")), *offered],
        initial=(was[slug] or ALL) if slug in was else NOTHING,
        required=False,
    )
