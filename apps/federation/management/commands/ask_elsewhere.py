"""`manage.py ask_elsewhere SPACE PERSON --of ADDRESS --topic food --for TEXT --by PSEUDONYM`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import Refusal
from apps.federation.services.questions_asked import answer_ask
from apps.spaces.management import asked
from apps.spaces.selectors import space_by_slug


class Command(BaseCommand):
    help = "Ask a space of another site what one of its members has earned there; the same again reads the answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("space", help="the space here that asks, by its slug")
        parser.add_argument("person", help="their name there: https://there.example/ap/p/…")
        parser.add_argument("--of", required=True, help="the space there: https://there.example/ap/s/inns")
        parser.add_argument("--topic", default="", help="as in the addresses there; empty: the whole space")
        parser.add_argument("--for", dest="purpose", required=True, help="what for: they read it before they answer")
        parser.add_argument("--by", required=True, help="the pseudonym of a trust manager of the space here")

    def handle(self, *args: Any, **options: Any) -> None:
        named = {name: options[name] for name in ("person", "of", "topic", "purpose")}
        try:
            account, space = asked.account(options["by"]), space_by_slug(options["space"])
            verdict = answer_ask(account=account, space=space, now=clock.now(), **named)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        if verdict is None:
            self.stdout.write("no answer")
        else:
            level = verdict.claim.level if verdict.claim else ""
            self.stdout.write(f"{verdict.state} {level}".strip())
