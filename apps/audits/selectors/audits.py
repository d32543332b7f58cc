"""Audits as pages: the list with those who may be drawn, and one audit with all its steps."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.accountability.selectors import operator_by_slug
from apps.audits.documents import outcome
from apps.audits.models import Answer, Audit, Declaration, Finding, Population, Result, Seat, Verdict
from apps.audits.permissions import auditor_mandates
from apps.audits.populations import Thing, things
from apps.audits.services.drawing import position_of
from apps.audits.states import ICONS, AuditState
from apps.base.errors import NotFound
from apps.labels.selectors.labels import StateSign
from apps.labels.states import FOUND
from apps.ledger import checkpoints
from apps.ledger.site_key import verifies
from apps.look.moments import day
from apps.look.numbers import number, percent
from apps.look.parts import StepState
from apps.spaces.models import Operator

SHOWN = 100
SIGNS = {
    Verdict.RIGHT: ("i-yes", ""),
    Verdict.WRONG: ("i-no", "alert"),
    Verdict.UNSURE: ("i-part", "doubt"),
}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An audit in a list."""

    reference: str
    operator: str
    operator_name: str
    about: str
    criterion: str
    size: int
    of: int
    by: str
    announced_at: datetime
    state: str
    sign: StateSign
    sentence: str
    path: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What an office said of its links to an operator."""

    operator: str
    operator_name: str
    linked: bool
    words: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class AuditorRow:
    """An office that may be drawn, and what it declared."""

    name: str
    declared: list[Declared]


@dataclass(frozen=True, slots=True)
class OutsideAuditsPage:
    """Every audit of operators, or those of one; and the auditors with what they declared."""

    operator: str
    operator_name: str
    audits: list[AuditRow]
    auditors: list[AuditorRow]
    rule_path: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """What one auditor found of one item."""

    by: str
    sign: StateSign
    words: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the sample."""

    number: int
    about: str
    name: str
    path: str
    findings: list[FindingView]


@dataclass(frozen=True, slots=True)
class SeatView:
    """Who looks, who looked, who stepped down."""

    name: str
    number: int
    seated_at: datetime
    left_at: datetime | None
    left_why: str
    finished_at: datetime | None
    sign: StateSign | None
    words: str
    body_path: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """What it came to, in words and figures."""

    sentence: str
    looked_at: int
    wrong: int
    open: int
    low: float
    high: float
    signature_holds: bool
    published_at: datetime
    body_path: str


@dataclass(frozen=True, slots=True)
class AuditAnswerView:
    """The operator's answer."""

    text: str
    name: str
    role: str
    at: datetime
    body_path: str


@dataclass(frozen=True, slots=True)
class DrawView:
    """The checkpoint that chose."""

    position: int
    entry_path: str
    log_size: int
    seed: str
    drawn_at: datetime
    order: list[str]
    body_path: str
    note_path: str


@dataclass(frozen=True, slots=True)
class AuditStep:
    """One step: done, now, or next."""

    title: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True)
class OutsideAuditPage:
    """One audit, from its announcement to the operator's answer."""

    row: AuditRow
    question: str
    space: str
    since: date
    until: date
    criterion_path: str
    due_at: datetime
    lookers: int
    roster: list[str]
    steps: list[AuditStep]
    waiting: str
    items_sha256: str
    sha256: str
    body_path: str
    items_path: str
    draw: DrawView | None
    sample: list[ItemView]
    seats: list[SeatView]
    result: ResultView | None
    answer: AuditAnswerView | None
    ended_why: str
    ended_at: datetime | None
    ended_path: str
    operator_path: str
    check_command: str


def audit_by_reference(reference: str) -> Audit:
    """Raises NotFound."""
    found = Audit.objects.select_related("operator", "space", "version__criterion", "mandate")
    audit = found.filter(reference=reference).first()
    if audit is None:
        raise NotFound(_("There is no audit of this reference."))
    return audit


def audits_page(slug: str, *, now: datetime) -> OutsideAuditsPage:
    """All, or those of one operator. Raises NotFound for an operator nobody knows."""
    operator = operator_by_slug(slug) if slug else None
    audits = Audit.objects.select_related("operator", "version__criterion", "result")
    found = audits.filter(operator=operator) if operator else audits
    return OutsideAuditsPage(
        operator=operator.slug if operator else "",
        operator_name=operator.name if operator else "",
        audits=[_row(audit) for audit in found[:SHOWN]],
        auditors=_auditors(operator, now),
        rule_path=reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "audit-sample"]),
    )


