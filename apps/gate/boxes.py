"""What we keep and must not be read from a copy of the database: closed under the site's secret."""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "box"]


def box(purpose: str) -> MultiFernet:
    """The present secret closes; those before it still open. What is closed for one purpose opens for no other."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hmac.digest(str(secret).encode(), f"box: {purpose}".encode(), "sha256") for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
