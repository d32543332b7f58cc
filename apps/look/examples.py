"""The invented people and figures of the style guide: the same every day, so that pictures compare."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.look import charts, moments
from apps.look.numbers import percent
from apps.look.parts import Moment, Reason, Step, StepState
from apps.look.signage import Voice, VoiceKind

REVIEWS_A_DAY = (
    290,
    304,
    297,
    308,
    332,
    344,
    382,
    365,
    370,
    358,
    344,
    343,
    351,
    364,
    378,
    431,
    453,
    421,
    429,
    419,
)
HOURS_TO_DECIDE = (29, 28, 27, 26, 26, 25, 24, 25, 24, 22, 19, 18, 18, 18, 19, 20, 21, 21, 22, 19)
VOICES_A_DAY = (2, 5, 6, 3, 2, 4, 5, 6, 2, 2, 5, 5, 7, 6, 4, 4, 8, 4, 3, 11, 10, 13, 19, 27, 34, 31, 29, 26)


class ExampleForm(forms.Form):
    """One of each control."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=120, help_text=gettext_lazy("What happened, in one line.")
    )
    text = forms.CharField(label=gettext_lazy("Your experience"), widget=forms.Textarea, required=False)
    day = forms.DateField(label=gettext_lazy("Date of the experience"), widget=forms.DateInput(attrs={"type": "date"}))
    link = forms.ChoiceField(
        label=gettext_lazy("Your link to the professional"),
        widget=forms.RadioSelect,
        choices=[
            ("none", gettext_lazy("No link")),
            ("client", gettext_lazy("Client")),
            ("employee", gettext_lazy("Employee")),
        ],
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("What looks most like it"),
        widget=forms.RadioSelect,
        choices=[
            ("removed", gettext_lazy("My review was taken down or hidden without a reason")),
            ("threat", gettext_lazy("I am threatened or pressed")),
            ("fake", gettext_lazy("Bought or invented reviews")),
            ("data", gettext_lazy("My data in danger")),
        ],
    )
    public = forms.BooleanField(label=gettext_lazy("Show the date beside my name"), required=False)


TILE_ICONS = {"removed": "i-removed", "threat": "i-threat", "fake": "i-fake", "data": "i-eye"}


def all_examples() -> dict[str, Any]:
    """What the style guide shows."""
    return {
        "voices": _voices(),
        "steps": _steps(),
        "entries": _entries(),
        "terms": _terms(),
        "form": ExampleForm(auto_id="empty_%s"),
        "sent_form": ExampleForm({"title": "", "text": _("Kept as typed."), "link": "client"}),
        "tile_icons": TILE_ICONS,
        "page": Paginator(range(200), 25).page(3),
        **_charts(),
        **_facts(),
    }


def _voices() -> list[Voice]:
    return [
        Voice(VoiceKind.PERSON, "marelle_75"),
        Voice(VoiceKind.PROFESSIONAL, "Hélène Marchetti"),
        Voice(VoiceKind.REPRESENTATIVE, "Awa Ndour", origin="Voix de Table"),
        Voice(VoiceKind.TRUST_MANAGER, "tm_alder"),
        Voice(VoiceKind.ALGORITHM, _("Concerted reviews, version 3.2")),
        Voice(VoiceKind.IMPORTED, "dana@forum.example", origin="forum.example"),
        Voice(VoiceKind.APOMEDIARY, "tournevis_bleu", origin=_("brakes")),
    ]


def _steps() -> list[Step]:
    return [
        Step(_("Published"), moments.day(date(2026, 11, 12), short=True)),
        Step(_("Doubt raised"), _("by a published algorithm")),
        Step(_("Being examined"), _("by tm_alder, since yesterday"), StepState.NOW),
        Step(_("Decision"), _("within 48 hours"), StepState.NEXT),
    ]


def _entries() -> list[Moment]:
    return [
        Moment(_("Review published"), datetime(2026, 11, 7, 18, 0, tzinfo=UTC)),
        Moment(_("Reported by the person named"), datetime(2026, 11, 8, 10, 30, tzinfo=UTC)),
        Moment(_("The appeal window closes"), date(2026, 12, 1), upcoming=True),
    ]


