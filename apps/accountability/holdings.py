"""What the red button holds about a person: their voices. Alerts, batches and answers hold none."""

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accountability.kept import Proof, RepresentativeKey
from apps.accountability.models import (
    Alert,
    Answer,
    Commitment,
    CommitmentCheck,
    Contest,
    Dialogue,
    IssueText,
    Opinion,
    StateChange,
    Tally,
    Voice,
)
from apps.accountability.reports.models import (
    AuthorityOrder,
    OutsideDispute,
    ReportDraft,
    ReportEdition,
    TransparencyReport,
)
from apps.accountability.services.keys import keys_destroy
from apps.accountability.services.proofs import Shown, proof_open, proofs_forget
from apps.accountability.stated import ClauseTalk, StatedFacts
from apps.base.errors import NotNow
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account

NETWORKS_KEPT = timedelta(days=30)
FORGOTTEN_EACH = timedelta(days=1)  # how often this is looked through: what would be older next time goes now


def _voices(account: Account) -> Iterator[dict[str, Any]]:
    mine = Voice.objects.filter(account=account).select_related("alert__operator", "tally").order_by("pk")
    for voice in mine:
        yield {
            "reference": voice.reference,
            "operator": voice.alert.operator.slug,
            "alert": voice.alert.reference,
            "tile": voice.alert.tile,
            "words": voice.words,
            "raised_at": voice.raised_at,
            "withdrawn_at": voice.withdrawn_at,
            "discount": voice.discount,
            "active_there_before": voice.known,
            "batch": voice.tally.number if voice.tally else None,
            "receipt": f"/log/receipt/{voice.token}/",
        }


def _erase_voices(account: Account, now: datetime) -> int:
    """The count was public in batches: it stays. Who, with which words, from where: gone."""
    gone = {"account": None, "persona": None, "words": "", "wording": b"", "browser": "", "network": ""}
    return Voice.objects.filter(account=account).update(**gone)


def _answers(account: Account) -> Iterator[dict[str, Any]]:
    mine = Answer.objects.filter(representative__account=account).select_related("alert__operator").order_by("pk")
    for answer in mine:
        yield {
            "operator": answer.alert.operator.slug,
            "alert": answer.alert.reference,
            "text_fr": answer.text_fr,
            "text_en": answer.text_en,
            "answered_at": answer.answered_at,
        }


def _contests(account: Account) -> Iterator[dict[str, Any]]:
    mine = Contest.objects.filter(voice__account=account).select_related("voice").order_by("pk")
    for contest in mine:
        yield {
            "voice": contest.voice.reference,
            "words": contest.words,
            "filed_at": contest.filed_at,
            "upheld": contest.upheld,
            "reason": contest.reason,
        }


def _checks(account: Account) -> Iterator[dict[str, Any]]:
    for check in _my_checks(account).select_related("commitment").order_by("pk"):
        asked_as = "panel" if check.voice_id is None else "voice"
        yield {
            "promise": check.commitment.text,
            "asked_as": asked_as,
            "verdict": check.verdict,
            "said_at": check.said_at,
        }


def _my_checks(account: Account) -> QuerySet[CommitmentCheck]:
    return CommitmentCheck.objects.filter(Q(voice__account=account) | Q(persona__account=account))


def _opinions(account: Account) -> Iterator[dict[str, Any]]:
    mine = Opinion.objects.filter(voice__account=account).select_related("answer").order_by("pk")
    for opinion in mine:
        yield {"answer": opinion.answer.reference, "helped": opinion.helped, "said_at": opinion.said_at}


def _proofs(account: Account) -> Iterator[dict[str, Any]]:
    for proof in Proof.objects.filter(voice__account=account).select_related("voice").order_by("pk"):
        shown = _opened(proof)
        yield {
            "voice": proof.voice.reference,
            "words": shown.words,
            "file_name": proof.file_name,
            "file_type": proof.file_type,
            "file_base64": base64.b64encode(shown.file).decode(),
            "given_at": proof.given_at,
            "times_read": proof.times_read,
            "last_read_at": proof.last_read_at,
            "commitment": proof.commitment,
            "key": bytes(proof.key).hex(),
        }


