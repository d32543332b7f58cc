"""What happens on the floors below becomes an activity. Each wire is one call.

Nobody is told while no other site ever met us: then nothing here costs federation more than one question per
transaction. Whoever comes later reads what was said before from lists that are drawn from what stands.
"""

from collections.abc import Sequence
from functools import partial

from apps.federation.models import PeerDecision
from apps.federation.selectors import somebody_hears
from apps.federation.services import badges_said, hosting, labels, letters, outgoing
from apps.labels.models import LabelChange
from apps.ledger import News
from apps.ledger import on as on_any

on = partial(on_any, when=somebody_hears)


def nobody_waits(news: Sequence[News]) -> set[int]:
    """What was said where no other site listens, and for which no answer waits."""
    heard = outgoing.heard_or_awaited({event.object for event in news})
    return {event.event_id for event in news if event.object not in heard}


@on("review.published", "post.published", idle=nobody_waits)
def federate_item(event: News) -> None:
    outgoing.item_said(reference=event.object, now=event.at)


@on("review.edited", "post.edited")
def federate_edit(event: News) -> None:
    outgoing.item_edited(reference=event.object, now=event.at)


@on("review.withdrawn", "post.withdrawn")
def federate_withdrawal(event: News) -> None:
    outgoing.item_withdrawn(reference=event.object, now=event.at)


@on("helpful.cast", "helpful.withdrawn")
def federate_vote(event: News) -> None:
    cast = event.kind == "helpful.cast"
    outgoing.vote_said(reference=event.object, giver=event.actor, cast=cast, event=event.event_id, now=event.at)


@on("item.masked", "item.restored")
def federate_mask(event: News) -> None:
    outgoing.mask_said(reference=event.object, masked=event.kind == "item.masked", event=event.event_id, now=event.at)


@on("thread.closed", "thread.reopened")
def federate_closing(event: News) -> None:
    closed = event.kind == "thread.closed"
    outgoing.closing_said(thread=event.payload["thread"], closed=closed, event=event.event_id, now=event.at)


@on("decision.published")
def federate_decision(event: News) -> None:
    outgoing.decision_said(decision_id=event.payload["decision"], now=event.at)


@on("membership.joined")
def federate_joining(event: News) -> None:
    outgoing.joining_said(space=event.object, persona=event.actor, now=event.at)


@on("membership.left")
def federate_leaving(event: News) -> None:
    outgoing.leaving_said(space=event.object, persona=event.actor, now=event.at)


@on("membership.paused")
def federate_pause(event: News) -> None:
    outgoing.pause_said(persona=event.object, space=event.payload["space"], event=event.event_id, now=event.at)


@on("membership.resumed")
def federate_resumption(event: News) -> None:
    hosting.pause_over(persona=event.object, space=event.payload["space"], event=event.event_id, now=event.at)


@on("peer.decided")
def federate_site_decision(event: News) -> None:
    hosting.site_decided(decision=PeerDecision.objects.get(pk=event.payload["decision"]), now=event.at)


@on("report.filed")
def federate_report(event: News) -> None:
    outgoing.report_said(report_id=event.payload["report"], now=event.at)


@on("version.published")
def federate_rules(event: News) -> None:
    outgoing.rules_said(version_id=event.payload["version"], now=event.at)


@on("alert.state")
def federate_alert(event: News) -> None:
    outgoing.alert_said(reference=event.object, event=event.event_id, now=event.at)


@on("label.granted")
def federate_label(event: News) -> None:
    labels.label_said(label_id=event.payload["label"], key=f"label:{event.object}", now=event.at)


@on("badge.revoked")
def federate_badge(event: News) -> None:
    badges_said.revocation_said(badge_id=event.payload["badge"], now=event.at)


@on("label.changed")
def federate_label_change(event: News) -> None:
    change = LabelChange.objects.get(pk=event.payload["change"])
    labels.label_said(label_id=change.label_id, key=f"label:change:{change.reference}", now=event.at)


@on("reference.sent")
def federate_letter(event: News) -> None:
    letters.letter_said(reference=event.object, now=event.at)


@on("reference.revoked", "reference.ended")
def federate_letter_over(event: News) -> None:
    letters.letter_over(reference=event.object, now=event.at)
