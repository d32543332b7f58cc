"""Who may report, decide and appeal. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotNow, NotYours
from apps.moderation.conflicts import asked, conflict_of, linked_decider, others_asked, parties_of
from apps.moderation.measures import Order, Word
from apps.moderation.models import Audit, Case, Decision
from apps.moderation.states import CaseState, Instance, Party
from apps.moderation.targets import Target
from apps.moderation.ties import Tie
from apps.people.models import Persona
from apps.spaces.models import Mandate, Role
from apps.spaces.permissions import Visitor, check_can_read, mandate_for


def check_can_decide(account: Visitor, case: Case, *, now: datetime) -> Mandate:
    """A trust manager of this space who is no party to the case; returns the mandate under which they act."""
    mandate = mandate_for(account, case.space, Role.TRUST_MANAGER, now=now)
    if case.author is not None and case.author.account_id == mandate.account_id:
        raise NotYours(_("You wrote this: somebody else must decide."))
    parties = parties_of([case])[case.pk]
    if mandate.account_id in parties.reporters:
        raise NotYours(_("You reported this: somebody else must decide."))
    if mandate.account is not None and (sentence := conflict_of(mandate.account, case, now=now, parties=parties)):
        raise NotYours(f"{sentence} {asked(others_asked(case, mandate.account, now=now))}")
    return mandate


def check_can_read_blind(account: Visitor, audit: Audit, *, now: datetime) -> Mandate:
    """A trust manager of this space who neither wrote it nor has judged or reported it; under which mandate."""
    mandate = mandate_for(account, audit.space, Role.TRUST_MANAGER, now=now)
    if audit.author is not None and audit.author.account_id == mandate.account_id:
        raise NotYours(_("You wrote this: somebody else must decide."))
    judged = Q(decisions__decided_by=mandate.account_id) | Q(first_opinions__reader=mandate.account_id)
    reported = Q(reports__reporter__account=mandate.account_id)
    if Case.objects.filter(judged | reported, item=audit.item).exists():
        raise NotYours(_("You have judged or reported this before: somebody else reads it."))
    return mandate


def check_can_change_rules(account: Visitor, *, now: datetime) -> Mandate:
    """A trust manager of every space: a rule holds everywhere."""
    if (mandate := _mandate_for_all(account, now)) is not None:
        return mandate
    raise NotYours(_("A rule holds in every space: this needs a mandate of trust manager for all of them."))


def check_can_see_quarantine(account: Visitor, *, now: datetime) -> None:
    """A trust manager of every space: what failed may come from any of them."""
    if _mandate_for_all(account, now) is None:
        raise NotYours(_("What failed may come from any space: this needs a mandate of trust manager for all of them."))


def _mandate_for_all(account: Visitor, now: datetime) -> Mandate | None:
    if not account.is_authenticated:
        return None
    held = Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER, space=None, operator=None)
    return held.select_related("account").order_by("pk").first()


def check_can_second(mandate: Mandate, proposer: Mandate) -> None:
    """Nobody linked with whoever asked, by a declared link of either, agrees to a change of rule."""
    pair = {mandate.account_id, proposer.account_id}
    ties = Tie.objects.standing().filter(mandate__account__in=pair, colleague__account__in=pair)
    if mandate.account_id != proposer.account_id and ties.exists():
        raise NotYours(_("You have a declared link with whoever asked for this: another person agrees or refuses."))


def check_has_not_decided(mandate: Mandate, case: Case) -> None:
    """Who decided first does not hold the appeal; should they decide all the same, the database refuses."""
    before = set(case.decisions.standing().values_list("decided_by", flat=True))
    if mandate.account_id in before:
        raise NotYours(_("You took the first decision: somebody else judges the appeal."))
    if before and mandate.account is not None and (name := linked_decider(mandate.account, case)):
        raise NotYours(_("Not yours: you have a declared link with %(name)s, who decided first.") % {"name": name})


def check_is_free(case: Case, mandate: Mandate, *, now: datetime) -> None:
    """Nobody else is at work on it."""
    if case.state == CaseState.DECIDED:
        raise NotNow(_("%(name)s has just decided this. Nothing of yours was sent.") % {"name": _holder(case)})
    if case.state in {CaseState.NOTIFIED, CaseState.CLOSED}:
        raise NotNow(_("This is decided already. Nothing of yours was sent."))
    if is_held_by_another(case, mandate, now=now):
        raise NotNow(_("%(name)s is at work on this. Nothing of yours was sent.") % {"name": _holder(case)})


def is_held_by_another(case: Case, mandate: Mandate, *, now: datetime) -> bool:
    """Somebody else's lease has not run out."""
    if case.state != CaseState.CLAIMED or case.claimed_by is None or case.lease_until is None:
        return False
    return case.claimed_by.account_id != mandate.account_id and case.lease_until > now


