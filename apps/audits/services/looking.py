"""Look at what was drawn, item by item, alone; when all have ended the result is out by itself; then the answer."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms import audit_sample
from apps.audits import documents
from apps.audits.models import Answer, Audit, Finding, Item, Result, Seat, Verdict
from apps.audits.permissions import check_can_look, check_sits
from apps.audits.services.announcing import MAX_QUESTION, MAX_WORDS
from apps.audits.services.drawing import seat_fill
from apps.audits.states import TRANSITIONS, AuditState
from apps.audits.telling import tell_of_answer, tell_of_result
from apps.base.errors import BadInput, NotFound, NotNow
from apps.base.models import check_transition, clean_text
from apps.labels.models import Assessor, Found
from apps.labels.services.assessments import AUDIT_HOLDS, Author, record
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.people.models import Account
from apps.signatures.canonical import digest
from apps.spaces.permissions import representative_of


@transaction.atomic
def finding_note(*, account: Account, audit: Audit, number: int, verdict: str, words: str, now: datetime) -> Finding:
    """Note what one found of an item; changeable until one has ended."""
    audit = _locked(audit)
    seat = check_can_look(account, audit, now=now)
    item = Item.objects.filter(audit=audit, number=number).first()
    if item is None:
        raise NotFound(_("The sample has no item of this number."))
    said = clean_text(words)
    errors: dict[str, Any] = {}
    if verdict not in Verdict.values:
        errors["verdict"] = _("Choose what you found.")
    elif verdict != Verdict.RIGHT and not said:
        errors["words"] = _("Say what is wrong, or why you cannot tell.")
    if len(said) > MAX_WORDS:
        lengths = {"n": len(said), "max": MAX_WORDS}
        errors["words"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)
    found, _made = Finding.objects.update_or_create(
        item=item, seat=seat, defaults={"verdict": verdict, "words": said, "found_at": now}
    )
    return found


@transaction.atomic
def seat_leave(*, account: Account, audit: Audit, why: str, now: datetime) -> Seat | None:
    """Step down with a reason; the next lot of the published order steps in. None when nobody is left."""
    audit = _locked(audit)
    seat = check_sits(account, audit)
    said = clean_text(why)[:MAX_WORDS]
    if not said:
        raise BadInput({"why": _("Say why: it is read beside the draw.")})
    seat.left_at, seat.left_why = now, said
    seat.save(update_fields=["left_at", "left_why"])
    append(
        kind="audit.left",
        actor=account.reference,
        object=audit.reference,
        version=seat.reference,
        payload={"seat": seat.pk},
        body_sha256=digest(documents.leaving(seat)),
        now=now,
    )
    taken = audit.seats.count()
    return seat_fill(audit, audit.draw.order, taken, now) if taken < len(audit.draw.order) else None


@transaction.atomic
def seat_finish(
    *, account: Account, audit: Audit, verdict: str, words_fr: str, words_en: str, now: datetime
) -> Result | None:
    """End one's own look. The last one to end publishes the result: nobody holds it back."""
    audit = _locked(audit)
    seat = check_can_look(account, audit, now=now)
    fr, en = clean_text(words_fr), clean_text(words_en)
    _check_whole(audit, seat, verdict, fr, en)
    seat.verdict, seat.words_fr, seat.words_en, seat.finished_at = (verdict if audit.version else ""), fr, en, now
    seat.save(update_fields=["verdict", "words_fr", "words_en", "finished_at"])
    finished = audit.seats.exclude(finished_at=None).count()
    return _publish(audit, now) if finished >= audit.lookers else None


def _locked(audit: Audit) -> Audit:
    found = Audit.objects.select_for_update(of=("self",))
    return found.select_related("operator", "version__criterion").get(pk=audit.pk)


