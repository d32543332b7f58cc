"""How the right to doubt is used: by whom, how often it held. Told in figures, never sanctioned by a machine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.look.numbers import number
from apps.moderation.figures.telling import share_row, share_sentence
from apps.posts.models import Subject
from apps.posts.selectors import label_of
from apps.professionals.models import Doubt
from apps.professionals.states import SETTLED, DoubtState
from apps.spaces.models import Operator, Professional
from apps.spaces.permissions import Visitor, readable_spaces

ANSWERS_FOR = Coalesce("subject__operator", "space__operator")  # who runs what is reviewed, else the space


@dataclass(frozen=True, slots=True)
class DoubtTally:
    """Of one professional, one operator, or all: counts, and the share that did not hold with its interval."""

    name: str
    about: str
    url: str
    raised: int
    open: int
    held: int
    noted: int
    not_held: int
    moot: int
    withdrawn: int
    share: float | None
    low: float | None
    high: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class DoubtFigures:
    """All three."""

    whole: DoubtTally
    professionals: list[DoubtTally]
    operators: list[DoubtTally]


COUNTED = {state.value: Count("pk", filter=Q(state=state)) for state in DoubtState}


def doubt_figures(visitor: Visitor, *, now: datetime) -> DoubtFigures:
    """All count everywhere; who doubted in a space for members is named to its members alone."""
    here = Doubt.objects.filter(space__in=readable_spaces(visitor, now=now))
    return DoubtFigures(_whole(), _by_professional(here), _by_operator())


def tally_of_operator(operator: Operator) -> DoubtTally | None:
    """For the page of an operator: doubts about what it runs, else in the spaces it runs. None without any."""
    rows = Doubt.objects.annotate(who=ANSWERS_FOR).filter(who=operator.pk)
    counts = rows.aggregate(**COUNTED)
    return _tally(counts, operator.name, "", "") if any(counts.values()) else None


def tally_of_subject(subject: Subject) -> DoubtTally:
    """For the list of one subject."""
    return _tally(Doubt.objects.filter(subject=subject).aggregate(**COUNTED), label_of(subject), "", "")


def _whole() -> DoubtTally:
    return _tally(Doubt.objects.aggregate(**COUNTED), _("All doubts"), "", "")


def _by_professional(here: QuerySet[Doubt]) -> list[DoubtTally]:
    rows = list(here.order_by().values("professional", "subject").annotate(**COUNTED))
    people = Professional.objects.in_bulk([row["professional"] for row in rows])
    subjects = Subject.objects.in_bulk([row["subject"] for row in rows])
    return _by_name(
        _tally(
            row,
            people[row["professional"]].name,
            label_of(subjects[row["subject"]]),
            reverse("professionals:of_subject", args=[subjects[row["subject"]].slug]),
        )
        for row in rows
    )


def _by_operator() -> list[DoubtTally]:
    rows = list(Doubt.objects.annotate(who=ANSWERS_FOR).order_by().values("who").annotate(**COUNTED))
    operators = Operator.objects.in_bulk([row["who"] for row in rows])
    return _by_name(
        _tally(row, running.name, "", reverse("accountability:operator", args=[running.slug]))
        for row, running in ((row, operators[row["who"]]) for row in rows)
    )


def _by_name(rows: Iterable[DoubtTally]) -> list[DoubtTally]:
    """No ranking."""
    return sorted(rows, key=lambda row: (row.about.casefold(), row.name.casefold()))


def _tally(counts: Mapping[str, Any], name: str, about: str, url: str) -> DoubtTally:
    settled = sum(counts[state.value] for state in SETTLED)
    row = share_row("not_held", name, counts[DoubtState.NOT_HELD], settled)
    raised = sum(counts[state.value] for state in DoubtState)
    return DoubtTally(
        name=name,
        about=about,
        url=url,
        raised=raised,
        open=counts[DoubtState.OPEN],
        held=counts[DoubtState.HELD],
        noted=counts[DoubtState.NOTED],
        not_held=counts[DoubtState.NOT_HELD],
        moot=counts[DoubtState.MOOT],
        withdrawn=counts[DoubtState.WITHDRAWN],
        share=row.share,
        low=row.low,
        high=row.high,
        sentence=_sentence(counts, raised, settled, share_sentence(_("Decided and not held"), row)),
    )


def _sentence(counts: Mapping[str, Any], raised: int, settled: int, share: str) -> str:
    """Counts first; a share only where enough was decided."""
    if not raised:
        return _("No doubt was raised yet.")
    words = {
        "raised": number(raised),
        "held": number(counts[DoubtState.HELD]),
        "not_held": number(counts[DoubtState.NOT_HELD]),
        "noted": number(counts[DoubtState.NOTED]),
        "open": number(counts[DoubtState.OPEN]),
    }
    said = ngettext("%(raised)s doubt raised:", "%(raised)s doubts raised:", raised) % words
    rest = _("%(held)s held, %(not_held)s not held, %(noted)s neither, %(open)s being looked at.") % words
    if back := counts[DoubtState.WITHDRAWN]:
        rest += " " + _("Taken back before a decision: %(n)s.") % {"n": number(back)}
    return f"{said} {rest} {share}" if settled else f"{said} {rest}"
