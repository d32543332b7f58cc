"""Who is here, and who has shown two proofs of being themselves."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.base.errors import NotYours
from apps.people.models import Account


class NeedsSecondFactor(NotYours):
    """A mandate opens with two proofs; the page that says so leads to the second."""


def signed_in(request: HttpRequest) -> Account:
    """The person who asks; NotYours for a visitor."""
    if not isinstance(request.user, Account):
        raise NotYours(_("Sign in first."))
    return request.user


def has_second_factor(account: Account) -> bool:
    """Whether an app that counts seconds is tied to this account."""
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def check_has_second_factor(account: Account) -> None:
    """Where the site requires it (REQUIRE_SECOND_FACTOR), a mandate opens only with a second factor."""
    if settings.REQUIRE_SECOND_FACTOR and not has_second_factor(account):
        raise NeedsSecondFactor(_("A mandate opens with two proofs. Add a second factor to your account first."))
