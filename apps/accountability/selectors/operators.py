"""The register: who runs what, who answers for it, what it published, how its alerts stand. No score, no ranking."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.models import Alert, Answer
from apps.accountability.reports.lists import TransparencyRow, newest_report
from apps.accountability.selectors.alerts import (
    AlertRow,
    AnswerView,
    DayCount,
    StateTag,
    alert_rows,
    answers_to,
    day_counts,
    promises_in_words,
    state_tag,
)
from apps.accountability.selectors.faces import Face, face_of
from apps.accountability.selectors.money import Money, money_of
from apps.accountability.services.disclosures import KIND as DISCLOSURE
from apps.accountability.states import ORDER, AlertState
from apps.base.compiled import Compiled, any_of, given
from apps.base.errors import NotFound
from apps.documents.kinds import REPORT
from apps.documents.notice import share_in_words
from apps.documents.selectors import DocumentRow, document_rows, promises_of
from apps.look.addresses import address
from apps.people.models import Account
from apps.professionals.selectors.figures import DoubtTally, tally_of_operator
from apps.spaces.models import Operator, Representative, Space, Visibility

CARD = "algorithm-card"
PROMISES = "promises"


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """One line of the register."""

    slug: str
    name: str
    city: str
    summary: str
    affiliated: bool
    claimed: bool
    tag: StateTag | None
    documents: int
    changed_at: datetime | None
    answers_as: list[str]
    path: str


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space this operator runs here."""

    slug: str
    name: str
    summary: str
    members_only: bool


@dataclass(frozen=True, slots=True)
class OperatorPage:
    """All that is public about an operator, in the order of the page."""

    slug: str
    name: str
    legal_name: str
    city: str
    website: str
    summary: str
    affiliated: bool
    claimed: bool
    attribution: str
    tag: StateTag | None
    red_path: str
    in_alert: bool
    alerts: list[AlertRow]
    days: list[DayCount]
    raw: int | None
    independent: int | None
    counted_until: datetime | None
    faces: list[Face]
    answers: list[AnswerView]
    commitments: str
    promises: list[str]
    promises_text: DocumentRow | None
    documents: list[DocumentRow]
    in_time: str
    money: Money | None
    report: TransparencyRow | None
    changed: DocumentRow | None
    cards: list[DocumentRow]
    spaces: list[SpaceRow]
    doubts: DoubtTally | None


@dataclass(frozen=True, slots=True)
class OperatorCard:
    """What a space's page says of who runs it."""

    slug: str
    name: str
    face: Face | None
    tag: StateTag | None
    path: str
    red_path: str


def operator_by_slug(slug: str) -> Operator:
    """Raises NotFound."""
    operator = Operator.objects.filter(slug=slug).first()
    if operator is None:
        raise NotFound(_("The register has no operator of this name. Search it by another."))
    return operator


def operators_found(*, q: str = "", state: str = "") -> QuerySet[Operator]:
    """By name, alphabetical; `state` keeps those with an open alert in it."""
    found = Operator.objects.order_by(Lower("name"), "pk")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(legal_name__icontains=q) | Q(city__icontains=q) | Q(slug=q))
    if state in AlertState.values:
        alerts = Alert.objects.open().public().filter(state=state)
        found = found.filter(pk__in=alerts.values("operator"))
    return found


def operator_rows(operators: Sequence[Operator], *, now: datetime) -> list[OperatorRow]:
    """Each table is asked once for all rows."""
    worst = _worst_states(operators)
    documents = document_rows([o.reference for o in operators], now=now)
    names = _names(operators, now)
    return [
        OperatorRow(
            slug=o.slug,
            name=o.name,
            city=o.city,
            summary=o.summary,
            affiliated=o.affiliated,
            claimed=o.claimed,
            tag=worst.get(o.pk),
            documents=len(documents[o.reference]),
            changed_at=max((d.changed_at for d in documents[o.reference] if d.changed_at), default=None),
            answers_as=names[o.pk],
            path=reverse("accountability:operator", args=[o.slug]),
        )
        for o in operators
    ]


def worst_alert(operator: Operator, *, now: datetime) -> AlertRow | None:
    """The open alert in the worst state; None when all is calm."""
    alerts = Alert.objects.open().public().filter(operator=operator).select_related("operator")
    return _worst(alert_rows(alerts, now=now))


def _worst(rows: Sequence[AlertRow]) -> AlertRow | None:
    """Of open alerts, worst first. A page takes its tag from the rows it lists: asked apart, the two could differ."""
    return rows[0] if rows and rows[0].tag.state != AlertState.CALM else None


LOUD = Compiled(
    lambda: (
        Alert.objects.open()
        .public()
        .filter(operator=any_of("operators"))
        .exclude(state=AlertState.CALM.value)
        .values_list("operator_id", "state")
    )
)


