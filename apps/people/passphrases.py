"""What a passphrase must be, in our words; the rules are Django's."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.people.models import Account


class LongEnough(password_validation.MinimumLengthValidator):
    """Length is what protects."""

    def get_error_message(self) -> str:
        return _("This passphrase is too short: at least %(n)d characters. A few words do it.") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return _("At least %(n)d characters. A few words that only you would put together do it.") % {
            "n": self.min_length
        }


class NotCommon(password_validation.CommonPasswordValidator):
    """What everybody tries first."""

    def get_error_message(self) -> str:
        return _("This passphrase is among those that are tried first. Choose another.")

    def get_help_text(self) -> str:
        return ""


class NotThePseudonym(password_validation.UserAttributeSimilarityValidator):
    """The one thing a stranger knows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(user_attributes=["username"], **options)

    def get_error_message(self) -> str:
        return _("This passphrase is too close to your pseudonym, which everybody can read.")

    def get_help_text(self) -> str:
        return ""


def check_passphrase(passphrase: str, *, pseudonym: str) -> None:
    """Raise BadInput with one sentence."""
    try:
        password_validation.validate_password(passphrase, Account(username=pseudonym))
    except ValidationError as error:
        raise BadInput({"passphrase": error.messages[0]}) from error
