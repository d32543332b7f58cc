"""Labels of other bodies: taken when their file proves itself, asked about again and again, never believed for long.

A label is called valid only while the body that gave it confirmed so within a day. Nobody here changes a word of it.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.labels.elsewhere import SENTENCES, BadLabel, Document, Flaw, LabelFile, bit_of, host_of, read
from apps.labels.models import OutsideLabel
from apps.labels.permissions import office_bringing
from apps.labels.states import LabelState, Purpose
from apps.labels.telling import tell_of_outside_label
from apps.ledger.services import append
from apps.outside import Budget, OutsideError, client
from apps.people.models import Account
from apps.signatures import canonical
from apps.signatures.canonical import digest
from apps.signatures.credentials import Entry
from apps.signatures.errors import SignatureRefused
from apps.spaces.models import Operator

ASKED_AGAIN = timedelta(hours=6)
CLOCKS_DIFFER = timedelta(minutes=5)
MOST = 20  # labels that one body gives one operator
AT_ONCE = 200
SECONDS = 60  # in one go
ACCEPT = "application/vc, application/vc+ld+json, application/json"


@dataclass(frozen=True, slots=True)
class Word:
    """What the body said of a label when it was asked; `trouble` when it could not be."""

    said: LabelState = LabelState.VALID
    trouble: str = ""


# --- taking -----------------------------------------------------------------------------------------------------------


def outside_label_bring(*, account: Account, operator: Operator, text: str, now: datetime) -> OutsideLabel:
    """The file of another body's label about this operator: its words, or the address where it stands. Raises NotYours
    or BadInput with what is wrong with it."""
    brought_by = office_bringing(account, operator, now=now)
    try:
        file = read(_document(text.strip()))
        if operator_named(file.subject) != operator:
            raise BadLabel(Flaw.SUBJECT)
        return outside_label_keep(file=file, operator=operator, word=ask(file, now=now), brought_by=brought_by, now=now)
    except BadLabel as bad:
        raise BadInput({"file": str(SENTENCES[bad.flaw])}) from bad


def _document(text: str) -> object:
    if text.startswith(("https://", "http://")):
        return _fetched(text)
    try:
        return canonical.parse(text)
    except SignatureRefused as wrong:
        raise BadLabel(Flaw.FORM) from wrong


def _fetched(address: str) -> object:
    try:
        return _get(address, Budget(fetches=3))
    except OutsideError as error:
        told = _("Nothing could be read there: %(why)s Paste the file itself, or try later.")
        raise BadInput({"file": told % {"why": error.sentence}}) from error
    except Silent as silent:
        raise BadInput({"file": _("Nothing could be read there (%(why)s).") % {"why": silent.why}}) from silent


@transaction.atomic
def outside_label_keep(
    *, file: LabelFile, operator: Operator | None, word: Word, told: Document | None = None, brought_by: str = "",
    now: datetime,
) -> OutsideLabel:  # fmt: skip
    """Keep it, or what is newly said of it. Raises BadLabel."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('outside_label'), hashtext(%s))", [file.uri])
    known = OutsideLabel.objects.filter(uri=file.uri).first()
    if known is None:
        _check_new(file, now)
        return _keep_new(file, operator, word, told or {}, brought_by, now)
    if known.issuer != file.issuer:
        raise BadLabel(Flaw.ISSUER)
    if _words(known.document) != _words(file.document):
        raise BadLabel(Flaw.ORDER)  # a label is not rewritten: another one has another name
    known.told = told or known.told
    _hear(known, word, now)
    known.save()
    return known


def _check_new(file: LabelFile, now: datetime) -> None:
    """What we never saw while it held is not taken."""
    if file.valid_from > now + CLOCKS_DIFFER:
        raise BadLabel(Flaw.EARLY)
    if file.valid_until is not None and file.valid_until <= now:
        raise BadLabel(Flaw.ENDED)
    if OutsideLabel.objects.filter(host=file.host, subject=file.subject).count() >= MOST:
        raise BadLabel(Flaw.MANY)


def _keep_new(
    file: LabelFile, operator: Operator | None, word: Word, told: Document, brought_by: str, now: datetime
) -> OutsideLabel:
    label = OutsideLabel(
        uri=file.uri,
        issuer=file.issuer,
        issuer_name=file.issuer_name,
        host=file.host,
        subject=file.subject,
        operator=operator,
        name=file.name,
        document=file.document,
        told=told,
        valid_from=file.valid_from,
        valid_until=file.valid_until,
        brought_by=brought_by,
        heard_at=now,
        sha256=digest(_words(file.document)),
    )
    _hear(label, word, now)
    label.save()
    append(
        kind="label.heard",
        actor=brought_by,
        object=label.reference,
        payload={"label": label.pk},
        body_sha256=label.sha256,
        now=now,
    )
    return label


