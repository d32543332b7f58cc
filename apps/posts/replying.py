"""The right of reply: said under a real name at the rank of the review, reworded, taken back by whoever gave it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import NotNow, NotYours
from apps.ledger.services import append
from apps.people.models import Account
from apps.people.services import main_persona
from apps.posts.masking import carry, passages
from apps.posts.models import Reply, Review, Revision
from apps.posts.permissions import check_can_reply
from apps.posts.services import checked_text
from apps.posts.spoken import spoken_withdraw
from apps.posts.states import ItemState
from apps.spaces.models import Professional


@transaction.atomic
def reply_publish(*, professional: Professional, review: Review, text: str, now: datetime) -> Reply:
    """The right of reply, under a real name, at the same rank as the review. One that was taken back makes room."""
    check_can_reply(professional, review)
    body = checked_text(text)
    account = professional.account
    said = {
        "professional": professional,
        "space": review.space,
        "author": main_persona(account) if account is not None else None,
        "language": (get_language() or "fr")[:2],
        "text": body,
        "published_at": now,
    }
    Reply.objects.filter(review=review, state=ItemState.WITHDRAWN).delete()
    reply, first = Reply.objects.get_or_create(review=review, defaults=said)
    if not first:
        raise NotNow(_("A reply stands already under this review. It can be edited, not doubled."))
    _say(reply, "reply.published", now)
    return reply


@transaction.atomic
def reply_edit(*, professional: Professional, reply: Reply, text: str, now: datetime) -> Reply:
    """Change one's reply; what it said before is kept. Masked sentences may be reworded; those kept as they were, or
    nearly, stay masked."""
    reply = Reply.objects.select_for_update().get(pk=reply.pk)
    check_can_reword(professional, reply)
    body = checked_text(text)
    Revision.objects.create(
        item=reply.reference,
        version=reply.version,
        text=reply.text,
        masked=reply.state == ItemState.MASKED,
        masked_spans=reply.masked_spans,
        replaced_at=now,
    )
    if reply.masked_spans:
        reply.masked_spans = [list(span) for span in carry(passages(reply.text, reply.masked_spans), body)]
        if not reply.masked_spans:
            reply.state, reply.state_at = ItemState.PUBLISHED, now
    reply.text, reply.version, reply.edited_at = body, reply.version + 1, now
    reply.save(update_fields=["text", "version", "edited_at", "masked_spans", "state", "state_at"])
    _say(reply, "reply.edited", now)
    return reply


def check_can_reword(professional: Professional, reply: Reply) -> None:
    """Whoever signed it, as long as it stands."""
    if reply.professional_id != professional.pk:
        raise NotYours(_("Another person signed this reply. Only they can edit it."))
    if not reply.stands:
        raise NotNow(_("This was withdrawn: it can no longer be edited."))


@transaction.atomic
def reply_withdraw(*, account: Account, reply: Reply, now: datetime) -> None:
    """Take back one's reply, verified still or not: the words go, the earlier ones too, the place says so."""
    if reply.professional.account_id != account.pk:
        raise NotYours(_("Whoever signed this reply can take it back, and nobody else."))
    spoken_withdraw(item=reply, by=None, now=now)
    Revision.objects.filter(item=reply.reference).delete()


def _say(reply: Reply, kind: str, now: datetime) -> None:
    payload = {"reply": reply.pk}
    append(kind=kind, actor=reply.professional.reference, object=reply.reference, payload=payload, now=now)
