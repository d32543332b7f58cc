"""What notices hears."""

from apps.ledger import News, on
from apps.notices.mailing import confirmation_send
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


@on("mailing.asked")
def ask_the_address(event: News) -> None:
    """It must say yes before anything else is sent there."""
    confirmation_send(mailing_id=event.payload["mailing"])
