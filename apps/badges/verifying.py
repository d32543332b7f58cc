"""What a badge is worth when somebody shows it: one of six answers, each a sentence.

Why: the same few steps for a badge of ours, of another instance, or of any body that issues Open Badges 3.0. Its proof
is checked first, then whom it is for, its dates, and the public list in which its issuer says what was taken back.

What it never does: call a badge valid when that list could not be read. What is not reached is “unverified”.

    verdict = check(document, audience="https://here.example/s/velo", now=now, fetch=fetch)
    verdict.state, verdict.sentence, verdict.claim

`fetch` answers the JSON object at an address or raises `Unreachable`; `apps.badges.reaching` has the one that asks the
world and remembers for a few minutes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.badges.issuing import Issuer, issuer_of
from apps.badges.reading import Claim, claim_of, limits_of
from apps.badges.sites import Unreachable
from apps.signatures import credentials
from apps.signatures.canonical import canonical
from apps.signatures.credentials import Entry
from apps.signatures.errors import SignatureRefused

Document = dict[str, Any]
Fetch = Callable[[str], Document]
ListOf = Callable[[Entry, Issuer], Document]
REVOCATION, SUSPENSION = "revocation", "suspension"
LARGEST = 200_000  # bytes
CLOCKS_DIFFER = timedelta(minutes=5)

__all__ = ["Claim", "Fetch", "Lists", "State", "Unreachable", "Verdict", "check"]


class Lists(dict[tuple[str, str, str], Document]):
    """Lists of issuers that were proved a moment ago: by address, issuer and purpose. For one check of many badges."""


class State(models.TextChoices):
    """What a badge is worth now."""

    VALID = "valid", _("valid")
    UNVERIFIED = "unverified", _("unverified")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")
    NOT_FOR_YOU = "not_for_you", _("not for you")
    ALTERED = "altered", _("altered")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state, a sentence for whoever asked, and what the badge claims when its proof holds."""

    state: State
    sentence: str
    claim: Claim | None = None
    heard: bool = False  # its issuer's own list was read: only then its names are more than the words of who shows it


SENTENCES: dict[State, Promise] = {
    State.VALID: _("Its issuer signed it, and has not taken it back."),
    State.UNVERIFIED: _("Its issuer could not be asked whether it still holds. Do not rely on it meanwhile."),
    State.REVOKED: _("Its issuer, or the person it is about, took it back."),
    State.EXPIRED: _("Its last day has passed. A newer one can be asked for where it was issued."),
    State.NOT_FOR_YOU: _("It was made for somebody else, and says nothing here."),
    State.ALTERED: _("Its signature does not hold: other words were signed, or somebody else signed them."),
}
NO_BADGE = _("This is not a badge in a form we read: Open Badges 3.0 as JSON, with one proof.")
NO_LIST = _("It names no public list of what was taken back: nobody could see whether it still holds.")
NOT_YET = _("It holds from a moment to come.")
OTHER_KEY = _(
    "Its site signs by another key than the one that signed this file, so that nobody can say whether it still holds. "
    "Bring the newer file, from the address of the badge at its site."
)
SUSPENDED = _("Its issuer has suspended it. Do not rely on it meanwhile.")


def check(
    document: Mapping[str, Any], *, audience: str, now: datetime, fetch: Fetch, lists: Lists | None = None
) -> Verdict:
    """What this badge is worth for `audience` (an address; empty for anybody), now. Never raises.

    `lists`: handed to the checks of many badges at one moment, whose lists are then proved once.
    """
    if not _has_form(document):
        return _verdict(State.ALTERED, sentence=NO_BADGE)
    try:
        issuer = issuer_of(document, fetch)
        credentials.check_proof(document, key_of=issuer.key_of)
        claim, limits = claim_of(document, issuer), limits_of(document)
    except Unreachable:
        return _verdict(State.UNVERIFIED)
    except SignatureRefused:
        return _verdict(State.ALTERED)
    if limits.domains and audience not in limits.domains:
        return _verdict(State.NOT_FOR_YOU, claim)
    if limits.ends and min(limits.ends) <= now:
        return _verdict(State.EXPIRED, claim)
    if claim.since > now + CLOCKS_DIFFER or limits.begins > now + CLOCKS_DIFFER:
        return _verdict(State.UNVERIFIED, claim, NOT_YET)
    return _held(document, issuer, claim, now, _newest_list(fetch, now, {} if lists is None else lists))


def is_signed_anew(known: Claim, verdict: Verdict) -> bool:
    """Whether what stands at its name now is the same badge, signed and confirmed by its site with another key."""
    claim = verdict.claim
    same = claim is not None and (claim.uri, claim.site, claim.subject) == (known.uri, known.site, known.subject)
    return verdict.state == State.VALID and same and claim is not None and claim.issuer != known.issuer


def _held(document: Mapping[str, Any], issuer: Issuer, claim: Claim, now: datetime, list_of: ListOf) -> Verdict:
    """What its issuer's lists say. A list that is not the issuer's says nothing."""
    try:
        entries = credentials.entries(document.get("credentialStatus"), (REVOCATION, SUSPENSION))
        if REVOCATION not in {entry.purpose for entry in entries}:
            return _verdict(State.UNVERIFIED, claim, NO_LIST)
        held = {one.purpose for one in entries if credentials.stands_in(list_of(one, issuer), one.place)}
    except (Unreachable, SignatureRefused):
        return _verdict(State.UNVERIFIED, claim)
    if REVOCATION in held:
        return _verdict(State.REVOKED, claim, heard=True)
    if held:
        return _verdict(State.UNVERIFIED, claim, SUSPENDED, heard=True)
    return _verdict(State.VALID, claim, heard=True)


def _newest_list(fetch: Fetch, now: datetime, known: dict[tuple[str, str, str], Document]) -> ListOf:
    """The list that an entry names, once it is proved to be the issuer's and the newest."""

    def list_of(entry: Entry, issuer: Issuer) -> Document:
        name = entry.address, issuer.name, entry.purpose
        if name not in known:
            answer = fetch(entry.address)
            credentials.check_list(entry, answer, issuer=issuer.name, key_of=issuer.key_of, now=now)
            known[name] = answer
        return known[name]

    return list_of


def _has_form(document: object) -> bool:
    """An object of a size we read, that means one thing only, of the kind we read."""
    if not isinstance(document, dict) or not isinstance(document.get("proof"), dict):
        return False
    try:
        small = len(canonical(document)) <= LARGEST
    except SignatureRefused:
        return False
    return small and "VerifiableCredential" in credentials.listed(document.get("type"))


def _verdict(state: State, claim: Claim | None = None, sentence: str | Promise = "", *, heard: bool = False) -> Verdict:
    return Verdict(state, str(sentence or SENTENCES[state]), claim, heard)
