"""An appeal: a party contests a published decision, and somebody else answers."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.moderation.measures import Word
from apps.moderation.models import Appeal, Case, Decision
from apps.moderation.permissions import check_can_appeal, check_can_join_appeal
from apps.moderation.services.cases import announce_queue, locked
from apps.moderation.services.statements import earlier
from apps.moderation.states import APPEAL_ANSWERED_WITHIN, CaseState, Instance, Party
from apps.people.models import Account, Persona

MAX_TEXT = 3000


@transaction.atomic
def appeal_file(*, account: Account, case: Case, text: str, now: datetime) -> Appeal:
    """Contest a decision. The case goes back to the queue, for another person."""
    case = locked(case)
    decision, party, persona = check_can_appeal_now(account, case, now=now)
    return appeal_open(case, decision, party, persona, text, now)


@transaction.atomic
def appeal_join(*, account: Account, case: Case, text: str, now: datetime) -> Word:
    """Another party adds reasons to the appeal that waits: it is answered once, for everybody, and hears everybody."""
    case = locked(case)
    party, persona = check_can_join_appeal(account, case)
    word = Word.objects.create(
        case=case, persona=persona, party=party, by_decider=False, to_appeal=True, text=checked_words(text), said_at=now
    )
    append(kind="word.said", actor="", object=case.reference, payload={"word": word.pk}, now=now)
    announce_queue(case.space)
    return word


def check_can_appeal_now(account: Account, case: Case, *, now: datetime) -> tuple[Decision, Party, Persona]:
    """A party, about a decision, in time: asked before anybody looks at the words."""
    decision = earlier(case)
    if decision is None:
        raise NotNow(_("Nothing is decided yet: there is nothing to appeal."))
    return decision, *check_can_appeal(account, case, decision, now=now)


def appeal_open(
    case: Case, decision: Decision, party: Party, persona: Persona | None, text: str, now: datetime
) -> Appeal:
    """For a locked case, once it is checked who appeals; without a name here, whoever holds the receipt."""
    body = checked_words(text)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                case=case, decision=decision, by=persona, party=party, text=body, filed_at=now
            )
    except IntegrityError as error:
        raise NotNow(_("An appeal about this is filed already. It is answered once, for everybody.")) from error
    case.move_to(CaseState.APPEALED)
    case.instance, case.decide_before = Instance.APPEAL, now + APPEAL_ANSWERED_WITHIN
    case.save(update_fields=["state", "instance", "decide_before"])
    file_appeal(appeal, now)
    announce_queue(case.space)
    return appeal


def checked_words(text: str) -> str:
    """Cleaned, not empty, not too long; raises BadInput."""
    body = clean_text(text)
    if not body:
        raise BadInput({"text": _("Say in a few words what is wrong with the decision.")})
    if len(body) > MAX_TEXT:
        lengths = {"n": len(body), "max": MAX_TEXT}
        raise BadInput({"text": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    return body


def file_appeal(appeal: Appeal, now: datetime) -> None:
    """Sealed in the public log, with a receipt for whoever appealed."""
    owner = appeal.by.reference if appeal.by else appeal.reference
    append(
        kind="appeal.filed",
        actor=owner,
        object=appeal.case.reference,
        payload={"appeal": appeal.pk},
        secret={
            "kind": "appeal",
            "case": appeal.case.reference,
            "as": appeal.party,
            "text": appeal.text,
            "at": now.isoformat(),
        },
        owner=owner,
        now=now,
    )
