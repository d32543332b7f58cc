"""What the receipt of a vote says to whoever holds it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ledger.receipts import Act, Words, register_receipt
from apps.proposals.models import Choice, Proposal
from apps.proposals.rules import Rule

KIND = "vote"


def register() -> None:
    """Called from `ready()`."""
    register_receipt(KIND, vote_words)


def vote_words(payload: dict[str, Any], token: str, now: datetime) -> Words:
    """The words for the holder of this receipt."""
    found = Proposal.objects.filter(reference=payload["proposal"])
    proposal = found.select_related("version__document", "criterion__criterion", "operator").get()
    voted = Choice(payload["choice"]).label if payload["choice"] in Choice.values else _("none: taken back")
    return Words(
        title=_("Your vote is recorded."),
        number=f"V-{token[:8]}",
        lede=_("Keep this receipt: only its address opens what the log holds sealed. Who has it sees how you voted."),
        facts=[(_("Rule"), Rule.of(proposal).title), (_("Your vote"), str(voted))],
        note=_("It shows one vote. Until the end, a later one takes its place: only the last of yours counts."),
        act=Act(_("The proposal"), reverse("proposals:proposal", args=[proposal.reference])),
    )
