"""`import_copy FILE --account NAME`: the same as the page, for copies too large for a request."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.base import clock
from apps.base.errors import BadInput
from apps.people.archive_reading import read_copy
from apps.people.models import Account
from apps.posts.moving import copy_bring, lines_left_out
from apps.spaces.models import Space


class Command(BaseCommand):
    """Brings the words of a signed copy to one account."""

    help = "Bring the texts of a person's signed copy from another site to an account here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--account", required=True, help="the pseudonym with which they sign in")
        parser.add_argument("--into", default="", help="the space for what has no space of the same name")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        account = Account.objects.filter(username__iexact=options["account"]).first()
        if account is None:
            raise CommandError("Nobody here signs in with this pseudonym.")
        into = Space.objects.filter(slug=options["into"]).first() if options["into"] else None
        try:
            with options["file"].open("rb") as file:
                copy = read_copy(file, size=options["file"].stat().st_size, now=now)
            brought = copy_bring(account=account, copy=copy, into=into, now=now)
        except (BadInput, OSError) as wrong:
            said = "; ".join(map(str, wrong.errors.values())) if isinstance(wrong, BadInput) else str(wrong)
            raise CommandError(said) from wrong
        self.stdout.write("\n".join([brought.sentence, *lines_left_out(brought)]))
