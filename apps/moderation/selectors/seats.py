"""Whose an item is at this moment, why it is not for this person, and what can still be undone."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.base.errors import Refusal
from apps.look.moments import hour
from apps.moderation.desk_models import SecondReading
from apps.moderation.models import Audit, Case, Decision
from apps.moderation.permissions import (
    check_can_decide,
    check_can_read_blind,
    check_has_not_decided,
    is_held_by_another,
)
from apps.moderation.selectors.items import words_here
from apps.moderation.selectors.spared import check_is_within_limit
from apps.moderation.services.second_readings import check_is_not_kept_waiting
from apps.moderation.states import WAITING, CaseState
from apps.people.models import Account
from apps.spaces.models import Mandate


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose it is now, and whether this person may have it."""

    lease: str
    held: bool = False  # by somebody else
    barred: str = ""


def seat_of_case(
    case: Case, second: SecondReading | None, mandate: Mandate, now: datetime, *, free: bool = False
) -> Seat:
    """`free`: it was just found, with all that waits, that nothing keeps it from this person."""
    held = is_held_by_another(case, mandate, now=now)
    return Seat(lease_sentence(case, mandate, now=now), held, "" if free else barred(case, second, mandate, now))


def seat_of_audit(audit: Audit, mandate: Mandate, now: datetime) -> Seat:
    """The words of a case's lease, for a seat at an audit."""
    try:
        check_can_read_blind(mandate.account or AnonymousUser(), audit, now=now)
    except Refusal as refusal:
        return Seat("", barred=str(refusal.sentence))
    mine = audit.readings.filter(reader=mandate.account).first()
    if mine is not None and mine.verdict:
        return Seat("", barred=_("You have read this already: somebody else reads it next."))
    if mine is not None and mine.lease_until > now:
        return Seat(yours_until(mine.lease_until))
    return Seat(_("Free: deciding takes it."))


def barred(case: Case, second: SecondReading | None, mandate: Mandate, now: datetime) -> str:
    """Why this person is not the one to decide; empty when they may."""
    account = mandate.account
    try:
        check_can_decide(account or AnonymousUser(), case, now=now)
        check_has_not_decided(mandate, case)
        if account is not None:
            check_is_within_limit(account, case, now=now)
            check_is_not_kept_waiting(case, account, second, now=now)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


@dataclass(frozen=True, slots=True)
class Hold:
    """Whose a case is, for a page that is open."""

    sentence: str
    by_another: bool = False


def hold_of(case: Case, mandate: Mandate, *, now: datetime) -> Hold:
    """Who has it now; or that nothing is left to decide."""
    if case.state not in WAITING:
        return Hold(_("Nothing is left to decide in this case."))
    if not is_held_by_another(case, mandate, now=now) or case.claimed_by is None or case.claimed_at is None:
        return Hold(lease_sentence(case, mandate, now=now))
    said = {"name": case.claimed_by.public_name, "hour": hour(timezone.localtime(case.claimed_at))}
    sentence = _("%(name)s has had this since %(hour)s. What you typed stays here; nothing of yours was sent.")
    return Hold(sentence % said, by_another=True)


def lease_sentence(case: Case, mandate: Mandate, *, now: datetime) -> str:
    """Whose it is, and until when."""
    if case.state == CaseState.CLAIMED and case.claimed_by is not None and case.lease_until and case.lease_until > now:
        if case.claimed_by_id == mandate.pk:
            return yours_until(case.lease_until)
        until = {"hour": hour(timezone.localtime(case.lease_until)), "name": case.claimed_by.public_name}
        return _("%(name)s has it until %(hour)s.") % until
    return _("Free: deciding takes it.")


def yours_until(at: datetime) -> str:
    return _("Yours until %(hour)s, longer while you work on it.") % {"hour": hour(timezone.localtime(at))}


@dataclass(frozen=True, slots=True)
class Undo:
    """A decision that is not sent yet."""

    decision: str
    sentence: str
    publish_at: datetime
    seconds: int


def undo_of(account: Account, *, now: datetime) -> Undo | None:
    """The last decision of this person that is not sent yet."""
    decision = (
        Decision.objects.standing()
        .filter(decided_by=account, published_at=None)
        .select_related("statement", "case", "together")
        .order_by("-decided_at")
        .first()
    )
    return undo_view(decision, now=now) if decision is not None else None


def undo_view(decision: Decision, *, now: datetime) -> Undo:
    """What the person reads beside the button."""
    seconds = max(0, round((decision.publish_at - now).total_seconds()))
    return Undo(decision.reference, _to_undo(decision), decision.publish_at, seconds)


def _to_undo(decision: Decision) -> str:
    finding = words_here(decision)["finding"]
    if decision.together is None:
        return finding
    return _("%(n)d texts as one: %(finding)s") % {"n": decision.together.decisions.count(), "finding": finding}