def _opened(proof: Proof) -> Shown:
    try:
        return proof_open(proof)
    except NotNow:  # closed under a secret that the site has no more: the copy says so by being empty
        return Shown("", b"")


def _keys(account: Account) -> Iterator[dict[str, Any]]:
    mine = RepresentativeKey.objects.filter(representative__account=account).select_related("representative__operator")
    for row in mine.order_by("pk"):
        yield {
            "operator": row.representative.operator.slug,
            "public_key": f"did:key:{row.public}",
            "made_at": row.made_at,
            "ended_at": row.ended_at,
        }


def _erase_keys(account: Account, now: datetime) -> int:
    """What it signed still verifies; nobody can sign with it again."""
    mine = RepresentativeKey.objects.filter(representative__account=account)
    mine.filter(ended_at=None).update(private=b"", ended_at=now)
    return mine.count()


def _forget_networks(now: datetime) -> int:
    old = Voice.objects.filter(raised_at__lt=now - NETWORKS_KEPT + FORGOTTEN_EACH).exclude(network="")
    return old.update(network="")


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Voice,
            _("Your voices of the red button"),
            _voices,
            _erase_voices,
            _("the published count stays, without you and without your words"),
            purge=_forget_networks,
            keep_note=_("the digest of your network: 30 days"),
        )
    )
    holds(
        Holding(
            Answer,
            _("What you answered for an operator"),
            _answers,
            lambda account, now: Answer.objects.filter(representative__account=account).count(),
            _("stays: an operator’s public act, signed under a mandate; your account is detached from it"),
        )
    )
    holds(
        Holding(
            Contest,
            _("What you contested about your voices"),
            _contests,
            lambda account, now: Contest.objects.filter(voice__account=account).delete()[0],
            _("deleted, with what was decided"),
            order=40,
        )
    )
    holds(
        Holding(
            CommitmentCheck,
            _("What you said of operators’ promises"),
            _checks,
            lambda account, now: _my_checks(account).delete()[0],
            _("deleted; a count that was published stays"),
            order=40,
        )
    )
    holds(
        Holding(
            Opinion,
            _("What you said of operators’ answers"),
            _opinions,
            lambda account, now: Opinion.objects.filter(voice__account=account).delete()[0],
            _("deleted; it no longer counts"),
            order=40,
        )
    )
    holds(
        Holding(
            Proof,
            _("What you showed as proof, with a voice"),
            _proofs,
            lambda account, now: Proof.objects.filter(voice__account=account).delete()[0],
            _("deleted, with the key that could tell what it was"),
            purge=proofs_forget,
            keep_note=_("until six months after its alert is closed"),
            order=40,
        )
    )
    holds(
        Holding(
            RepresentativeKey,
            _("The keys with which you sign for an operator"),
            _keys,
            _erase_keys,
            _("the private half is destroyed; the public half stays, so that what it signed can be verified"),
            purge=lambda now: keys_destroy(now=now),
            keep_note=_("the private half: until the mandate ends"),
            order=40,
        )
    )
    holds_nothing(IssueText, "words of an alert about an operator; by whom stands as a mandate")
    holds_nothing(Dialogue, "which talk is the official topic of an alert")
    holds_nothing(Commitment, "a promise of an operator, part of a public answer")
    holds_nothing(Alert, "an issue about an operator; who raised it stands in Voice")
    holds_nothing(StateChange, "what the published rule said of an alert: figures only")
    holds_nothing(Tally, "a published batch: at least three voices, each hidden among at least five people")
    holds_nothing(ClauseTalk, "which talk is about which clause; the words and their author stand in the talk")
    holds_nothing(StatedFacts, "the facts of an operator's signed text, public as the text is")
    holds_nothing(TransparencyReport, "which days an operator's public report is about")
    holds_nothing(ReportEdition, "the public files of an operator's report: figures and its own prose")
    holds_nothing(ReportDraft, "parts of a report an operator is about to publish; by whom is not kept")
    holds_nothing(AuthorityOrder, "an order an operator received: State, category and times, no name and no text")
    holds_nothing(OutsideDispute, "a dispute before another body: which body, times and outcome, no name and no text")
