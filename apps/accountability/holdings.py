"""What the red button holds about a person: their voices. Alerts, batches and answers hold none."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accountability.models import Alert, Answer, Commitment, StateChange, Tally, Voice
from apps.accountability.stated import ClauseTalk, StatedFacts
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account

NETWORKS_KEPT = timedelta(days=30)


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


def _forget_networks(now: datetime) -> int:
    old = Voice.objects.filter(raised_at__lt=now - NETWORKS_KEPT).exclude(network="")
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
    holds_nothing(Commitment, "a promise of an operator, part of a public answer")
    holds_nothing(Alert, "an issue about an operator; who raised it stands in Voice")
    holds_nothing(StateChange, "what the published rule said of an alert: figures only")
    holds_nothing(Tally, "a published batch: at least three voices, each hidden among at least five people")
    holds_nothing(ClauseTalk, "which talk is about which clause; the words and their author stand in the talk")
    holds_nothing(StatedFacts, "the facts of an operator's signed text, public as the text is")
