"""What the receipt of a voice says: at once, after its hour, after an answer; and how to take the voice back."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accountability.kept import Proof
from apps.accountability.models import Alert, Voice
from apps.accountability.selectors.alerts import voice_reason
from apps.accountability.states import AlertState
from apps.ledger.receipts import Act, Words, register_receipt
from apps.look.moments import day, hour
from apps.look.parts import Moment


def register() -> None:
    """Called from `ready()`."""
    register_receipt("voice", voice_words)


def receipt_number(reference: str) -> str:
    """Short enough to read aloud: `RB-7K4M-29QX`."""
    return f"RB-{reference[:9].upper()}"


def voice_words(payload: dict[str, Any], token: str, now: datetime) -> Words:
    """The words for the holder of this receipt."""
    voice = Voice.objects.select_related("alert__operator", "tally").filter(reference=payload["voice"]).first()
    if voice is None:
        return Words(title=_("Your alert is recorded."), number=receipt_number(payload["voice"]))
    taken_back = voice.withdrawn_at is not None
    return Words(
        title=_("You took your alert back.") if taken_back else _("Your alert is recorded."),
        number=receipt_number(voice.reference),
        lede=_("Keep this receipt. It proves that the alert exists, without saying who you are."),
        facts=_facts(voice),
        steps=[] if taken_back else _steps(voice, now),
        note=_note(voice),
        act=_act(voice, token),
        page=_page(voice.alert),
    )


def _facts(voice: Voice) -> list[tuple[str, str]]:
    start = voice.raised_at.replace(minute=0, second=0, microsecond=0)
    between = {"day": day(start), "from": hour(start), "to": hour(start + timedelta(hours=1))}
    facts = [
        (_("Operator"), voice.alert.operator.name),
        (_("Subject"), voice.alert.subject),
        (_("Recorded"), _("%(day)s, between %(from)s and %(to)s") % between),
    ]
    if voice.words:
        facts.append((_("Your words"), voice.words))
    proof = Proof.objects.filter(voice=voice).first()
    return [*facts, (_("Your proof"), proof_words(proof))] if proof else facts


def proof_words(proof: Proof) -> str:
    """What is kept, and whether it was read."""
    kept = _("kept closed, for people with a mandate alone")
    if proof.last_read_at is None:
        return _("%(kept)s; not opened yet") % {"kept": kept}
    return _("%(kept)s; last opened on %(day)s") % {"kept": kept, "day": day(proof.last_read_at)}


def _steps(voice: Voice, now: datetime) -> list[Moment]:
    return [_counted(voice), _answer_due(voice.alert), _after(voice.alert)]


def _counted(voice: Voice) -> Moment:
    if voice.tally is not None:
        words = _("Your voice is in the public count, batch %(n)d.") % {"n": voice.tally.number}
        return Moment(text=words, at=voice.tally.until)
    return Moment(
        when=_("At a full hour"),
        text=_("Your voice enters the public count"),
        detail=_("with at least two others, so that nobody is recognised. Alone, it waits."),
        upcoming=True,
    )


def _answer_due(alert: Alert) -> Moment:
    name = alert.operator.name
    if answer := alert.answers.last():
        return Moment(text=_("%(operator)s has answered.") % {"operator": name}, at=answer.answered_at)
    if not alert.operator.claimed:
        return Moment(
            when=_("Within 60 days"),
            text=_("Nobody answers for %(operator)s here yet.") % {"operator": name},
            detail=_("Its silence is shown as silence."),
            upcoming=True,
        )
    if alert.answer_due_at is None:
        words = _("%(operator)s must answer under a real name, once three voices are published.") % {"operator": name}
        return Moment(when=_("Within 25 days"), text=words, upcoming=True)
    confirmed = alert.state == AlertState.CONFIRMED
    return Moment(
        when=_("By %(day)s") % {"day": day(alert.answer_due_at)},
        text=_("%(operator)s must answer, under a real name.") % {"operator": name},
        detail=_("The alert is confirmed: it has 72 hours.") if confirmed else "",
        upcoming=True,
    )


def _after(alert: Alert) -> Moment:
    words = _("The answer and its promises stay on the alert’s page")
    return Moment(when=_("After the answer"), text=words, detail=_("kept or not, with their dates."), upcoming=True)


def _note(voice: Voice) -> str:
    reason = voice_reason(voice, get_language() or "fr")
    if voice.withdrawn_at is not None:
        return _("It no longer counts for the state of the alert. A batch already published stays as it was.")
    if reason:
        return reason + " " + _("It stays in the raw count. Is that a mistake? Contest it here.")
    if voice.issue_sha256 != voice.alert.issue_sha256 and voice.alert.closed_at is None:
        return _("The alert has new words since. Your voice stays with those it was given to, until you renew it.")
    return _("A voice may count together with others that resemble it. Then this page says why.")


def _act(voice: Voice, token: str) -> Act | None:
    if voice.withdrawn_at is not None:
        return None
    return Act(
        _("What I can do with my alert"), reverse("accountability:voice", args=[voice.alert.operator.slug, token])
    )


def _page(alert: Alert) -> Act:
    path = reverse("accountability:alert", args=[alert.operator.slug, alert.reference])
    return Act(_("See the public page of this alert"), path)
