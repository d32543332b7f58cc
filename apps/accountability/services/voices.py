"""Raise a voice, take it back. One live voice per person and alert; without an account, one per browser."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.accountability.kept import Proof
from apps.accountability.models import Alert, Discount, Tile, Voice
from apps.accountability.services.independence import was_active_before
from apps.accountability.services.issues import issue_sha256
from apps.accountability.services.proofs import ProofDraft, proof_checked, proof_give, proof_keep
from apps.algorithms import clusters, near_duplicates
from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.gate.limits import check_limit
from apps.ledger.services import append, new_token
from apps.people.models import Account, Persona
from apps.people.services import main_persona
from apps.spaces.models import Operator

MAX_WORDS = 2000
DAY = timedelta(days=1)
HOURLY_PER_NETWORK = 120  # beyond it a machine is at work: refused with a sentence, never a false success


@dataclass(frozen=True, slots=True)
class Raised:
    """The voice that stands now, and whether it already stood before."""

    voice: Voice
    again: bool


@transaction.atomic
def voice_raise(
    *,
    operator: Operator,
    tile: Tile,
    words: str,
    account: Account | None,
    browser: str,
    network: str,
    now: datetime,
    issue: str = "",
    proof: ProofDraft | None = None,
) -> Raised:
    """Record a voice and file it, sealed. Twice is once: the voice that stands is given back, and so it is said.

    `issue` is the reference of an open alert whose own words the voice agrees to; without it, those of the tile.
    `proof` is for people with a mandate alone; given again, it takes the place of the first.
    `browser` is this browser's own token, `network` the digest of its network block; both may be empty.
    """
    text = _checked_words(words)
    shown = proof_checked(proof) if proof else None
    _check_not_a_machine(network)
    alert = _named_alert(operator, issue) if issue else _open_alert(operator, tile, now)
    mark = browser_mark(browser, alert)
    if standing := _standing(alert, account, mark):
        voice = _renewed(_revive(standing, now), alert, now)
        if shown:
            proof_give(voice=voice, draft=shown, now=now)
        return Raised(voice, again=True)
    if account is not None:
        _replace_anonymous(alert, mark, now)
    return Raised(_create(alert, account, mark, network, text, shown, now), again=False)


def _checked_words(words: str) -> str:
    text = clean_text(words)
    if len(text) > MAX_WORDS:
        lengths = {"n": len(text), "max": MAX_WORDS}
        raise BadInput({"words": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    return text


def _check_not_a_machine(network: str) -> None:
    if network:
        check_limit(name="red", who=network, at_most=HOURLY_PER_NETWORK, per_seconds=3600)


def _named_alert(operator: Operator, issue: str) -> Alert:
    """The alert whose page led here, locked."""
    alert = Alert.objects.select_for_update().filter(operator=operator, reference=issue).first()
    if alert is None or alert.closed_at is not None:
        raise NotNow(_("This alert is closed or was merged. Raise yours under one of the six tiles."))
    return alert


def _open_alert(operator: Operator, tile: Tile, now: datetime) -> Alert:
    """The open alert of this issue, locked: voices of one alert come one after the other."""
    alert, _new = Alert.objects.open().get_or_create(
        operator=operator,
        tile=tile,
        issue_sha256=issue_sha256(operator, tile.value),
        defaults={"opened_at": now, "state_since": now},
    )
    return Alert.objects.select_for_update().get(pk=alert.pk)


def browser_mark(browser: str, alert: Alert) -> str:
    """A digest that recognises this browser for this alert alone: nobody can follow it from one to another."""
    if not browser:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), f"{alert.reference}:{browser}".encode(), hashlib.sha256).hexdigest()


def _standing(alert: Alert, account: Account | None, mark: str) -> Voice | None:
    """The voice this person, or this browser, already gave to this alert, taken back or not."""
    voices = Voice.objects.filter(alert=alert).order_by("-pk")
    if account is not None:
        return voices.filter(account=account).first()
    return voices.filter(browser=mark).first() if mark else None


def _revive(voice: Voice, now: datetime) -> Voice:
    """A voice taken back stands again, at its first hour: going and coming counts nothing twice."""
    if voice.withdrawn_at is not None:
        voice.withdrawn_at = None
        voice.save(update_fields=["withdrawn_at"])
        _say("voice.returned", voice, now)
    return voice


def _renewed(voice: Voice, alert: Alert, now: datetime) -> Voice:
    """A voice of earlier words agrees to the present ones: it counts among them from now on, in batches to come."""
    if voice.issue_sha256 != alert.issue_sha256:
        voice.issue_sha256, voice.raised_at, voice.tally = alert.issue_sha256, now, None
        voice.save(update_fields=["issue_sha256", "raised_at", "tally"])
        _say("voice.renewed", voice, now)
    return voice


@transaction.atomic
def voice_renew(*, voice: Voice, now: datetime) -> Voice:
    """Agree to the new words of the alert."""
    alert = Alert.objects.select_for_update().get(pk=voice.alert_id)
    voice = Voice.objects.select_for_update(of=("self",)).get(pk=voice.pk)
    if alert.closed_at is not None or voice.withdrawn_at is not None or voice.issue_sha256 == alert.issue_sha256:
        raise NotNow(_("There is nothing to renew: your voice agrees to the present words, or the alert is closed."))
    return _renewed(voice, alert, now)


def _replace_anonymous(alert: Alert, mark: str, now: datetime) -> None:
    """Who pressed before signing in speaks once: the voice of the account takes the place of the browser's."""
    for voice in Voice.objects.live().filter(alert=alert, member=False, browser=mark).exclude(browser=""):
        voice_withdraw(voice=voice, now=now)


