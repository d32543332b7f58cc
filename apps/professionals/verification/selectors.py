"""One's own requests, and those that a person at the desk reads: each with what happened to it, step by step."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, Refusal
from apps.base.permissions import allows
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor
from apps.people.skeletons import skeleton
from apps.professionals.states import VerificationState
from apps.professionals.verification import codes, naming
from apps.professionals.verification.deciding import matter_of
from apps.professionals.verification.models import (
    RUNNING,
    WAITING,
    Verification,
    VerificationDecision,
    VerificationProof,
)
from apps.professionals.verification.permissions import (
    check_can_contest,
    check_can_decide,
    check_can_read,
    check_has_desk,
    over_which,
)
from apps.professionals.verification.register import Spoken, said_by, spoken_of
from apps.professionals.verification.ways import ANSWER_OR_CLOSE, DECIDE_WITHIN, REMIND, Answer, Ground, Matter, Way
from apps.spaces.models import Professional

MOST = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, with its reasons."""

    answer: str
    ground: str
    reasons: str
    mandate: str
    at: datetime
    contested_at: datetime | None
    contest: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request, for whom it concerns and for the desk."""

    reference: str
    name: str
    job: str
    job_fr: str
    job_en: str
    house: str
    city: str
    subjects: list[Spoken]
    way: str
    way_word: str
    by: str
    site: str
    page: str
    state: str
    state_word: str
    asked_at: datetime
    proved_at: datetime | None
    due_at: datetime
    late: bool  # a person was to have decided by then
    kept_until: datetime | None  # what was sent is destroyed then, decided or not
    until: datetime | None
    over: bool
    ended_at: datetime | None
    decisions: list[Decided]
    file_name: str
    times_read: int
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyRequest:
    """One's own, with what one may do."""

    view: RequestView
    code: str  # to be placed on the page; the one that was mailed is never shown
    mailbox: str
    may_contest: bool
    may_withdraw: bool
    may_renew: bool


