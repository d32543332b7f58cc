"""What every step of a verification does besides: one line in the public log, a commitment without a name."""

from datetime import datetime

from apps.ledger.services import append
from apps.professionals.verification.models import Verification

STEP = "verification."


def locked(verification: Verification) -> Verification:
    """Read again, and nobody else writes it meanwhile."""
    rows = Verification.objects.select_for_update(of=("self",)).select_related("account")
    return rows.get(pk=verification.pk)


def log(step: str, verification: Verification, actor: str, now: datetime) -> None:
    """`step` is the last word of the event. The person asked about can open the commitment."""
    account = verification.account
    append(
        kind=STEP + step,
        actor=actor,
        object=verification.reference,
        version=verification.state,
        payload={"verification": verification.pk},
        secret={
            "kind": "verification",
            "verification": verification.reference,
            "state": verification.state,
            "way": verification.way,
            "procedure": verification.procedure,
            "at": now.isoformat(),
        },
        owner=account.reference if account is not None else verification.reference,
        now=now,
    )
