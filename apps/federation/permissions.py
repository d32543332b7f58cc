"""Who decides about other sites: those who hold a mandate for the whole of this one."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotYours
from apps.spaces.models import Mandate, Role, Space
from apps.spaces.permissions import Visitor


def check_can_decide_on_sites(account: Visitor, *, now: datetime) -> Mandate:
    """A trust manager or administrator of every space: another site concerns them all."""
    if account.is_authenticated:
        roles = [Role.TRUST_MANAGER, Role.ADMINISTRATOR]
        held = Mandate.objects.valid(now).filter(account=account, role__in=roles, space=None).first()
        if held is not None:
            return held
    raise NotYours(_("This needs a mandate for the whole site."))


def check_can_open(account: Visitor, space: Space, *, now: datetime) -> Mandate:
    """A trust manager or administrator of this space."""
    if account.is_authenticated:
        roles = [Role.TRUST_MANAGER, Role.ADMINISTRATOR]
        held = Mandate.objects.valid(now).covering(space).filter(account=account, role__in=roles).first()
        if held is not None:
            return held
    raise NotYours(_("This needs a mandate for this space."))
