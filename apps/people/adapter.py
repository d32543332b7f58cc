"""allauth in our words, and without addresses; the secret of a second factor is not kept in the clear."""

import base64
import hashlib
import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.gate.address import client_address
from apps.people.models import Account
from apps.people.services import account_note_language


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "enter_current_password": _("This is not your passphrase."),
        "incorrect_password": _("This is not your passphrase."),
        "incorrect_code": _("This code does not open. Codes of an app change every thirty seconds."),
        "too_many_login_attempts": _("Several attempts have failed. Wait five minutes, then try again."),
        "username_password_mismatch": _("This pseudonym and this passphrase do not go together."),
        "rate_limited": _("That is many in a short time. Try again in a minute."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """What limits are counted by: a digest, so that no address is kept, not even for a minute."""
        key = f"{settings.SECRET_KEY}:limits".encode()
        return hmac.new(key, str(client_address(request)).encode(), hashlib.sha256).hexdigest()[:32]


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor of those who hold a mandate."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        return str(_box().encrypt(text.encode()), "ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return str(_box().decrypt(encrypted_text.encode()), "utf-8")


def _box() -> MultiFernet:
    """The first key closes; those before it still open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hmac.digest(str(secret).encode(), b"second factor", "sha256") for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


@receiver(user_logged_in, dispatch_uid="people.language")
def follow_language(sender: object, user: Account, **kwargs: Any) -> None:
    """The language of the page one signs in on is the language we write in."""
    account_note_language(account=user, language=get_language() or "")
