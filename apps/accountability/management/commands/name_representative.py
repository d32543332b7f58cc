"""`manage.py name_representative OPERATOR PSEUDONYM --name … --role-fr … --role-en …`: who answers, face uncovered."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.base import clock
from apps.people.models import Account
from apps.spaces.models import Operator
from apps.spaces.services import representative_name


class Command(BaseCommand):
    """The first representative of an operator is named here; the site's administrator has seen a proof."""

    help = "Name who answers for an operator, under a real name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("operator")
        parser.add_argument("pseudonym")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role-fr", required=True)
        parser.add_argument("--role-en", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        operator = Operator.objects.filter(slug=options["operator"]).first()
        if operator is None:
            raise CommandError(f"There is no operator {options['operator']}.")
        account = Account.objects.filter(username__iexact=options["pseudonym"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['pseudonym']}.")
        representative_name(
            operator=operator,
            account=account,
            real_name=options["name"],
            role_fr=options["role_fr"],
            role_en=options["role_en"],
            now=clock.now(),
        )
        self.stdout.write(f"{options['name']} answers for {operator.name} from now on.")
