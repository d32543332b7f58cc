"""The desk asks a space of another site about one of its members, and reads the answer: now, or when it is given.

Other sites are asked outside of any transaction. Kept is that it was asked, by whom and what for; never what was
answered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.badges.selectors.questions import desk_spaces
from apps.badges.verifying import Verdict
from apps.base.errors import BadInput, NotFound, NotNow
from apps.base.models import clean_text
from apps.federation.asked_elsewhere import QuestionSent
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.fetching import document_at
from apps.federation.models import RemoteActor
from apps.federation.services.answers import actor_found
from apps.federation.services.questions_asked import answer_ask, check_can_ask
from apps.federation.services.recognising import told_by
from apps.outside import Budget, OutsideError
from apps.people.models import Account
from apps.spaces.models import Space

KEPT = timedelta(days=90)  # nobody there is asked the same again before
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk typed."""

    person: str
    of: str
    topic: str
    purpose: str


def question_send(
    *, account: Account, space: Space, asked: Asked, now: datetime
) -> tuple[QuestionSent, Verdict | None]:
    """Ask, and read what is answered at once: None is “no answer”. Raises NotYours, BadInput, NotNow."""
    purpose = clean_text(asked.purpose)[:LONGEST]
    if not purpose:
        raise BadInput({"purpose": _("Say what for: the person reads it before they answer.")})
    mandate = check_can_ask(account, space, now=now)
    of, person = _at("of", asked.of, now), _at("person", asked.person, now)
    if of.kind != "Group":
        raise BadInput({"of": _("This space takes no questions.")})
    if person.kind == "Group" or person.peer_id != of.peer_id:
        raise BadInput({"person": _("Name somebody of that very site: only there is it known what they earned there.")})
    topic, names = _topic(of, asked.topic.strip(), now)
    named: dict[str, Any] = {"person": person.uri, "of": of.uri, "topic": topic}
    verdict = answer_ask(account=account, space=space, purpose=purpose, now=now, **named)
    answered = {"answered_at": now} if verdict is not None else {}
    kept = {"purpose": purpose, "of_name": of.name or of.handle, "asked_by": mandate.public_name, "asked_at": now}
    kept["topic_names"] = names
    row, _made = QuestionSent.objects.update_or_create(defaults={**kept, **answered}, space=space, **named)
    return row, verdict


def _at(field: str, typed: str, now: datetime) -> RemoteActor:
    try:
        return actor_found(typed, now=now)
    except BadInput as refusal:
        raise BadInput({field: str(refusal.sentence)}) from refusal


def _topic(of: RemoteActor, typed: str, now: datetime) -> tuple[str, dict[str, str]]:
    """As it is named in addresses there, whichever of its names was typed; and what people there call it."""
    if not typed:
        return "", {}
    try:
        topics = told_by(document_at(of.uri, now=now, budget=Budget(fetches=2)))["topics"]
    except (Refused, Ignored, Later, OutsideError) as error:
        raise NotNow(_("%(host)s does not answer. Try again later.") % {"host": of.peer.host}) from error
    for names in topics:
        if typed.casefold() in {name.casefold() for name in names}:
            slug, french, english = names
            return slug, {"fr": french, "en": english}
    raise BadInput({"topic": _("That space has no such topic.")})


def question_read(*, account: Account, reference: str, now: datetime) -> tuple[QuestionSent, Verdict | None]:
    """The answer as of now. The person there reads in their list that it was read."""
    row = questions_sent(account, now).filter(reference=reference).first()
    if row is None:
        raise NotFound(_("No space of yours asked this, or it is forgotten after three months."))
    named = {"person": row.person, "of": row.of, "topic": row.topic, "purpose": row.purpose}
    try:
        verdict = answer_ask(account=account, space=row.space, now=now, **named)
    except BadInput as refusal:
        raise NotNow(str(refusal.sentence)) from refusal  # nothing was typed that could be corrected
    if verdict is not None:
        QuestionSent.objects.filter(pk=row.pk).update(answered_at=now)
    return row, verdict


def questions_sent(account: Account, now: datetime) -> QuerySet[QuestionSent]:
    """Of the spaces one manages, the newest first."""
    rows = QuestionSent.objects.filter(space__in=desk_spaces(account, now), asked_at__gt=now - KEPT)
    return rows.select_related("space")


@transaction.atomic
def questions_forget(*, now: datetime) -> int:
    """Nothing is kept longer than it forbids asking again."""
    return QuestionSent.objects.filter(asked_at__lte=now - KEPT).delete()[0]
