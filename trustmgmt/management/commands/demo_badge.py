"""What travels between two sites of `make federate`: a badge, a letter, a question.

`manage.py demo_badge who | show HOME | bring HOME SPACE TOPIC FILE | write SPACE | ask HOME SPACE TOPIC`
"""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.badges.sites import Unreachable
from apps.base import clock
from apps.base.errors import Refusal
from trustmgmt.demo import travelling


class Command(BaseCommand):
    help = "Carry a badge, a letter and a question of the demo between two sites."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["who", "show", "bring", "write", "ask"])
        parser.add_argument("given", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        acts: dict[str, Callable[..., str]] = {
            "who": travelling.who,
            "show": travelling.show,
            "bring": travelling.bring,
            "write": travelling.write,
            "ask": travelling.ask,
        }
        try:
            self.stdout.write(acts[options["act"]](*options["given"], now=clock.now()))
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        except Unreachable as silent:
            raise CommandError(f"It does not answer: {silent.why}.") from silent
