"""`manage.py first_administrator PSEUDONYM`: on an empty site, somebody must be the first."""

import getpass
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.base import clock
from apps.base.errors import Refusal
from apps.people.models import Account
from apps.people.passphrases import check_passphrase
from apps.people.services import account_create
from apps.spaces.models import Mandate, Role
from apps.spaces.services import mandate_grant


class Command(BaseCommand):
    help = (
        "Make the first administrator; the account is created when there is none. Asks for a passphrase, or reads it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pseudonym", help="who, by the pseudonym they sign in with, or shall sign in with")
        parser.add_argument("--name", default="Administration", help="the public name of the mandate")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        if Mandate.objects.valid(now).filter(role=Role.ADMINISTRATOR, space=None, operator=None).exists():
            raise CommandError("There is an administrator already. Use grant_mandate to add another.")
        try:
            account = self._account(options["pseudonym"])
            mandate_grant(account=account, role=Role.ADMINISTRATOR, public_name=options["name"], now=now)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(f"{account.username} is administrator, under the name {options['name']}.")

    def _account(self, pseudonym: str) -> Account:
        account = Account.objects.filter(username__iexact=pseudonym).first()
        if account is not None:
            return account
        passphrase = _ask_passphrase()
        check_passphrase(passphrase, pseudonym=pseudonym)
        language = settings.LANGUAGE_CODE
        return account_create(pseudonym=pseudonym, passphrase=passphrase, language=language, now=clock.now())


def _ask_passphrase() -> str:
    """Twice from a person, once from a pipe; never from the command line, where others could read it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed = getpass.getpass("A passphrase for this new account: ")
    if typed != getpass.getpass("The same again: "):
        raise CommandError("These are two different passphrases.")
    return typed
