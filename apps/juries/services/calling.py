"""The second appeal: a party asks for a jury, and the list it will be drawn from goes to the public log."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms.jury import ANSWER_DAYS, LEAST_MEMBERS
from apps.base.errors import NotNow
from apps.base.models import new_reference
from apps.juries import documents
from apps.juries.candidates import listed, people_for
from apps.juries.models import Jury
from apps.juries.states import STRICTNESS
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.moderation.models import Case, Decision
from apps.moderation.services.juries import check_can_call_jury, contested, jury_ask
from apps.moderation.states import ItemKind, Outcome
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.signatures.canonical import digest


@transaction.atomic
def jury_call(*, account: Account, case: Case, text: str, now: datetime) -> Jury:
    """Ask for a jury, once. Nothing is drawn yet: the log chooses, once witnesses have signed what it holds now."""
    check_can_call_jury(account, case, now=now)
    target = _still_there(case)
    people = people_for(case, target, now=now)
    if len(people.members) < LEAST_MEMBERS:
        raise NotNow(_("This space has too few members without a part in it for a jury. A court remains open to you."))
    within = timedelta(days=ANSWER_DAYS)
    appeal = jury_ask(account=account, case=case, text=text, within=within, now=now)
    key, reference = secrets.token_hex(32), new_reference()
    jury = Jury(
        reference=reference,
        case=appeal.case,
        members=listed(key, reference, people.members),
        helpers=listed(key, reference, people.helpers),
        key=key,
        options=options_of(case, target),
        terms=documents.terms_now(),
        contested=appeal.decision.outcome,
        digest=target.digest,
        called_at=now,
        due_at=now + within,
    )
    document = documents.announcement(jury)
    jury.sha256, jury.signature = digest(document), sign(document, now=now)
    jury.save()
    append(
        kind="jury.called",
        actor="",
        object=jury.reference,
        payload={"jury": jury.pk},
        body_sha256=jury.sha256,
        now=now,
    )
    return jury


def _still_there(case: Case) -> Target:
    target = target_of_case(case)
    if target is None or not target.stands:
        raise NotNow(_("Its author has withdrawn this: there is nothing left for a jury to read."))
    decision = contested(case)
    if decision is not None and decision.digest != target.digest:
        raise NotNow(_("Its author has changed the words since. The new words can be reported, or read again."))
    return target


def options_of(case: Case, target: Target) -> list[str]:
    """What can be voted: keep it, keep it with a note, mask it; and what was decided before. The mildest first."""
    usual = {Outcome.KEEP} if target.kind == ItemKind.PROFILE else {Outcome.KEEP, Outcome.LABEL, Outcome.MASK}
    before = Decision.objects.published().filter(case=case).values_list("outcome", flat=True)
    wanted = (usual | {Outcome(outcome) for outcome in before}) & set(target.outcomes) & set(STRICTNESS)
    return [outcome.value for outcome in sorted(wanted, key=lambda outcome: STRICTNESS[outcome])]
