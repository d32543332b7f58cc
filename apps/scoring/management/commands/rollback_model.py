"""`manage.py rollback_model --by NAME`: what served before serves again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import Refusal
from apps.scoring.learning import model_roll_back
from apps.scoring.tasks import everything_again


class Command(BaseCommand):
    help = "Go back to what served before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, metavar="NAME", help="public name of who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            model = model_roll_back(by=options["by"], now=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        everything_again()
        self.stdout.write(f"{model.version if model else 'The first day'} serves; every space is scored again.")
