"""What a review, a message or a profile carries of its cases: the state in words, the stub, the note."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, any_of
from apps.look.moments import day
from apps.moderation.models import Case, Decision
from apps.moderation.selectors.parts import StepView
from apps.moderation.states import LIVE, CaseState, Closing, Instance, ItemKind, Outcome
from apps.moderation.wording import NOUNS
from apps.posts.selectors import AnyWords
from apps.posts.states import ItemState

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stub:
    """What stands in the place of what is masked."""

    sentence: str
    case: str
    url: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case that matters most now for one item."""

    reference: str
    url: str
    state: str
    waiting: str  # why a person is going to read it, or read it again; empty when nobody is
    finding: str  # empty until a decision is published
    outcome: str
    note: str  # the label that stands beside the item; empty without
    steps: tuple[StepView, ...]
    stub: Stub | None
    appeal_until: datetime | None


def case_of(item: AnyWords) -> CaseView | None:
    """The case of one item; None when nobody ever contested it."""
    return cases_of([item]).get(item.reference)


def cases_of(items: Iterable[AnyWords]) -> dict[str, CaseView]:
    """The cases of many items by their reference: live ones first, then the latest decided; three queries at most."""
    by_reference = {item.reference: item for item in items}
    cases = _cases(by_reference)
    chosen, decisions = _chosen(cases), _published(cases)
    stubs = masked_stubs(by_reference[ref] for ref in chosen)
    said = [(case, row.pk, row.outcome, row.item_version) for case, row in decisions.items()]
    labels = _labels(cases, said, {ref: item.version for ref, item in by_reference.items()})
    labelled = {row.pk: row for row in decisions.values()}
    notes = {ref: words_here(labelled[pk]).get("note", "") for ref, pk in labels.items()}
    return {
        ref: _view(by_reference[ref], case, decisions.get(case.pk), stubs.get(ref), notes.get(ref, ""))
        for ref, case in chosen.items()
    }


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line of a list says of the case of its item: that a person is reading it, the label that stands beside."""

    waiting: str = ""
    note: str = ""


NO_MARK = Mark()


class Opened(NamedTuple):
    """Of a case, what a list needs of it."""

    item: str
    pk: int
    state: str
    opened_by: str


AnyCase = TypeVar("AnyCase", Case, Opened)
OPENED_CASES = Compiled(
    lambda: (
        Case.objects.filter(item=any_of("items"))
        .order_by("opened_at", "pk")
        .values_list("item", "pk", "state", "opened_by")
    )
)
CASES = Compiled(lambda: Case.objects.filter(item=any_of("items")).order_by("opened_at", "pk"))
PUBLISHED = Compiled(
    lambda: (
        Decision.objects.published()
        .filter(case=any_of("cases"))
        .order_by("published_at", "pk")
        .values_list("case", "pk", "outcome", "item_version")
    )
)
Said = tuple[int, int, str, int]  # a case, its last decision, what that one decided, about which version of the words


def marks_of(versions: Mapping[str, int]) -> dict[str, Mark]:
    """The same case of each, for lists, by their references and versions: two queries, one more for labels."""
    cases = [Opened(*row) for row in OPENED_CASES.rows(items=list(versions))]
    last = _last((row[0], row) for row in PUBLISHED.rows(cases=[case.pk for case in cases]))
    labels = _labels(cases, last.values(), versions)
    labelled = Decision.objects.filter(pk__in=labels.values()).select_related("statement") if labels else []
    notes = {decision.pk: words_here(decision).get("note", "") for decision in labelled}
    return {
        item: Mark(_waiting(case, decided=case.pk in last), notes.get(labels.get(item, 0), ""))
        for item, case in _chosen(cases).items()
    }


def _cases(references: Iterable[str]) -> list[Case]:
    return CASES.objects(items=list(references))


def _last(rows: Iterable[tuple[int, T]]) -> dict[int, T]:
    """By case the last of its rows; the cases in the order of their last rows."""
    last: dict[int, T] = {}
    for case, row in rows:
        last.pop(case, None)
        last[case] = row
    return last


def _labels(cases: Iterable[AnyCase], last: Iterable[Said], versions: Mapping[str, int]) -> dict[str, int]:
    """By item, the decision whose note stands: the last one of its case labels the words as they are. To contest them
    anew hides no note."""
    items = {case.pk: case.item for case in cases}
    labels = [(items[case], pk, version) for case, pk, outcome, version in last if outcome == Outcome.LABEL]
    return {item: pk for item, pk, version in labels if version == versions[item]}


def _chosen(cases: Iterable[AnyCase]) -> dict[str, AnyCase]:
    chosen: dict[str, AnyCase] = {}
    for case in cases:
        before = chosen.get(case.item)
        if before is None or case.state in LIVE or before.state not in LIVE:
            chosen[case.item] = case
    return chosen


DECISIONS = Compiled(
    lambda: (
        Decision.objects.published()
        .filter(case=any_of("cases"))
        .select_related("statement")
        .order_by("published_at", "pk")
    )
)


def _published(cases: Iterable[Case]) -> dict[int, Decision]:
    """The decision that counts for each case: the last published one."""
    asked = [case.pk for case in cases]
    found = DECISIONS.objects(cases=asked) if asked else []
    return _last((decision.case_id, decision) for decision in found)


def _view(item: AnyWords, case: Case, decision: Decision | None, stub: Stub | None, note: str) -> CaseView:
    words = words_here(decision)
    return CaseView(
        reference=case.reference,
        url=reverse("moderation:case", args=[case.reference]),
        state=CaseState(case.state),
        waiting=_waiting(case, decided=decision is not None),
        finding=words.get("finding", ""),
        outcome=decision.outcome if decision else "",
        note=note,
        steps=steps_of(item.published_at, case, decision),
        stub=stub,
        appeal_until=decision.statement.appeal_until if decision else None,
    )


def _waiting(case: Case | Opened, *, decided: bool) -> str:
    if case.state not in LIVE:
        return ""
    return _("contested: a person is reading it") if decided else WAITING[case.opened_by]()


def words_here(decision: Decision | None) -> dict[str, str]:
    """The statement in the reader's language."""
    if decision is None:
        return {}
    french = (get_language() or "fr").startswith("fr")
    words: dict[str, str] = decision.statement.words_fr if french else decision.statement.words_en
    return words


