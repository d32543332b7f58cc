"""A first opinion: given before the desk says why a case is there, kept as it was given, and no decision."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.moderation.blindness import is_blind
from apps.moderation.models import Case, FirstOpinion
from apps.moderation.permissions import check_can_decide, check_is_free
from apps.moderation.services.cases import locked, take
from apps.moderation.states import Verdict
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account

MAX_NOTE = 1000


@transaction.atomic
def opinion_give(*, account: Account, case: Case, verdict: Verdict, note: str, now: datetime) -> FirstOpinion:
    """Say what one thinks; only then the score and its reasons open, for this person."""
    case = locked(case)
    mandate = check_can_decide(account, case, now=now)
    check_is_free(case, mandate, now=now)
    if not is_blind(case):
        raise NotNow(_("Here the score is open from the start: decide at once."))
    target = standing(target_of_case(case))
    try:
        with transaction.atomic():
            opinion = FirstOpinion.objects.create(
                case=case,
                reader=account,
                reader_name=mandate.public_name,
                verdict=verdict,
                note=checked_note(note),
                digest=target.digest,
                given_at=now,
            )
    except IntegrityError as error:
        raise NotNow(_("Your first opinion is kept already. It stays as you gave it.")) from error
    take(case, mandate, now=now)
    append(kind="opinion.given", actor=mandate.reference, object=case.reference, now=now)
    return opinion


def standing(target: Target | None) -> Target:
    """What is still there to be read."""
    if target is None or not target.stands:
        raise NotNow(_("Its author has withdrawn this meanwhile: there is nothing left to decide."))
    return target


def checked_note(note: str) -> str:
    """A few words, or none."""
    text = clean_text(note)
    if len(text) > MAX_NOTE:
        lengths = {"n": len(text), "max": MAX_NOTE}
        raise BadInput({"note": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    return text
