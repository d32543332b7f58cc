"""Refusals in DRF's language."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from apps.base.errors import Refusal
from apps.gate.middleware import refusal_as_json


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """A Refusal keeps its sentence and its status; the rest is DRF's."""
    if isinstance(error, Refusal):
        return Response(refusal_as_json(error), status=error.status)
    return drf_exception_handler(error, context)
