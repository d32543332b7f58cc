"""A representative answers an alert, under a real name; the answer and its promises are signed and logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accountability.models import Alert, Answer, Answering, Commitment
from apps.accountability.permissions import check_can_answer
from apps.accountability.services.alerts import ASKED, answer_ask
from apps.accountability.services.keys import holds_as, sign_as
from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.live.hub import announce
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.signatures.canonical import digest
from apps.spaces.models import Representative

MAX_ANSWER = 8000
MAX_PROMISE = 300


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """A promise as it was typed."""

    text_fr: str
    text_en: str
    due_on: date


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer as it was typed."""

    text_fr: str
    text_en: str
    commitments: Sequence[CommitmentDraft] = ()
    says: str = ""  # one of Answering; empty: accepted


@transaction.atomic
def answer_publish(*, account: Account, alert: Alert, draft: AnswerDraft, now: datetime) -> Answer:
    """Publish an answer at once. Raises NotYours, NotNow, or BadInput with a sentence per field."""
    alert = Alert.objects.select_for_update().select_related("operator").get(pk=alert.pk)
    representative = check_can_answer(account, alert, now=now)
    clean = _checked(draft, now)
    answer = _create(alert, representative, clean, now)
    answer_ask(alert, None, now)
    alert.read_at = None
    alert.save(update_fields=[*ASKED, "read_at"])
    _publish(answer, account, now)
    return answer


def _checked(draft: AnswerDraft, now: datetime) -> AnswerDraft:
    fr, en = clean_text(draft.text_fr), clean_text(draft.text_en)
    errors: dict[str, Any] = {}
    if not fr and not en:
        errors["text_fr"] = _("Write the answer in one language at least, better in both.")
    for name, text in (("text_fr", fr), ("text_en", en)):
        if len(text) > MAX_ANSWER:
            lengths = {"n": len(text), "max": MAX_ANSWER}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    promises = [_checked_promise(promise, now, errors) for promise in draft.commitments]
    says = _checked_word(draft, errors)
    if errors:
        raise BadInput(errors)
    return AnswerDraft(fr, en, promises, says)


def _checked_word(draft: AnswerDraft, errors: dict[str, Any]) -> str:
    """Who accepts commits to something by a day; who does not, promises nothing."""
    says = draft.says or Answering.ACCEPTED
    if says not in Answering.values:
        errors["says"] = _("Choose one of the three.")
    elif says == Answering.ACCEPTED and not draft.commitments:
        errors["promise_fr"] = _("Accepting means committing: say what you will do, and by which day.")
    elif says != Answering.ACCEPTED and draft.commitments:
        errors["says"] = _("Commitments belong to an alert that is accepted.")
    return says


def _checked_promise(promise: CommitmentDraft, now: datetime, errors: dict[str, Any]) -> CommitmentDraft:
    fr, en = clean_text(promise.text_fr), clean_text(promise.text_en)
    if not fr and not en:
        errors["promise_fr"] = _("Say what is promised by this date.")
    if max(len(fr), len(en)) > MAX_PROMISE:
        errors["promise_fr"] = _("A promise fits in %(max)d characters.") % {"max": MAX_PROMISE}
    if promise.due_on < now.date():
        errors["promise_due_on"] = _("This date is past. A promise looks forward.")
    return CommitmentDraft(fr, en, promise.due_on)


def _create(alert: Alert, representative: Representative, draft: AnswerDraft, now: datetime) -> Answer:
    answer = Answer(
        alert=alert,
        representative=representative,
        says=draft.says,
        text_fr=draft.text_fr,
        text_en=draft.text_en,
        answered_at=now,
    )
    document = answer_document(answer, draft.commitments)
    answer.sha256, answer.signature = digest(document), sign_as(representative, document, now=now)
    answer.save()
    Commitment.objects.bulk_create(
        Commitment(answer=answer, text_fr=p.text_fr, text_en=p.text_en, due_on=p.due_on) for p in draft.commitments
    )
    return answer


def answer_document(answer: Answer, promises: Sequence[CommitmentDraft | Commitment]) -> dict[str, Any]:
    """What is signed. The person stands in it by reference and role: a name may be replaced by its role one day."""
    representative = answer.representative
    return {
        "type": "answer",
        "answer": answer.reference,
        "alert": answer.alert.reference,
        "operator": answer.alert.operator.slug,
        "representative": representative.reference,
        "role": {"fr": representative.role_fr, "en": representative.role_en},
        **({"says": answer.says} if answer.says else {}),
        "text": {"fr": answer.text_fr, "en": answer.text_en},
        "promises": [{"fr": p.text_fr, "en": p.text_en, "due_on": p.due_on.isoformat()} for p in promises],
        "answered_at": f"{answer.answered_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def answer_holds(answer: Answer) -> bool:
    """Whether it stands as its representative signed it, with their own key, under their mandate."""
    document = answer_document(answer, list(answer.commitments.all()))
    return digest(document) == answer.sha256 and holds_as(answer.representative, document, answer.signature)


def _publish(answer: Answer, account: Account, now: datetime) -> None:
    alert = answer.alert
    append(
        kind="answer.published",
        actor=account.reference,
        object=alert.reference,
        version=answer.reference,
        payload={"alert": alert.pk, "answer": answer.pk},
        body_sha256=answer.sha256,
        now=now,
    )
    prepare(
        kind="alert.answered",
        to=Persona.objects.filter(voices__alert=alert, voices__withdrawn_at=None).distinct(),
        about=alert.reference,
        path=f"/o/{alert.operator.slug}/alert/{alert.reference}/",
        context={"operator": alert.operator.name},
        now=now,
    )
    news = {"kind": "answer", "operator": alert.operator.slug, "alert": alert.reference}
    announce(f"operator:{alert.operator.slug}", news)
