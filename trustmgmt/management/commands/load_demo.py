"""`manage.py load_demo`: build the demo world once; `--accounts` says who one can sign in as."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.base import clock
from trustmgmt.demo.loader import is_loaded, load
from trustmgmt.demo.people import ACCOUNTS, PASSPHRASE


class Command(BaseCommand):
    help = "Build the demo world, once. A second call changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="only print the demo accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.print_accounts()
        elif is_loaded():
            self.stdout.write("The demo is already here.")
        else:
            self.stdout.write(f"The demo is here: {load(now=clock.now())}.")

    def print_accounts(self) -> None:
        """Pseudonyms and the one passphrase."""
        self.stdout.write(f"Passphrase of every demo account: {PASSPHRASE}")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.pseudonym:<18} {account.en}")
