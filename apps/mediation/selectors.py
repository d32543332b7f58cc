"""What the pages of mediation show. Names of mediators are real ones; those of others are as everywhere else."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.look.signage import Voice, VoiceKind
from apps.mediation.models import Mediation, Mediator, MediatorOpinion, OpinionAnswer
from apps.mediation.permissions import answering_mandate, my_mandate, side_of
from apps.mediation.services import holder_of
from apps.mediation.states import PUBLIC, RUNNING, MediationState, Side
from apps.moderation.selectors.items import standing_title
from apps.moderation.selectors.ties import with_what
from apps.posts.selectors import plain
from apps.spaces.models import Mandate, Role
from apps.spaces.permissions import Visitor, readable_spaces

PER_PAGE = 20
OF_LINE = ("case__space", "case__author", "decision__statement")
NOBODY = AnonymousUser()


@dataclass(frozen=True, slots=True)
class MediatorCard:
    """Who gives opinions: a name, why they stand outside, where the mandate holds, links they declared."""

    name: str
    mandate: str
    statement: str
    where: str
    since: datetime
    until: datetime | None
    links: list[str]


@dataclass(frozen=True, slots=True)
class MediationLine:
    """One mediation in a list."""

    case: str
    title: str
    space: str
    state: str
    url: str
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class MediationHome:
    """Who mediates, what was said lately, and what waits for the reader."""

    mediators: list[MediatorCard]
    waiting: list[MediationLine]
    latest: list[MediationLine]
    count: int  # of all that were given
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """One version of an opinion, and its answer; `masked_url` is the case that masked all of it or a part."""

    number: int
    voice: Voice
    recommendation: str
    text: str
    gone: str  # the sentence that stands in its place, once a decision masked it
    masked_url: str  # the case that masked all of it or a part
    report_url: str  # where anybody contests the words; empty when nothing is left to
    language: str
    given_at: datetime
    json_url: str  # of the bytes whose digest is in the log; empty while a part of them is masked
    answer: "GivenAnswer | None"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What whoever decided says to it."""

    voice: Voice
    follows: bool
    text: str
    gone: str
    masked_url: str
    report_url: str
    language: str
    given_at: datetime
    json_url: str


@dataclass(frozen=True, slots=True)
class MediationView:
    """Everything the page shows to this reader."""

    reference: str
    case: str
    case_url: str
    title: str
    space: str
    state: str
    state_words: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    opinion: GivenOpinion | None
    earlier: list[GivenOpinion]
    late: bool
    may_take: bool
    may_give: bool
    may_answer: bool
    may_hand: bool
    may_withdraw: bool
    reads_handed: bool


def home(visitor: Visitor, *, now: datetime, page: Page[Mediation] | None = None) -> MediationHome:
    """For anybody; mediators and parties see what is theirs besides."""
    cards = Mediator.objects.filter(mandate__in=Mandate.objects.valid(now).filter(role=Role.MEDIATOR))
    listed = page or given_page(visitor, None, now=now)
    return MediationHome(
        mediators=[_card(one) for one in cards.select_related("mandate__space", "mandate__operator").order_by("pk")],
        waiting=_waiting(visitor, now),
        latest=[_line(one) for one in listed],
        count=listed.paginator.count,
        number=listed.number,
        pages=listed.paginator.num_pages,
    )


def given_page(visitor: Visitor, number: str | None, *, now: datetime) -> Page[Mediation]:
    """All opinions given in the spaces that this visitor may read, the newest first, twenty at a time."""
    given = Mediation.objects.filter(state__in=PUBLIC, case__space__in=readable_spaces(visitor, now=now))
    return Paginator(given.select_related(*OF_LINE).order_by("-asked_at", "-pk"), PER_PAGE).get_page(number)


def _card(mediator: Mediator) -> MediatorCard:
    mandate = mediator.mandate
    place = mandate.space or mandate.operator
    ties = mandate.ties.filter(ended_at=None).select_related("operator", "space", "colleague", "persona")
    return MediatorCard(
        name=holder_of(mandate),
        mandate=mandate.public_name,
        statement=mediator.statement,
        where=place.name if place else "",
        since=mandate.from_at,
        until=mandate.until,
        links=[with_what(tie) for tie in ties],
    )


