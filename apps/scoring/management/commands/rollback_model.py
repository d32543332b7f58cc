"""`manage.py rollback_model --by NAME [--language fr]`: what served before serves again, of weights or of wording."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import Refusal
from apps.posts.models import LANGUAGES
from apps.scoring.learning import model_roll_back
from apps.scoring.tasks import everything_again


class Command(BaseCommand):
    help = "Go back to what served before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, metavar="NAME", help="public name of who answers for it")
        codes = [code for code, _name in LANGUAGES]
        parser.add_argument("--language", default="", choices=codes, help="of the wording; without, what reasons weigh")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        try:
            model = model_roll_back(by=options["by"], language=language, now=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        everything_again()
        nothing = f"No learnt wording ({language})" if language else "The first day"
        self.stdout.write(f"{model.version if model else nothing} serves; every space is scored again.")
