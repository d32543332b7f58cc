"""A party and whoever decided talk on the page of the case, while it is open to appeal. Nothing is decided there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.moderation import wording
from apps.moderation.measures import Word
from apps.moderation.models import Case, Decision
from apps.moderation.permissions import party_of
from apps.moderation.services.cases import locked
from apps.moderation.states import CaseState, Party
from apps.notices.services import prepare
from apps.people.models import Account, Persona

MAX_TEXT = 1500
IN_A_ROW = 5  # words of one side before the other has answered


@transaction.atomic
def word_say(*, account: Account, case: Case, text: str, now: datetime, to: Word | None = None) -> Word:
    """A party writes to whoever decided; whoever decided answers the party of `to`."""
    case = locked(case)
    decision = check_can_talk(account, case, now=now)
    body = _checked(text)
    if to is not None and decision.decided_by_id == account.pk:
        word = _answer(case, decision, to, body, now)
    else:
        word = _ask(account, case, body, now)
    _check_pace(word)
    _tell(case, decision, word, now)
    append(kind="word.said", actor="", object=case.reference, payload={"word": word.pk}, now=now)
    return word


def check_can_talk(account: Account, case: Case, *, now: datetime) -> Decision:
    """A party, or whoever decided, while there is something to talk about: the decision."""
    latest = case.decisions.published().order_by("-published_at").first()
    if party_of(account, case) is None and (latest is None or latest.decided_by_id != account.pk):
        raise NotYours(_("Only the author, those who reported this and whoever decided talk here."))
    return open_decision(case, now)


def open_decision(case: Case, now: datetime) -> Decision:
    """The decision one may talk about; NotNow when there is none, or its time is over."""
    found = case.decisions.published().select_related("statement", "decided_by", "mandate").order_by("-published_at")
    decision = found.first()
    open_now = case.state in {CaseState.NOTIFIED, CaseState.APPEALED, CaseState.CLAIMED, CaseState.DECIDED}
    if decision is None or not open_now or now >= decision.statement.appeal_until:
        raise NotNow(_("One can talk here from the decision to the end of the time for an appeal."))
    return decision


def _ask(account: Account, case: Case, body: str, now: datetime) -> Word:
    party = party_of(account, case)
    if party is None:
        raise NotYours(_("Only the author, those who reported this and whoever decided talk here."))
    return Word.objects.create(case=case, persona=party[1], party=party[0], by_decider=False, text=body, said_at=now)


def _answer(case: Case, decision: Decision, to: Word, body: str, now: datetime) -> Word:
    if to.case_id != case.pk or to.persona is None:
        raise NotNow(_("Whoever wrote this is gone: nobody would read the answer."))
    return Word.objects.create(
        case=case, persona=to.persona, party=to.party, by_decider=True, decider=decision.mandate, text=body, said_at=now
    )


def _check_pace(word: Word) -> None:
    """Five in a row, then the other side's turn: nobody is talked down."""
    talk = Word.objects.in_talk().filter(case=word.case, persona=word.persona)
    same = talk.order_by("-said_at", "-pk")[: IN_A_ROW + 1]
    if len(same) > IN_A_ROW and all(other.by_decider == word.by_decider for other in same):
        raise NotNow(_("Five in a row: wait for the answer. Your words are still here."))


def _checked(text: str) -> str:
    body = clean_text(text)
    if not body:
        raise BadInput({"text": _("Write a few words.")})
    if len(body) > MAX_TEXT:
        lengths = {"n": len(body), "max": MAX_TEXT}
        raise BadInput({"text": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    return body


def _tell(case: Case, decision: Decision, word: Word, now: datetime) -> None:
    """The other side hears that there are words, never the words."""
    path = f"/case/{case.reference}/#dialogue"
    if word.by_decider:
        kind = "moderation.author" if word.party == Party.AUTHOR else "moderation.reporter"
        people, said = [word.persona] if word.persona else [], wording.ANSWERED_YOU
    else:
        kind, people, said = "moderation.decider", _names_of(decision), wording.WROTE_TO_YOU
    context = wording.in_both_languages(said)
    prepare(kind=kind, to=people, about=case.reference, path=path, context=context, now=now)


def _names_of(decision: Decision) -> list[Persona]:
    return list(decision.decided_by.personas.order_by("pk")[:1]) if decision.decided_by else []
