"""A program of another site asks what somebody here has earned; they answer once, always, or not at all.

The same request asks and, asked again, brings the answer. Refusing, having nothing, not standing here and not having
read the question look the same to whoever asks: no answer. Nobody is asked the same again for three months.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.badges.answering import HOLDS_FOR, Wanted, answer_for
from apps.badges.consents import Consent
from apps.badges.earned import earned_now
from apps.badges.permissions import check_can_be_shown
from apps.badges.services.places import place_end, place_take
from apps.base.errors import BadInput, NotFound, NotNow, Refusal
from apps.base.models import clean_text
from apps.federation.addresses import read
from apps.federation.asked import QuestionHeard
from apps.federation.documents.activities import name_of
from apps.federation.errors import Refused
from apps.federation.models import RemoteActor
from apps.federation.said import plain_text
from apps.federation.states import PeerState
from apps.ledger.services import append
from apps.notices.kinds import in_each_language
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.spaces.models import Membership, Space, Topic

Document = dict[str, Any]
KIND = "trust:Question"
WAITS, ASKED_AGAIN = timedelta(days=14), timedelta(days=90)
LONGEST = 300
MOST_OPEN = 30  # of one site, that wait for an answer


@transaction.atomic
def question_hear(document: Document, *, asker: RemoteActor, of: Space, now: datetime) -> Document | None:
    """The signed answer, for whoever asks and for an hour; None is “no answer”, whatever the reason."""
    purpose = _checked(document, asker, of)
    persona = _member(name_of(document.get("object")), of)
    wanted = document.get("trust:topic") or ""
    topic = Topic.objects.filter(space=of, slug=wanted).first() if isinstance(wanted, str) and wanted else None
    if persona is None or (wanted and topic is None):
        return None
    Persona.objects.select_for_update(no_key=True).get(pk=persona.pk)
    row = _known(asker, persona, of, topic, now) or _asked(asker, persona, of, topic, purpose, now)
    return _answered(row, str(document["id"]), now) if row else None


def _checked(document: Document, asker: RemoteActor, of: Space) -> str:
    """What it is for. Whoever may not ask hears why; nothing depends on whom they ask about."""
    if document.get("type") != KIND or asker.kind != "Group":
        raise Refused("Only a space asks.")
    if asker.peer.state != PeerState.ALLOWED:
        raise Refused("This site is limited here.")
    try:
        check_can_be_shown(of)
    except Refusal as closed:
        raise Refused("Nobody here has this name.") from closed
    told = document.get("content")
    purpose = clean_text(plain_text(told))[:LONGEST] if isinstance(told, str) else ""
    if not purpose:
        raise Refused("It does not say what for.")
    return purpose


def _member(named: str, of: Space) -> Persona | None:
    ours = read(named)
    if ours is None or ours.kind != "p":
        return None
    rows = Membership.objects.filter(space=of, persona__reference=ours.name, persona__erased_at=None)
    standing = rows.exclude(persona__account=None).select_related("persona").first()
    return standing.persona if standing else None


def _known(asker: RemoteActor, persona: Persona, of: Space, topic: Topic | None, now: datetime) -> QuestionHeard | None:
    same = QuestionHeard.objects.select_for_update(of=("self",)).select_related(
        "asker__peer", "persona", "of", "topic", "place"
    ).filter(asker=asker, persona=persona, of=of, topic=topic)  # fmt: skip
    return same.filter(consent=Consent.ALWAYS).first() or same.filter(asked_at__gt=now - ASKED_AGAIN).first()


def _asked(
    asker: RemoteActor, persona: Persona, of: Space, topic: Topic | None, purpose: str, now: datetime
) -> QuestionHeard | None:
    """None where many of this site wait already: nobody is asked, and nothing else is said than of who is not here."""
    open_ = QuestionHeard.objects.filter(asker__peer=asker.peer, consent=Consent.WAITING, until__gt=now)
    if open_.count() >= MOST_OPEN:
        return None
    same = QuestionHeard.objects.filter(asker=asker, persona=persona, of=of, topic=topic)
    same.filter(consent__in=[Consent.WAITING, Consent.ONCE]).update(consent=Consent.REFUSED)  # its time is over
    row = QuestionHeard.objects.create(
        asker=asker, persona=persona, of=of, topic=topic, purpose=purpose, asked_at=now, until=now + WAITS
    )
    _log("badge.asked", row, now)
    _tell(row, now)
    return row


def _answered(row: QuestionHeard, challenge: str, now: datetime) -> Document | None:
    """Once is once, and for two weeks: asked again within the hour for which the answer holds, the same is said again,
    for it may have been lost on its way."""
    again = row.consent == Consent.ANSWERED and row.answered_at is not None and row.answered_at > now - HOLDS_FOR
    earned = earned_now(row.persona, row.of, row.topic, now) if again or _gives(row, now) else None
    if earned is None:
        return None
    row.place = row.place or place_take(space=row.of)
    ends = row.answered_at + HOLDS_FOR if again and row.answered_at else None
    wanted = Wanted(row.reference, row.persona, row.of, row.topic, row.asker.uri, challenge, ends)
    answer = answer_for(wanted, earned, row.place, now)
    if not again:
        row.answered_at = now
        row.consent = Consent.ANSWERED if row.consent == Consent.ONCE else row.consent
        _log("badge.answered", row, now)
    row.save(update_fields=["answered_at", "consent", "place"])
    return answer.document


def _gives(row: QuestionHeard, now: datetime) -> bool:
    once = row.consent == Consent.ONCE and (row.consented_at or now) > now - WAITS
    return once or row.consent == Consent.ALWAYS


@transaction.atomic
def question_heard_consent(*, account: Account, reference: str, consent: str, now: datetime) -> None:
    """Once, always, or not; and back again at any time. Whoever asked is told nothing of it."""
    row = _mine(account, reference)
    if consent not in {Consent.ONCE, Consent.ALWAYS, Consent.REFUSED}:
        raise BadInput({"consent": _("Choose one of the three answers.")})
    if row.consent == Consent.WAITING and row.until <= now:
        raise NotNow(_("The time for this question is over. Nothing was answered."))
    if consent != Consent.REFUSED:
        _check_is_newest(row)
    row.consent, row.consented_at = consent, now
    if consent == Consent.REFUSED and row.place is not None:
        place_end(place=row.place, now=now)  # an answer that was given is taken back
        row.place = None
    row.save(update_fields=["consent", "consented_at", "place"])


def _mine(account: Account, reference: str) -> QuestionHeard:
    """The person first, as where a question is heard: the same is not asked anew while they answer."""
    mine = QuestionHeard.objects.filter(reference=reference, persona__account=account)
    Persona.objects.select_for_update(no_key=True).filter(pk__in=mine.values("persona")).first()
    row = mine.select_for_update(of=("self",)).select_related("place").first()
    if row is None:
        raise NotFound(_("Nobody asked you this."))
    return row


def _check_is_newest(row: QuestionHeard) -> None:
    same = QuestionHeard.objects.filter(asker=row.asker_id, persona=row.persona_id, of=row.of_id, topic=row.topic_id)
    if same.filter(asked_at__gt=row.asked_at).exists():
        raise NotNow(_("The same was asked again since: answer the newer question."))


def _log(kind: str, row: QuestionHeard, now: datetime) -> None:
    """On the public log a commitment only; its owner can open it."""
    who = row.persona.reference
    secret = {"asking": row.asker.uri, "of": row.of.slug}
    actor = "" if kind == "badge.asked" else who
    append(kind=kind, actor=actor, object=row.reference, secret=secret, owner=who, now=now)


def _tell(row: QuestionHeard, now: datetime) -> None:
    """Nobody is reminded."""
    context = {
        "asking": in_each_language(lambda: row.asker.called),
        "host": row.asker.peer.host,
        "of": in_each_language(lambda: row.of.name),
    }
    path = "/elsewhere/asked/"
    prepare(kind="federation.asked", to=[row.persona], about=row.reference, path=path, context=context, now=now)
