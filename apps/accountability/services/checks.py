"""Whether a promise was kept, say those who raised the alert and a panel drawn by lot; whether an answer helped.

Both sides are counted apart and published once, a fortnight after the day of the promise. A side of fewer than three
people says nothing. Kept means: most of each side that spoke found it kept.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accountability.models import Answer, Commitment, CommitmentCheck, Opinion, Voice
from apps.accountability.states import CommitmentState
from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger import checkpoints
from apps.ledger.services import append
from apps.live.hub import announce
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate, Membership, Representative

PANEL = 9  # people drawn by lot
SAYS_FROM = 3  # a side of fewer people says nothing
ASKED_FOR = timedelta(days=14)
VERDICTS = (CommitmentState.KEPT, CommitmentState.PART, CommitmentState.NOT_KEPT)


def commitments_check(*, now: datetime) -> int:
    """Ask about promises whose day has come; publish what was said once a fortnight is over."""
    owed = Commitment.objects.filter(state=CommitmentState.DUE, due_on__lt=now.date())
    for pk in owed.filter(asked_at=None).values_list("pk", flat=True):
        commitment_ask(commitment_id=pk, now=now)
    ripe = list(owed.filter(asked_at__lte=now - ASKED_FOR, checked_at=None).values_list("pk", flat=True))
    for pk in ripe:
        commitment_conclude(commitment_id=pk, now=now)
    return len(ripe)


@transaction.atomic
def commitment_ask(*, commitment_id: int, now: datetime) -> None:
    """Draw the panel and ask both sides."""
    commitment = _locked(commitment_id)
    if commitment.asked_at is not None:
        return
    drawn_from = checkpoints.newest()
    commitment.asked_at, commitment.drawn_from = now, drawn_from.size if drawn_from else None
    commitment.save(update_fields=["asked_at", "drawn_from"])
    panel = _drawn(commitment, bytes(drawn_from.root).hex() if drawn_from else "")
    CommitmentCheck.objects.bulk_create(CommitmentCheck(commitment=commitment, persona=one) for one in panel)
    alert = commitment.answer.alert
    heard = Persona.objects.filter(voices__alert=alert, voices__withdrawn_at=None).distinct()
    for people in (heard, panel):
        prepare(
            kind="commitment.asked",
            to=people,
            about=commitment.reference,
            path=f"/o/{alert.operator.slug}/promise/{commitment.reference}/",
            context={"operator": alert.operator.name},
            now=now,
        )


def _drawn(commitment: Commitment, root: str) -> list[Persona]:
    """By lot among who stood in the operator's spaces before it answered, raised nothing here and has no link to it.

    The lot is the root of the public log's last checkpoint, made after the promise fell due, with each reference: the
    operator could not know it when it chose its words, and we cannot choose it now.
    """
    alert = commitment.answer.alert
    linked = [
        *Representative.objects.filter(operator=alert.operator).exclude(account=None).values_list("account", flat=True),
        *Mandate.objects.filter(space__operator=alert.operator).exclude(account=None).values_list("account", flat=True),
        *Voice.objects.filter(alert=alert).exclude(account=None).values_list("account", flat=True),
    ]
    before = Membership.objects.filter(space__operator=alert.operator, joined_at__lt=commitment.answer.answered_at)
    people = Persona.objects.filter(pk__in=before.values("persona"), account__isnull=False).exclude(account__in=linked)
    seed = f"{root}:{commitment.answer.sha256}:{commitment.reference}:"
    by_lot = sorted(people, key=lambda p: hashlib.sha256((seed + p.reference).encode()).digest())
    one_each = {persona.account_id: persona for persona in reversed(by_lot)}  # who stands under two names has one seat
    return [persona for persona in by_lot if one_each[persona.account_id] == persona][:PANEL]


@transaction.atomic
def check_say(
    *, commitment: Commitment, verdict: str, account: Account | None, voice: Voice | None, now: datetime
) -> None:
    """What one person found. Said again, it replaces what was said before, until the count is published."""
    commitment = _locked(commitment.pk)
    if verdict not in VERDICTS:
        raise BadInput({"verdict": _("Choose one of the three.")})
    if commitment.asked_at is None or commitment.checked_at is not None:
        raise NotNow(_("Nobody is asked about this promise now: its day has not come, or the count is published."))
    check = _seat(commitment, account, voice)
    check.verdict, check.said_at = verdict, now
    check.save()


def _seat(commitment: Commitment, account: Account | None, voice: Voice | None) -> CommitmentCheck:
    """As one who raised the alert, by receipt or account; or as one of the panel."""
    alert = commitment.answer.alert
    if voice is None and account is not None:
        voice = Voice.objects.live().filter(alert=alert, account=account).first()
    if voice is not None and voice.alert_id == alert.pk and voice.withdrawn_at is None:
        found = CommitmentCheck.objects.filter(commitment=commitment, voice=voice).first()
        return found or CommitmentCheck(commitment=commitment, voice=voice)
    seat = commitment.checks.filter(persona__account=account).first() if account is not None else None
    if seat is None:
        raise NotYours(_("This is asked of those who raised the alert, and of a panel drawn by lot."))
    return seat


def check_is_asked(commitment: Commitment, account: Account) -> None:
    """Whoever raised the alert under this account, or sits on the panel: nobody else is asked."""
    _seat(commitment, account, None)


@transaction.atomic
def commitment_conclude(*, commitment_id: int, now: datetime) -> Commitment:
    """Publish what both sides said, once."""
    commitment = _locked(commitment_id)
    if commitment.checked_at is not None:
        return commitment
    commitment.found, commitment.checked_at = _counted(commitment), now
    commitment.state = verdict_of(commitment.found)
    commitment.save(update_fields=["found", "checked_at", "state"])
    alert = commitment.answer.alert
    append(
        kind="commitment.checked",
        actor="",
        object=alert.reference,
        version=commitment.reference,
        payload={"alert": alert.pk, "commitment": commitment.pk, "state": commitment.state},
        body_sha256=digest(check_document(commitment)),
        now=now,
    )
    announce(f"operator:{alert.operator.slug}", {"kind": "promise", "alert": alert.reference})
    return commitment


def _counted(commitment: Commitment) -> dict[str, dict[str, int]]:
    """Side → verdict → people; a side of fewer than three is left out, for ever."""
    said = commitment.checks.exclude(verdict="").values_list("voice", "verdict")
    sides = {
        "voices": Counter(verdict for voice, verdict in said if voice is not None),
        "panel": Counter(verdict for voice, verdict in said if voice is None),
    }
    return {side: dict(counts) for side, counts in sides.items() if counts.total() >= SAYS_FROM}


def verdict_of(found: Mapping[str, Mapping[str, int]]) -> CommitmentState:
    """Kept when most of each side found it so, not kept likewise, else in part. When nobody spoke, still due."""
    if not found:
        return CommitmentState.DUE
    most = {_majority(counts) for counts in found.values()}
    return most.pop() if len(most) == 1 else CommitmentState.PART


def _majority(counts: Mapping[str, int]) -> CommitmentState:
    whole = sum(counts.values())
    for verdict in (CommitmentState.KEPT, CommitmentState.NOT_KEPT):
        if 2 * counts.get(verdict, 0) > whole:
            return verdict
    return CommitmentState.PART


def check_document(commitment: Commitment) -> dict[str, Any]:
    """What the log takes the digest of."""
    return {
        "type": "commitment.checked",
        "operator": commitment.answer.alert.operator.slug,
        "alert": commitment.answer.alert.reference,
        "answer": commitment.answer.reference,
        "commitment": commitment.reference,
        "due_on": commitment.due_on.isoformat(),
        **({} if commitment.drawn_from is None else {"panel_from_checkpoint": commitment.drawn_from}),
        "found": commitment.found,
        "state": commitment.state,
    }


def _locked(pk: int) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("answer__alert__operator")
    return rows.get(pk=pk)


@transaction.atomic
def opinion_say(*, voice: Voice, answer: Answer, helped: bool, now: datetime) -> Opinion:
    """Whether an answer helped one who raised the alert: they judge the representative afterwards."""
    if answer.alert_id != voice.alert_id or voice.withdrawn_at is not None:
        raise NotNow(_("Only those who raised this alert say whether the answer helped."))
    said, _new = Opinion.objects.update_or_create(
        answer=answer, voice=voice, defaults={"helped": helped, "said_at": now}
    )
    return said
