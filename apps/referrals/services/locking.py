"""Every verb takes the people first, in one order: two who press in the same second come one after the other."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.people.models import Persona
from apps.referrals.models import Asking, Referral


def lock_people(personas: Iterable[Persona | None]) -> None:
    """All names of whoever has an account: slots are of a person, not of a name."""
    known = [persona for persona in personas if persona is not None]
    accounts = [persona.account_id for persona in known if persona.account_id is not None]
    wanted = Q(pk__in=[persona.pk for persona in known]) | Q(account__in=accounts)
    list(Persona.objects.select_for_update(no_key=True).filter(wanted).order_by("pk").values_list("pk"))


def asking_at(reference: str) -> Asking:
    """What somebody's private link leads to; raises NotFound."""
    rows = Asking.objects.select_related("referee", "space", "topic")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotFound(_("No request has this address. It may have been erased."))
    return found


def referral_at(reference: str) -> Referral:
    """Raises NotFound."""
    rows = Referral.objects.select_related("referrer", "referee", "space", "topic")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotFound(_("Nothing is here, or it is between two other members."))
    return found
