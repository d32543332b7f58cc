"""`manage.py release_model VERSION --by NAME`: let learnt weights, or a learnt wording, serve; the log says so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import Refusal
from apps.scoring.learning import model_release
from apps.scoring.tasks import everything_again


class Command(BaseCommand):
    help = "Let learnt weights, or a learnt wording, serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", metavar="VERSION")
        parser.add_argument("--by", required=True, metavar="NAME", help="public name of who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            model = model_release(version=options["version"], by=options["by"], now=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        everything_again()
        what = f"{model.version} ({model.language})" if model.language else model.version
        self.stdout.write(f"{what} serves; every space is scored again.")
