"""Every verb takes the exchange first: two who send in the same second come one after the other."""

from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.exchanges.models import Exchange


def locked(reference: str) -> Exchange:
    """Nobody changes it meanwhile; raises NotFound."""
    rows = Exchange.objects.select_related("space", "topic", "proposer", "other", "thread__space")
    found = rows.select_for_update(of=("self",)).filter(reference=reference).first()
    if found is None:
        raise NotFound(_("Nothing is here, or it is between two other members."))
    return found
