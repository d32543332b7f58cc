"""One audit, from its announcement to the operator's answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.audits.documents import outcome
from apps.audits.models import Answer, Audit, Result, Seat
from apps.audits.selectors.lists import AuditRow, result_in_words, row_of
from apps.audits.selectors.sample import ItemView, sample_of
from apps.audits.selectors.steps import AuditStep, steps_of, waiting_of
from apps.audits.services.drawing import position_of
from apps.base.errors import NotFound
from apps.labels.selectors.labels import StateSign
from apps.labels.states import FOUND
from apps.ledger.site_key import verifies


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


def audit_page(reference: str) -> OutsideAuditPage:
    """Raises NotFound."""
    audit = audit_by_reference(reference)
    draw, result = getattr(audit, "draw", None), getattr(audit, "result", None)
    answer = getattr(audit, "answer", None)
    position = draw.position if draw else position_of(audit)
    address = [audit.reference]
    return OutsideAuditPage(
        row=row_of(audit),
        question=audit.question,
        space=audit.space.name if audit.space else "",
        since=audit.since,
        until=audit.until,
        criterion_path=reverse("labels:criterion", args=[audit.version.criterion.code]) if audit.version else "",
        due_at=audit.due_at,
        lookers=audit.lookers,
        roster=[named for _reference, named in audit.roster],
        steps=steps_of(audit, position),
        waiting=waiting_of(audit, position),
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
        sentence=result_in_words(result),
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
