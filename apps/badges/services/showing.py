"""Choose what one's page in a space shows of elsewhere: nothing unless one says so, and less again at any time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.badges.models import OnPage
from apps.badges.selectors.shown import key_of, showable
from apps.base.errors import BadInput, NotFound
from apps.people.models import Account, Persona
from apps.spaces.models import Membership

MOST = 5  # a page is read by people


@transaction.atomic
def shown_choose(*, account: Account, persona: str, space: str, keys: Iterable[str], now: datetime) -> None:
    """These and no others. Raises BadInput, and NotFound for a page that is not mine."""
    mine = Membership.objects.filter(persona__account=account, persona__reference=persona, space__slug=space)
    page = mine.select_related("persona", "space").first()
    if page is None:
        raise NotFound(_("You have no page in this space."))
    Persona.objects.select_for_update(no_key=True).get(pk=page.persona_id)
    wanted, found = set(keys), showable(account, now)
    may: dict[str, tuple[int | None, int | None]] = {
        key_of(pk, None): (pk, None) for pk, badge in found.badges.items() if badge.space_id != page.space_id
    }
    may |= {key_of(None, pk): (None, pk) for pk in found.gathered}
    if wanted - set(may):
        raise BadInput({"show": _("One of these does not hold any more: look at the page again, then choose.")})
    if len(wanted) > MOST:
        raise BadInput({"show": _("At most %(n)d on one page: a page is read by people.") % {"n": MOST}})
    OnPage.objects.filter(persona=page.persona, space=page.space).delete()
    OnPage.objects.bulk_create(
        OnPage(persona=page.persona, space=page.space, badge_id=badge, gathered_id=gathered, chosen_at=now)
        for key, (badge, gathered) in may.items()
        if key in wanted
    )
