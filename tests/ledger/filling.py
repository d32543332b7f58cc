"""Many entries at once, as they wait after many acts: what is tested is the log, not the acts."""

from apps.base import clock
from apps.ledger import sequencer
from apps.ledger.models import Opening, Pending
from apps.ledger.services import commitment_of


def fill(count: int, *, kind: str = "test.filled", owner: str = "me") -> None:
    """So many commitments, sealed in one go."""
    now, known = clock.now(), Opening.objects.count()
    openings = [
        Opening(owner=owner, token=f"filled-{known + n}", payload=b'{"n":%d}' % n, key=bytes(32), created_at=now)
        for n in range(count)
    ]
    Opening.objects.bulk_create(openings)
    Pending.objects.bulk_create(
        Pending(kind=kind, object=f"case-{n}", commitment=commitment_of(opening), at=now, opening=opening)
        for n, opening in enumerate(openings)
    )
    sequencer.seal(now=now)
