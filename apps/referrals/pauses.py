"""While somebody is paused in a space, what members vouched for there does not count; it ends no earlier for that."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from apps.spaces.models import Pause
from apps.trust.grounds import Held
from apps.trust.models import GrantedStatus


def paused_now(rows: Sequence[GrantedStatus], now: datetime) -> dict[int, Held | None]:
    """Of these statuses those that do not count now; one query for all. A pause is of the person, under any name."""
    people = {row.persona.account_id for row in rows} - {None}
    whose = Q(persona__in=[row.persona_id for row in rows]) | Q(persona__account__in=people)
    running = Pause.objects.running(now).filter(whose, space__in={row.space_id for row in rows})
    known = list(running.values_list("space", "persona", "persona__account"))
    names = {(space, persona) for space, persona, _account in known}
    persons = {(space, account) for space, _persona, account in known if account is not None}
    return {
        row.pk: None
        for row in rows
        if (row.space_id, row.persona_id) in names or (row.space_id, row.persona.account_id) in persons
    }