def _worst_states(operators: Iterable[Operator]) -> dict[int, StateTag]:
    """Calm alerts need no tag: calm is how things should be."""
    found: dict[int, str] = {}
    asked = [operator.pk for operator in operators]
    for operator_id, state in LOUD.rows(operators=asked) if asked else ():
        known = found.setdefault(operator_id, state)
        found[operator_id] = min(known, state, key=lambda s: ORDER[AlertState(s)])
    return {operator_id: state_tag(state) for operator_id, state in found.items()}


def _names(operators: Iterable[Operator], now: datetime) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for representative in _answering(operators, now):
        names[representative.operator_id].append(representative.real_name)
    return names


def _answering(operators: Iterable[Operator], now: datetime) -> QuerySet[Representative]:
    current = Q(until=None) | Q(until__gt=now)
    found = Representative.objects.filter(current, operator__in=list(operators), from_at__lte=now)
    return found.select_related("operator").order_by("from_at", "pk")


def operator_page(operator: Operator, *, now: datetime) -> OperatorPage:
    """Everything the page and its JSON twin show."""
    alerts = list(Alert.objects.public().filter(operator=operator).select_related("operator"))
    rows = alert_rows(alerts, now=now)
    open_rows = [row for row in rows if not row.closed]
    published = [row for row in open_rows if row.raw is not None]
    documents = document_rows([operator.reference], now=now)[operator.reference]
    worst = _worst(open_rows)
    answers = answers_to(alerts, now=now)
    promises = next((d for d in documents if d.kind == PROMISES), None)
    return OperatorPage(
        slug=operator.slug,
        name=operator.name,
        legal_name=operator.legal_name,
        city=operator.city,
        website=operator.website,
        summary=operator.summary,
        affiliated=operator.affiliated,
        claimed=operator.claimed,
        attribution=next((d.attribution for d in documents if d.attribution), ""),
        tag=worst.tag if worst else None,
        red_path=reverse("accountability:red", args=[operator.slug]),
        in_alert=worst is not None,
        alerts=open_rows,
        days=day_counts(alerts, now=now),
        raw=sum(row.raw or 0 for row in published) if published else None,
        independent=sum(row.independent or 0 for row in published) if published else None,
        counted_until=max((row.counted_until for row in published if row.counted_until), default=None),
        faces=_faces(operator, alerts, now),
        answers=answers,
        commitments=promises_in_words(answers, now=now),
        promises=promises_of(operator.reference, now=now) if promises else [],
        promises_text=promises,
        documents=[d for d in documents if d.kind not in {CARD, PROMISES, DISCLOSURE, REPORT}],
        in_time=share_in_words(sum(d.notice_owed for d in documents), sum(d.notice_in_time for d in documents)),
        money=money_of(operator),
        report=newest_report(operator),
        changed=next((d for d in documents if d.kind not in {CARD, REPORT}), None),
        cards=[d for d in documents if d.kind == CARD],
        spaces=_spaces(operator),
        doubts=tally_of_operator(operator),
    )


def _faces(operator: Operator, alerts: Sequence[Alert], now: datetime) -> list[Face]:
    given = Counter(Answer.objects.filter(alert__in=alerts).values_list("representative_id", flat=True))
    return [face_of(r, now=now, answers=given[r.pk]) for r in _answering([operator], now)]


def _spaces(operator: Operator) -> list[SpaceRow]:
    spaces = Space.objects.filter(operator=operator).order_by("slug")
    return [SpaceRow(s.slug, s.name, s.summary, s.visibility != Visibility.PUBLIC) for s in spaces]


ANSWERS = Compiled(
    lambda: (
        Representative.objects.filter(operator=given("operator"), from_at__lte=given("now"))
        .filter(Q(until=None) | Q(until__gt=given("now")))
        .select_related("operator")
        .order_by("from_at", "pk")[:1]
    )
)


def operator_card(operator: Operator, *, now: datetime) -> OperatorCard:
    """For the page of a space."""
    first = ANSWERS.first(operator=operator.pk, now=now)
    return OperatorCard(
        slug=operator.slug,
        name=operator.name,
        face=face_of(first, now=now) if first else None,
        tag=_worst_states([operator]).get(operator.pk),
        path=address("accountability:operator", operator.slug),
        red_path=address("accountability:red", operator.slug),
    )


def represented_by(account: Account, *, now: datetime) -> QuerySet[Operator]:
    """The operators this account answers for now."""
    current = Q(until=None) | Q(until__gt=now)
    mine = Representative.objects.filter(current, account=account, from_at__lte=now)
    return Operator.objects.filter(pk__in=mine.values("operator")).order_by("name")
