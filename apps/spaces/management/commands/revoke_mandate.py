"""`manage.py revoke_mandate NAME`: end a mandate now, by its public name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import Refusal
from apps.spaces.models import Mandate
from apps.spaces.services import mandate_revoke


class Command(BaseCommand):
    help = "End a mandate now. What was decided under it stays, under its public name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the public name of the mandate")

    def handle(self, *args: Any, **options: Any) -> None:
        mandate = Mandate.objects.filter(public_name=options["name"]).first()
        if mandate is None:
            raise CommandError(f"No mandate bears the name “{options['name']}”.")
        try:
            mandate_revoke(mandate=mandate, now=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(f"The mandate of {mandate.public_name} is over.")