def _check_whole(audit: Audit, seat: Seat, verdict: str, fr: str, en: str) -> None:
    missing = audit.size - seat.findings.count()
    errors: dict[str, Any] = {}
    if missing:
        errors["verdict"] = _("%(n)d items are still without a finding of yours.") % {"n": missing}
    elif audit.version is not None and verdict not in Found.values:
        errors["verdict"] = _("Choose a verdict.")
    if not fr and not en:
        errors["words_fr"] = _("Say what you found, in one language at least, better in both.")
    for name, text in (("words_fr", fr), ("words_en", en)):
        if len(text) > MAX_QUESTION:
            lengths = {"n": len(text), "max": MAX_QUESTION}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)


def _publish(audit: Audit, now: datetime) -> Result:
    check_transition(TRANSITIONS, AuditState(audit.state), AuditState.FOUND)
    share = share_of(audit)
    result = Result(
        audit=audit, looked_at=share.looked_at, wrong=share.wrong, open=share.open, low=share.low, high=share.high,
        published_at=now,
    )  # fmt: skip
    document = documents.outcome(result)
    result.sha256, result.signature = digest(document), sign(document, now=now)
    result.save()
    audit.state = AuditState.FOUND
    audit.save(update_fields=["state"])
    _assess(audit, now)
    append(
        kind="audit.found",
        actor="",
        object=audit.reference,
        payload={"audit": audit.pk},
        body_sha256=result.sha256,
        now=now,
    )
    tell_of_result(audit, now)
    return result


def share_of(audit: Audit) -> audit_sample.Share:
    """Wrong: all who looked say so. Open: they differ, or one cannot tell."""
    said: dict[int, set[str]] = {}
    rows = Finding.objects.filter(item__audit=audit, seat__left_at=None)
    for item, verdict in rows.values_list("item", "verdict"):
        said.setdefault(item, set()).add(verdict)
    wrong = sum(verdicts == {Verdict.WRONG} for verdicts in said.values())
    undecided = sum(verdicts not in ({Verdict.WRONG}, {Verdict.RIGHT}) for verdicts in said.values())
    return audit_sample.share(len(said), wrong, undecided)


def _assess(audit: Audit, now: datetime) -> None:
    """Each verdict stands beside the others under the criterion, and leads back here."""
    if audit.version is None:
        return
    for seat in audit.seats.exclude(finished_at=None).select_related("mandate"):
        author = Author(Assessor.AUDITOR, named=seat.named, mandate=seat.mandate)
        seat.assessment = record(
            audit.operator, audit.version, author, Found(seat.verdict), (seat.words_fr, seat.words_en), {},
            holds=AUDIT_HOLDS, now=now, audit=audit.reference,
        )  # fmt: skip
        seat.save(update_fields=["assessment"])


@transaction.atomic
def audit_answer(*, account: Account, audit: Audit, text_fr: str, text_en: str, now: datetime) -> Answer:
    """The operator's answer beside the result, once, under a real name."""
    audit = _locked(audit)
    representative = representative_of(account, audit.operator, now=now)
    if audit.state != AuditState.FOUND:
        raise NotNow(_("An answer stands beside a result, and is given once."))
    fr, en = clean_text(text_fr), clean_text(text_en)
    if not fr and not en:
        raise BadInput({"text_fr": _("Write the answer in one language at least, better in both.")})
    for name, text in (("text_fr", fr), ("text_en", en)):
        if len(text) > MAX_QUESTION:
            lengths = {"n": len(text), "max": MAX_QUESTION}
            raise BadInput({name: _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    answer = Answer(audit=audit, representative=representative, text_fr=fr, text_en=en, answered_at=now)
    document = documents.reply(answer)
    answer.sha256, answer.signature = digest(document), sign(document, now=now)
    answer.save()
    audit.state = AuditState.ANSWERED
    audit.save(update_fields=["state"])
    append(
        kind="audit.answered",
        actor=account.reference,
        object=answer.reference,
        payload={"answer": answer.pk},
        body_sha256=answer.sha256,
        now=now,
    )
    tell_of_answer(audit, now)
    return answer