def _auditors(operator: Operator | None, now: datetime) -> list[AuditorRow]:
    standing = Declaration.objects.filter(replaced_at=None, expires_at__gt=now).select_related("operator")
    if operator:
        standing = standing.filter(operator=operator)
    said: dict[int | None, list[Declared]] = {}
    for row in standing.order_by("operator__name"):
        who = row.operator
        line = Declared(who.slug, who.name, row.linked, row.words, row.declared_at, row.expires_at)
        said.setdefault(row.mandate_id, []).append(line)
    fits = [m for m in auditor_mandates(now) if operator is None or m.operator_id in {None, operator.pk}]
    return [AuditorRow(mandate.public_name, said.get(mandate.pk, [])) for mandate in fits]


def _row(audit: Audit) -> AuditRow:
    state = AuditState(audit.state)
    icon, kind = ICONS[state]
    result = getattr(audit, "result", None)
    return AuditRow(
        reference=audit.reference,
        operator=audit.operator.slug,
        operator_name=audit.operator.name,
        about=str(audit.get_population_display()),
        criterion=audit.version.criterion.code if audit.version else "",
        size=audit.size,
        of=len(audit.items),
        by=audit.named,
        announced_at=audit.announced_at,
        state=state.value,
        sign=StateSign(str(state.label).capitalize(), icon, kind),
        sentence=_result_in_words(result) if result else "",
        path=reverse("audits:audit", args=[audit.reference]),
    )


def _result_in_words(result: Result) -> str:
    said = {
        "wrong": number(result.wrong),
        "n": number(result.looked_at),
        "low": percent(result.low),
        "high": percent(result.high),
    }
    sentence = (
        ngettext(
            "Not as it should be: %(wrong)s of %(n)s item looked at, so between %(low)s and %(high)s of all.",
            "Not as it should be: %(wrong)s of %(n)s items looked at, so between %(low)s and %(high)s of all.",
            result.looked_at,
        )
        % said
    )
    if not result.open:
        return sentence
    undecided = ngettext(
        "%(n)s more stays open: those who looked differ, or cannot tell.",
        "%(n)s more stay open: those who looked differ, or cannot tell.",
        result.open,
    ) % {"n": number(result.open)}
    return f"{sentence} {undecided}"


def audit_page(reference: str) -> OutsideAuditPage:
    """Raises NotFound."""
    audit = audit_by_reference(reference)
    draw, result = getattr(audit, "draw", None), getattr(audit, "result", None)
    answer = getattr(audit, "answer", None)
    position = draw.position if draw else position_of(audit)
    address = [audit.reference]
    return OutsideAuditPage(
        row=_row(audit),
        question=audit.question,
        space=audit.space.name if audit.space else "",
        since=audit.since,
        until=audit.until,
        criterion_path=reverse("labels:criterion", args=[audit.version.criterion.code]) if audit.version else "",
        due_at=audit.due_at,
        lookers=audit.lookers,
        roster=[named for _reference, named in audit.roster],
        steps=steps_of(audit, position),
        waiting=_waiting(audit, position),
        items_sha256=audit.items_sha256,
        sha256=audit.sha256,
        body_path=reverse("audits:announcement", args=address),
        items_path=reverse("audits:items", args=address),
        draw=_draw(audit, position) if draw and position is not None else None,
        sample=sample_of(audit, shown=result is not None),
        seats=[_seat(seat, result is not None) for seat in audit.seats.all()],
        result=_result(audit, result) if result else None,
        answer=_answer(answer) if answer else None,
        ended_why=audit.ended_why,
        ended_at=audit.ended_at,
        ended_path=reverse("audits:ending", args=address) if audit.ended_at else "",
        operator_path=reverse("accountability:operator", args=[audit.operator.slug]),
        check_command=f"python3 redraw_audit.py {settings.SITE_URL} {audit.reference}",
    )


def steps_of(audit: Audit, position: int | None) -> list[AuditStep]:
    """Announced, in the log, signed by witnesses and drawn, found, answered: what is done and what comes next."""
    draw, result = getattr(audit, "draw", None), getattr(audit, "result", None)
    answer = getattr(audit, "answer", None)
    done: list[tuple[str, datetime | str | None]] = [
        (pgettext("audit", "Announced"), audit.announced_at),
        (_("In the public log"), _("entry %(n)s") % {"n": position} if position is not None else None),
        (_("Signed by witnesses"), _("log of %(n)s entries") % {"n": number(draw.size)} if draw else None),
        (pgettext("audit", "Drawn"), draw.drawn_at if draw else None),
        (pgettext("audit", "Found"), result.published_at if result else None),
        (pgettext("audit", "Answered"), answer.answered_at if answer else None),
    ]
    now = next((at for at, (_title, detail) in enumerate(done) if detail is None), len(done))
    now = now if not audit.ended_at else len(done)
    return [_step(title, detail, at == now) for at, (title, detail) in enumerate(done)]


