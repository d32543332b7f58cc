"""Refusals in DRF's language."""

from functools import cache
from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler
from rest_framework_dataclasses.serializers import DataclassSerializer

from apps.base.errors import Refusal
from apps.gate import openapi  # noqa: F401 - says in the OpenAPI document what each shape is
from apps.gate.middleware import refusal_as_json, refusal_headers


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """A Refusal keeps its sentence and its status; the rest is DRF's."""
    if isinstance(error, Refusal):
        return Response(refusal_as_json(error), status=error.status, headers=refusal_headers(error))
    return drf_exception_handler(error, context)


@cache
def serializer_of(shape: type) -> type[DataclassSerializer[Any]]:
    """The serializer of a page's dataclass: what the template draws is what the twin says."""
    meta = type("Meta", (), {"dataclass": shape})
    return type(f"{shape.__name__}Serializer", (DataclassSerializer,), {"Meta": meta, "__doc__": shape.__doc__})
