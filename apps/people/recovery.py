"""Recovery codes: eight keys to an account whose passphrase is lost. Shown once, kept as digests, each opens once."""

import hashlib
import hmac
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.base.models import ALPHABET, new_reference
from apps.people.models import Account, RecoveryCode
from apps.people.passphrases import check_passphrase

CODES = 8


def digest_of(account_reference: str, code: str) -> str:
    """A code has 78 random bits: a keyed digest is enough, nobody tries that many."""
    letters = "".join(c for c in code.lower() if c in ALPHABET)
    return hmac.new(f"recovery:{account_reference}".encode(), letters.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def codes_make(*, account: Account, now: datetime) -> list[str]:
    """Eight new codes; those made before open nothing any more."""
    account.recovery_codes.all().delete()
    codes = [new_reference() for _each in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=digest_of(account.reference, code), created_at=now) for code in codes
    )
    return codes


@transaction.atomic
def passphrase_recover(*, pseudonym: str, code: str, passphrase: str, now: datetime) -> Account:
    """A new passphrase for a code. Unknown pseudonym, wrong code, spent code: the same answer, after the same work."""
    check_passphrase(passphrase, pseudonym=pseudonym)
    account = Account.objects.select_for_update().filter(username__iexact=pseudonym, is_active=True).first()
    spent = _spend(account, code, now)
    if account is None or not spent:
        make_password(passphrase)  # what the right answer costs, so that time tells nothing either
        raise BadInput({"code": _("This pseudonym and this code do not go together, or the code was used.")})
    account.set_password(passphrase)
    account.save(update_fields=["password"])
    return account


def _spend(account: Account | None, code: str, now: datetime) -> bool:
    digest = digest_of(account.reference if account else "", code)
    codes = RecoveryCode.objects.filter(account=account, digest=digest, used_at=None)
    return codes.update(used_at=now) == 1


def codes_left(account: Account) -> int:
    """How many still open."""
    return account.recovery_codes.filter(used_at=None).count()