def _step(title: str, detail: datetime | str | None, is_now: bool) -> AuditStep:
    if detail is None:
        return AuditStep(title, "", StepState.NOW if is_now else StepState.NEXT)
    said = day(detail) if isinstance(detail, datetime) else detail
    return AuditStep(title, said, StepState.DONE)


def _waiting(audit: Audit, position: int | None) -> str:
    """What an audit waits for, in words; empty when it waits for nothing."""
    if audit.state == AuditState.DRAWN:
        return _("Those who were drawn look, each alone. When the last of them has ended, the result is out by itself.")
    if audit.state == AuditState.FOUND:
        return _("The operator may answer, under a real name.")
    if audit.state != AuditState.ANNOUNCED:
        return ""
    if position is None:
        return _("The announcement is being sealed into the public log. Nothing is drawn before.")
    if not settings.WITNESSES:
        return _("No witness from outside signs this log. Without one nothing is drawn: this site could choose.")
    newest = checkpoints.recent(1, index=position)
    said = {"seen": newest[0].seen_by if newest else 0, "needed": max(1, settings.WITNESS_QUORUM)}
    return (
        _(
            "It waits for witnesses: %(seen)d of %(needed)d have signed the newest checkpoint. "
            "Without them nothing is drawn."
        )
        % said
    )


def _draw(audit: Audit, position: int) -> DrawView:
    names, draw = dict(audit.roster), audit.draw
    return DrawView(
        position=position,
        entry_path=reverse("ledger:entry", args=[position]),
        log_size=draw.size,
        seed=draw.seed,
        drawn_at=draw.drawn_at,
        order=[names[reference] for reference in draw.order],
        body_path=reverse("audits:drawing", args=[audit.reference]),
        note_path=reverse("audits:note", args=[audit.reference]),
    )


def sample_of(audit: Audit, *, shown: bool) -> list[ItemView]:
    """What was drawn; what was found of it only once the result is out."""
    items = list(audit.sample.all())
    where = things(Population(audit.population), [item.about for item in items])
    found: dict[int, list[FindingView]] = {}
    if shown:
        rows = Finding.objects.filter(item__in=items, seat__left_at=None).select_related("seat")
        for row in rows.order_by("seat__number"):
            found.setdefault(row.item_id, []).append(FindingView(row.seat.named, verdict_sign(row.verdict), row.words))
    gone = _("no longer there")
    return [
        ItemView(item.number, item.about, thing.name, thing.path, found.get(item.pk, []))
        for item in items
        if (thing := where.get(item.about) or Thing(item.about, gone, ""))
    ]


def verdict_sign(verdict: str) -> StateSign:
    """A finding as a word with its icon."""
    icon, kind = SIGNS[Verdict(verdict)]
    return StateSign(str(Verdict(verdict).label).capitalize(), icon, kind)


def _seat(seat: Seat, shown: bool) -> SeatView:
    icon, kind = FOUND[seat.verdict] if seat.verdict else ("", "")
    said = StateSign(str(seat.get_verdict_display()).capitalize(), icon, kind) if seat.verdict and shown else None
    body = reverse("audits:leaving", args=[seat.audit.reference, seat.number]) if seat.left_at else ""
    return SeatView(
        name=seat.named,
        number=seat.number + 1,
        seated_at=seat.seated_at,
        left_at=seat.left_at,
        left_why=seat.left_why,
        finished_at=seat.finished_at,
        sign=said,
        words=seat.words if shown else "",
        body_path=body,
    )


def _result(audit: Audit, result: Result) -> ResultView:
    return ResultView(
        sentence=_result_in_words(result),
        looked_at=result.looked_at,
        wrong=result.wrong,
        open=result.open,
        low=result.low,
        high=result.high,
        signature_holds=verifies(outcome(result), result.signature),
        published_at=result.published_at,
        body_path=reverse("audits:outcome", args=[audit.reference]),
    )


def _answer(answer: Answer) -> AuditAnswerView:
    who = answer.representative
    body = reverse("audits:reply", args=[answer.audit.reference])
    return AuditAnswerView(answer.text, who.name, who.role, answer.answered_at, body)