def standing_title(case: Case, latest: Decision | None) -> str:
    """What a case says now: its finding, or that a person is going to read."""
    the = {"the": NOUNS[ItemKind(case.item_kind)].the}
    if latest is not None and case.state == CaseState.JURY:
        return _("A jury of members reads %(the)s once more.") % the
    if latest is not None and case.state in LIVE and not latest.result:
        if latest.instance == Instance.EMERGENCY:
            return words_here(latest)["finding"]
        return _("Another person is going to read %(the)s again.") % the
    if latest is not None:
        return words_here(latest)["finding"]
    if case.closing == Closing.EDITED:
        return _("Its author changed the words before anybody decided.")
    if case.state == CaseState.CLOSED:
        return _("Its author withdrew it before anybody decided.")
    return _("A person is going to read %(the)s. It stays visible.") % the


def steps_of(published_at: datetime, case: Case, decision: Decision | None) -> tuple[StepView, ...]:
    """Where it stands and what comes next."""
    published = StepView(_("Published"), day(published_at))
    contested = StepView(OPENED[case.opened_by](), day(case.opened_at))
    if decision is None or decision.published_at is None:
        if case.state == CaseState.CLOSED:
            edited = case.closing == Closing.EDITED
            ended = _("Edited by its author") if edited else _("Withdrawn by its author")
            return published, contested, StepView(ended, day(case.closed_at or case.opened_at))
        before = _("before %(day)s; it stays visible") % _day(case.decide_before)
        return published, contested, StepView(_("A person reads it"), before, "now")
    if decision.instance == Instance.EMERGENCY:
        before = _("before %(day)s") % _day(case.decide_before)
        masked = StepView(_("Masked in an emergency"), day(decision.published_at))
        return published, contested, masked, StepView(_("Another person decides"), before, "now")
    decided = StepView(_("Decided"), day(decision.published_at))
    return published, contested, decided, _what_next(case, decision)


def _what_next(case: Case, decision: Decision) -> StepView:
    if case.state == CaseState.JURY:
        return StepView(_("Before a jury"), _("answered before %(day)s") % _day(case.decide_before), "now")
    if case.state == CaseState.NOTIFIED and not decision.result:
        until = _("until %(day)s") % _day(decision.statement.appeal_until)
        return StepView(_("Open to appeal"), until, "now")
    if case.state == CaseState.CLOSED or decision.result:
        return StepView(_("Settled"), SETTLED[Instance(decision.instance)](), "done")
    return StepView(_("Under appeal"), _("answered before %(day)s") % _day(case.decide_before), "now")


def _day(at: datetime) -> dict[str, str]:
    return {"day": day(at)}


SETTLED: dict[Instance, Callable[[], str]] = {
    Instance.EMERGENCY: lambda: "",
    Instance.FIRST: lambda: "",
    Instance.APPEAL: lambda: _("on appeal"),
    Instance.JURY: lambda: _("by a jury"),
}

OPENED = {
    "report": lambda: _("Contested"),
    "doubt": lambda: _("Contested by a professional"),
    "algorithm": lambda: _("Noticed by an algorithm"),
    "random": lambda: _("Drawn at random"),
    "audit": lambda: _("Doubted by a blind audit"),
    "order": lambda: _("Looked at on an order"),
}


WAITING = {
    "report": lambda: _("contested: a person is reading it"),
    "doubt": lambda: _("contested by a professional: a person is reading it"),
    "algorithm": lambda: _("noticed by an algorithm: a person is reading it"),
    "random": lambda: _("drawn at random: a person is reading it"),
    "audit": lambda: _("doubted by a blind audit: a person is reading it"),
    "order": lambda: _("an authority asked: a person is reading it"),
}


def masked_stubs(items: Iterable[AnyWords]) -> dict[str, Stub]:
    """The words that stand in the place of what is masked, by the item's reference; one query, none without a mask."""
    masked = {item.reference: item.case for item in items if item.state == ItemState.MASKED and item.case}
    decisions = _masking(masked.values()) if masked else {}
    return {ref: _stub(case, decisions.get(case)) for ref, case in masked.items()}


def _masking(cases: Iterable[str]) -> dict[str, Decision]:
    """The decision that masked, for each case: the last published one."""
    found = Decision.objects.published().filter(case__reference__in=set(cases), outcome=Outcome.MASK)
    return {decision.case.reference: decision for decision in found.select_related("case").order_by("published_at")}


def _stub(case: str, decision: Decision | None) -> Stub:
    url = reverse("moderation:case", args=[case])
    if decision is None or decision.published_at is None or decision.rule is None:
        return Stub(_("Masked after a decision."), case, url)
    places = {"day": day(decision.published_at), "rule": decision.get_rule_display(), "n": decision.rule}
    return Stub(_("Masked by a person on %(day)s, rule %(n)d: %(rule)s.") % places, case, url)