def _create(
    alert: Alert,
    account: Account | None,
    mark: str,
    network: str,
    text: str,
    shown: ProofDraft | None,
    now: datetime,
) -> Voice:
    persona = main_persona(account) if account is not None else None
    rank = _rank_today(network, now) if account is None and network else 0
    over = rank > clusters.BLOCK_DAILY
    signature = near_duplicates.signature(text)
    voice = Voice.objects.create(
        alert=alert,
        account=account,
        persona=persona,
        member=account is not None,
        known=account is not None and was_active_before(account, alert.operator, now=now),
        issue_sha256=alert.issue_sha256,
        browser=mark,
        network=network,
        words=text,
        wording=signature.as_bytes() if signature else b"",
        token=new_token(),
        raised_at=now,
        over_limit=over,
        discount=Discount.DAILY if over else Discount.NONE,
        discount_numbers={"rank": rank} if over else {},
    )
    proof = proof_keep(voice=voice, draft=shown, now=now) if shown else None
    _file(voice, persona, proof, now)
    return voice


def _rank_today(network: str, now: datetime) -> int:
    """Which voice without account from this network this would be, over all alerts of the last day."""
    with connection.cursor() as cursor:  # two at once from one network are counted one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [network])
    earlier = Voice.objects.filter(network=network, member=False, raised_at__gt=now - DAY, raised_at__lte=now)
    return earlier.count() + 1


def _file(voice: Voice, persona: Persona | None, proof: Proof | None, now: datetime) -> None:
    """Sealed: the log holds a commitment, without operator and without hour (design §5)."""
    append(
        kind="voice.raised",
        actor=persona.reference if persona else "",
        object=voice.alert.reference,
        payload={"voice": voice.pk, "alert": voice.alert_id},
        secret={
            "kind": "voice",
            "voice": voice.reference,
            "alert": voice.alert.reference,
            "operator": voice.alert.operator.slug,
            "tile": voice.alert.tile,
            "issue_sha256": voice.issue_sha256,
            "hour": f"{now:%Y-%m-%dT%HZ}",
            "words": voice.words,
            **({"proof": proof.commitment} if proof else {}),
        },
        owner=persona.reference if persona else voice.reference,
        token=voice.token,
        now=now,
    )


@transaction.atomic
def voice_withdraw(*, voice: Voice, now: datetime) -> None:
    """Take a voice back. A batch already published stays as it was published; the state forgets the voice, its proof
    is erased."""
    voice = Voice.objects.select_for_update().get(pk=voice.pk)
    if voice.withdrawn_at is not None:
        raise NotNow(_("This voice was taken back already."))
    voice.withdrawn_at = now
    voice.save(update_fields=["withdrawn_at"])
    Proof.objects.filter(voice=voice).delete()
    _say("voice.withdrawn", voice, now)


def _say(kind: str, voice: Voice, now: datetime) -> None:
    payload = {"voice": voice.pk, "alert": voice.alert_id}
    actor = voice.persona.reference if voice.persona else ""
    append(kind=kind, actor=actor, object=voice.alert.reference, payload=payload, now=now)
