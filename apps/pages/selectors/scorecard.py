"""How the platform did by its own rules: each figure in words, from rows that anybody may count again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.base.compiled import Compiled, given
from apps.look.numbers import number
from apps.moderation.models import Case, Decision
from apps.moderation.states import Instance, Result
from apps.pages.selectors.parts import link_to

WINDOW = timedelta(days=30)
HOURS_UNTIL = 48  # from then on, days


@dataclass(frozen=True, slots=True)
class OwnFact:
    """One line: what it says, how it is counted, and whether a promise is kept where one was made."""

    sentence: str
    counted: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Facts side by side. They are never summed up in one figure."""

    since: datetime
    facts: list[OwnFact]
    url: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Of a published decision, what is counted."""

    instance: str
    result: str
    opened_at: datetime
    published_at: datetime


PUBLISHED = Compiled(
    lambda: (
        Decision.objects.published()
        .filter(published_at__gte=given("since"))
        .values_list("instance", "result", "case__opened_at", "published_at")
    )
)
LATE = Compiled(lambda: Case.objects.waiting().filter(decide_before__lt=given("now")).values_list("pk"))


def scorecard(*, now: datetime) -> Scorecard:
    """Every space counts, members-only ones too: numbers name nobody."""
    since = now - WINDOW
    found = [Decided(how, result, opened, at) for how, result, opened, at in PUBLISHED.rows(since=since) if at]
    link = link_to("pages:audit")
    return Scorecard(
        since, [_decided(found), _delay(found), _overturned(found), _late(now)], f"{link}#ours" if link else ""
    )


def _decided(found: list[Decided]) -> OwnFact:
    n = len(found)
    said = ngettext("%(n)s decision published in thirty days.", "%(n)s decisions published in thirty days.", n)
    return OwnFact(said % {"n": number(n)}, _("Each has its statement of reasons. Undone ones are not counted."))


def _delay(found: list[Decided]) -> OwnFact:
    first = [row for row in found if row.instance == Instance.FIRST]
    hours = [(row.published_at - row.opened_at).total_seconds() / 3600 for row in first]
    counted = _("From the opening of a case to its first published decision: half took less, half took more.")
    if not hours:
        return OwnFact(_("No first decision, so no delay to tell."), counted)
    return OwnFact(_median_in_words(median(hours)), counted)


def _median_in_words(hours: float) -> str:
    if hours < HOURS_UNTIL:
        n = max(1, round(hours))
        return ngettext("Half came within %(n)s hour.", "Half came within %(n)s hours.", n) % {"n": number(n)}
    n = round(hours / 24)
    return ngettext("Half came within %(n)s day.", "Half came within %(n)s days.", n) % {"n": number(n)}


def _overturned(found: list[Decided]) -> OwnFact:
    results = [row.result for row in found if row.result]
    counted = _("Another person answers each appeal; the first decider cannot.")
    if not results:
        return OwnFact(_("No appeal to answer."), counted)
    said = ngettext(
        "%(wrong)s of %(n)s appeal answered proved us wrong.",
        "%(wrong)s of %(n)s appeals answered proved us wrong.",
        len(results),
    )
    return OwnFact(said % {"wrong": number(results.count(Result.OVERTURNED)), "n": number(len(results))}, counted)


def _late(now: datetime) -> OwnFact:
    n = LATE.count(now=now)
    counted = _("Every case carries the day by which we said we would decide.")
    if not n:
        return OwnFact(_("No case waits past its promised day."), counted, "kept")
    said = ngettext("%(n)s case waits past its promised day.", "%(n)s cases wait past their promised day.", n)
    return OwnFact(said % {"n": number(n)}, counted, "not_kept")
