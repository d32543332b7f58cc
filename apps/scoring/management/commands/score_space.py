"""`manage.py score_space SLUG`: count and score all reviews of a space, with progress."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.gate.imports.progress import Bar
from apps.scoring.batches import space_score
from apps.spaces.models import Space


class Command(BaseCommand):
    help = "Count and score all reviews of a space at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("space", metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        space = Space.objects.filter(slug=options["space"]).first()
        if space is None:
            raise CommandError(f"No space is called {options['space']}.")
        with Bar("scored") as bar:
            count = space_score(space=space, now=clock.now(), tell=bar.at)
        self.stdout.write(f"{count:,} reviews of {space.slug} scored.")
