"""`manage.py appoint_mediator PSEUDONYM --name NAME --real-name NAME --fr TEXT --en TEXT [--space | --operator]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import BadInput, Refusal
from apps.mediation.services import mediator_appoint
from apps.spaces.management import asked


class Command(BaseCommand):
    help = "Appoint a mediator, under a real name, with a statement of independence. Without a place: everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pseudonym", help="who, by the pseudonym they sign in with")
        parser.add_argument("--name", required=True, help="the public name of the mandate")
        parser.add_argument("--real-name", required=True, help="under which opinions are signed")
        parser.add_argument("--fr", required=True, help="why they stand outside, in French")
        parser.add_argument("--en", required=True, help="the same in English")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--space", metavar="SLUG", help="for one space")
        where.add_argument("--operator", metavar="SLUG", help="for the spaces of one operator")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="the last day; without it, until revoked")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            mediator = mediator_appoint(
                account=asked.account(options["pseudonym"]),
                public_name=options["name"],
                real_name=options["real_name"],
                statement_fr=options["fr"],
                statement_en=options["en"],
                space=asked.space(options["space"]),
                operator=asked.operator(options["operator"]),
                until=asked.end(options["until"], now=now),
                now=now,
            )
        except BadInput as refusal:
            raise CommandError(" ".join(map(str, refusal.errors.values()))) from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(f"{mediator.real_name} is a mediator from now on, under the mandate {options['name']}.")
