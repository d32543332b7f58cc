"""Publishing by a program: the same forms, the same limits, 201 once the transaction is committed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.base import clock
from apps.base.errors import BadInput, NotNow
from apps.gate.idempotency import once
from apps.people.models import Account, Persona
from apps.posts import selectors
from apps.posts.finding import space_at, thread_at
from apps.posts.form_page import check_pace, take_seat
from apps.posts.forms import KINDS, STARS, ReviewForm, SpeakingForm, ThreadForm, WordsForm
from apps.posts.models import DeclaredLink
from apps.posts.permissions import speaker_in
from apps.posts.publishing import post_from, review_from, thread_from
from apps.spaces.models import Space

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 80, "pattern": "^[A-Za-z0-9._-]+$"},
    OpenApiParameter.HEADER,
    description="The same key again gets the same answer and publishes nothing twice.",
)
REFUSED = OpenApiTypes.OBJECT
ANSWERS = {
    201: {
        "type": "object",
        "properties": {"reference": {"type": "string"}, "url": {"type": "string"}},
        "required": ["reference", "url"],
    },
    **dict.fromkeys([400, 401, 403, 404, 409, 422, 429], REFUSED),
}
Publish = Callable[[Persona], tuple[str, str]]  # the reference and the address of what is published


class ReviewAsked(serializers.Serializer[Any]):
    """An experience; `subject_kind` only when the subject is new."""

    subject = serializers.CharField()
    subject_kind = serializers.ChoiceField([key for key, _label in KINDS], required=False)
    stars = serializers.ChoiceField([n for n, _word in STARS])
    text = serializers.CharField()
    experience_on = serializers.DateField()
    link = serializers.ChoiceField(DeclaredLink.values)
    title = serializers.CharField(required=False)
    topic = serializers.CharField(required=False, help_text="The slug of a topic.")


class ThreadAsked(serializers.Serializer[Any]):
    """A talk or a question."""

    title = serializers.CharField()
    text = serializers.CharField()
    is_question = serializers.ChoiceField(["yes", "no"])
    topic = serializers.CharField(required=False, help_text="The slug of a topic.")


class WordsAsked(serializers.Serializer[Any]):
    """A message."""

    text = serializers.CharField()


class Writing(APIView):
    """What the three have in common."""

    def answer(self, request: Request, space: Space, form: SpeakingForm, publish: Publish) -> HttpResponse:
        """401 for a visitor, 422 with a sentence per field, or 201 after the commit."""
        account = request.user
        if not isinstance(account, Account):
            raise NotAuthenticated(_("Publishing needs a token with the scope “write”."))
        if not form.is_valid():
            raise BadInput({name: str(said[0]) for name, said in form.errors.items()})

        @once
        def act(django_request: HttpRequest) -> HttpResponse:
            now = clock.now()
            check_pace(account, "write", now)
            author = speaker_in(account, space)
            take_seat(author, space, now)
            reference, url = publish(author)
            return JsonResponse({"reference": reference, "url": url}, status=201, headers={"Location": url})

        return act(request._request)  # type: ignore[return-value]


class WriteTwin(Writing):
    """Publish a review."""

    @extend_schema(operation_id="write", request=ReviewAsked, responses=ANSWERS, parameters=[KEY])
    def post(self, request: Request, space: str) -> HttpResponse:
        now = clock.now()
        place = space_at(request._request, space, now)
        if not place.reviews:
            raise NotNow(_("This space is for talk; it has no reviews."))
        form = ReviewForm(_typed(request), topics=place.topics.all())

        def publish(author: Persona) -> tuple[str, str]:
            review = review_from(form, author=author, space=place, reader=request.user, now=now)
            return review.reference, selectors.path_of(review)

        return self.answer(request, place, form, publish)


class AskTwin(Writing):
    """Start a talk or ask a question."""

    @extend_schema(operation_id="ask", request=ThreadAsked, responses=ANSWERS, parameters=[KEY])
    def post(self, request: Request, space: str) -> HttpResponse:
        now = clock.now()
        place = space_at(request._request, space, now)
        if not place.threads:
            raise NotNow(_("This space is for reviews; it has no talk."))
        form = ThreadForm(_typed(request), topics=place.topics.all())

        def publish(author: Persona) -> tuple[str, str]:
            thread = thread_from(form, author=author, space=place, now=now)
            return thread.reference, selectors.thread_path(thread)

        return self.answer(request, place, form, publish)


class AnswerTwin(Writing):
    """Add a message to a talk."""

    @extend_schema(operation_id="answer", request=WordsAsked, responses=ANSWERS, parameters=[KEY])
    def post(self, request: Request, space: str, thread: int) -> HttpResponse:
        now = clock.now()
        place = space_at(request._request, space, now)
        talk, form = thread_at(place, thread), WordsForm(_typed(request))

        def publish(author: Persona) -> tuple[str, str]:
            post = post_from(form, author=author, thread=talk, now=now)
            return post.reference, selectors.path_of(post)

        return self.answer(request, place, form, publish)


def _typed(request: Request) -> dict[str, str]:
    """What a form would have sent: fields and text."""
    if not isinstance(request.data, dict):
        raise BadInput({"body": _("Send one JSON object.")})
    plain = {name: value for name, value in request.data.items() if isinstance(value, str | int) and value is not True}
    return {str(name): str(value) for name, value in plain.items()}
