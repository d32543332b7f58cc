"""What references hold about a person."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.people.holdings import Holding, Rows
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.references.models import Letter

KEPT = timedelta(days=90)


def _letters(account: Account) -> Rows:
    rows = Letter.objects.filter(persona__account=account).select_related("persona", "space", "to_space")
    for row in rows.order_by("pk"):
        yield {
            "reference": row.reference,
            "about": row.persona.pseudonym,
            "from": row.space.slug,
            "to": row.to_space.slug if row.to_space else row.to_address,
            "says": row.parts,
            "state": row.state,
            "asked_at": row.asked_at,
            "sent_at": row.sent_at,
            "ended_at": row.ended_at,
            "added": row.added,
            "letter": row.document,
        }


def _forget(now: datetime) -> int:
    return Letter.objects.filter(ended_at__lt=now - KEPT).delete()[0]


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Letter,
            _("References you asked a space for"),
            _letters,
            lambda account, now: Letter.objects.filter(persona__account=account).delete()[0],
            _("deleted, and readable by nobody any more"),
            keep_for=KEPT,
            purge=_forget,
            order=24,
            keep_note=_("after its end, without its words"),
            about_me=True,
        )
    )
