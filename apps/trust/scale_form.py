"""The fields of a scale, a row for each step; a row without names is left out.

Its rows are those of the version it was opened on: what was typed finds its row again when another one was announced
meanwhile. A step that was added under a code which a colleague gave to theirs meanwhile takes the next free one.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from apps.posts.forms import Line, SpeakingForm
from apps.trust.scales import Scale, ScaleLevel
from apps.trust.services.scaling import LONGEST_MEANING, LONGEST_NAME

FIELDS = ("name_fr", "name_en", "meaning_fr", "meaning_en", "at_least", "givers")


class ScaleForm(SpeakingForm):
    """As many rows as the scale has on which it was opened, and one more, under a code that no step ever had."""

    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the version whose steps are the rows
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the last version one was told of
    added = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)  # the code of the row to add

    def __init__(self, data: Any = None, *args: Any, scale: Scale, used: Iterable[str] = (), **kwargs: Any) -> None:
        codes = [level.code for level in scale.levels]
        free = _free({*codes, *used}, len(codes) + 1)
        super().__init__(_moved(data, free), *args, **kwargs)
        self.codes = [*codes, free]
        self.initial.update(added=free)
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


def _free(taken: Collection[str], first: int) -> str:
    return next(code for number in count(first) if (code := f"step-{number}") not in taken)


def _moved(data: Any, free: str) -> Any:
    """What was typed, with the row that was to be added under the code that is free now."""
    was = data.get("added", "") if data else ""
    if not was or was == free:
        return data
    moved = data.copy()
    for name in FIELDS:
        moved[f"{free}_{name}"] = data.get(f"{was}_{name}", "")
    moved["added"] = free
    if data.get("referred") == was:
        moved["referred"] = free
    return moved


def _fields() -> dict[str, forms.Field]:
    return {
        "name_fr": Line(label=_("Name, in French"), max_length=LONGEST_NAME, required=False),
        "name_en": Line(label=_("Name, in English"), max_length=LONGEST_NAME, required=False),
        "meaning_fr": Line(label=_("What it means, in French"), max_length=LONGEST_MEANING, required=False),
        "meaning_en": Line(label=_("What it means, in English"), max_length=LONGEST_MEANING, required=False),
        "at_least": forms.FloatField(label=_("Cautious figure, from 0 to 1"), required=False),
        "givers": forms.IntegerField(label=_("Different members with a status in a year"), required=False),
    }
