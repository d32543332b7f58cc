"""The fields of a circle: names, a purpose, and the template by the places of steps. Works without script."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from apps.base.errors import BadInput
from apps.posts.forms import Line, SpeakingForm, Words
from apps.recognitions.circles import Circle, CircleVersion
from apps.recognitions.services import CircleDraft
from apps.recognitions.table_form import MAX_AGE, QUOTA
from apps.recognitions.template import PLACES, Template

STEP = _("Step %(n)d")
BETWEEN = " / "  # a topic is typed as “Nourriture / Food”


class CircleForm(SpeakingForm):
    """What is not chosen gives nothing."""

    name_fr = Line(label=_("Name, in French"), required=False)
    name_en = Line(label=_("Name, in English"), required=False, help_text=_("One of the two is enough."))
    purpose_fr = Words(label=_("What it is for, in French"), required=False, rows=3)
    purpose_en = Words(label=_("What it is for, in English"), required=False, rows=3)
    topics = Words(
        label=_("Topics it is for"),
        required=False,
        rows=3,
        help_text=_(
            "One to a line, in both languages: Nourriture / Food. None: each counts for that of the same name."
        ),
    )
    cap = forms.TypedChoiceField(label=_("Never more than"), coerce=int)
    quota = forms.IntegerField(label=_("Conversions a day"))
    max_age = forms.IntegerField(label=_("Greatest age, in days"))
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the version that was read before
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)  # what was read in words

    def __init__(
        self, *args: Any, circle: Circle | None = None, last: CircleVersion | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        was = last.terms() if last else Template(((1, 1),), (), 1, QUOTA, MAX_AGE)
        self.steps = {f"step-{place}": place for place in PLACES}
        named = [(place, STEP % {"n": place}) for place in PLACES]
        for name, place in self.steps.items():
            self.fields[name] = forms.TypedChoiceField(
                label=_("Step %(n)d there, or more, counts as") % {"n": place},
                choices=[("", _("no row")), *named[:place]],
                coerce=int,
                empty_value=None,
                initial=dict(was.rows).get(place, ""),
                required=False,
            )
        cast(forms.ChoiceField, self.fields["cap"]).choices = named
        self.initial.update(cap=was.cap, quota=was.quota, max_age=was.max_age)
        if circle is not None and last is not None:
            self.initial.update(name_fr=circle.name_fr, name_en=circle.name_en)
            self.initial.update(purpose_fr=last.purpose_fr, purpose_en=last.purpose_en)
            self.initial["topics"] = "\n".join(BETWEEN.join(pair) for pair in was.topics)

    def step_fields(self) -> Iterator[BoundField]:
        """The lowest first."""
        return (self[name] for name in self.steps)

    @property
    def draft(self) -> CircleDraft:
        """As typed."""
        said = self.cleaned_data
        rows = tuple((place, said[name]) for name, place in self.steps.items() if said[name])
        terms = Template(rows, _pairs(said["topics"]), said["cap"], said["quota"], said["max_age"])
        return CircleDraft(said["name_fr"], said["name_en"], said["purpose_fr"], said["purpose_en"], terms)

    def put_beside(self, refusal: BadInput) -> None:
        """What is said of the rows stands at the first of them; of the title of its text, at its name."""
        meant = {"rows": "step-1", "title_fr": "name_fr"}
        for field, sentence in refusal.errors.items():
            self.add_error(meant.get(field, field), str(sentence))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """A name alone is that of both languages."""
    lines = [line.split("/", 1) for line in text.splitlines() if line.strip(" /")]
    names = [(one[0].strip(), one[-1].strip()) for one in lines]
    return tuple((french or english, english or french) for french, english in names)