@dataclass(frozen=True, slots=True)
class MyPage:
    """What runs, what holds, what is over."""

    running: MyRequest | None
    others: list[MyRequest]
    may_ask: bool


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One that waits."""

    reference: str
    name: str
    house: str
    city: str
    way_word: str
    state: str
    state_word: str
    due_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class DeskRequest:
    """For a person who may decide, or the sentence why not."""

    view: RequestView
    matter: str
    barred: str
    may_decide: bool
    may_revoke: bool
    site_known: bool
    namesakes: list[str]


def my_page(account: Account, *, now: datetime) -> MyPage:
    """Newest first."""
    rows = _with_all(Verification.objects.filter(account=account)).order_by("-asked_at", "-pk")
    mine = [_my_request(row, account, now) for row in rows]
    running = next((one for one in mine if one.view.state in RUNNING), None)
    return MyPage(running, [one for one in mine if one is not running], running is None)


def _my_request(row: Verification, account: Account, now: datetime) -> MyRequest:
    placed = row.state == VerificationState.ASKED and row.way == Way.PAGE
    valid = row.state == VerificationState.GRANTED and row.until is not None and row.until > now
    return MyRequest(
        view=request_view(row, now=now),
        code=codes.code_of(row) if placed else "",
        mailbox=codes.mailbox_of(row),
        may_contest=allows(check_can_contest, account, row, now=now),
        may_withdraw=row.state in RUNNING or valid,
        may_renew=_may_ask_anew(row, now),
    )


def _may_ask_anew(row: Verification, now: datetime) -> bool:
    """What they gave is filled in: it ends soon or is over, or nobody answered."""
    over = row.state == VerificationState.GRANTED and row.until is not None and row.until <= now + REMIND
    return over or (row.state == VerificationState.UNANSWERED and bool(row.real_name))


def desk_rows(account: Account, *, now: datetime) -> list[DeskRow]:
    """What waits and this person may look at, the one that is due first on top; their own are not among them."""
    check_has_desk(account, now=now)
    check_has_second_factor(account)
    waiting = over_which(account, Verification.objects.waiting(), now=now).order_by("due_at", "pk")
    return [_desk_row(row) for row in waiting[:MOST]]


def desk_valid(account: Account, *, now: datetime) -> list[DeskRow]:
    """What holds now: each can be ended, with reasons."""
    rows = over_which(account, Verification.objects.valid(now), now=now).order_by("until", "pk")
    return [_desk_row(row) for row in rows[:MOST]]


def _desk_row(row: Verification) -> DeskRow:
    return DeskRow(
        reference=row.reference,
        name=row.real_name,
        house=row.house,
        city=row.city,
        way_word=str(Way(row.way).label),
        state=row.state,
        state_word=str(VerificationState(row.state).label),
        due_at=row.until if row.state == VerificationState.GRANTED and row.until else row.due_at,
        url=reverse("professionals:desk_request", args=[row.reference]),
    )


def _with_all(rows: QuerySet[Verification]) -> QuerySet[Verification]:
    return rows.select_related("account").prefetch_related("subjects__subject__operator", "decisions__mandate")


def verification_at(reference: str) -> Verification:
    """Raises NotFound."""
    found = _with_all(Verification.objects.filter(reference=reference)).exclude(account=None).first()
    if found is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return found


def desk_request(row: Verification, account: Account, *, now: datetime) -> DeskRequest:
    """Whoever has a link reads who decides instead of them, and no document."""
    check_can_read(account, row, now=now)
    check_has_second_factor(account)
    matter = matter_of(row)
    valid = row.state == VerificationState.GRANTED and row.until is not None and row.until > now
    asked = Matter.END if valid else matter
    barred = _barred(account, row, asked, now)
    return DeskRequest(
        view=request_view(row, now=now, contest=not barred),
        matter=str(Matter(matter).label),
        barred=barred,
        may_decide=row.state in WAITING and not barred,
        may_revoke=valid and not barred,
        site_known=bool(naming.known_site([one.subject for one in row.subjects.all()])),
        namesakes=namesakes_of(row),
    )


def _barred(account: Account, row: Verification, matter: Matter, now: datetime) -> str:
    try:
        check_can_decide(account, row, matter, now=now)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


def namesakes_of(row: Verification) -> list[str]:
    """Others who are verified under a name that reads the same: told apart by house and city."""
    looks = skeleton(row.real_name)
    others = Professional.objects.exclude(account=row.account).exclude(real_name="").order_by("pk")
    return [
        f"{p.real_name}, {p.house or p.job}, {p.city}".strip(", ") for p in others if skeleton(p.real_name) == looks
    ]


def request_view(row: Verification, *, now: datetime, contest: bool = True) -> RequestView:
    """The same for both sides; what was said against a decision is for whoever decides again."""
    proof = VerificationProof.objects.filter(verification=row).first()
    return RequestView(
        reference=row.reference,
        name=row.real_name,
        job=row.job,
        job_fr=row.job_fr,
        job_en=row.job_en,
        house=row.house,
        city=row.city,
        subjects=[spoken_of(one.subject) for one in row.subjects.all()],
        way=row.way,
        way_word=str(Way(row.way).label),
        by=said_by(row),
        site=row.site,
        page=row.page,
        state=row.state,
        state_word=str(VerificationState(row.state).label),
        asked_at=row.asked_at,
        proved_at=row.proved_at,
        due_at=row.due_at,
        late=row.state in WAITING and row.due_at <= now,
        kept_until=row.due_at - DECIDE_WITHIN + ANSWER_OR_CLOSE if row.state in WAITING else None,
        until=row.until,
        over=row.until is not None and row.until <= now,
        ended_at=row.ended_at,
        decisions=[_decided(one, contest=contest) for one in row.decisions.all()],
        file_name=proof.file_name if proof else "",
        times_read=proof.times_read if proof else 0,
        last_read_at=proof.last_read_at if proof else None,
    )


def _decided(row: VerificationDecision, *, contest: bool) -> Decided:
    return Decided(
        answer=str(Answer(row.answer).label),
        ground=str(Ground(row.ground).label) if row.ground else "",
        reasons=row.reasons,
        mandate=row.mandate.public_name if row.mandate else "",
        at=row.at,
        contested_at=row.contested_at,
        contest=row.contest if contest else "",
    )
