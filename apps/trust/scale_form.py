"""The fields of a scale, a row for each step; a row without names is left out."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from apps.posts.forms import Line, SpeakingForm
from apps.trust.scales import Scale, ScaleLevel
from apps.trust.services.scaling import LONGEST_MEANING, LONGEST_NAME

MORE = 1  # rows to add
FIELDS = ("name_fr", "name_en", "meaning_fr", "meaning_en", "at_least", "givers")


class ScaleForm(SpeakingForm):
    """As many rows as the latest scale has, and one more, under a code that no step ever had."""

    def __init__(self, *args: Any, scale: Scale, used: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [level.code for level in scale.levels]
        taken = {*self.codes, *used}
        free = (code for number in count(len(self.codes) + 1) if (code := f"step-{number}") not in taken)
        self.codes += list(islice(free, MORE))
        known = {level.code: level for level in scale.levels}
        for code in self.codes:
            for name, field in _fields().items():
                field.initial = getattr(known.get(code), name, None)
                self.fields[f"{code}_{name}"] = field
        self.fields["referred"] = forms.ChoiceField(
            label=_("When two members vouch for a newcomer, they count as"),
            choices=[(code, known[code].name if code in known else _("the step that is added")) for code in self.codes],
            initial=scale.given_by_referral.code,
            required=False,
        )

    def rows(self) -> Iterator[list[BoundField]]:
        """Row by row, to draw."""
        for code in self.codes:
            yield [self[f"{code}_{name}"] for name in FIELDS]

    def levels(self) -> list[ScaleLevel]:
        """As typed."""
        said = self.cleaned_data
        named = [code for code in self.codes if said[f"{code}_name_fr"] or said[f"{code}_name_en"]]
        return [
            ScaleLevel(
                code=code,
                **{name: said[f"{code}_{name}"] for name in FIELDS[:4]},
                at_least=said[f"{code}_at_least"] or 0.0,
                givers=said[f"{code}_givers"] or 0,
            )
            for code in named
        ]


def _fields() -> dict[str, forms.Field]:
    return {
        "name_fr": Line(label=_("Name, in French"), max_length=LONGEST_NAME, required=False),
        "name_en": Line(label=_("Name, in English"), max_length=LONGEST_NAME, required=False),
        "meaning_fr": Line(label=_("What it means, in French"), max_length=LONGEST_MEANING, required=False),
        "meaning_en": Line(label=_("What it means, in English"), max_length=LONGEST_MEANING, required=False),
        "at_least": forms.FloatField(label=_("Cautious figure, from 0 to 1"), required=False),
        "givers": forms.IntegerField(label=_("Different members with a status in a year"), required=False),
    }