def _holder(case: Case) -> str:
    return case.claimed_by.public_name if case.claimed_by else _("Somebody")


def party_of(account: Visitor, case: Case) -> tuple[Party, Persona] | None:
    """Whether this person is the author or a reporter, and under which name."""
    if not account.is_authenticated:
        return None
    if case.author is not None and case.author.account_id == account.pk:
        return Party.AUTHOR, case.author
    report = case.reports.filter(reporter__account=account).select_related("reporter").first()
    return (Party.REPORTER, report.reporter) if report and report.reporter else None


def check_can_appeal(account: Visitor, case: Case, decision: Decision, *, now: datetime) -> tuple[Party, Persona]:
    """A party, within the window, once."""
    party = _who_may_appeal(account, case)
    check_is_open_to_appeal(case, decision, now=now)
    return party


def _who_may_appeal(account: Visitor, case: Case) -> tuple[Party, Persona]:
    party = party_of(account, case)
    if party is None:
        raise NotYours(_("Only the author and those who reported this may appeal."))
    return party


def check_is_open_to_appeal(case: Case, decision: Decision, *, now: datetime) -> None:
    """A first decision, or an emergency that another confirmed: no appeal yet, and time left for one."""
    if (order := Order.objects.filter(case=case).first()) is not None:
        raise NotNow(_("An authority ordered this. Contest the order before: %(court)s.") % {"court": order.court})
    if hasattr(decision, "appeal") or decision.result or case.state != CaseState.NOTIFIED:
        raise NotNow(_("An appeal about this is filed already. It is answered once, for everybody."))
    if now >= decision.statement.appeal_until:
        raise NotNow(_("The time for an appeal is over. A court remains open to you."))


def check_can_join_appeal(account: Visitor, case: Case) -> tuple[Party, Persona]:
    """Another party than the one who appealed, once, while a person is still to answer: a jury hears no party."""
    party = _who_may_appeal(account, case)
    if case.instance != Instance.APPEAL or case.state not in {CaseState.APPEALED, CaseState.CLAIMED}:
        raise NotNow(_("No appeal waits for an answer here."))
    if case.appeals.filter(answered_by=None, by__account=account.pk).exists():
        raise NotNow(_("Your appeal is filed already."))
    if Word.objects.to_appeal().filter(case=case, persona=party[1]).exists():
        raise NotNow(_("You have added your reasons already."))
    return party


def check_can_report(visitor: Visitor, target: Target, *, now: datetime) -> None:
    """Whoever can read it can report it, except its author."""
    check_can_read(visitor, target.space, now=now)
    if target.author is not None and visitor.is_authenticated and target.author.account_id == visitor.pk:
        if target.uncovered:  # said in an office, or beside it: nothing of it is taken back by a press
            raise NotYours(_("You wrote this: somebody else reports it, or nobody."))
        raise NotYours(_("You wrote this: you can edit or withdraw it at any time, without a report."))
    if not target.stands:
        raise NotNow(_("Its author has withdrawn this: there is nothing left to report."))