def _words(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "proof"}


def _hear(label: OutsideLabel, word: Word, now: datetime) -> None:
    """What that body says, and when; whom it is about is told. Revoked is for good; what could not be asked ages."""
    before = label.said if label.pk else ""
    label.asked_at, label.trouble = now, word.trouble[:80]
    if not word.trouble:
        label.said_at = now
        label.said = LabelState.REVOKED if label.said == LabelState.REVOKED else word.said
    tell_of_outside_label(label, before, now)


def operator_named(subject: str) -> Operator | None:
    """The operator of this register whom an address names: by its name for other sites, its page, or its own site."""
    for operator in Operator.objects.filter(_perhaps(subject)):
        if subject.rstrip("/") in {name.rstrip("/") for name in names_of(operator)}:
            return operator
    return None


def _perhaps(subject: str) -> Q:
    bare = subject.rstrip("/")
    by_site = Q(website__in=[bare, f"{bare}/"]) if bare else Q(pk=None)
    return by_site | Q(slug=bare.rpartition("/")[2][:60]) | Q(slug=settings.PLATFORM_OPERATOR)


def names_of(operator: Operator) -> list[str]:
    """Under which others may speak of it."""
    site = settings.SITE_URL
    here = [f"{site}/ap/o/{operator.slug}", *(f"{site}/{lang}/o/{operator.slug}" for lang in ("fr", "en"))]
    own = [operator.website] if operator.website else []
    return here + own + ([site] if operator.slug == settings.PLATFORM_OPERATOR else [])


# --- asking -----------------------------------------------------------------------------------------------------------


class Silent(Exception):
    """A list could not be read; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ask(file: LabelFile, *, now: datetime) -> Word:
    """What the public lists of its body say of it. No transaction is open meanwhile."""
    budget = Budget(fetches=2 * len(file.entries), seconds=15)
    try:
        held = {entry.purpose: _is_set(entry, file.issuer, budget, now) for entry in file.entries}
    except OutsideError as error:
        return Word(trouble=str(error.why))
    except Silent as silent:
        return Word(trouble=silent.why)
    return Word(_state(held))


def _state(held: Mapping[str, bool]) -> LabelState:
    if held.get(Purpose.REVOCATION):
        return LabelState.REVOKED
    return LabelState.SUSPENDED if held.get(Purpose.SUSPENSION) else LabelState.VALID


def _is_set(entry: Entry, issuer: str, budget: Budget, now: datetime) -> bool:
    answer = _get(entry.address, budget)
    try:
        return bit_of(entry, answer if isinstance(answer, dict) else {}, issuer, now=now)
    except BadLabel as bad:
        raise Silent(f"list_{bad.flaw}") from bad
    except SignatureRefused as wrong:
        raise Silent("list_form") from wrong


def _get(address: str, budget: Budget) -> Any:
    """A JSON file of the site that is asked: who leads us on to another site shows nothing of its own."""
    answer = client().fetch(address, budget=budget, accept=ACCEPT)
    if answer.status != 200:
        raise Silent(f"HTTP {answer.status}")
    if host_of(answer.url) != host_of(address):
        raise Silent("list_site")
    try:
        return canonical.parse(answer.body)
    except SignatureRefused as wrong:
        raise Silent("list_form") from wrong


def outside_label_ask(*, label: OutsideLabel, now: datetime) -> Word:
    """Ask its body anew, and keep the answer."""
    try:
        word = ask(read(label.document), now=now)
    except BadLabel as bad:
        word = Word(trouble=f"list_{bad.flaw}")
    with transaction.atomic():
        row = OutsideLabel.objects.select_for_update().get(pk=label.pk)
        _hear(row, word, now)
        row.save()
    return word


def outside_labels_ask(*, now: datetime, except_of: Iterable[str] = ()) -> int:
    """Those that nobody asked about lately; not of sites that are blocked, and what is over is not asked about any
    more. A site that does not answer is asked about its other labels next time; how many were asked about."""
    running = OutsideLabel.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now)).exclude(host__in=except_of)
    due = running.exclude(said=LabelState.REVOKED).exclude(asked_at__gt=now - ASKED_AGAIN).order_by("asked_at", "pk")
    silent, asked, ends = set[str](), 0, time.monotonic() + SECONDS
    for label in due[:AT_ONCE]:
        if label.host not in silent and time.monotonic() < ends:
            asked += 1
            if outside_label_ask(label=label, now=now).trouble:
                silent.add(label.host)
    return asked
