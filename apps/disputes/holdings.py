"""What contests hold about people: what they said is wrong, and what was decided."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.disputes.models import Dispute, DisputeDecision
from apps.people.holdings import Holding, Rows
from apps.people.holdings import register as holds
from apps.people.models import Account

KEPT = timedelta(days=365)


def _contested(account: Account) -> Rows:
    for row in Dispute.objects.filter(persona__account=account).select_related("space").order_by("pk"):
        yield {
            "reference": row.reference,
            "space": row.space.slug,
            "kind": row.kind,
            "about": row.about,
            "words": row.words,
            "state": row.state,
            "opened_at": row.opened_at,
            "due_at": row.due_at,
            "late_at": row.late_at,
            "closed_at": row.closed_at,
        }


def _decided(account: Account) -> Rows:
    """Those about me, and those I took under a mandate."""
    about = DisputeDecision.objects.filter(dispute__persona__account=account)
    taken = DisputeDecision.objects.filter(decided_by=account)
    rows = (about | taken).select_related("dispute__persona", "mandate").distinct().order_by("pk")
    for row in rows:
        mine = row.dispute.persona.account_id == account.pk
        yield {
            "dispute": row.dispute.reference,
            "anew": row.anew,
            "reasons": row.reasons,
            "named": row.named,
            "mandate": row.mandate.public_name if row.mandate else "",
            "at": row.at,
            "contested_at": row.contested_at,
            "contest": row.contest if mine else "",
        }


def _erase_decided(account: Account, now: datetime) -> int:
    """What was decided about this person goes; what they decided stays, by whom is forgotten."""
    gone: int = DisputeDecision.objects.filter(dispute__persona__account=account).delete()[0]
    return gone + DisputeDecision.objects.filter(decided_by=account).update(decided_by=None)


def _erase_contested(account: Account, now: datetime) -> int:
    return int(Dispute.objects.filter(persona__account=account).delete()[0])


def _forget(now: datetime) -> int:
    return int(Dispute.objects.filter(closed_at__lt=now - KEPT).delete()[0])


def _forget_decided(now: datetime) -> int:
    return int(DisputeDecision.objects.filter(dispute__closed_at__lt=now - KEPT).delete()[0])


def register() -> None:
    """Called from `ready()`."""
    after = _("after the decision")
    holds(
        Holding(
            DisputeDecision,
            _("Decisions about what you contested, and those you took under a mandate"),
            _decided,
            _erase_decided,
            _("what is about you is deleted; what you decided stays, under the name of the mandate"),
            keep_for=KEPT,
            purge=_forget_decided,
            order=18,
            keep_note=after,
        )
    )
    holds(
        Holding(
            Dispute,
            _("What you contested of how you are counted"),
            _contested,
            _erase_contested,
            _("deleted"),
            keep_for=KEPT,
            purge=_forget,
            order=19,
            keep_note=after,
        )
    )
