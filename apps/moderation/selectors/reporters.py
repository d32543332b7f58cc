"""What became of earlier reports by whoever sent this one: told beside the report, never who they are."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from apps.algorithms import denunciation
from apps.algorithms.denunciation import LATEST, LEAST_DECIDED, WEEK_DAYS, Denunciation, ReportFacts, judge
from apps.base.compiled import Compiled, any_of, given
from apps.moderation.models import Case, Decision, Report
from apps.moderation.selectors.report_weights import sentence_of
from apps.moderation.states import CaseState, Outcome
from apps.people.models import Persona
from apps.posts.models import Review

COMPARED = 1_000  # decided reports, the latest, that say how often people who report are never upheld
AROUND = 200  # reports of the same target, that week, that are looked at
SUPPOSED, SUPPOSED_OF = 0.05, 20  # share of people never upheld, before any were counted
SETTLED = (CaseState.NOTIFIED, CaseState.CLOSED)  # decided, and not under appeal


@dataclass(frozen=True, slots=True)
class ReporterView:
    """What whoever reads a report is told of others like it; empty when there is nothing to tell."""

    sentence: str = ""
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    would_change: str = ""
    weight: str = ""  # always told


def reporter_view(report: Report) -> ReporterView:
    """In the reader's language: the weight always, the rest only when it is worth knowing."""
    return replace(_told(judge(facts_of(report))), weight=sentence_of(report))


def _told(found: Denunciation) -> ReporterView:
    if found.outcome != "worth_knowing":
        return ReporterView()
    language = (get_language() or "fr")[:2]
    return ReporterView(
        denunciation.outcome_sentence(found, language),
        tuple(denunciation.sentence(term, language) for term in denunciation.heaviest(found)),
        tuple(denunciation.sentence(term, language) for term in denunciation.counter_evidence(found)),
        denunciation.what_would_change(found, language),
    )


def facts_of(report: Report) -> ReportFacts:
    """What was decided of this person's latest reports, and of those who reported the same target that week."""
    mine = (
        _settled(Report.objects.filter(_by(report.reporter)).exclude(pk=report.pk), LATEST) if report.reporter else []
    )
    right, same = _upheld(mine), _about_the_same(mine, report.case)
    return ReportFacts(
        decided=len(mine),
        unfounded=sum(other.case_id not in right for other in same),
        upheld=sum(other.case_id in right for other in mine),
        targets=len({other.case.author_id for other in mine if other.case.author_id} - {report.case.author_id}),
        together=_together(report),
        share=_share_never_upheld() if len(mine) >= LEAST_DECIDED else SUPPOSED,  # else it is not told
    )


def _by(reporter: Persona) -> Q:
    """A person, under any of their names."""
    return Q(reporter__account=reporter.account_id) if reporter.account_id else Q(reporter=reporter)


def _settled(reports: QuerySet[Report], most: int) -> list[Report]:
    decided = reports.filter(case__state__in=SETTLED, case__decisions__published_at__isnull=False).distinct()
    return list(decided.select_related("case", "reporter").order_by("-filed_at", "-pk")[:most])


def _upheld(reports: Sequence[Report]) -> set[int]:
    """Cases whose last word was not to keep the item as it was."""
    if not reports:
        return set()
    words = Decision.objects.published().filter(case__in={report.case_id for report in reports})
    last = dict(words.order_by("published_at", "pk").values_list("case_id", "outcome"))
    return {case for case, outcome in last.items() if outcome != Outcome.KEEP}


SUBJECTS = Compiled(lambda: Review.objects.filter(reference=any_of("items")).values_list("reference", "subject_id"))


def _about_the_same(reports: Sequence[Report], case: Case) -> list[Report]:
    """About the same author, or a review of the same subject."""
    if not reports:
        return []
    items = {case.item, *(report.case.item for report in reports)}
    subjects: dict[str, int] = dict(SUBJECTS.rows(items=list(items)))
    subject = subjects.get(case.item, 0)
    return [
        report
        for report in reports
        if (case.author_id and report.case.author_id == case.author_id)
        or (subject and subjects.get(report.case.item) == subject)
    ]


NEAR = Compiled(
    lambda: (
        Report.objects.filter(filed_at__gte=given("since"), filed_at__lte=given("until"), reporter__isnull=False)
        .exclude(pk=given("this"))
        .select_related("case", "reporter")
        .order_by("-filed_at")[:AROUND]
    )
)


def _together(report: Report) -> int:
    """Other people, never upheld, who reported the same author or subject in the week before."""
    since = report.filed_at - timedelta(days=WEEK_DAYS)
    near = NEAR.objects(since=since, until=report.filed_at, this=report.pk)
    others = {other.reporter for other in _about_the_same(near, report.case)}
    people = {_person(other) for other in others if other} - ({_person(report.reporter)} if report.reporter else set())
    return sum(not any(upheld) for upheld in _fates(people).values())


def _person(persona: Persona | None) -> tuple[str, int]:
    if persona is None:
        return ("", 0)
    return ("account", persona.account_id) if persona.account_id else ("persona", persona.pk)


def _fates(people: Collection[tuple[str, int]]) -> dict[tuple[str, int], list[bool]]:
    """Of each person with decided reports: whether each was upheld."""
    if not people:
        return {}
    accounts = [pk for kind, pk in people if kind == "account"]
    personas = [pk for kind, pk in people if kind == "persona"]
    theirs = Report.objects.filter(Q(reporter__account__in=accounts) | Q(reporter__in=personas))
    return _by_person(_settled(theirs, COMPARED))


def _by_person(reports: Sequence[Report]) -> dict[tuple[str, int], list[bool]]:
    right = _upheld(reports)
    fates: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for report in reports:
        fates[_person(report.reporter)].append(report.case_id in right)
    return fates


def _share_never_upheld() -> float:
    """Of people with enough decided reports, among the latest."""
    fates = _by_person(_settled(Report.objects.filter(reporter__isnull=False), COMPARED)).values()
    known = [upheld for upheld in fates if len(upheld) >= LEAST_DECIDED]
    return (sum(not any(upheld) for upheld in known) + SUPPOSED * SUPPOSED_OF) / (len(known) + SUPPOSED_OF)