def _waiting(visitor: Visitor, now: datetime) -> list[MediationLine]:
    """What a mediator may take or has taken, and what whoever decided must answer."""
    if not visitor.is_authenticated or not Mandate.objects.valid(now).filter(account=visitor).exists():
        return []
    open_now = Mediation.objects.filter(state__in=[*RUNNING, MediationState.GIVEN])
    rows = open_now.select_related(*OF_LINE, "mandate").order_by("due_at")[:100]
    return [_line(one) for one in rows if _is_for(visitor, one, now)]


def _is_for(visitor: Visitor, mediation: Mediation, now: datetime) -> bool:
    if mediation.state == MediationState.GIVEN:
        return answering_mandate(visitor, mediation, now=now) is not None
    return my_mandate(visitor, mediation, now=now) is not None


def _line(mediation: Mediation) -> MediationLine:
    return MediationLine(
        case=mediation.case.reference,
        title=standing_title(mediation.case, mediation.decision),
        space=mediation.case.space.name,
        state=str(mediation.get_state_display()),
        url=reverse("mediation:mediation", args=[mediation.reference]),
        at=mediation.asked_at,
        due_at=mediation.due_at,
    )


def mediation_view(mediation: Mediation, visitor: Visitor, *, now: datetime) -> MediationView:
    """For whoever may know of it."""
    side = side_of(visitor, mediation.case, now=now)
    mandate = my_mandate(visitor, mediation, now=now)
    taken = mandate is not None and mediation.mandate_id == mandate.pk
    said = mediation.opinions.select_related("mandate__mediator", "answered__mandate").order_by("-number")
    versions = [_given(one, mediation) for one in said]
    running = mediation.state in RUNNING
    asker = mediation.asked_by
    return MediationView(
        reference=mediation.reference,
        case=mediation.case.reference,
        case_url=reverse("moderation:case", args=[mediation.case.reference]),
        title=standing_title(mediation.case, mediation.decision),
        space=mediation.case.space.name,
        state=mediation.state,
        state_words=str(mediation.get_state_display()),
        asked_at=mediation.asked_at,
        asked_by=str(Side(mediation.side).label),
        due_at=mediation.due_at,
        opinion=versions[0] if versions else None,
        earlier=versions[1:],
        late=mediation.state == MediationState.GIVEN and mediation.due_at < now,
        may_take=mediation.state == MediationState.ASKED and mandate is not None,
        may_give=taken and mediation.state in {MediationState.ACCEPTED, MediationState.GIVEN},
        may_answer=mediation.state == MediationState.GIVEN
        and answering_mandate(visitor, mediation, now=now) is not None,
        may_hand=running and side is not None,
        may_withdraw=running and asker is not None and visitor.is_authenticated and asker.account_id == visitor.pk,
        reads_handed=taken and mediation.state == MediationState.ACCEPTED,
    )


def _given(said: MediatorOpinion, mediation: Mediation) -> GivenOpinion:
    here, words = [mediation.reference, said.number], plain(said)
    answer: OpinionAnswer | None = getattr(said, "answered", None)
    return GivenOpinion(
        number=said.number,
        voice=Voice(VoiceKind.PROFESSIONAL, holder_of(said.mandate), word=_("Mediator, face uncovered")),
        recommendation=str(said.get_recommendation_display()),
        text=words.text,
        gone=words.gone,
        masked_url=words.case_path,
        report_url=reverse("moderation:report", args=[said.reference]) if words.text else "",
        language=said.language,
        given_at=said.published_at,
        json_url="" if words.masked else reverse("mediation:opinion", args=here),
        answer=_answer(answer, reverse("mediation:answer", args=here)) if answer is not None else None,
    )


def _answer(said: OpinionAnswer, json_url: str) -> GivenAnswer:
    words = plain(said)
    return GivenAnswer(
        voice=Voice(VoiceKind.TRUST_MANAGER, said.mandate.public_name if said.mandate else ""),
        follows=said.follows,
        text=words.text,
        gone=words.gone,
        masked_url=words.case_path,
        report_url=reverse("moderation:report", args=[said.reference]) if words.text else "",
        language=said.language,
        given_at=said.published_at,
        json_url="" if words.masked else json_url,
    )


def beside(case: str) -> MediationView | None:
    """What stands beside the decision on the page of a case: the opinion, once there is one."""
    found = Mediation.objects.filter(case__reference=case, state__in=PUBLIC)
    mediation = found.select_related("case__space", "case__author", "decision", "mandate", "asked_by").first()
    return mediation_view(mediation, NOBODY, now=mediation.asked_at) if mediation else None
