"""Checkpoints of the public log: made by the sequencer whenever the log grew, signed, and shown with who has seen them.

A checkpoint is published once enough witnesses have signed it, or after a minute without: then it says so itself,
because their lines are not beneath it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from apps.ledger import tree
from apps.ledger.key_files import key_of
from apps.ledger.models import Checkpoint, Cosignature, LogEntry
from apps.signatures import checkpoints, notes, trees
from apps.signatures.checkpoints import Head
from apps.signatures.notes import PLAIN, Voucher

WITNESSES_HAVE = timedelta(seconds=60)
LOOK_BACK = 50


@dataclass(frozen=True, slots=True)
class Published:
    """A checkpoint as anybody may fetch it, and how many of the witnesses we name have signed it."""

    row: Checkpoint
    seen_by: int

    @property
    def is_seen_enough(self) -> bool:
        """By as many as we ask for, were it by none."""
        return self.seen_by >= settings.WITNESS_QUORUM

    @property
    def has_quorum(self) -> bool:
        """Somebody outside has seen it, and as many as we ask for."""
        return self.is_seen_enough and self.seen_by > 0

    @property
    def note(self) -> str:
        """The signed note, the witnesses' lines last."""
        lines = self.row.cosignatures.order_by("witness").values_list("line", flat=True)
        return f"{self.row.text}\n{self.row.signatures}{''.join(lines)}"


def origin() -> str:
    """The name of our log."""
    return str(settings.LOG_ORIGIN)


def vouchers() -> list[Voucher]:
    """The public keys of the log, the newest first: what auditors and witnesses configure."""
    return [Voucher(origin(), PLAIN, key_of(str(name)).public_key()) for name in settings.LOG_KEY_FILES]


def make(*, now: datetime) -> Checkpoint | None:
    """Let the tree grow to the end of the log and sign what it is then; None when nothing is new. Under the lock."""
    sizes = Checkpoint.objects.order_by("-size").values_list("size", flat=True)
    old, new = sizes.first() or 0, _length()
    tree.grow(old, new)
    if not new or Checkpoint.objects.filter(origin=origin(), size=new).exists():
        return None
    return _sign(Head(origin(), new, trees.root(new, tree.reader())), now)


def _length() -> int:
    last = LogEntry.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _sign(head: Head, now: datetime) -> Checkpoint:
    lines = [notes.sign(head.text, head.origin, key_of(str(name))) for name in settings.LOG_KEY_FILES]
    return Checkpoint.objects.create(
        origin=head.origin, size=head.size, root=head.root, text=head.text, signatures="".join(lines), made_at=now
    )


def newest() -> Checkpoint | None:
    """The last one made."""
    return Checkpoint.objects.filter(origin=origin()).order_by("-size").first()


def published(*, now: datetime, index: int = 0) -> Published | None:
    """The one to show: the newest that enough witnesses have signed, unless they keep us waiting.

    With `index`, one that holds the entry at this place.
    """
    found = recent(LOOK_BACK, index=index)
    if not found or found[0].is_seen_enough or now - found[0].row.made_at > WITNESSES_HAVE:
        return found[0] if found else None
    return next((shown for shown in found if shown.is_seen_enough), found[0])


def recent(most: int, *, index: int = 0) -> list[Published]:
    """The newest, each with the number of witnesses that have signed it."""
    rows = list(Checkpoint.objects.filter(origin=origin(), size__gt=index).order_by("-size")[:most])
    ours = [notes.read_vkey(key).name for _at, key in settings.WITNESSES]
    seen = Cosignature.objects.filter(checkpoint__in=rows, witness__in=ours).values_list("checkpoint", flat=True)
    counts = Counter(seen)
    return [Published(row, counts[row.pk]) for row in rows]


def proof(index: int, *, now: datetime) -> str | None:
    """A file to keep (c2sp.org/tlog-proof) for one entry; None until a checkpoint holds it."""
    shown, entry = published(now=now, index=index), LogEntry.objects.filter(position=index).first()
    if shown is None or entry is None:
        return None
    path = trees.inclusion(index, shown.row.size, tree.reader())
    return checkpoints.Proof(index, tuple(path), shown.note, bytes(entry.leaf)).text


def first_seen_enough(index: int) -> Published | None:
    """The shortest log that holds the entry at this place and that enough of our witnesses have signed.

    A witness signs only what is longer than all it has signed, so no shorter one can come later.
    """
    ours = [notes.read_vkey(key).name for _at, key in settings.WITNESSES]
    seen = Count("cosignatures", filter=Q(cosignatures__witness__in=ours))
    rows = Checkpoint.objects.filter(origin=origin(), size__gt=index).annotate(seen=seen)
    row = rows.filter(seen__gte=max(1, settings.WITNESS_QUORUM)).order_by("size").first()
    return Published(row, row.seen) if row else None
