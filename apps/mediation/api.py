"""The JSON twins of mediation: who mediates and what was said; one dispute with every version of its opinion."""

from dataclasses import dataclass
from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.base.models import typed
from apps.gate.api import serializer_of
from apps.gate.openapi import page_of
from apps.mediation.permissions import mediation_at
from apps.mediation.selectors import (
    PER_PAGE,
    GivenOpinion,
    MediationHome,
    MediationView,
    given_page,
    home,
    mediation_view,
)

PAGE = page_of(PER_PAGE)
REFUSED = {"type": "object", "properties": {"detail": {"type": "string"}}}


@dataclass(frozen=True, slots=True)
class OpinionVersion:
    """One version of an opinion, and the answer of whoever decided; what a decision masked is in neither."""

    number: int
    mediator: str
    recommendation: str
    text: str
    gone: str
    masked_url: str
    language: str
    given_at: datetime
    json_url: str
    answered: bool
    follows: bool
    answer: str
    answer_gone: str
    answer_masked_url: str
    answer_language: str
    answered_by: str
    answered_at: datetime | None
    answer_url: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One mediation; its opinions, the newest first."""

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
    late: bool
    opinions: list[OpinionVersion]


def _version(said: GivenOpinion) -> OpinionVersion:
    answer = said.answer
    return OpinionVersion(
        number=said.number,
        mediator=said.voice.name,
        recommendation=said.recommendation,
        text=said.text,
        gone=said.gone,
        masked_url=said.masked_url,
        language=said.language,
        given_at=said.given_at,
        json_url=said.json_url,
        answered=answer is not None,
        follows=answer is not None and answer.follows,
        answer=answer.text if answer else "",
        answer_gone=answer.gone if answer else "",
        answer_masked_url=answer.masked_url if answer else "",
        answer_language=answer.language if answer else "",
        answered_by=answer.voice.name if answer else "",
        answered_at=answer.given_at if answer else None,
        answer_url=answer.json_url if answer else "",
    )


def _dispute(view: MediationView) -> Dispute:
    return Dispute(
        reference=view.reference,
        case=view.case,
        case_url=view.case_url,
        title=view.title,
        space=view.space,
        state=view.state,
        state_words=view.state_words,
        asked_at=view.asked_at,
        asked_by=view.asked_by,
        due_at=view.due_at,
        late=view.late,
        opinions=[_version(one) for one in [view.opinion, *view.earlier] if one is not None],
    )


class MediationsTwin(APIView):
    """Who mediates, what was said, twenty opinions at a time, and what waits for whoever asks."""

    @extend_schema(operation_id="mediations", parameters=[PAGE], responses=serializer_of(MediationHome))
    def get(self, request: Request) -> Response:
        now = clock.now()
        page = given_page(request.user, request.query_params.get("page"), now=now)
        return Response(serializer_of(MediationHome)(home(request.user, now=now, page=page)).data)


class MediationTwin(APIView):
    """One dispute: where it stands, and the opinions given."""

    @extend_schema(operation_id="mediation", responses={200: serializer_of(Dispute), 404: REFUSED})
    def get(self, request: Request, reference: str) -> Response:
        now = clock.now()
        found = mediation_at(typed(reference)[:24], request.user, now=now)
        view = mediation_view(found, request.user, now=now)
        return Response(serializer_of(Dispute)(_dispute(view)).data)
