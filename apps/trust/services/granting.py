"""Grant and end what is not earned: a referral or a published table says so, here it becomes a status.

A grant for the same reason replaces what stood for it. Earned statuses are never written.
"""

from datetime import datetime

from django.db import transaction

from apps.ledger.services import append
from apps.people.models import Persona
from apps.spaces.models import Space, Topic
from apps.trust.models import Basis, GrantedStatus, ReferralMark

REPLACED = "replaced"


@transaction.atomic
def status_grant(
    *,
    persona: Persona,
    space: Space,
    topic: Topic | None,
    basis: Basis,
    level: str,
    because: str,
    rule: str,
    until: datetime,
    now: datetime,
) -> GrantedStatus:
    """Grant a status, or leave it as it is where it stands with the same words already."""
    Persona.objects.select_for_update(no_key=True).get(pk=persona.pk)  # two grants for one reason: one after the other
    same = {"persona": persona, "space": space, "topic": topic, "basis": basis, "because": because}
    before = GrantedStatus.objects.filter(**same, ended_at=None).first()
    if before is not None:
        if (before.level, before.rule, before.until) == (level, rule, until):
            return before
        status_end(status=before, why=REPLACED, now=now)
    status = GrantedStatus.objects.create(**same, level=level, rule=rule, since=now, until=until)
    _tell("status.granted", status, now)
    return status


@transaction.atomic
def status_end(*, status: GrantedStatus, why: str, now: datetime) -> None:
    """End a status; said twice, it stays as it was ended first."""
    if GrantedStatus.objects.filter(pk=status.pk, ended_at=None).update(ended_at=now, ended_why=why):
        status.ended_at, status.ended_why = now, why
        _tell("status.ended", status, now)


def _tell(kind: str, status: GrantedStatus, now: datetime) -> None:
    """To whom it concerns and to the listeners; to the public log a commitment only."""
    append(
        kind=kind,
        actor="",
        object=status.reference,
        payload={"status": status.pk},
        secret={
            "kind": kind,
            "status": status.reference,
            "space": status.space.slug,
            "topic": status.topic.slug if status.topic else "",
            "basis": status.basis,
            "level": status.level,
            "rule": status.rule,
            "why": status.ended_why,
        },
        owner=status.persona.reference,
        now=now,
    )


def mark_add(*, persona: Persona, space: Space, because: str, amount: float, now: datetime) -> None:
    """What a betrayed referral costs one referrer; once for a reason."""
    mark = ReferralMark(persona=persona, space=space, because=because, amount=amount, at=now)
    ReferralMark.objects.bulk_create([mark], ignore_conflicts=True)


def mark_lift(*, because: str, persona: Persona | None = None, now: datetime) -> None:
    """The decision behind it fell: nobody bears it any more, or one person does not."""
    marks = ReferralMark.objects.filter(because=because, at__lte=now)
    (marks if persona is None else marks.filter(persona=persona)).delete()
