"""The side of the person named: prove the pseudonym, learn what is said, answer. No account is needed for any of it."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotFound, NotNow
from apps.base.models import ALPHABET, check_transition, clean_text
from apps.ledger.services import append
from apps.notices.kinds import in_each_language
from apps.notices.services import prepare
from apps.people.models import Account
from apps.posts.spoken import spoken_withdraw
from apps.posts.states import ItemState
from apps.warnings.kinds import about
from apps.warnings.models import Answer, Claim, PersonWarning, key_of
from apps.warnings.permissions import check_can_check
from apps.warnings.services.telling import check_words, pseudonym_of, site_of
from apps.warnings.states import PROOF_HOLDS, TO_PLACE, TRANSITIONS, ClaimState

MAX_ANSWER = 2000
MAX_WORDS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """The claim, and the token of its private link, known here and nowhere else."""

    claim: Claim
    token: str


@transaction.atomic
def claim_make(*, site: str, pseudonym: str, now: datetime) -> Asked:
    """Say that a pseudonym is one's own. What is answered does not depend on whether anybody named it."""
    site, name = site_of(site), _own(pseudonym)
    token = secrets.token_urlsafe(24)
    claim = Claim.objects.create(
        site=site,
        pseudonym=name,
        key=key_of(site, name),
        code=_new_code(),
        token_digest=digest_of(token),
        asked_at=now,
        until=now + TO_PLACE,
    )
    append(kind="claim.made", actor="", object=claim.reference, now=now)
    return Asked(claim, token)


def _own(typed: str) -> str:
    """One's own pseudonym may look like anything; of what cannot be warned of, nobody needs to ask."""
    try:
        return pseudonym_of(typed)
    except BadInput:
        name = " ".join(clean_text(typed).split())
        if not name or len(name) > 80:
            raise
        return name


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"tm-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def digest_of(token: str) -> str:
    """What is kept of a private link."""
    return hashlib.sha256(token.encode()).hexdigest()


def claim_by_token(token: str, *, now: datetime) -> Claim:
    """The claim behind a private link; raises NotFound, also when its time is over."""
    claim = Claim.objects.filter(token_digest=digest_of(token), until__gt=now).first()
    if claim is None:
        raise NotFound(_("Nothing stands behind this link, or its time is over. You can ask again."))
    return claim


def proven(token: str, *, now: datetime) -> Claim:
    """The same, once somebody saw the code; raises NotNow before."""
    claim = claim_by_token(token, now=now)
    if claim.state != ClaimState.PROVEN:
        raise NotNow(_("Nobody has seen the code in the profile yet."))
    return claim


def named_in(claim: Claim) -> list[PersonWarning]:
    """What stands about this pseudonym now, wherever; masked ones too, so that nobody need contest them again."""
    found = PersonWarning.objects.filter(key=claim.key, state__in=[ItemState.PUBLISHED, ItemState.MASKED])
    return list(found.select_related("space", "answer").order_by("-published_at"))


def warning_named(claim: Claim, reference: str) -> PersonWarning:
    """One of them; raises NotFound."""
    for warning in named_in(claim):
        if warning.reference == reference:
            return warning
    raise NotFound(_("Nothing is here. It may have been erased."))


@transaction.atomic
def claim_place(*, claim: Claim, now: datetime) -> Claim:
    """The code is in the profile: somebody looks within three days."""
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    check_transition(TRANSITIONS, ClaimState(claim.state), ClaimState.PLACED)
    claim.state, claim.placed_at, claim.until = ClaimState.PLACED, now, now + PROOF_HOLDS
    claim.save(update_fields=["state", "placed_at", "until"])
    append(kind="claim.placed", actor="", object=claim.reference, now=now)
    return claim


@transaction.atomic
def claim_check(*, account: Account, claim: Claim, seen: bool, words: str, now: datetime) -> Claim:
    """A trust manager has looked for the code, and says what was there."""
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    mandate = check_can_check(account, claim, now=now)
    said = clean_text(words)[:MAX_WORDS]
    if not seen and not said:
        raise BadInput({"words": _("Say what you saw instead: the person reads it.")})
    state = ClaimState.PROVEN if seen else ClaimState.REFUSED
    check_transition(TRANSITIONS, ClaimState(claim.state), state)
    claim.state, claim.checked_at, claim.checked_by, claim.words = state, now, mandate, "" if seen else said
    claim.until = now + PROOF_HOLDS
    claim.save(update_fields=["state", "checked_at", "checked_by", "words", "until"])
    append(
        kind="claim.checked",
        actor=mandate.reference,
        object=claim.reference,
        secret={"kind": "claim.checked", "claim": claim.reference, "seen": seen, "at": now.isoformat()},
        owner=claim.reference,
        now=now,
    )
    return claim


@transaction.atomic
def answer_publish(
    *, warning: PersonWarning, text: str, language: str, now: datetime, vouched: Collection[str] = ()
) -> Answer:
    """What the person named says, beside the warning, at once. The same list of what is refused holds for it."""
    body = clean_text(text)
    if not body:
        raise BadInput({"text": _("Write a few words first.")})
    if len(body) > MAX_ANSWER:
        lengths = {"n": len(body), "max": MAX_ANSWER}
        raise BadInput({"text": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    check_words(body, "text", but=(warning.site, warning.pseudonym), vouched=vouched)
    try:
        with transaction.atomic():
            answer = Answer.objects.create(
                warning=warning, space=warning.space, text=body, language=language, published_at=now
            )
    except IntegrityError as error:
        raise NotNow(_("An answer of yours stands there. Take it back to say otherwise.")) from error
    append(kind="named.published", actor="", object=answer.reference, payload={"named": answer.pk}, now=now)
    _tell_author(warning, now)
    return answer


def _tell_author(warning: PersonWarning, now: datetime) -> None:
    if warning.author is not None:
        prepare(
            kind="warning.answered",
            to=[warning.author],
            about=warning.reference,
            path=path_of_plain(warning),
            context={"about": in_each_language(lambda: about(warning))},
            now=now,
        )


def path_of_plain(warning: PersonWarning) -> str:
    """Without a language: as notices keep it."""
    return f"/s/{warning.space.slug}/warnings/{warning.reference}/"


@transaction.atomic
def answer_withdraw(*, warning: PersonWarning, now: datetime) -> None:
    """Take the answer back; another may follow."""
    answer = Answer.objects.select_for_update().filter(warning=warning).first()
    if answer is None:
        raise NotNow(_("No answer of yours stands there."))
    if answer.state == ItemState.MASKED:
        raise NotNow(_("A decision masked it: appeal against that instead."))
    if answer.stands:
        spoken_withdraw(item=answer, by=None, now=now)
    answer.delete()


@transaction.atomic
def claim_forget(*, claim: Claim) -> None:
    """Whoever asked wants no trace of having asked. What they answered stays until they take it back."""
    Claim.objects.filter(pk=claim.pk).delete()


@transaction.atomic
def claims_forget(*, now: datetime) -> int:
    """What has had its time: claims without a code, refused ones, proofs of three months ago."""
    return Claim.objects.filter(until__lte=now).delete()[0]
