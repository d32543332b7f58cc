"""What programs send, read; what cannot be read is said in the reader's language."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """JSON; a mistake is named by its line and column instead of the parser's own words."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise ParseError(_sentence(error.__context__)) from error


def _sentence(cause: BaseException | None) -> str:
    if isinstance(cause, json.JSONDecodeError):
        place = {"line": cause.lineno, "column": cause.colno}
        return _("This is not JSON: look at line %(line)d, column %(column)d. Nothing was done.") % place
    return _("This is not JSON in UTF-8. Nothing was done.")
