"""A voice that was put together with others may contest it; somebody without a link to the operator decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accountability.models import Contest, Discount, Voice
from apps.accountability.permissions import check_can_look_closely
from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.notices.services import prepare
from apps.people.models import Account

MAX_WORDS = 1000


@transaction.atomic
def contest_file(*, voice: Voice, words: str, now: datetime) -> Contest:
    """Say why this voice stands on its own. Once per voice."""
    voice = Voice.objects.select_for_update(of=("self",)).select_related("alert__operator").get(pk=voice.pk)
    if Contest.objects.filter(voice=voice).exists():
        raise NotNow(_("This was contested already. Here is how it stands."))
    if voice.discount == Discount.NONE or voice.withdrawn_at is not None:
        raise NotNow(_("This voice counts on its own: there is nothing to contest."))
    contest = Contest.objects.create(voice=voice, words=_checked(words), filed_at=now)
    _say("contest.filed", contest, "", now)
    return contest


@transaction.atomic
def contest_decide(*, account: Account, contest: Contest, upheld: bool, reason: str, now: datetime) -> Contest:
    """Decide with a reason. An upheld voice is put together with no other any more, from the next look on."""
    rows = Contest.objects.select_for_update(of=("self",)).select_related("voice__alert__operator", "voice__persona")
    contest = rows.get(pk=contest.pk)
    voice = contest.voice
    mandate = check_can_look_closely(account, voice.alert.operator, now=now)
    if contest.decided_at is not None:
        raise NotNow(_("Somebody decided this already."))
    contest.upheld, contest.reason, contest.decided_by, contest.decided_at = upheld, _checked(reason), mandate, now
    contest.save(update_fields=["upheld", "reason", "decided_by", "decided_at"])
    if upheld:
        voice.apart, voice.over_limit = True, False
        voice.discount, voice.discount_numbers = Discount.NONE, {}
        voice.save(update_fields=["apart", "over_limit", "discount", "discount_numbers"])
    _say("contest.decided", contest, mandate.reference, now)
    _tell(contest, now)
    return contest


def _checked(words: str) -> str:
    text = clean_text(words)
    if not text or len(text) > MAX_WORDS:
        raise BadInput({"words": _("Say why, in at most %(max)d characters.") % {"max": MAX_WORDS}})
    return text


def _say(kind: str, contest: Contest, actor: str, now: datetime) -> None:
    voice = contest.voice
    payload = {"voice": voice.pk, "alert": voice.alert_id, "upheld": contest.upheld}
    append(kind=kind, actor=actor, object=voice.alert.reference, payload=payload, now=now)


def _tell(contest: Contest, now: datetime) -> None:
    voice = contest.voice
    if voice.persona is not None:
        prepare(
            kind="contest.decided",
            to=[voice.persona],
            about=voice.reference,
            path=f"/log/receipt/{voice.token}/",
            context={"operator": voice.alert.operator.name},
            now=now,
        )
