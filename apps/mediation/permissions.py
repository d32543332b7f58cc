"""Who may ask, read, advise and answer. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.base.permissions import allows
from apps.mediation.models import Mediation, Mediator
from apps.mediation.states import PUBLIC, RUNNING, MediationState, Side
from apps.moderation.conflicts import conflict_of, linked_decider
from apps.moderation.measures import Order
from apps.moderation.models import Case, Decision
from apps.moderation.permissions import party_of
from apps.moderation.states import CaseState
from apps.people.models import Account, Persona
from apps.people.permissions import check_has_second_factor
from apps.people.services import main_persona
from apps.posts.models import Review
from apps.spaces.models import Mandate, Professional, Representative, Role
from apps.spaces.permissions import Visitor, check_can_read

DECIDES = (Role.TRUST_MANAGER, Role.ADMINISTRATOR)


def side_of(account: Visitor, case: Case, *, now: datetime) -> tuple[Side, Persona] | None:
    """Which party of the dispute this person is: the author, the professional, whoever answers for the operator."""
    if not account.is_authenticated:
        return None
    if case.author is not None and case.author.account_id == account.pk:
        return Side.AUTHOR, case.author
    about = Review.objects.filter(reference=case.item).values_list("subject__reference", "subject__operator").first()
    subject, operator = about or ("", None)
    if subject and Professional.objects.speaking(now).filter(account=account, subject=subject).exists():
        return Side.PROFESSIONAL, main_persona(account)
    answers_for = Q(operator=case.space.operator_id) | Q(operator=operator)
    standing = Representative.objects.filter(answers_for, account=account, from_at__lte=now)
    if standing.filter(Q(until=None) | Q(until__gt=now)).exists():
        return Side.REPRESENTATIVE, main_persona(account)
    return None


def contested(case: Case) -> Decision | None:
    """The last decision that was sent."""
    return case.decisions.published().order_by("-published_at", "-pk").first()


def check_can_ask(account: Visitor, case: Case, *, now: datetime) -> tuple[Side, Persona, Decision]:
    """A party, once a decision was notified, and while no other opinion is asked for or given."""
    side = side_of(account, case, now=now)
    if side is None:
        raise NotYours(_("The author, the professional it is about and whoever answers for the operator can ask this."))
    decision = contested(case)
    if decision is None:
        raise NotNow(_("Nothing is decided yet: an opinion is about a decision."))
    if case.state == CaseState.CLOSED:
        raise NotNow(_("This case is closed: the time to ask is over."))
    if Order.objects.filter(case=case).exists():
        raise NotNow(_("An authority ordered this: only a court can say what it thinks of it."))
    if Mediation.objects.filter(case=case, state__in=[*RUNNING, *PUBLIC]).exists():
        raise NotNow(_("A mediator’s opinion on this case is asked for already, or given."))
    if not mediators_for(case, now=now):
        raise NotNow(_("No mediator without a link to this case holds a mandate now. You can still appeal."))
    return *side, decision


def mediators_for(case: Case, *, now: datetime, without: list[int] | None = None) -> list[Mediator]:
    """Those who may read it: a mandate that covers the space, and no part in the case."""
    held = Mandate.objects.valid(now).covering(case.space).filter(role=Role.MEDIATOR).exclude(account=None)
    found = Mediator.objects.filter(mandate__in=held.exclude(pk__in=without or [])).select_related("mandate__account")
    return [one for one in found.order_by("pk") if not barred(one.mandate.account, case, now=now)]


def barred(account: Account | None, case: Case, *, now: datetime) -> str:
    """Why this person gives no opinion on this case; empty when nothing speaks against it."""
    if account is None or not account.is_active:
        return _("This mandate has no holder any more.")
    if not allows(check_can_read, account, case.space, now=now):
        return _("This space is for its members: only a mediator appointed for it may read there.")
    if side_of(account, case, now=now) or party_of(account, case):
        return _("Not yours: you are a party of this case. Another mediator reads it.")
    if case.decisions.filter(decided_by=account).exists():
        return _("Not yours: you decided in this case. Another mediator reads it.")
    if Mandate.objects.valid(now).covering(case.space).filter(account=account, role__in=DECIDES).exists():
        return _("Not yours: you hold a mandate to decide here. A mediator stands outside.")
    if name := linked_decider(account, case):
        return _("Not yours: you have a declared link with %(name)s, who decided.") % {"name": name}
    return conflict_of(account, case, now=now)


def my_mandate(account: Visitor, mediation: Mediation, *, now: datetime) -> Mandate | None:
    """The mandate under which this person may read this one as a mediator."""
    if not account.is_authenticated or barred(account, mediation.case, now=now):
        return None
    held = Mandate.objects.valid(now).covering(mediation.case.space).filter(role=Role.MEDIATOR, account=account)
    mandate = held.filter(mediator__isnull=False).exclude(pk__in=mediation.declined).order_by("pk").first()
    if mandate is None or mediation.state == MediationState.ASKED or mediation.mandate_id == mandate.pk:
        return mandate
    return None


def check_mediates(account: Account, mediation: Mediation, *, now: datetime) -> Mandate:
    """Whoever may take it, or has taken it, with the second proof that a mandate asks for."""
    if words := barred(account, mediation.case, now=now):
        raise NotYours(words)
    mandate = my_mandate(account, mediation, now=now)
    if mandate is None:
        raise NotYours(_("Only a mediator under mandate can do this, and only one has taken it."))
    check_has_second_factor(account)
    return mandate


def answering_mandate(account: Visitor, mediation: Mediation, *, now: datetime) -> Mandate | None:
    """Under which mandate this person answers: who decided; where nobody is left, or a jury did, who decides here."""
    if not account.is_authenticated:
        return None
    decision = mediation.decision
    held = Mandate.objects.valid(now).covering(mediation.case.space).filter(account=account, role__in=DECIDES)
    mandate = held.order_by("pk").first()
    if mandate is None:
        return None
    if decision.decided_by_id == account.pk:
        return mandate
    still = Mandate.objects.valid(now).covering(mediation.case.space).filter(role__in=DECIDES)
    gone = decision.decided_by_id is None or not still.filter(account=decision.decided_by_id).exists()
    return mandate if gone and not conflict_of(account, mediation.case, now=now) else None


def mediation_at(reference: str, visitor: Visitor, *, now: datetime) -> Mediation:
    """What this reader may know of; for the others there is none. Public once an opinion is given."""
    rows = Mediation.objects.select_related("case__space", "case__author", "decision", "mandate", "asked_by")
    found = rows.filter(reference=reference).first()
    if found is None or not _may_know(found, visitor, now):
        raise NotFound(_("No opinion bears this number, or it is not given yet."))
    return found


def _may_know(mediation: Mediation, visitor: Visitor, now: datetime) -> bool:
    if mediation.state in PUBLIC and allows(check_can_read, visitor, mediation.case.space, now=now):
        return True
    return bool(side_of(visitor, mediation.case, now=now) or my_mandate(visitor, mediation, now=now))
