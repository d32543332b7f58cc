"""How the OpenAPI document names a token. Imported in `ready()`."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """HTTP bearer."""

    target_class = "apps.people.bearer.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """OpenAPI's words."""
        return {"type": "http", "scheme": "bearer"}
