"""The only writers of mediations: ask, hand over, take, give, answer. None of them changes what anybody may read."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.mediation import documents, telling
from apps.mediation.models import Handed, Mediation, Mediator, MediatorOpinion, OpinionAnswer
from apps.mediation.permissions import (
    answering_mandate,
    check_can_ask,
    check_mediates,
    mediators_for,
    side_of,
)
from apps.mediation.states import RUNNING, MediationState, Recommendation
from apps.moderation.models import Case
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account
from apps.people.services import main_persona
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate, Operator, Role, Space
from apps.spaces.services import mandate_grant

TO_ACCEPT, TO_GIVE, TO_ANSWER = timedelta(days=14), timedelta(days=30), timedelta(days=14)
REMINDED_BEFORE = timedelta(days=4)
MOST_HANDED = 4_000  # characters
MOST_WORDS = 2_000
MOST_CHARACTERS = 20_000


@transaction.atomic
def mediator_appoint(
    *,
    account: Account,
    public_name: str,
    real_name: str,
    statement_fr: str,
    statement_en: str,
    now: datetime,
    space: Space | None = None,
    operator: Operator | None = None,
    until: datetime | None = None,
) -> Mediator:
    """A mandate under a real name, with a statement of independence in both languages."""
    name, french, english = clean_text(real_name), clean_text(statement_fr), clean_text(statement_en)
    if not (name and french and english):
        raise BadInput(
            {"statement": _("A mediator gives a real name and says, in both languages, why they stand outside.")}
        )
    mandate = mandate_grant(
        account=account,
        role=Role.MEDIATOR,
        public_name=public_name,
        space=space,
        operator=operator,
        until=until,
        now=now,
    )
    return Mediator.objects.create(mandate=mandate, real_name=name[:120], statement_fr=french, statement_en=english)


@transaction.atomic
def mediation_ask(*, account: Account, case: Case, text: str, now: datetime) -> Mediation:
    """A party asks: one press and words. It costs nothing and stops nothing."""
    case = Case.objects.select_for_update(of=("self",)).select_related("space", "author").get(pk=case.pk)
    side, persona, decision = check_can_ask(account, case, now=now)
    words = _checked(text, MOST_HANDED)
    mediation = Mediation.objects.create(
        case=case, decision=decision, asked_by=persona, side=side, asked_at=now, due_at=now + TO_ACCEPT
    )
    Handed.objects.create(mediation=mediation, persona=persona, side=side, text=words, at=now)
    _say("mediation.asked", mediation, account, now)
    telling.asked(mediation, mediators_for(case, now=now), now)
    return mediation


@transaction.atomic
def words_hand(*, account: Account, mediation: Mediation, text: str, now: datetime) -> Handed:
    """Another party hands words over, or words theirs anew, until the opinion is given. Nobody else reads them."""
    mediation = _locked(mediation)
    side = side_of(account, mediation.case, now=now)
    if side is None:
        raise NotYours(_("Only a party of this dispute hands words to the mediator."))
    _check_running(mediation)
    words = _checked(text, MOST_HANDED)
    handed, _first = Handed.objects.update_or_create(
        mediation=mediation, persona=side[1], defaults={"side": side[0], "text": words, "at": now}
    )
    return handed


@transaction.atomic
def mediation_withdraw(*, account: Account, mediation: Mediation, now: datetime) -> Mediation:
    """Whoever asked takes it back, as long as no opinion is given."""
    mediation = _locked(mediation)
    if mediation.asked_by is None or mediation.asked_by.account_id != account.pk:
        raise NotYours(_("Only whoever asked for the opinion can take that back."))
    _check_running(mediation)
    _end(mediation, MediationState.WITHDRAWN, now)
    _say("mediation.withdrawn", mediation, account, now)
    return mediation


@transaction.atomic
def mediation_accept(*, account: Account, mediation: Mediation, now: datetime) -> Mediation:
    """A mediator without a link takes it; the first who does, alone."""
    mediation = _locked(mediation)
    mandate = check_mediates(account, mediation, now=now)
    mediation.move_to(MediationState.ACCEPTED)
    mediation.mandate, mediation.due_at = mandate, now + TO_GIVE
    mediation.save(update_fields=["state", "mandate", "due_at"])
    _say("mediation.accepted", mediation, account, now)
    telling.to_parties("mediation.accepted", mediation, now)
    return mediation


@transaction.atomic
def mediation_decline(*, account: Account, mediation: Mediation, now: datetime) -> Mediation:
    """A mediator says no, before or after taking it; no reason is asked. The last who could ends it."""
    mediation = _locked(mediation)
    mandate = check_mediates(account, mediation, now=now)
    _check_running(mediation)
    mediation.declined = [*mediation.declined, mandate.pk]
    if not mediators_for(mediation.case, now=now, without=mediation.declined):
        _end(mediation, MediationState.DECLINED, now)
    elif mediation.state == MediationState.ACCEPTED:
        mediation.move_to(MediationState.ASKED)
        mediation.mandate, mediation.due_at = None, now + TO_ACCEPT
    mediation.save()
    _say("mediation.declined", mediation, account, now)
    return mediation


@transaction.atomic
def handed_read(*, account: Account, mediation: Mediation, now: datetime) -> list[Handed]:
    """What parties gave the mediator; each of them sees in their journal who read it."""
    mandate = check_mediates(account, mediation, now=now)
    if mediation.state != MediationState.ACCEPTED:
        return []
    handed = list(mediation.handed.select_related("persona"))
    consultations_note(
        people=[one.persona.account_id for one in handed if one.persona],
        reader=account,
        office=Office.MEDIATOR,
        by=mandate.public_name,
        purpose=Purpose.MEDIATE,
        about=mediation.case.reference,
        path=f"/mediation/{mediation.reference}/",
        now=now,
    )
    return handed


@transaction.atomic
def opinion_give(
    *, account: Account, mediation: Mediation, text: str, recommendation: str, now: datetime
) -> MediatorOpinion:
    """Publish an opinion, or a further version of it, beside the decision. It is advice: nothing else happens."""
    mediation = _locked(mediation)
    mandate = check_mediates(account, mediation, now=now)
    if mediation.mandate_id != mandate.pk:
        raise NotNow(_("Take it first: then you read what the parties hand over."))
    if recommendation not in Recommendation.values:
        raise BadInput({"recommendation": _("Say what you advise, or that you have no opinion on the outcome.")})
    words = _checked(text, MOST_CHARACTERS, MOST_WORDS)
    first = mediation.state == MediationState.ACCEPTED
    mediation.move_to(MediationState.GIVEN)
    if first:
        mediation.due_at = now + TO_ANSWER
    mediation.save(update_fields=["state", "due_at"])
    opinion = MediatorOpinion.objects.create(
        mediation=mediation,
        number=mediation.opinions.count() + 1,
        space=mediation.case.space,
        author=main_persona(account),
        text=words,
        language=_language(),
        recommendation=recommendation,
        mandate=mandate,
        published_at=now,
    )
    body = digest(documents.opinion(opinion))
    _say("mediation.given", mediation, account, now, version=str(opinion.number), body_sha256=body)
    telling.to_parties("mediation.given", mediation, now)
    telling.to_decider("mediation.to_answer", mediation, now)
    return opinion


@transaction.atomic
def opinion_answer(*, account: Account, mediation: Mediation, follows: bool, text: str, now: datetime) -> OpinionAnswer:
    """Whoever decided says whether they follow it, and why. Following it is then a decision of its own, on appeal."""
    mediation = _locked(mediation)
    mandate = answering_mandate(account, mediation, now=now)
    if mandate is None:
        raise NotYours(_("Whoever decided answers the opinion."))
    words = _checked(text, MOST_HANDED)
    mediation.move_to(MediationState.ANSWERED)
    mediation.ended_at = now
    mediation.save(update_fields=["state", "ended_at"])
    opinion = mediation.opinions.select_related("mediation__case").order_by("-number")[0]
    answer = OpinionAnswer.objects.create(
        opinion=opinion,
        space=mediation.case.space,
        author=main_persona(account),
        text=words,
        language=_language(),
        follows=follows,
        mandate=mandate,
        published_at=now,
    )
    body = digest(documents.answer(answer))
    _say("mediation.answered", mediation, account, now, version=str(opinion.number), body_sha256=body)
    telling.to_parties("mediation.answered", mediation, now)
    telling.to_mediator("mediation.answered", mediation, now)
    return answer


def mediations_watch(*, now: datetime) -> int:
    """What nobody took or gave in time ends and says so; whoever must answer an opinion is reminded once."""
    overdue = Mediation.objects.filter(state__in=RUNNING, due_at__lte=now).values_list("pk", flat=True)
    late = Mediation.objects.filter(
        state=MediationState.GIVEN, reminded_at=None, due_at__lte=now + REMINDED_BEFORE
    ).values_list("pk", flat=True)
    ended = each(overdue, lambda pk: _expire(pk, now), failed="mediation_not_ended")
    return ended + each(late, lambda pk: _remind(pk, now), failed="mediation_not_reminded")


@transaction.atomic
def _expire(pk: int, now: datetime) -> int:
    mediation = _locked(Mediation(pk=pk))
    if mediation.state not in RUNNING or mediation.due_at > now:
        return 0
    _end(mediation, MediationState.EXPIRED, now)
    append(kind="mediation.expired", actor="", object=mediation.reference, now=now)
    return 1


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    mediation = _locked(Mediation(pk=pk))
    if mediation.state != MediationState.GIVEN or mediation.reminded_at is not None:
        return 0
    mediation.reminded_at = now
    mediation.save(update_fields=["reminded_at"])
    telling.to_decider("mediation.reminded", mediation, now)
    return 1


def _end(mediation: Mediation, state: MediationState, now: datetime) -> None:
    mediation.move_to(state)
    mediation.ended_at = now
    mediation.save()
    telling.ended(mediation, now)


def _locked(mediation: Mediation) -> Mediation:
    rows = Mediation.objects.select_for_update(of=("self",))
    return rows.select_related("case__space", "case__author", "decision", "mandate", "asked_by").get(pk=mediation.pk)


def _check_running(mediation: Mediation) -> None:
    if mediation.state not in RUNNING:
        raise NotNow(_("The opinion is given, or this has ended: nothing is handed over or taken back any more."))


def _checked(text: str, characters: int, words: int = 0) -> str:
    body = clean_text(text)
    if not body:
        raise BadInput({"text": _("Write a few words.")})
    if len(body) > characters:
        lengths: dict[str, Any] = {"n": len(body), "max": characters}
        raise BadInput({"text": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    if words and (count := len(body.split())) > words:
        raise BadInput(
            {"text": _("%(n)d words; at most %(max)d. Nothing is lost: shorten it.") % {"n": count, "max": words}}
        )
    return body


def _language() -> str:
    return (get_language() or "fr")[:2]


def _say(
    kind: str, mediation: Mediation, account: Account, now: datetime, version: str = "", body_sha256: str = ""
) -> None:
    about, actor = mediation.reference, account.reference
    append(kind=kind, actor=actor, object=about, version=version, body_sha256=body_sha256, now=now)


def holder_of(mandate: Mandate | None) -> str:
    """The real name of a mediator; the office where it is gone."""
    if mandate is None:
        return _("a mediator")
    found: Mediator | None = getattr(mandate, "mediator", None)
    return (found.real_name if found else "") or mandate.public_name
