"""`manage.py release_blocked_model VERSION --by NAME`: two people release weights or a wording that the canary blocks.

The first call, with a reason, tries them on thirty days of reviews and asks; the second, by somebody else, agrees.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.base.errors import Refusal
from apps.moderation.permissions import check_can_change_rules
from apps.moderation.services.trials import rule_try
from apps.people.models import Account
from apps.scoring.changes import change_enable, change_propose
from apps.scoring.models import RuleChange
from apps.scoring.states import ChangeKind, ChangeState
from apps.spaces.models import Mandate


class Command(BaseCommand):
    help = "Release weights, or a wording, that the canary blocks: one person asks with a reason, another agrees."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", metavar="VERSION")
        parser.add_argument("--by", required=True, metavar="NAME", help="public name of a mandate for all spaces")
        parser.add_argument("--reason", default="", help="why, by the first of the two")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._ask_or_agree(options["version"], _person(options["by"]), options["reason"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _ask_or_agree(self, version: str, account: Account, reason: str) -> None:
        now = clock.now()
        mandate = check_can_change_rules(account, now=now)
        asked = RuleChange.objects.open(now).filter(about=f"release:{version}", state=ChangeState.PROPOSED).first()
        if asked is None:
            tried = rule_try(account=account, kind=ChangeKind.RELEASE, parameters={"model": version}, now=now)
            asked = change_propose(change=tried, proposer=mandate, reason=reason, now=now)
            self.stdout.write(f"Asked for, {asked.reference}: another person must agree. Reason {asked.reason_digest}.")
            return
        change_enable(change=asked, seconder=mandate, now=now)
        self.stdout.write(f"{version} serves, released by two people; every space is scored again.")


def _person(name: str) -> Account:
    mandate = Mandate.objects.select_related("account").filter(public_name=name).first()
    if mandate is None or mandate.account is None:
        raise CommandError(f"Nobody acts under the name {name}.")
    return mandate.account
