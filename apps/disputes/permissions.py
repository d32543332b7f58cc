"""Who contests: whom it concerns. Who decides: a trust manager without a link and without a part in it."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours, Refusal
from apps.disputes.models import Dispute, DisputeDecision
from apps.disputes.states import WAITING, DisputeState
from apps.look.moments import day
from apps.moderation.conflicts import Links, links_of
from apps.moderation.models import Decision, Report
from apps.moderation.ties import Tie
from apps.people.models import Account
from apps.spaces.models import Mandate, Role
from apps.spaces.permissions import Visitor, mandate_for
from apps.trust.grounds import Contestable, contestable

CONTEST_WITHIN = timedelta(days=183)
MOST_ASKED = 20


def thing_of(account: Account, kind: str, reference: str) -> Contestable:
    """What is contested, for whom it concerns and nobody else. Raises NotFound."""
    thing = contestable(kind, reference)
    if thing is None or thing.persona.account_id != account.pk:
        raise _nothing()
    return thing


def last_about(thing: Contestable) -> Dispute | None:
    """What was last contested of the same, by whatever address it was come to."""
    return Dispute.objects.filter(kind=thing.kind, about=thing.reference).order_by("-pk").first()


def check_can_open(thing: Contestable, *, now: datetime) -> None:
    """One at a time; what was decided is not asked again for six months."""
    last = last_about(thing)
    if last is None or last.state == DisputeState.MOOT:
        return
    if last.state in WAITING:
        raise NotNow(_("You contest this already: a person decides."))
    again = (last.closed_at or last.opened_at) + CONTEST_WITHIN
    if now < again:
        raise NotNow(_("This was decided. You may contest it anew from %(day)s.") % {"day": day(again)})


def own_dispute(account: Account, reference: str) -> Dispute:
    """One's own; raises NotFound."""
    rows = Dispute.objects.filter(persona__account=account, reference=reference)
    found = rows.select_related("persona__account", "space").first()
    if found is None:
        raise _nothing()
    return found


def check_can_contest_again(dispute: Dispute, *, now: datetime) -> DisputeDecision:
    """Once, within six months; returns what is contested."""
    last = dispute.decisions.order_by("-at", "-pk").first()
    if last is None or dispute.state != DisputeState.STANDS:
        raise NotNow(_("There is nothing here to contest, or it is contested already."))
    if now >= last.at + CONTEST_WITHIN:
        raise NotNow(_("The time to contest is over. A court remains open to you."))
    return last


def mandates_here(account: Visitor, *, now: datetime) -> list[Mandate]:
    """Of trust manager."""
    if not account.is_authenticated:
        return []
    held = Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER)
    return list(held.select_related("account").order_by("pk"))


def check_has_desk(account: Visitor, *, now: datetime) -> list[Mandate]:
    """Any mandate of trust manager."""
    mandates = mandates_here(account, now=now)
    if not mandates:
        raise _nothing()
    return mandates


def check_can_read(account: Visitor, dispute: Dispute, *, now: datetime) -> Mandate:
    """A trust manager of the space; whom it concerns does not sit on this side."""
    try:
        mandate = mandate_for(account, dispute.space, Role.TRUST_MANAGER, now=now)
    except NotYours:
        raise _nothing() from None
    if mandate.account_id == dispute.persona.account_id:
        raise NotYours(_("You contest this yourself: somebody else decides."))
    return mandate


def check_can_decide(account: Visitor, dispute: Dispute, thing: Contestable | None, *, now: datetime) -> Mandate:
    """Without a link to the person or the operator, without a part in what is contested, and not who decided before."""
    mandate = check_can_read(account, dispute, now=now)
    assert mandate.account is not None  # noqa: S101 - held by who asks
    if said := _linked(links_of(mandate.account, now=now), dispute):
        raise NotYours(said)
    if thing is not None and _had_a_part(mandate.account, thing):
        raise NotYours(_("You had a part in what is contested: somebody else decides."))
    before = set(dispute.decisions.exclude(decided_by=None).values_list("decided_by", flat=True))
    if mandate.account_id in before:
        raise NotYours(_("You took the first decision: somebody else decides this one."))
    if before and _tied(mandate.account, before):
        raise NotYours(_("You have a declared link with whoever decided first: somebody else decides this one."))
    return mandate


def check_can_answer(account: Visitor, dispute: Dispute, *, now: datetime) -> Mandate:
    """It waits, and it is theirs to decide."""
    check_can_read(account, dispute, now=now)
    if dispute.state not in WAITING:
        raise NotNow(_("This is decided already. Nothing of yours was sent."))
    return check_can_decide(account, dispute, contestable(dispute.kind, dispute.about), now=now)


def deciders_of(dispute: Dispute, thing: Contestable | None, *, now: datetime) -> list[Mandate]:
    """Those who may decide it, each person once."""
    held = Mandate.objects.valid(now).covering(dispute.space).filter(role=Role.TRUST_MANAGER).exclude(account=None)
    free: dict[int, Mandate] = {}
    for mandate in held.select_related("account").order_by("pk")[:MOST_ASKED]:
        if mandate.account is None or mandate.account.pk in free:
            continue
        with suppress(Refusal):
            check_can_decide(mandate.account, dispute, thing, now=now)
            free[mandate.account.pk] = mandate
    return list(free.values())


def _linked(links: Links, dispute: Dispute) -> str:
    if dispute.space.operator_id in links.operators | links.answers_for or dispute.space_id in links.spaces:
        return _("Not yours: you have a declared link with this space or its operator. Somebody else decides.")
    if dispute.persona.account_id in links.people | links.circle:
        return _("Not yours: this site knows of a link between you and who contests. Somebody else decides.")
    return ""


def _had_a_part(account: Account, thing: Contestable) -> bool:
    if account.pk in thing.involved:
        return True
    if not thing.case:
        return False
    decided = Decision.objects.filter(case__reference=thing.case, decided_by=account)
    return decided.exists() or Report.objects.filter(case__reference=thing.case, reporter__account=account).exists()


def _tied(account: Account, deciders: set[int]) -> bool:
    either = Q(mandate__account=account, colleague__account__in=deciders) | Q(
        colleague__account=account, mandate__account__in=deciders
    )
    return Tie.objects.standing().filter(either).exists()


def _nothing() -> NotFound:
    return NotFound(_("Nothing is here. It may have been erased."))
