"""`manage.py demo_badge who | show HOME | bring HOME SPACE FILE`: one badge between two sites of `make federate`."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.badges.sites import Unreachable
from apps.base import clock
from apps.base.errors import Refusal
from trustmgmt.demo import travelling


class Command(BaseCommand):
    help = "Carry one badge of the demo from a site to another: who (there), show (here), bring (there)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["who", "show", "bring"])
        parser.add_argument("given", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        acts: dict[str, Callable[..., str]] = {
            "who": travelling.who,
            "show": travelling.show,
            "bring": travelling.bring,
        }
        try:
            self.stdout.write(acts[options["act"]](*options["given"], now=clock.now()))
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        except Unreachable as silent:
            raise CommandError(f"It does not answer: {silent.why}.") from silent
