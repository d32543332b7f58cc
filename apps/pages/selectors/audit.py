"""What anybody can check today, and what the checks have found so far."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.look.numbers import number, percent
from apps.moderation.models import Case, Decision
from apps.moderation.selectors import anchoring
from apps.moderation.selectors.anchoring import ReadersView
from apps.moderation.states import Instance, OpenedBy, Outcome, Result
from apps.pages.selectors.errors import Errors, errors
from apps.pages.selectors.parts import link_to
from apps.pages.selectors.scorecard import Scorecard, scorecard
from apps.spaces.permissions import Visitor

WINDOW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Opened:
    """The cases of one year that were opened in one way, and what came of them."""

    how: str
    cases: int
    decided: int
    kept: int
    changed: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Overturned:
    """How often another person decided otherwise."""

    appeals: int
    overturned: int
    sentence: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The figures of one year, straight from the rows of cases and decisions."""

    since: datetime
    opened: list[Opened]
    appeals: Overturned
    errors: Errors
    readers: ReadersView
    scorecard: Scorecard
    log_url: str
    algorithms_url: str
    cases_url: str


def audit_page(visitor: Visitor, query: QueryDict, *, now: datetime) -> AuditPage:
    """The same for everybody."""
    since = now - WINDOW
    return AuditPage(
        since=since,
        opened=_opened(since),
        appeals=_appeals(since),
        errors=errors(now=now),
        readers=anchoring.readers(),
        scorecard=scorecard(now=now),
        log_url=link_to("ledger:log"),
        algorithms_url=link_to("accountability:algorithms", settings.PLATFORM_OPERATOR),
        cases_url=link_to("moderation:cases"),
    )


def _opened(since: datetime) -> list[Opened]:
    cases = dict(Case.objects.filter(opened_at__gte=since).order_by().values_list("opened_by").annotate(Count("pk")))
    first = Decision.objects.published().filter(instance=Instance.FIRST, case__opened_at__gte=since).order_by()
    counts: dict[tuple[str, bool], int] = {}
    for how, outcome, n in first.values_list("case__opened_by", "outcome").annotate(Count("pk")):
        key = (how, outcome == Outcome.KEEP)
        counts[key] = counts.get(key, 0) + n
    return [
        _line(how, cases.get(how.value, 0), counts.get((how.value, True), 0), counts.get((how.value, False), 0))
        for how in OpenedBy
    ]


def _line(how: OpenedBy, cases: int, kept: int, changed: int) -> Opened:
    decided = kept + changed
    if not decided:
        sentence = _("Nothing decided yet: nothing can be said.")
    else:
        words = {"share": percent(kept / decided), "kept": number(kept), "decided": number(decided)}
        sentence = _("%(kept)s of %(decided)s left as they were (%(share)s).") % words
    return Opened(str(how.label), cases, decided, kept, changed, sentence)


def _appeals(since: datetime) -> Overturned:
    answered = Decision.objects.published().filter(published_at__gte=since).exclude(result="")
    appeals, overturned = answered.count(), answered.filter(result=Result.OVERTURNED).count()
    words = {"n": number(overturned), "of": number(appeals)}
    said = _("%(n)s of %(of)s first decisions overturned by another person.") % words
    return Overturned(appeals, overturned, said if appeals else _("No appeal has been answered yet."))
