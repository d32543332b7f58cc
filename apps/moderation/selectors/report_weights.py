"""The weight of reports, as the published algorithm counts it; told beside a report, and to whoever sent it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import report_weight
from apps.algorithms.report_weight import Record
from apps.moderation.models import Case, Decision, Report
from apps.moderation.rules import Ground
from apps.moderation.states import CaseState, Closing, Outcome
from apps.people.invitations import brought_by
from apps.people.models import Account
from apps.posts.models import Post, Review
from apps.spaces.models import Topic

LATEST = 500  # decided reports of a person that are looked at
Place = tuple[int, int | None]  # a space, and a topic of it where the text has one


@dataclass(frozen=True, slots=True)
class MyRecord:
    """What became of my reports for one reason on one topic."""

    ground: str
    place: str
    decided: int
    upheld: int
    weight: float
    sentence: str


def sentence_of(report: Report) -> str:
    """Beside a report, in the reader's language; without any name."""
    return report_weight.sentence(_record(report), (get_language() or "fr")[:2])


def voices_of(case: Case) -> list[float]:
    """The weight of each circle of those with an account who reported it: of its weights the largest."""
    reports = list(case.reports.exclude(reporter__account=None).select_related("reporter", "case").order_by("pk"))
    circles, records = _circles({_who(report) for report in reports}), _records(reports)
    largest: dict[str, float] = {}
    for report in reports:
        circle = circles[_who(report)]
        largest[circle] = max(largest.get(circle, 0.0), report_weight.weight(records[report.pk]))
    return list(largest.values())


def _who(report: Report) -> int:
    """The account behind it; 0 for nobody."""
    return (report.reporter.account_id if report.reporter else 0) or 0


def _circles(accounts: set[int]) -> dict[int, str]:
    """Whoever invited and whoever came by it are one."""
    own = dict(Account.objects.filter(pk__in=accounts).values_list("pk", "reference"))
    return own | brought_by(accounts)


def _records(reports: Sequence[Report]) -> dict[int, Record]:
    """Of each report, what became of others by the same person, for that reason in that place; few queries for all."""
    if not reports:
        return {}
    accounts = {_who(report) for report in reports}
    decided = _decided(Q(reporter__account__in=accounts), most=LATEST * len(accounts))
    places, upheld = _places([*decided, *reports]), _upheld(decided)
    counted = Counter((_who(r), r.ground, places[r.case_id]) for r in decided)
    right = Counter((_who(r), r.ground, places[r.case_id]) for r in decided if r.case_id in upheld)
    said = {report.pk: (_who(report), report.ground, places[report.case_id]) for report in reports}
    return {pk: Record(counted[key], right[key]) for pk, key in said.items()}


def _record(report: Report) -> Record:
    if report.reporter is None:
        return Record()
    mine = [r for r in _decided(_by(report)) if r.pk != report.pk and r.ground == report.ground]
    places = _places([*mine, report])
    alike = [r for r in mine if places.get(r.case_id) == places.get(report.case_id)]
    upheld = _upheld(alike)
    return Record(len(alike), sum(r.case_id in upheld for r in alike))


def _by(report: Report) -> Q:
    reporter = report.reporter
    if reporter is not None and reporter.account_id:
        return Q(reporter__account=reporter.account_id)
    return Q(reporter=reporter)


def _decided(whose: Q, *, most: int = LATEST) -> list[Report]:
    """Not under appeal, and not closed by an edit, a withdrawal or the silence of a jury."""
    settled = Report.objects.filter(whose, case__state__in=(CaseState.NOTIFIED, CaseState.CLOSED))
    answered = settled.filter(case__decisions__published_at__isnull=False).exclude(case__closing=Closing.EDITED)
    answered = answered.exclude(case__in=Case.objects.without_an_answer())
    return list(answered.distinct().select_related("case__space", "reporter").order_by("-filed_at", "-pk")[:most])


def _upheld(reports: Sequence[Report]) -> set[int]:
    """Cases whose last word was not to keep the item as it was."""
    rows = Decision.objects.published().filter(case__in={report.case_id for report in reports})
    last = dict(rows.order_by("published_at", "pk").values_list("case_id", "outcome"))
    return {case for case, outcome in last.items() if outcome != Outcome.KEEP}


def _places(reports: Sequence[Report]) -> dict[int, Place]:
    """Of each case, two queries."""
    items = {report.case.item for report in reports}
    topics = dict(Review.objects.filter(reference__in=items).values_list("reference", "topic_id"))
    topics |= dict(Post.objects.filter(reference__in=items).values_list("reference", "thread__topic_id"))
    return {report.case_id: (report.case.space_id, topics.get(report.case.item)) for report in reports}


def my_records(account: Account) -> list[MyRecord]:
    """For the person's own page, and for nobody else: what became of their reports, and what each weighs."""
    mine = _decided(Q(reporter__account=account))
    places, upheld = _places(mine), _upheld(mine)
    decided = Counter((report.ground, places[report.case_id]) for report in mine)
    right = Counter((r.ground, places[r.case_id]) for r in mine if r.case_id in upheld)
    names = {report.case.space_id: report.case.space.name for report in mine}
    topics = {topic.pk: topic.name for topic in Topic.objects.filter(pk__in=[place[1] for place in places.values()])}
    return [
        _mine(ground, _name(place, names, topics), Record(number, right[ground, place]))
        for (ground, place), number in decided.most_common(30)
    ]


def _name(place: Place, spaces: dict[int, str], topics: dict[int, str]) -> str:
    space, topic = place
    return f"{spaces[space]}, {topics[topic]}" if topic in topics else spaces[space]


def _mine(ground: str, place: str, record: Record) -> MyRecord:
    weight = report_weight.weight(record)
    few = record.decided < report_weight.FEW
    said = _("Too few decisions to say more.") if few else _kindly(record)
    return MyRecord(str(Ground(ground).label), place, record.decided, record.upheld, weight, said)


def _kindly(record: Record) -> str:
    """Figures, and what they mean for the next report: nothing but its weight."""
    if record.upheld == 0:
        return _("None was upheld. The next is read all the same: look at the rule before you send it.")
    return _("Your next report for this reason is read with this weight beside it.")
