"""Those who watch the log from outside: we show them each new checkpoint and how it grew, they sign it or refuse.

The protocol is c2sp.org/tlog-witness. A witness that refuses has seen a longer log than ours, or another one: then ours
was shortened or rewritten, and the page of the log says so until it signs again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from apps.ledger import checkpoints, tree
from apps.ledger.models import Checkpoint, Cosignature, Witness
from apps.outside import Answer, Budget, Client, OutsideError, targets
from apps.signatures import notes, trees
from apps.signatures.checkpoints import hash_lines, is_number
from apps.signatures.errors import BadProof
from apps.signatures.notes import Note, Voucher

log = structlog.get_logger()
ASK_FOR = timedelta(seconds=30)  # nobody else asks the same witness meanwhile
AGAIN_AFTER = timedelta(hours=1)  # it says anew that nothing longer was shown to it
PAUSES = (5, 10, 30, 60, 300)  # seconds, by failures in a row
PATIENCE = 10.0
LONGEST_ANSWER = 16 * 1024


class Trouble(StrEnum):
    """Why a witness has not signed: a code for rows, words in `apps.ledger.state`."""

    SILENT = "silent"
    STRANGER = "stranger"  # it does not watch this log, or does not know its key
    AHEAD = "ahead"  # it has signed a longer log than ours
    REWRITTEN = "rewritten"  # what it has signed is no beginning of ours
    UNSIGNED = "unsigned"  # what it answered is not its signature


ALARMING = frozenset({Trouble.AHEAD, Trouble.REWRITTEN})


class Refused(Exception):
    """A witness did not sign; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Configured:
    """A witness of the settings."""

    address: str
    voucher: Voucher


def configured() -> list[Configured]:
    """Those whose signatures count."""
    return [Configured(address, notes.read_vkey(key)) for address, key in settings.WITNESSES]


def ask_all(*, now: datetime) -> int:
    """Show the newest checkpoint to every witness that has not just signed it; how many signed."""
    newest = checkpoints.newest()
    return 0 if newest is None else sum(_ask(witness, newest, now) for witness in configured())


def _ask(witness: Configured, newest: Checkpoint, now: datetime) -> bool:
    row = _taken(witness, newest, now)
    if row is None:
        return False
    try:
        line, at = _signed(witness, newest, row.size)
    except Refused as refused:
        log.warning("witness_refused", witness=row.name, trouble=refused.trouble)
        _note_refusal(row, refused.trouble, now)
        return False
    _note_signature(row, newest, line, at, now)
    return True


@transaction.atomic
def _taken(witness: Configured, newest: Checkpoint, now: datetime) -> Witness | None:
    """Its row, if it is to be asked and nobody else asks it now."""
    row, _made = Witness.objects.get_or_create(name=witness.voucher.name, origin=newest.origin)
    fresh = Q(size=newest.size, failure="", seen_at__gt=now - AGAIN_AFTER)
    mine = Witness.objects.filter(pk=row.pk).exclude(fresh).exclude(ask_again_at__gt=now)
    return row if mine.update(asked_at=now, ask_again_at=now + ASK_FOR) else None


def _signed(witness: Configured, newest: Checkpoint, old: int) -> tuple[str, int]:
    """Its line and its time; asked again when it knows better how far it has seen."""
    answer = _post(witness, newest, old if old <= newest.size else 0)
    if answer.status == 409 and (said := answer.body.decode("ascii", "replace").strip()) != str(old):
        answer = _post(witness, newest, _size(said, newest))
    _check_status(answer)
    return _line(witness.voucher, newest, answer.body)


def _size(said: str, newest: Checkpoint) -> int:
    """What it has seen, as it says itself; more than we have means that ours was shortened."""
    size = int(said) if is_number(said) else -1
    if size > newest.size:
        raise Refused(Trouble.AHEAD)
    if size < 0:
        raise Refused(Trouble.REWRITTEN)
    return size


def _post(witness: Configured, newest: Checkpoint, old: int) -> Answer:
    proof = trees.consistency(old, newest.size, tree.reader())
    body = f"old {old}\n{hash_lines(proof)}\n{newest.text}\n{newest.signatures}".encode()
    try:
        return _client(witness.address).post(
            f"{witness.address}/add-checkpoint", body, content_type="text/plain; charset=utf-8", budget=Budget()
        )
    except OutsideError as silent:
        raise Refused(Trouble.SILENT) from silent


def _client(address: str) -> Client:
    """Only who runs the site names witnesses; plain http is read from the settings for this machine alone."""
    target = targets.read(address)
    here = frozenset({target.pair}) if target.scheme == "http" else frozenset(settings.REACH_ALSO)
    agent = f"{settings.SITE_NAME} (+{settings.SITE_URL})"
    return Client(also=here, agent=agent, most_bytes=LONGEST_ANSWER, seconds=PATIENCE)


def _check_status(answer: Answer) -> None:
    if answer.status in {409, 422}:
        raise Refused(Trouble.REWRITTEN)
    if answer.status in {403, 404}:
        raise Refused(Trouble.STRANGER)
    if answer.status != 200:
        raise Refused(Trouble.SILENT)


def _line(voucher: Voucher, newest: Checkpoint, body: bytes) -> tuple[str, int]:
    """The one line of this witness, verified; what others wrote into its answer is left out."""
    try:
        lines = notes.read_lines(body.decode())
        mine = [line for line in lines if (line.name, line.number) == (voucher.name, voucher.number)]
        at = notes.vouched(Note(newest.text, tuple(mine[:1])), voucher)
    except (BadProof, UnicodeDecodeError) as wrong:
        raise Refused(Trouble.UNSIGNED) from wrong
    if not at:
        raise Refused(Trouble.UNSIGNED)
    return mine[0].text, at


@transaction.atomic
def _note_signature(row: Witness, newest: Checkpoint, line: str, at: int, now: datetime) -> None:
    said = datetime.fromtimestamp(min(at, 2**33), UTC)
    Cosignature.objects.update_or_create(checkpoint=newest, witness=row.name, defaults={"line": line, "at": said})
    Witness.objects.filter(pk=row.pk).update(size=newest.size, seen_at=now, ask_again_at=None, failure="", failures=0)


def _note_refusal(row: Witness, trouble: Trouble, now: datetime) -> None:
    pause = timedelta(seconds=PAUSES[min(row.failures, len(PAUSES) - 1)])
    Witness.objects.filter(pk=row.pk).update(failure=trouble, failures=row.failures + 1, ask_again_at=now + pause)
