"""The page itself: in which order, open or closed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.badges.models import Collection, Gathered
from apps.base.errors import BadInput, NotFound
from apps.ledger.services import append
from apps.people.models import Account


@transaction.atomic
def gathered_order(*, account: Account, references: Sequence[str]) -> None:
    """All of them, in the order chosen."""
    mine = {row.reference: row for row in Gathered.objects.select_for_update().filter(account=account)}
    if set(references) != set(mine) or len(references) != len(mine):
        raise BadInput({"order": _("Your page has changed meanwhile: look at it again, then put it in order.")})
    for number, reference in enumerate(references, 1):
        mine[reference].order = number
    Gathered.objects.bulk_update(mine.values(), ["order"])


@transaction.atomic
def gathered_drop(*, account: Account, reference: str) -> None:
    """Off the page; the badge itself is its issuer's and mine."""
    if not Gathered.objects.filter(account=account, reference=reference).delete()[0]:
        raise NotFound(_("No badge of yours has this number."))


@transaction.atomic
def collection_open(*, account: Account, open_: bool, now: datetime) -> Collection:
    """Open to anybody who has its address, or closed again. Opened anew after closing, it has another address: links
    that were given before lead nowhere."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    mine = Collection.objects.filter(account=account).first()
    if mine is not None and (mine.opened_at is not None) == open_:
        return mine
    if mine is not None:
        mine.delete()
    made = Collection.objects.create(account=account, opened_at=now if open_ else None)
    append(
        kind="badge.shown",
        actor=account.reference,
        object=made.reference,
        payload={"collection": made.pk},
        secret={"page": made.reference, "open": open_},
        owner=account.reference,
        now=now,
    )
    return made
