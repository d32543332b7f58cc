"""A member asks what they earned in one space to count in another. What they hear is kept, with the facts behind it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms.conversion import Answer
from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.ledger.services import append
from apps.look.moments import day
from apps.people.models import Account, Persona
from apps.recognitions import telling
from apps.recognitions.models import Conversion, Recognition, TableVersion
from apps.recognitions.reading import NEVER, Facts, answer_to, last_words, used_today
from apps.recognitions.rechecking import holds_of
from apps.recognitions.refused import has_ended
from apps.recognitions.scales import side_of
from apps.recognitions.services.publishing import table_in_force
from apps.recognitions.states import ConversionState, Ended
from apps.spaces.models import Space
from apps.spaces.selectors import member_in, persona_in
from apps.trust.models import Basis
from apps.trust.services import keeping, status_end, status_grant
from apps.trust.standings import earned_level


def conversion_ask(
    *, account: Account, recognition: Recognition, topic: str, linked: bool = False, now: datetime
) -> Conversion:
    """Ask; two asked at once are answered one after the other, so that the quota of the day holds. Whatever is heard is
    kept.

    `linked`: the person chose to link the two names under which they stand in the two spaces, for this.
    """
    with keeping(persona_in(account, recognition.to_space), recognition.to_space, None, now):
        return _ask(account, recognition, topic, linked, now)


@transaction.atomic
def _ask(account: Account, recognition: Recognition, topic: str, linked: bool, now: datetime) -> Conversion:
    recognition = _locked(recognition)
    source = recognition.from_space
    table = table_in_force(recognition, now=now)
    if source is None or table is None or not table.rows:
        raise has_ended(recognition)
    me, there = member_in(account, recognition.to_space), _name_there(account, source)
    check_linked(me, there, linked=linked)
    check_not_yet(recognition, me, topic, now=now)
    asked = _Asked(recognition, table, me, there, _facts(recognition, there, source, topic, now))
    answer = answer_to(table.terms(), asked.facts, side_of(source, now=now), side_of(recognition.to_space, now=now))
    heard = _heard_today(asked, answer, now)
    if heard is not None:
        return heard
    made = _kept(asked, answer, now)
    if answer.why is None:
        _grant(made, now)
    append(
        kind="conversion.made" if answer.why is None else "conversion.refused",
        actor=me.reference,
        object=made.reference,
        payload={"conversion": made.pk},
        now=now,
    )
    return made


@dataclass(frozen=True, slots=True)
class _Asked:
    """By which table, for whom here, as whom there, on which facts."""

    recognition: Recognition
    table: TableVersion
    me: Persona
    there: Persona
    facts: Facts


def _locked(recognition: Recognition) -> Recognition:
    rows = Recognition.objects.select_for_update(of=("self",)).select_related("from_space", "to_space", "document")
    return rows.get(pk=recognition.pk)


def _name_there(account: Account, source: Space) -> Persona:
    there = persona_in(account, source)
    if there is None:
        raise NotYours(
            _("You are no member of “%(space)s”: nothing of yours is earned there.") % {"space": source.name}
        )
    return there


def check_linked(me: Persona, there: Persona, *, linked: bool) -> None:
    """Two names are never linked but by the explicit choice of whoever bears them."""
    if me.pk != there.pk and not linked:
        raise BadInput(
            {"linked": _("You stand in the two spaces under two names. Choose to link them for this, or leave it.")}
        )


def check_not_yet(recognition: Recognition, me: Persona, topic: str, *, now: datetime) -> None:
    """Once at a time; what is over, or counts no more, makes room."""
    asked = Conversion.objects.filter(recognition=recognition, persona=me, topic_from=topic)
    running = asked.filter(state=ConversionState.GIVEN).select_related("status").first()
    if running is None:
        return
    held = holds_of([running], now=now)[running.pk]
    if held is not None:
        raise NotNow(_("It counts already, until %(date)s.") % {"date": day(held.until or now)})
    finish(running, why_ended(running, now), now)


def why_ended(made: Conversion, now: datetime) -> Ended:
    """Of what counts no more."""
    return Ended.OVER if made.until is not None and made.until <= now else Ended.LOST


def _facts(recognition: Recognition, there: Persona, source: Space, topic: str, now: datetime) -> Facts:
    """Only what is earned is looked at: what was converted or referred there is none of it."""
    on = source.topics.filter(slug=topic).first() if topic else None
    if topic and on is None:
        raise NotFound(_("There is no such topic in this space."))
    said = last_words([there], [source.pk]).get((there.pk, source.pk, topic))
    return Facts(
        level=earned_level(there, source, on, now) or "",
        topic=topic,
        age=(now - said).days if said else NEVER,
        used=used_today([recognition], now).get(recognition.pk, 0),
    )


def _heard_today(asked: _Asked, answer: Answer, now: datetime) -> Conversion | None:
    """The same no by the same table is kept once a day, with the figures of the first time."""
    if answer.why is None:
        return None
    theirs = Conversion.objects.filter(recognition=asked.recognition, persona=asked.me)
    same = theirs.filter(table=asked.table, topic_from=asked.facts.topic)
    refused = same.filter(state=ConversionState.REFUSED, why=answer.why.value, asked_at__date=now.date())
    return refused.order_by("pk").first()


def _kept(asked: _Asked, answer: Answer, now: datetime) -> Conversion:
    given, topics = answer.why is None, asked.recognition.to_space.topics
    return Conversion.objects.create(
        recognition=asked.recognition,
        table=asked.table,
        persona=asked.me,
        source=asked.there,
        linked_at=now if asked.me.pk != asked.there.pk else None,
        topic_from=asked.facts.topic,
        level_from=asked.facts.level,
        topic=topics.filter(slug=answer.topic).first() if given and answer.topic else None,
        level=answer.level,
        state=ConversionState.GIVEN if given else ConversionState.REFUSED,
        why="" if answer.why is None else answer.why.value,
        facts=asked.facts.as_json(asked.table, answer),
        asked_at=now,
        given_on=now.date() if given else None,
        until=now + timedelta(days=asked.table.max_age) if given else None,
    )


def _grant(made: Conversion, now: datetime) -> None:
    assert made.until is not None  # noqa: S101 - it was given
    made.status = status_grant(
        persona=made.persona,
        space=made.recognition.to_space,
        topic=made.topic,
        basis=Basis.CONVERTED,
        level=made.level,
        because=made.reference,
        rule=f"{made.recognition.document.reference} {made.table.version.number}",
        until=made.until,
        now=now,
    )
    made.save(update_fields=["status"])


@transaction.atomic
def conversion_take_back(*, account: Account, reference: str, now: datetime) -> Conversion:
    """Give it back; the link between two names, where there was one, is forgotten."""
    rows = Conversion.objects.select_for_update(of=("self",)).filter(persona__account=account, reference=reference)
    found = rows.select_related("recognition__to_space", "persona", "status").first()
    if found is None:
        raise NotFound(_("Nothing is here, or it is another member’s."))
    if found.state != ConversionState.GIVEN:
        raise NotNow(_("It counts no more: there is nothing to take back."))
    finish(found, Ended.TAKEN_BACK, now)
    return found


@transaction.atomic
def conversion_redo(*, reference: str, now: datetime) -> Conversion:
    """A person decided that the answer was wrong: asked again, as it was asked. Raises NotNow where nothing changes."""
    rows = Conversion.objects.select_for_update(of=("self",)).filter(reference=reference)
    row = rows.select_related("recognition", "persona__account", "status").first()
    if row is None or row.persona.account is None:
        raise NotFound(_("Nothing is here, or it is another member’s."))
    before = (row.level, row.topic_id) if row.state == ConversionState.GIVEN else None
    if before is not None:
        finish(row, Ended.CONTESTED, now)
    linked, account = row.linked_at is not None, row.persona.account
    again = conversion_ask(account=account, recognition=row.recognition, topic=row.topic_from, linked=linked, now=now)
    if again.state != ConversionState.GIVEN:
        raise NotNow(_("Asked again, by the table in force and what is earned there now, the answer is no again."))
    if (again.level, again.topic_id) == before:
        raise NotNow(_("Asked again, it gives the same: there is nothing to count anew."))
    return again


def finish(made: Conversion, why: Ended, now: datetime) -> None:
    """End it and the status it gave. Of two names that were linked for it, the one there is forgotten."""
    made.state, made.why, made.ended_at = ConversionState.ENDED, why.value, now
    if made.linked_at is not None:
        made.source = None
    made.save(update_fields=["state", "why", "ended_at", "source"])
    if made.status is not None:
        status_end(status=made.status, why=why.value, now=now)
    append(kind="conversion.ended", actor="", object=made.reference, payload={"conversion": made.pk}, now=now)
    if why in {Ended.LOST, Ended.OVER}:
        telling.tell_ended(made, now)
