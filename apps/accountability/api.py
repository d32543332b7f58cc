"""The red button for programs: the same rules, no account needed, 201 with the receipt once it is committed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accountability import selectors, services
from apps.accountability.forms import RedForm
from apps.accountability.models import Tile
from apps.accountability.receipts import receipt_number
from apps.accountability.views.red import issue_named
from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.parsing import PlainJSONParser
from apps.people.models import Account

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 80, "pattern": "^[A-Za-z0-9._-]+$"},
    OpenApiParameter.HEADER,
    description="The same key again gets the same answer and raises nothing twice.",
)
ANSWERS = {
    201: {
        "type": "object",
        "properties": {"number": {"type": "string"}, "receipt": {"type": "string"}, "again": {"type": "boolean"}},
        "required": ["number", "receipt", "again"],
    },
    **dict.fromkeys([400, 401, 403, 404, 409, 422, 429], OpenApiTypes.OBJECT),
}


class RedAsked(serializers.Serializer[Any]):
    """What happened."""

    tile = serializers.ChoiceField(Tile.values)
    words = serializers.CharField(required=False, help_text="Not published, not shown to the operator.")
    proof = serializers.CharField(required=False, help_text="Opened by people with a mandate alone; kept closed.")
    proof_file = serializers.FileField(required=False, help_text="PNG, JPEG, PDF or text, 5 MB; send a multipart form.")
    issue = serializers.CharField(required=False, help_text="The reference of an alert whose words one agrees to.")


class RedTwin(APIView):
    """Raise a voice. With a token it is a member's; without one it counts with others of its network."""

    parser_classes = [PlainJSONParser, MultiPartParser]

    @extend_schema(operation_id="red", request=RedAsked, responses=ANSWERS, parameters=[KEY])
    def post(self, request: Request, op: str) -> HttpResponse:
        operator = selectors.operator_by_slug(op)
        if not isinstance(request.data, dict):
            raise BadInput({"body": _("Send one JSON object.")})
        said = {str(name): value for name, value in request.data.items() if isinstance(value, str)}
        form = RedForm(said, request.FILES or None)
        if not form.is_valid():
            raise BadInput({name: str(errors[0]) for name, errors in form.errors.items()})
        issue = issue_named(operator, said.get("issue", ""))
        account = request.user if isinstance(request.user, Account) else None

        @once
        def act(django_request: HttpRequest) -> HttpResponse:
            now = clock.now()
            raised = services.voice_raise(
                operator=operator,
                tile=Tile(form.cleaned_data["tile"]),
                words=form.cleaned_data["words"],
                account=account,
                browser="",
                network=network_digest(django_request, now=now),
                now=now,
                issue=issue.reference if issue else "",
                proof=form.proof_draft(),
            )
            receipt = reverse("ledger:receipt", args=[raised.voice.token])
            told = {"number": receipt_number(raised.voice.reference), "receipt": receipt, "again": raised.again}
            return JsonResponse(told, status=201, headers={"Location": receipt})

        return act(request._request)  # type: ignore[return-value]
