"""Public decisions, and the cases of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.moderation.models import Case, Decision, DecisionQuerySet
from apps.moderation.rules import RuleCode
from apps.moderation.selectors.items import standing_title, words_here
from apps.moderation.states import LIVE, CaseState, Instance, Outcome
from apps.moderation.targets import targets_of_cases
from apps.people.models import Account
from apps.spaces.models import Space
from apps.spaces.permissions import Visitor, readable_spaces

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One published decision in a list."""

    case: str
    url: str
    finding: str
    lede: str
    outcome: str
    outcome_word: str
    rule: int | None
    rule_word: str
    on_appeal: bool
    space: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter."""

    value: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list can be narrowed by, and what is chosen."""

    spaces: list[Option]
    outcomes: list[Option]
    rules: list[Option]
    on_appeal: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a request; what is not one of the choices counts for nothing."""

    space: str = ""
    outcome: str = ""
    rule: str = ""
    appeal: str = ""


def wanted(query: Mapping[str, str]) -> Wanted:
    """The filters asked for, cut short and without what no filter holds."""
    names = ("space", "outcome", "rule", "appeal")
    return Wanted(**{name: query.get(name, "")[:60].replace("\0", "") for name in names})


def decisions(visitor: Visitor, asked: Wanted, *, now: datetime) -> tuple[DecisionQuerySet, Filters]:
    """Published decisions that this person may read, newest first, and the filters."""
    spaces = list(readable_spaces(visitor, now=now).order_by("slug"))
    found = Decision.objects.published().filter(case__space__in=spaces)
    if asked.space in {space.slug for space in spaces}:
        found = found.filter(case__space__slug=asked.space)
    if asked.outcome in Outcome.values:
        found = found.filter(outcome=asked.outcome)
    if asked.rule in {str(code) for code in RuleCode.values}:
        found = found.filter(rule=int(asked.rule))
    if asked.appeal:
        found = found.exclude(result="")
    ordered = found.select_related("case__space", "statement").order_by("-published_at", "-pk")
    return ordered, _filters(spaces, asked)


def _filters(spaces: list[Space], asked: Wanted) -> Filters:
    return Filters(
        spaces=[Option(space.slug, space.name, space.slug == asked.space) for space in spaces],
        outcomes=[Option(o.value, str(o.label), o.value == asked.outcome) for o in Outcome],
        rules=[Option(str(r.value), f"{r.value}. {r.label}", str(r.value) == asked.rule) for r in RuleCode],
        on_appeal=bool(asked.appeal),
    )


def page_of(found: DecisionQuerySet, number: str | None) -> tuple[Page[Decision], list[DecisionRow]]:
    """One page of decisions, ready to draw."""
    page = Paginator(found, PER_PAGE).get_page(number)
    return page, [row_of(decision) for decision in page.object_list]


def row_of(decision: Decision) -> DecisionRow:
    """One line, in the reader's language."""
    words = words_here(decision)
    return DecisionRow(
        case=decision.case.reference,
        url=reverse("moderation:case", args=[decision.case.reference]),
        finding=words["finding"],
        lede=words["lede"],
        outcome=decision.outcome,
        outcome_word=str(Outcome(decision.outcome).label),
        rule=decision.rule,
        rule_word=str(RuleCode(decision.rule).label) if decision.rule else "",
        on_appeal=bool(decision.result),
        space=decision.case.space.name,
        decided_at=decision.published_at or decision.decided_at,
        decided_by=_by(decision),
    )


def _by(decision: Decision) -> str:
    """While a jury reads the case, nobody is named: jurors judge the words."""
    if decision.instance == Instance.JURY:
        return _("a jury of members")
    named = decision.decider_name if decision.case.state != CaseState.JURY else ""
    return named or _("a trust manager")


@dataclass(frozen=True, slots=True)
class MyCase:
    """One case in which I have a part."""

    case: str
    url: str
    part: str
    about: str
    finding: str
    waiting: bool
    due: datetime
    at: datetime


def my_cases(account: Account) -> list[MyCase]:
    """Cases about my words, and cases I reported, latest first."""
    mine = Q(author__account=account) | Q(reports__reporter__account=account)
    cases = list(Case.objects.filter(mine).select_related("space", "author").distinct().order_by("-opened_at")[:200])
    targets = targets_of_cases(cases)
    latest = {
        d.case_id: d
        for d in Decision.objects.published()
        .filter(case__in=cases)
        .select_related("statement")
        .order_by("published_at", "pk")
    }
    rows = []
    for case in cases:
        decision, target = latest.get(case.pk), targets.get(case.item)
        author = case.author is not None and case.author.account_id == account.pk
        rows.append(
            MyCase(
                case=case.reference,
                url=reverse("moderation:case", args=[case.reference]),
                part=_("I wrote it") if author else _("I reported it"),
                about=target.about if target else case.space.name,
                finding=standing_title(case, decision),
                waiting=case.state in LIVE,
                due=case.decide_before,
                at=case.opened_at,
            )
        )
    return rows
