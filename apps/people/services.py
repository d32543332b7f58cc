"""Accounts and personas: the only writers."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text, validate_text
from apps.ledger.services import append
from apps.people.invitations import arrival_note
from apps.people.models import PSEUDONYM, Account, Persona
from apps.people.reserved import borne_by, is_reserved
from apps.people.skeletons import skeleton

PERSONAS_AT_MOST = 20


def checked_pseudonym(typed: str, account: Account | None = None) -> str:
    """The name as it will stand, for this person. Raises BadInput when it deceives the eye, or one like it is taken."""
    try:
        validate_text(typed)
        name = clean_text(typed)
        PSEUDONYM(name)
    except ValidationError as error:
        raise BadInput({"pseudonym": error.messages[0]}) from error
    check_pseudonym_is_free(name)
    if said := borne_by(skeleton(name), account):
        raise BadInput({"pseudonym": said})
    return name


def check_pseudonym_is_free(pseudonym: str) -> None:
    """Raise BadInput when the name, or one the eye would take for it, is taken."""
    looks = skeleton(pseudonym)
    if not looks or Persona.objects.filter(skeleton=looks).exists():
        raise BadInput({"pseudonym": _("This pseudonym is taken, or too close to one that is. Choose another.")})
    if is_reserved(looks):
        raise BadInput({"pseudonym": _("This name would pass for an office of the site. Choose another.")})


@transaction.atomic
def persona_create(*, account: Account | None, pseudonym: str, now: datetime, main: bool = False) -> Persona:
    """Give an account a face. Raises BadInput when the name cannot be taken."""
    name = checked_pseudonym(pseudonym, account)
    if account is not None and account.personas.count() >= PERSONAS_AT_MOST:
        raise NotNow(_("You have %(n)d pseudonyms, which is the most one account can have.") % {"n": PERSONAS_AT_MOST})
    return _persona_add(account, name, now, main=main)


def _persona_add(account: Account | None, name: str, now: datetime, *, main: bool) -> Persona:
    """Under a name that was checked."""
    try:
        with transaction.atomic():
            persona = Persona.objects.create(
                account=account, pseudonym=name, skeleton=skeleton(name), created_at=now, is_main=main
            )
    except IntegrityError as error:  # taken between the check and the insert
        raise BadInput({"pseudonym": _("This pseudonym has just been taken. Choose another.")}) from error
    append(kind="persona.created", actor=persona.reference, object=persona.reference, now=now)
    return persona


@transaction.atomic
def account_create(
    *, pseudonym: str, passphrase: str | None, language: str, now: datetime, invitation: str = ""
) -> Account:
    """An account and its first persona; no e-mail needed. Without a passphrase nobody can sign in. `invitation` is the
    reference of the link by which it comes, if any.

    Raises BadInput when the name cannot be taken.
    """
    name = checked_pseudonym(pseudonym)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(name, passphrase, language=language)
    except IntegrityError as error:
        raise BadInput({"pseudonym": _("This pseudonym has just been taken. Choose another.")}) from error
    _persona_add(account, name, now, main=True)
    if invitation:
        arrival_note(account=account, reference=invitation, now=now)
    return account


@transaction.atomic
def persona_make_main(*, account: Account, persona: Persona) -> None:
    """Speak under this name where no other was chosen. What one types to sign in does not change."""
    if persona.account_id != account.pk:
        raise NotYours(_("This pseudonym is not yours."))
    account.personas.filter(is_main=True).update(is_main=False)
    account.personas.filter(pk=persona.pk).update(is_main=True)


def account_note_language(*, account: Account, language: str) -> None:
    """The account follows the language its owner reads in."""
    if language != account.language and language in dict(settings.LANGUAGES):
        Account.objects.filter(pk=account.pk).update(language=language)
        account.language = language


def main_persona(account: Account) -> Persona:
    """The persona that speaks where no other was chosen."""
    return account.personas.get(is_main=True)
