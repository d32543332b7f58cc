"""Accounts and personas: the only writers."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.people.models import PSEUDONYM, Account, Persona
from apps.people.skeletons import skeleton


def check_pseudonym_is_free(pseudonym: str) -> None:
    """Raise BadInput when the name, or one the eye would take for it, is taken."""
    if not skeleton(pseudonym) or Persona.objects.filter(skeleton=skeleton(pseudonym)).exists():
        raise BadInput({"username": _("This pseudonym is taken, or too close to one that is. Choose another.")})


@transaction.atomic
def persona_create(*, account: Account | None, pseudonym: str, now: datetime, main: bool = False) -> Persona:
    """Give an account a face. Raises BadInput when the name cannot be taken."""
    name = clean_text(pseudonym)
    PSEUDONYM(name)
    check_pseudonym_is_free(name)
    try:
        with transaction.atomic():
            persona = Persona.objects.create(
                account=account, pseudonym=name, skeleton=skeleton(name), created_at=now, is_main=main
            )
    except IntegrityError as error:  # taken between the check and the insert
        raise BadInput({"username": _("This pseudonym has just been taken. Choose another.")}) from error
    append(kind="persona.created", actor=persona.reference, object=persona.reference, now=now)
    return persona


@transaction.atomic
def account_create(*, pseudonym: str, passphrase: str | None, language: str, now: datetime) -> Account:
    """An account and its first persona; no e-mail needed. Without a passphrase nobody can sign in."""
    name = clean_text(pseudonym)
    account = Account.objects.create_user(name, passphrase, language=language)
    persona_create(account=account, pseudonym=name, now=now, main=True)
    return account


def main_persona(account: Account) -> Persona:
    """The persona that speaks where no other was chosen."""
    return account.personas.get(is_main=True)
