"""What the author of a doubted review says and shows, closed: for whoever decides, never for the professional."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.gate.boxes import InvalidToken, box
from apps.gate.files import name_of, type_of, wrong_with
from apps.ledger.services import append
from apps.moderation.consulting import reading_note
from apps.people.models import Account
from apps.posts.services import proof_note
from apps.professionals.models import Doubt, DoubtAnswer
from apps.professionals.permissions import check_can_answer, check_can_read_aside
from apps.professionals.services.doubts import PURPOSE as ASIDE
from apps.professionals.states import DoubtState

PURPOSE = "answer to a doubt"
MAX_WORDS = 3000
KEPT_AFTER = timedelta(days=183)  # the time for an appeal


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """Words, a file, or both."""

    words: str = ""
    file: bytes = b""
    file_name: str = ""
    file_size: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """All that was said to whoever decides."""

    professional: str
    author: str
    file: bytes


@transaction.atomic
def answer_give(*, account: Account, doubt: Doubt, draft: AnswerDraft, now: datetime) -> DoubtAnswer:
    """In place of an earlier one, while nobody has decided. Raises BadInput with a sentence per field."""
    doubt = Doubt.objects.select_for_update(of=("self",)).select_related("review__author", "case").get(pk=doubt.pk)
    author = check_can_answer(account, doubt)
    words = _checked(draft)
    before = DoubtAnswer.objects.filter(doubt=doubt).first()
    file = _file(draft) if draft.file or before is None else {}  # other words, the same file
    fresh = {"author": author, "words": _closed(words.encode()), "given_at": now, **file}
    if file and before is not None:
        fresh |= {"times_read": 0, "last_read_at": None}  # of the file that is there now
        _unprove(doubt, now)
    answer, _made = DoubtAnswer.objects.update_or_create(doubt=doubt, defaults=fresh)
    append(kind="doubt.answered", actor=author.reference, object=doubt.reference, now=now)
    return answer


def _checked(draft: AnswerDraft) -> str:
    words, errors = clean_text(draft.words), dict[str, Any]()
    if not words and not draft.file_name:
        errors["words"] = _("Write a few words, or choose a file. Nothing was sent.")
    if len(words) > MAX_WORDS:
        lengths = {"n": len(words), "max": MAX_WORDS}
        errors["words"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if draft.file_name and (sentence := wrong_with(draft.file, draft.file_size)):
        errors["file"] = sentence
    if errors:
        raise BadInput(errors)
    return words


def _file(draft: AnswerDraft) -> dict[str, object]:
    kind = type_of(draft.file) if draft.file else ""
    named = {"file_name": name_of(draft.file_name, kind), "file_type": kind, "file_size": len(draft.file)}
    return {"file": _closed(draft.file), **named}


def _closed(data: bytes) -> bytes:
    return box(PURPOSE).encrypt(data) if data else b""


@transaction.atomic
def answer_erase(*, account: Account, doubt: Doubt, now: datetime) -> None:
    """The author takes it back, file and all, at any time."""
    if not DoubtAnswer.objects.filter(doubt=doubt, author__account=account).delete()[0]:
        raise NotNow(_("There is no answer here, or it was erased already."))
    _unprove(doubt, now)
    append(kind="doubt.answered", actor="", object=doubt.reference, now=now)


@transaction.atomic
def proof_find(*, account: Account, doubt: Doubt, shows: bool, now: datetime) -> None:
    """Whoever may decide says whether what the author showed proves the experience: the page of the review says that a
    proof was checked, and never what it was."""
    doubt = Doubt.objects.select_for_update(of=("self",)).select_related("review", "case").get(pk=doubt.pk)
    check_can_read_aside(account, doubt, now=now)
    if doubt.state != DoubtState.OPEN or doubt.review is None:
        raise NotNow(_("A person has decided already: what was shown was read before that."))
    if not DoubtAnswer.objects.filter(doubt=doubt, times_read__gt=0).exclude(file_name="").exists():
        raise NotNow(_("The author has shown no file, or has put another in its place: read that one first."))
    proof_note(review=doubt.review, shows=shows, now=now)


def _unprove(doubt: Doubt, now: datetime) -> None:
    """What was checked is no longer there, and nobody has decided: it counts for nothing."""
    open_still = doubt.state == DoubtState.OPEN and doubt.review is not None
    if open_still and doubt.review is not None and doubt.review.proof_checked_at is not None:
        proof_note(review=doubt.review, shows=False, now=now)


@transaction.atomic
def aside_read(*, account: Account, doubt: Doubt, now: datetime) -> Aside:
    """Open both sides for whoever may decide; the author sees that it was read, and by which office."""
    mandate = check_can_read_aside(account, doubt, now=now)
    answer = DoubtAnswer.objects.filter(doubt=doubt).first()
    if answer is not None:
        DoubtAnswer.objects.filter(pk=answer.pk).update(times_read=F("times_read") + 1, last_read_at=now)
        reading_note(doubt.case, mandate, now=now)
    append(kind="doubt.read", actor=mandate.reference, object=doubt.reference, now=now)
    return aside_of(doubt, answer)


def aside_of(doubt: Doubt, answer: DoubtAnswer | None) -> Aside:
    """Opened, for whoever may: each side its own, whoever decides both."""
    said = _open(bytes(doubt.aside), ASIDE).decode()
    if answer is None:
        return Aside(said, "", b"")
    return Aside(said, _open(bytes(answer.words), PURPOSE).decode(), _open(bytes(answer.file), PURPOSE))


def _open(closed: bytes, purpose: str) -> bytes:
    try:
        return box(purpose).decrypt(closed) if closed else b""
    except InvalidToken as gone:
        raise NotNow(_("The site’s secret was changed since: nobody can open this any more.")) from gone


def asides_forget(now: datetime) -> int:
    """When the time for an appeal is over, what a professional said aside goes."""
    return Doubt.objects.filter(settled_at__lt=now - KEPT_AFTER).exclude(aside=b"").update(aside=b"")


def answers_forget(now: datetime) -> int:
    """And what an author answered, file and all."""
    return DoubtAnswer.objects.filter(doubt__settled_at__lt=now - KEPT_AFTER).delete()[0]
