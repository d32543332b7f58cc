"""A space asks what somebody has earned in another one; whoever is asked answers once, always, or not at all.

Refusing, having nothing, and not having read the question look the same to whoever asked: no answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.badges.answering import Answer, answer_to, earned_to_say
from apps.badges.consents import Consent
from apps.badges.models import ONCE_WAITS, Question, is_lapsed
from apps.badges.services.places import place_end, place_take
from apps.badges.telling import tell_asked
from apps.base.errors import BadInput, NotFound, NotNow
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate, Membership, Role, Space, Topic, Visibility
from apps.spaces.permissions import mandate_for

WAITS = timedelta(days=14)
ASKED_AGAIN = timedelta(days=90)
LONGEST = 300
MOST_OPEN = 30  # questions of one space that wait


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """What is asked, of whom, for what."""

    pseudonym: str
    of: str  # the slug of the space where it would have been earned
    topic: str
    purpose: str


@transaction.atomic
def question_ask(*, account: Account, asking: Space, draft: QuestionDraft, now: datetime) -> Question:
    """Of a member of one's own space, under the mandate there. Raises NotYours, BadInput, NotNow."""
    mandate = mandate_for(account, asking, Role.TRUST_MANAGER, now=now)
    persona, of, topic, purpose = _read(asking, draft)
    Persona.objects.select_for_update(no_key=True).get(pk=persona.pk)
    same = Question.objects.filter(asking=asking, persona=persona, of=of, topic=topic)
    given = Q(consent=Consent.ALWAYS) | Q(consent=Consent.ONCE, consented_at__gt=now - ONCE_WAITS)
    known = same.filter(Q(asked_at__gt=now - ASKED_AGAIN) | given).first()
    if known is not None:
        return known  # nobody is asked the same again for three months
    same.filter(consent__in=[Consent.WAITING, Consent.ONCE]).delete()  # their time is over, and nothing was read
    if Question.objects.filter(asking=asking, consent=Consent.WAITING, until__gt=now).count() >= MOST_OPEN:
        raise NotNow(_("So many questions of this space wait for an answer that no other is asked now."))
    question = Question.objects.create(
        asking=asking, persona=persona, of=of, topic=topic, purpose=purpose, asked_by=mandate.public_name,
        asked_at=now, until=now + WAITS,
    )  # fmt: skip
    _tell("badge.asked", question, now)
    tell_asked(question, now)
    return question


def _read(asking: Space, draft: QuestionDraft) -> tuple[Persona, Space, Topic | None, str]:
    standing = Membership.objects.filter(space=asking, persona__pseudonym=draft.pseudonym.strip())
    member = standing.select_related("persona").first()
    if member is None or member.persona.account_id is None:
        raise BadInput({"pseudonym": _("Nobody of this name stands in this space.")})
    open_ = Space.objects.filter(imported=False, visibility=Visibility.PUBLIC)
    of = open_.filter(slug=draft.of).exclude(pk=asking.pk).first()
    if of is None:
        raise BadInput({"of": _("Choose another space of this site.")})
    named = Q(slug=draft.topic) | Q(name_fr__iexact=draft.topic) | Q(name_en__iexact=draft.topic)
    topic = Topic.objects.filter(named, space=of).first() if draft.topic else None
    if draft.topic and topic is None:
        raise BadInput({"topic": _("That space has no such topic.")})
    purpose = clean_text(draft.purpose)[:LONGEST]
    if not purpose:
        raise BadInput({"purpose": _("Say what for: the person reads it before they answer.")})
    return member.persona, of, topic, purpose


@transaction.atomic
def question_consent(*, account: Account, question: Question, consent: Consent, now: datetime) -> Question:
    """Once, always, or not; and back again at any time. Whoever asked is told nothing of it."""
    Persona.objects.select_for_update(no_key=True).filter(pk=question.persona_id).first()  # first, as where one asks
    row = Question.objects.select_for_update().filter(pk=question.pk, persona__account=account).first()
    if row is None:
        raise NotFound(_("Nobody asked you this."))
    if consent not in {Consent.ONCE, Consent.ALWAYS, Consent.REFUSED}:
        raise BadInput({"consent": _("Choose one of the three answers.")})
    if row.consent == Consent.WAITING and row.until <= now:
        raise NotNow(_("The time for this question is over. Nothing was answered."))
    if consent != Consent.REFUSED and _asked_anew(row):
        raise NotNow(_("This space asks you the same anew: answer the newer question."))
    row.consent, row.consented_at = consent, now
    if consent == Consent.REFUSED and row.place is not None:
        place_end(place=row.place, now=now)  # an answer that was given is taken back
        row.place = None
    row.save(update_fields=["consent", "consented_at", "place"])
    return row


@transaction.atomic
def question_read(*, account: Account, question: Question, now: datetime) -> Answer | None:
    """The signed answer for the space that asked, made now; None is “no answer”, whatever the reason."""
    mandate = mandate_for(account, question.asking, Role.TRUST_MANAGER, now=now)
    row = Question.objects.select_for_update(of=("self",)).select_related(
        "asking", "of", "topic", "persona", "place"
    ).get(pk=question.pk)  # fmt: skip
    earned = earned_to_say(row, now) if _gives(row, now) else None
    if earned is None:
        return None
    row.place = row.place or place_take(space=row.of)
    answer = answer_to(row, earned, row.place, now)
    row.answered_at = now
    row.consent = Consent.ANSWERED if row.consent == Consent.ONCE else row.consent
    row.save(update_fields=["answered_at", "consent", "place"])
    _note(row, account, mandate, now)
    return answer


def _asked_anew(row: Question) -> bool:
    same = Question.objects.filter(asking=row.asking_id, persona=row.persona_id, of=row.of_id, topic=row.topic_id)
    return same.filter(asked_at__gt=row.asked_at).exclude(pk=row.pk).exists()


def _gives(row: Question, now: datetime) -> bool:
    """Once is for two weeks, always is until it is taken back; who left the space that asks answers it no more."""
    if row.consent not in {Consent.ONCE, Consent.ALWAYS} or is_lapsed(row, now):
        return False
    return Membership.objects.filter(space=row.asking_id, persona=row.persona_id).exists()


def _note(question: Question, reader: Account, mandate: Mandate, now: datetime) -> None:
    consultations_note(
        people=[question.persona.account_id],
        reader=reader,
        office=Office.TRUST_MANAGER,
        by=mandate.public_name,
        purpose=Purpose.BADGE,
        about=question.reference,
        path="/me/badges/",
        now=now,
    )
    _tell("badge.answered", question, now)


def _tell(kind: str, question: Question, now: datetime) -> None:
    """On the public log a commitment only; its owner can open it."""
    persona = question.persona
    append(
        kind=kind,
        actor="" if kind == "badge.asked" else persona.reference,
        object=question.reference,
        payload={"question": question.pk},
        secret={"asking": question.asking.slug, "of": question.of.slug, "site": settings.SITE_URL},
        owner=persona.reference,
        now=now,
    )
