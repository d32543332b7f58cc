"""What notices hears."""

from apps.ledger import News, on
from apps.notices.services import prepare
from apps.people.models import Account
from apps.people.services import main_persona


@on("export.ready")
def tell_that_the_copy_is_ready(event: News) -> None:
    """To whoever asked, if they are still here."""
    account = Account.objects.filter(pk=event.payload["account"]).first()
    if account is not None:
        to = [main_persona(account)]
        prepare(kind="export.ready", to=to, about=event.object, now=event.at, path="/me/data/")
