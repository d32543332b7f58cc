"""The only writers of references: ask, add a word, send, take back. Nothing is written about anybody unasked."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.ledger import site_key
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account, Persona
from apps.references import telling
from apps.references.documents import Document, letter_document, read_mark, text_of
from apps.references.elsewhere import To, post_office
from apps.references.models import ADDED, Letter
from apps.references.parts import all_parts
from apps.references.permissions import check_can_ask, desk_letter, my_letter
from apps.references.states import RUNNING, LetterState
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate, Space

TO_ADD, TO_SEND, HOLDS = timedelta(days=7), timedelta(days=30), timedelta(days=30)
SENTENCES = 2
_END = re.compile(r"[.!?…]+(?=\s|$)")


@transaction.atomic
def letter_ask(
    *, account: Account, persona: Persona, space: Space, to: To, parts: Sequence[str], add: bool, now: datetime
) -> Letter:
    """A member asks. With `add`, trust managers of the space have a week to add two sentences."""
    Account.objects.select_for_update().get(pk=account.pk)
    check_can_ask(account, persona, space)
    chosen = [part.code for part in all_parts() if part.code in parts]
    if not chosen:
        raise BadInput({"parts": _("Tick at least one thing that may be said.")})
    if to.space is not None and to.space.pk == space.pk:
        raise BadInput({"to": _("A space writes to another one, not to itself.")})
    state, due = (LetterState.ASKED, now + TO_ADD) if add else (LetterState.READY, now + TO_SEND)
    letter = _created(
        persona=persona, space=space, to_space=to.space, to_address=to.address, to_name=to.name,
        parts=chosen, state=state, asked_at=now, due_at=due,
    )  # fmt: skip
    append(kind="reference.asked", actor=persona.reference, object=letter.reference, now=now)
    if add:
        telling.to_add(letter, now)
    return letter


def _created(**fields: object) -> Letter:
    try:
        with transaction.atomic():
            return Letter.objects.create(**fields)
    except IntegrityError as twice:
        raise NotNow(_("A reference from this space to that one is under way already.")) from twice


@transaction.atomic
def letter_add(*, account: Account, reference: str, text: str, now: datetime) -> Letter:
    """A trust manager adds two sentences under their office, or none: the letter is the member's to read then."""
    found, mandate = desk_letter(account, reference, now=now)
    letter = _locked(found)
    letter.move_to(LetterState.READY)
    words = _two_sentences(text)
    if words:
        letter.added, letter.added_by, letter.added_language = words, mandate, (get_language() or "fr")[:2]
    letter.due_at = now + TO_SEND
    letter.save(update_fields=["state", "added", "added_by", "added_language", "due_at"])
    append(kind="reference.written", actor=mandate.reference, object=letter.reference, now=now)
    telling.ready(letter, now)
    return letter


def _two_sentences(text: str) -> str:
    words = clean_text(text)
    if len(words) > ADDED:
        raise BadInput({"text": _("At most %(most)d characters; this has %(n)d.") % {"most": ADDED, "n": len(words)}})
    if len(_END.findall(words)) > SENTENCES:
        raise BadInput({"text": _("Two sentences at most: the rest of the letter says what is known.")})
    return words


@transaction.atomic
def letter_send(*, account: Account, reference: str, read: str, now: datetime) -> Letter:
    """The member has read it, and sends exactly that."""
    letter = _locked(my_letter(account, reference))
    letter.move_to(LetterState.SENT)
    check_can_ask_still(letter)
    if letter.to_space is None:
        post_office().check_leaves(letter.to_address)
    text = text_of(letter, now)
    if read != read_mark(text):
        raise NotNow(_("What the space can say has changed since you read it. Read it again, then send it."))
    document = letter_document(letter, text, now=now, until=now + HOLDS)
    letter.said, letter.document = text["says"], _signed(letter, document, now)
    letter.sent_at, letter.due_at = now, now + HOLDS
    letter.save(update_fields=["state", "said", "document", "sent_at", "due_at"])
    _log("reference.sent", letter, now)
    telling.received(letter, now)
    return letter


def _signed(letter: Letter, document: Document, now: datetime) -> Document:
    """Here by the key of the site; for another site by the key that the space itself shows there."""
    if letter.to_space is None:
        return post_office().sign(document, letter.space, now)
    return {**document, "proof": site_key.sign(document, now=now)}


def check_can_ask_still(letter: Letter) -> None:
    """Whoever left the space is no longer vouched for."""
    if not letter.space.memberships.filter(persona=letter.persona).exists():
        raise NotNow(_("You no longer stand in this space under this name: it vouches for its members only."))


@transaction.atomic
def letter_stop(*, account: Account, reference: str, now: datetime) -> Letter:
    """The member does not send it, or takes it back: from then on nobody reads it."""
    letter = _locked(my_letter(account, reference))
    sent = letter.state == LetterState.SENT
    letter.move_to(LetterState.REVOKED if sent else LetterState.DROPPED)
    if sent:
        _log("reference.revoked", letter, now)  # while its words are there to be committed to
        telling.taken_back(letter, now)
    else:
        append(kind="reference.dropped", actor=letter.persona.reference, object=letter.reference, now=now)
    _end(letter, now)
    return letter


@transaction.atomic
def letter_read(*, account: Account, reference: str, now: datetime) -> tuple[Letter, Mandate]:
    """A trust manager opens one: the member sees that in their journal."""
    letter, mandate = desk_letter(account, reference, now=now)
    consultations_note(
        people=[letter.persona.account_id],
        reader=account,
        office=Office.TRUST_MANAGER,
        by=mandate.public_name,
        purpose=Purpose.REFERENCE,
        about=letter.reference,
        path=f"/me/references/{letter.reference}/",
        now=now,
    )
    return letter, mandate


def letters_watch(*, now: datetime) -> int:
    """What time does: go on without a word, forget what was not sent, end what was."""
    due = Letter.objects.filter(state__in=RUNNING, due_at__lte=now).order_by("pk").values_list("pk", flat=True)
    return each(due, lambda pk: _time_passes(pk, now), failed="reference_not_ended")


@transaction.atomic
def _time_passes(pk: int, now: datetime) -> int:
    letter = _locked(Letter(pk=pk))
    if letter.state not in RUNNING or letter.due_at > now:
        return 0
    if letter.state == LetterState.ASKED:
        letter.move_to(LetterState.READY)
        letter.due_at = now + TO_SEND
        letter.save(update_fields=["state", "due_at"])
        telling.ready(letter, now)
        return 1
    letter.move_to(LetterState.EXPIRED if letter.state == LetterState.SENT else LetterState.DROPPED)
    append(kind="reference.ended", actor="", object=letter.reference, now=now)
    _end(letter, now)
    return 1


def _end(letter: Letter, now: datetime) -> None:
    """What it said is kept by nobody; that it was asked for is the member's to see a while."""
    letter.ended_at, letter.added, letter.added_by, letter.said, letter.document = now, "", None, {}, {}
    letter.save(update_fields=["state", "ended_at", "added", "added_by", "said", "document"])


def _log(kind: str, letter: Letter, now: datetime) -> None:
    """A commitment to the letter, which its member can open; no name, no space, no word of it."""
    secret = {"kind": kind, "reference": letter.reference, "sha256": digest(letter.document), "at": now.isoformat()}
    append(kind=kind, actor=letter.persona.reference, object=letter.reference, secret=secret, now=now)


def _locked(letter: Letter) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("persona", "space", "to_space", "added_by")
    return rows.get(pk=letter.pk)