def _terms() -> list[Reason]:
    return [
        Reason(_("The text repeats 61% of two other reviews published the same week."), 1.4),
        Reason(_("The account is six days old and has written about this garage only."), 0.7),
        Reason(_("Four reviews with one or two stars came within three hours."), 0.6),
        Reason(_("A trust manager saw the bill: the visit took place."), -0.9),
    ]


def _facts() -> dict[str, Any]:
    return {
        "facts": [
            (_("Experience"), moments.day(date(2026, 11, 3))),
            (_("Published"), moments.moment(datetime(2026, 11, 12, 19, 32, tzinfo=UTC))),
            (_("Control"), _("Published without prior control.")),
        ],
        "sums": [(_("Voices in 7 days"), "179"), (_("Independent voices"), "121")],
    }


def _charts() -> dict[str, Any]:
    return {
        "reviews": charts.sparkline(
            _by_day(REVIEWS_A_DAY), sentence=_("Reviews published by day, rising"), header=_("Reviews")
        ),
        "hours": charts.sparkline(
            _by_day(HOURS_TO_DECIDE), sentence=_("Median hours to decide, falling"), header=_("Hours")
        ),
        "alerts": _alerts(),
        "shares": _shares(),
        "chances": _chances(),
        "distribution": [(f"{n} ★", count) for n, count in ((5, 14), (4, 9), (3, 4), (2, 5), (1, 6))],
        "money": charts.stacked(
            [
                (_("Subscriptions"), 58),
                (_("Bookings (commission)"), 23),
                (_("Advertising"), 14),
                (_("Public grant"), 5),
            ],
            sentence=_("Subscriptions bring 58%, bookings 23%, advertising 14%, a grant 5%"),
        ),
        "evening": _evening(),
    }


def _shares() -> charts.Chart:
    rows = [
        charts.Share(_("Small spaces"), 0.041, 0.028, 0.059, 620),
        charts.Share(_("Large spaces"), 0.072, 0.055, 0.094, 710),
        charts.Share(_("New spaces"), None, None, None, 12),
    ]
    sentence = _("False alarms: surely above the chosen 5% in large spaces.")
    return charts.ranges(rows, sentence=sentence, header=_("Where"), mark=0.05, mark_label=_("chosen: 5%"))


def _chances() -> charts.Chart:
    classes = ((0.05, 0.06, 0.03, 0.11), (0.3, 0.27, 0.2, 0.36), (0.6, 0.64, 0.52, 0.75), (0.9, 0.87, 0.76, 0.94))
    rows = [charts.Share(percent(said), share, low, high, 90, said) for said, share, low, high in classes]
    sentence = _("What was said agrees with what was found in four classes of four.")
    return charts.agreement(
        rows, sentence=sentence, header=_("Chance said"), said=_("chance said"), found=_("share found")
    )


def _alerts() -> charts.Chart:
    words = {"calm": _("calm"), "possible": _("possible"), "confirmed": _("confirmed")}
    states = ["calm"] * 19 + ["possible"] * 3 + ["confirmed"] * 6
    return charts.line(
        _by_day(VOICES_A_DAY),
        sentence=_("Voices by day: 2 to 8 until 14 November, then up to 34"),
        header=_("Voices"),
        peak_label=_("34 voices"),
        band=(1, 9),
        band_label=_("usual for this operator: 1 to 9 a day"),
        states=[(state, words[state]) for state in states],
        state_keys=[("calm", _("Calm")), ("possible", _("Possible")), ("confirmed", _("Confirmed"))],
    )


def _evening() -> charts.Chart:
    at = [(18, 55), (19, 11), (19, 32), (20, 24), (20, 36), (21, 25)]
    return charts.dots(
        [datetime(2026, 11, 20, h, m, tzinfo=UTC) for h, m in at],
        start=datetime(2026, 11, 20, 18, tzinfo=UTC),
        end=datetime(2026, 11, 20, 22, tzinfo=UTC),
        say=moments.hour,
        sentence=_("Six reviews in one evening; usually one a week"),
        marked=2,
        marked_word=_("this one"),
    )


def _by_day(values: tuple[int, ...]) -> list[tuple[str, int]]:
    first = date(2026, 10, 27).toordinal()
    days = (date.fromordinal(first + i) for i in range(len(values)))
    return [(moments.day(day, short=True), value) for day, value in zip(days, values, strict=True)]
