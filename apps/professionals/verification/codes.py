"""The code of a request: computed, never stored; whoever reads the address or writes on the page knows it."""

import base64
import hmac

from django.conf import settings

from apps.gate.boxes import InvalidToken, box
from apps.professionals.verification.models import Verification

PURPOSE = "mailbox of a house"
LETTERS = 12


def code_of(verification: Verification) -> str:
    """Such as `K4QX-7MPD-9ATV`; sixty bits, other for each request and each way."""
    said = f"code of a verification: {verification.reference} {verification.way} {verification.asked_at.isoformat()}"
    digest = hmac.digest(settings.SECRET_KEY.encode(), said.encode(), "sha256")
    letters = base64.b32encode(digest).decode()[:LETTERS]
    return "-".join(letters[at : at + 4] for at in range(0, LETTERS, 4))


def is_code(typed: str, verification: Verification) -> bool:
    """Spaces, dashes and case aside."""
    bare = "".join(c for c in typed.upper() if c.isalnum())
    return hmac.compare_digest(bare.encode(), code_of(verification).replace("-", "").encode())


def closed(mailbox: str) -> bytes:
    """Kept only until the decision, and not to be read from a copy of the database."""
    return box(PURPOSE).encrypt(mailbox.encode()) if mailbox else b""


def mailbox_of(verification: Verification) -> str:
    """Opened; empty when it is gone, or the site's secret was changed since."""
    try:
        return box(PURPOSE).decrypt(bytes(verification.mailbox)).decode() if verification.mailbox else ""
    except InvalidToken:
        return ""
