"""What we decide about other sites, and what a space chooses: with a reason, on the public log."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import check_transition, clean_text
from apps.federation.documents.statements import decision_on_site
from apps.federation.models import Peer, PeerDecision, SpaceFederation
from apps.federation.selectors import may_be_open
from apps.federation.states import PEER_TRANSITIONS, PeerState
from apps.ledger.services import append
from apps.spaces.models import Mandate, Space


@transaction.atomic
def peer_decide(*, peer: Peer, state: PeerState, reason: str, mandate: Mandate, now: datetime) -> PeerDecision:
    """Allow, limit, pause or block a site. The reason is public."""
    why = clean_text(reason)
    if not 10 <= len(why) <= 500:
        raise BadInput({"reason": _("Say why, in 10 to 500 characters: everybody reads it.")})
    peer = Peer.objects.select_for_update().get(pk=peer.pk)
    check_transition(PEER_TRANSITIONS, PeerState(peer.state), state)
    peer.state = state
    peer.save(update_fields=["state"])
    decision = PeerDecision.objects.create(
        peer=peer, state=state, reason=why, decided_by=mandate.reference, decided_at=now
    )
    append(
        kind="peer.decided",
        actor=mandate.reference,
        object=peer.reference,
        payload={"peer": peer.pk, "decision": decision.pk},
        body=decision_on_site(decision),
        now=now,
    )
    return decision


@transaction.atomic
def space_choose(*, space: Space, open_: bool, signed_reading: bool, mandate: Mandate, now: datetime) -> None:
    """Whether other sites take part in a space, and whether reading it takes a signature."""
    if not may_be_open(space):
        raise NotNow(_("This space is for members, or taken over from elsewhere: nothing of it goes to other sites."))
    SpaceFederation.objects.update_or_create(space=space, defaults={"open": open_, "signed_reading": signed_reading})
    chosen = {"type": "federation.chosen", "space": space.slug, "open": open_, "signed_reading": signed_reading}
    append(
        kind="federation.chosen",
        actor=mandate.reference,
        object=space.reference,
        payload={"space": space.pk},
        body=chosen,
        now=now,
    )
