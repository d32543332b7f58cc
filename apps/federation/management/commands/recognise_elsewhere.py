"""`manage.py recognise_elsewhere SPACE ADDRESS --by PSEUDONYM --row there=here --topic there=here --cap LEVEL`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.algorithms.conversion import Table
from apps.base import clock
from apps.base.errors import Refusal
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.fetching import document_at
from apps.federation.services.recognising import table_publish_elsewhere
from apps.outside import Budget
from apps.spaces.management import asked
from apps.spaces.selectors import space_by_slug


class Command(BaseCommand):
    help = "Publish what a space here recognises of a space of another site, as one of its trust managers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("space", help="the space here, by its slug")
        parser.add_argument("address", help="the space there: https://there.example/ap/s/inns")
        parser.add_argument("--by", required=True, help="the pseudonym of a trust manager of the space here")
        parser.add_argument("--row", action="append", required=True, metavar="THERE=HERE")
        parser.add_argument("--topic", action="append", required=True, metavar="THERE=HERE")
        parser.add_argument("--cap", required=True, help="never more than this step here")
        parser.add_argument("--quota", type=int, default=5, help="a day")
        parser.add_argument("--max-age", type=int, default=180, help="days")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        rows, topics = (tuple(_pair(one) for one in options[name]) for name in ("row", "topic"))
        draft = Table(rows, topics, options["cap"], options["quota"], options["max_age"])
        try:
            shown = document_at(options["address"], now=now, budget=Budget(fetches=2))
            account, space = asked.account(options["by"]), space_by_slug(options["space"])
            table = table_publish_elsewhere(account=account, space=space, shown=shown, draft=draft, now=now)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        except (Refused, Ignored, Later) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Published; it binds from {table.effective_at:%Y-%m-%d}.")


def _pair(text: str) -> tuple[str, str]:
    there, _equals, here = text.partition("=")
    return there.strip(), here.strip()
