"""What can be contested of referrals: a mark that somebody took for their word, and the status that two words gave."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base.errors import NotNow
from apps.look.moments import day
from apps.referrals import rule
from apps.referrals.models import Referral
from apps.referrals.services.sanctions import mark_undo
from apps.trust.grounds import Contestable, register_contestable
from apps.trust.models import Basis, GrantedStatus
from apps.trust.services import status_grant


def register() -> None:
    """Called from `ready()`."""
    register_contestable("referral", mark, lift, word=gettext_lazy("a mark for a referral"))
    said = gettext_lazy("a status that members gave")
    register_contestable("referred", referred, refer_anew, word=said, basis=Basis.REFERRED)


def mark(reference: str) -> Contestable | None:
    """A mark that somebody took, as whoever decides reads it; and whether it suspends their right to vouch."""
    rows = Referral.objects.filter(reference=reference, betrayed_at__isnull=False).exclude(referrer=None)
    row = rows.select_related("referrer__account", "referee", "space", "topic").first()
    if row is None or row.referrer is None or row.referrer.account is None:
        return None
    now = row.betrayed_at or row.asked_at
    until = rule.suspended_until(row.referrer.account, row.space, now)
    inputs = [
        (_("Vouched on"), day(row.given_at) if row.given_at else "", ""),
        (_("Paused on"), day(row.sanctioned_at) if row.sanctioned_at else "", f"/case/{row.case}/"),
        (_("Mark taken on"), day(now), ""),
    ]
    if until is not None:
        inputs.append((_("No right to vouch until"), day(until), ""))
    together = Referral.objects.filter(round=row.round).select_related("referrer", "referee")
    return Contestable(
        persona=row.referrer,
        space=row.space,
        sentence=_("Somebody for whom you vouched was paused here by a decision that is final: you took a small mark."),
        inputs=inputs,
        path=reverse("referrals:home", args=[row.space.slug]),
        case=row.case,
        involved=_people(together),
    )


def lift(reference: str, named: Sequence[str], now: datetime) -> None:
    """The mark is gone."""
    mark_undo(reference=reference, now=now)


def _people(rows: Iterable[Referral]) -> frozenset[int]:
    """Whoever vouched, and for whom."""
    people = [persona for row in rows for persona in (row.referrer, row.referee) if persona is not None]
    return frozenset(persona.account_id for persona in people if persona.account_id is not None)


def referred(because: str) -> Contestable | None:
    """A status that members' words gave, at the step that the scale named then."""
    rows = list(Referral.objects.filter(round=because, carried_at__isnull=False).select_related("referrer", "referee"))
    status = _status(because)
    if not rows or status is None:
        return None
    return Contestable(
        persona=status.persona,
        space=status.space,
        sentence=_("A status that members gave by vouching."),
        inputs=[(_("Members who vouch"), str(len(rows)), ""), (_("Holds until"), day(status.until), "")],
        path=reverse("trust:why", args=[status.reference]),
        involved=_people(rows),
    )


def _status(because: str) -> GrantedStatus | None:
    rows = GrantedStatus.objects.filter(because=because, basis=Basis.REFERRED, ended_at=None)
    return rows.select_related("persona", "space", "topic").first()


@transaction.atomic
def refer_anew(because: str, named: Sequence[str], now: datetime) -> None:
    """At the step that the scale in force names, until the same day."""
    status = _status(because)
    if status is None or status.until <= now:
        raise NotNow(_("This is over: there is nothing left to count."))
    level = rule.level_given(status.space, now)
    if level == status.level:
        raise NotNow(_("By the scale in force it gives the same: there is nothing to count anew."))
    status_grant(
        persona=status.persona,
        space=status.space,
        topic=status.topic,
        basis=Basis.REFERRED,
        level=level,
        because=because,
        rule=rule.RULE,
        until=status.until,
        now=now,
    )
