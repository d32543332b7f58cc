"""What other sites hear of badges of ours: that one was taken back, at once, where its holder has another home."""

from datetime import datetime

from django.db import transaction

from apps.badges.credential import badge_address
from apps.badges.models import Badge
from apps.federation.addresses import PUBLIC, uri
from apps.federation.documents.actors import moment
from apps.federation.models import Home
from apps.federation.selectors import doors, doors_of_followers, openness
from apps.federation.services.sending import say, sign


@transaction.atomic
def revocation_said(*, badge_id: int, now: datetime) -> None:
    """By the space that issued it; whoever heard nothing finds it in the public list within minutes."""
    badge = Badge.objects.select_related("space__operator").filter(pk=badge_id).first()
    if badge is None or not openness(badge.space).open:
        return
    path = f"s/{badge.space.slug}"
    homes = Home.objects.filter(persona=badge.persona).select_related("actor__peer") if badge.persona_id else []
    to = {door.inbox: door for door in [*doors_of_followers(path), *doors([home.actor for home in homes])]}
    if not to:
        return
    told = {
        "id": badge_address(badge.reference),
        "type": "trust:Badge",
        "attributedTo": uri(path),
        "trust:state": "revoked",
        "updated": moment(badge.ended_at or now),
    }
    document = {"type": "Announce", "actor": uri(path), "object": sign(told, path, now=now), "to": [PUBLIC], "cc": []}
    say(actor=path, document=document, key=f"badge:{badge.reference}:revoked", to=to.values(), now=now)
