"""`manage.py grant_mandate PSEUDONYM ROLE [--space SLUG | --operator SLUG] --name NAME [--until DAY]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import Refusal
from apps.spaces.management import asked
from apps.spaces.models import Role
from apps.spaces.services import mandate_grant


class Command(BaseCommand):
    help = (
        "Give a person a mandate: trust_manager, auditor or administrator. Without --space or --operator: everywhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pseudonym", help="who, by the pseudonym they sign in with")
        parser.add_argument("role", help=", ".join(Role.values))
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--space", metavar="SLUG", help="for one space")
        where.add_argument("--operator", metavar="SLUG", help="about one operator")
        parser.add_argument("--name", required=True, help="the public name of the mandate; the person stays under seal")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="its last day; without it, until revoked")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            mandate = mandate_grant(
                account=asked.account(options["pseudonym"]),
                role=asked.role(options["role"]),
                public_name=options["name"],
                space=asked.space(options["space"]),
                operator=asked.operator(options["operator"]),
                until=asked.end(options["until"], now=now),
                now=now,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        until = f" until {options['until']}" if options["until"] else ""
        self.stdout.write(f"{mandate.public_name} is {mandate.get_role_display()} from now on{until}.")
