"""A pause of posting ended early: a decision like any other, with its statement, its ten seconds and its appeal."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.moderation.models import Case, Decision
from apps.moderation.services.cases import case_open
from apps.moderation.services.decisions import case_decide
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import CaseState, ItemKind, OpenedBy, Outcome
from apps.moderation.targets import target_of_case
from apps.people.models import Account


@transaction.atomic
def pause_lift(*, account: Account, case: Case, own_words: str, language: str, now: datetime) -> Decision:
    """End early the pause that this case led to. Another case, so that the first stays as it was told."""
    target = target_of_case(case)
    if case.item_kind != ItemKind.PROFILE or target is None or Outcome.LIFT not in target.outcomes:
        raise NotNow(_("No pause of ours runs here."))
    if case.state != CaseState.NOTIFIED:
        raise NotNow(_("This pause is under appeal: whoever answers it decides."))
    opened = case_open(target=target, opened_by=OpenedBy.MANAGER, rule=None, why={}, now=now)
    if opened.opened_by != OpenedBy.MANAGER:
        raise NotNow(_("A report about this profile waits: decide it first."))
    draft = DecisionDraft(Outcome.LIFT, None, seen_version=target.version, own_words=own_words, own_language=language)
    return case_decide(account=account, case=opened, draft=draft, now=now)
