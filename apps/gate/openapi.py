"""What the OpenAPI document says of the shapes that twins answer with: the sentence of their dataclass."""

from typing import Any

from drf_spectacular.contrib.rest_framework_dataclasses import OpenApiDataclassSerializerExtensions
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import OpenApiParameter


class ShapeInWords(OpenApiDataclassSerializerExtensions):  # type: ignore[no-untyped-call]
    """The library describes the shape of a whole answer; the shapes within it would stay without a word."""

    priority = 1

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """As the library draws it, with what the dataclass says of itself."""
        schema: dict[str, Any] = super().map_serializer(auto_schema, direction)
        said = get_doc(self.target.dataclass_definition.dataclass_type)
        return {"description": said, **schema} if said else schema


def page_of(size: int) -> OpenApiParameter:
    """Which page of a list, and how long one is."""
    return OpenApiParameter("page", {"type": "integer", "minimum": 1}, description=f"This list comes by {size}.")
