"""What the pages of mediation show. Names of mediators are real ones; those of others are as everywhere else."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.look.signage import Voice, VoiceKind
from apps.mediation.models import Mediation, Mediator, MediatorOpinion
from apps.mediation.permissions import answering_mandate, my_mandate, side_of
from apps.mediation.services import holder_of
from apps.mediation.states import PUBLIC, RUNNING, MediationState, Side
from apps.moderation.selectors.items import standing_title
from apps.moderation.selectors.ties import with_what
from apps.posts.selectors import plain
from apps.spaces.models import Mandate, Role
from apps.spaces.permissions import Visitor, readable_spaces

LATEST = 20
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


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """One version of an opinion, and its answer."""

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
    answered: bool
    follows: bool
    answer: str
    answer_language: str
    answerer: Voice
    answered_at: datetime | None
    answer_url: str


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


def home(visitor: Visitor, *, now: datetime) -> MediationHome:
    """For anybody; mediators and parties see what is theirs besides."""
    cards = Mediator.objects.filter(mandate__in=Mandate.objects.valid(now).filter(role=Role.MEDIATOR))
    given = Mediation.objects.filter(state__in=PUBLIC, case__space__in=readable_spaces(visitor, now=now))
    return MediationHome(
        mediators=[_card(one) for one in cards.select_related("mandate__space", "mandate__operator").order_by("pk")],
        waiting=_waiting(visitor, now),
        latest=[_line(one) for one in given.select_related("case__space", "case__author")[:LATEST]],
    )


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
    rows = open_now.select_related("case__space", "case__author", "decision", "mandate").order_by("due_at")[:100]
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
    versions = [_given(one) for one in mediation.opinions.select_related("mandate", "answerer").order_by("-number")]
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


def _given(said: MediatorOpinion) -> GivenOpinion:
    here, words = [said.mediation.reference, said.number], plain(said)
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
        answered=said.follows is not None,
        follows=bool(said.follows),
        answer=said.answer,
        answer_language=said.answer_language,
        answerer=Voice(VoiceKind.TRUST_MANAGER, said.answerer.public_name if said.answerer else ""),
        answered_at=said.answered_at,
        answer_url=reverse("mediation:answer", args=here) if said.follows is not None else "",
    )


def beside(case: str) -> MediationView | None:
    """What stands beside the decision on the page of a case: the opinion, once there is one."""
    found = Mediation.objects.filter(case__reference=case, state__in=PUBLIC)
    mediation = found.select_related("case__space", "case__author", "decision", "mandate", "asked_by").first()
    return mediation_view(mediation, NOBODY, now=mediation.asked_at) if mediation else None
