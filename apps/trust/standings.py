"""Where members stand in a space, on every basis: what they earned, and what a referral or a table gave them.

The effective status is the highest by the space's scale. Nothing is ever added up, within a space or across.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, any_of, given
from apps.look.moments import day
from apps.people.models import Account, Persona
from apps.spaces.models import Space, Topic
from apps.trust.grounds import Held, held_now
from apps.trust.models import Basis, GrantedStatus
from apps.trust.scales import DEFAULT, Scale, ScaleLevel, scale_of, scales_of
from apps.trust.statuses import StatusView, statuses_for

__all__ = [
    "Scale", "ScaleLevel", "Standing", "earned_level", "effective", "explained_standing", "granted_to", "scale_of",
    "standings_for", "standings_of",
]  # fmt: skip

GRANTED = ("status", "1.0")  # what says that the highest counts


@dataclass(frozen=True, slots=True)
class Standing:
    """One status of one persona, in words, with its basis; `topic` is empty for the whole space."""

    persona: str
    space: str
    space_name: str
    topic: str
    topic_name: str
    level: str
    label: str
    basis: str
    since: datetime | None
    until: datetime | None
    because: str
    sentence: str
    plain: str  # as it is told beside a name: basis, place, topic, date, and no number
    next_sentence: str
    algorithm: str
    version: str
    why: str
    rank: int


GRANTED_HERE = Compiled(
    lambda: (
        GrantedStatus.objects.standing(given("now"))
        .filter(persona=any_of("personas"), space=given("space"))
        .select_related("persona", "space", "topic")
        .order_by("pk")
    )
)


def standings_for(personas: Iterable[Persona], space: Space, now: datetime) -> dict[int, list[Standing]]:
    """Every status of these members here, the effective one first; one query per table for all of them."""
    people = {persona.pk: persona for persona in personas}
    found: dict[int, list[Standing]] = defaultdict(list)
    earned = statuses_for(people.values(), space, now)
    scale = scale_of(space, now) if earned else DEFAULT
    for pk, views in earned.items():
        found[pk] += [_earned(people[pk], view, scale) for view in views]
    rows = GRANTED_HERE.objects(personas=list(people), space=space.pk, now=now)
    for row, standing in _granted(rows, now):
        found[row.persona_id].append(standing)
    return {pk: sorted(standings, key=_highest) for pk, standings in found.items()}


def standings_of(persona: Persona, space: Space, now: datetime) -> list[Standing]:
    """The same of one member."""
    return standings_for([persona], space, now).get(persona.pk, [])


def effective(persona: Persona, space: Space, topic: Topic | None, now: datetime) -> Standing | None:
    """The highest of what holds for this topic: earned in it, or granted for it or for the whole space."""
    wanted = topic.slug if topic else ""
    standings = standings_for([persona], space, now).get(persona.pk, [])
    return next((s for s in standings if s.topic == wanted or (not s.topic and s.basis != Basis.EARNED)), None)


def earned_level(persona: Persona, space: Space, topic: Topic | None, now: datetime) -> str | None:
    """The level earned here: only this one may refer, or be exported."""
    wanted = topic.slug if topic else ""
    views = statuses_for([persona], space, now).get(persona.pk, [])
    return next((view.level for view in views if view.topic == wanted), None)


def granted_to(account: Account, now: datetime) -> list[Standing]:
    """What was granted to a person under any of their names and holds: for their own eyes."""
    rows = GrantedStatus.objects.standing(now).filter(persona__account=account)
    found = _granted(rows.select_related("persona", "space", "topic").order_by("pk"), now)
    return sorted((standing for _row, standing in found), key=lambda s: (s.space_name, *_highest(s)))


def explained_standing(row: GrantedStatus, now: datetime) -> Standing | None:
    """One granted status as it counts now; None once it is over, or where whoever granted it says so."""
    if row.ended_at is not None or not row.since <= now < row.until:
        return None
    return next((standing for _row, standing in _granted([row], now)), None)


def _highest(standing: Standing) -> tuple[int, str, str]:
    return (-standing.rank, standing.topic_name, standing.basis)


def _granted(rows: Iterable[GrantedStatus], now: datetime) -> Iterable[tuple[GrantedStatus, Standing]]:
    known: Sequence[GrantedStatus] = list(rows)
    answers = held_now(known, now)
    scales = scales_of({row.space for row in known}, now)
    for row in known:
        held = answers[row.pk]
        if held is not None:
            yield row, _standing(row, held, scales[row.space_id])


def _standing(row: GrantedStatus, held: Held, scale: Scale) -> Standing:
    level, until = held.level, min(row.until, held.until or row.until)
    return Standing(
        persona=row.persona.reference,
        space=row.space.slug,
        space_name=row.space.name,
        topic=row.topic.slug if row.topic else "",
        topic_name=row.topic.name if row.topic else "",
        level=level,
        label=scale.name(level),
        basis=row.basis,
        since=row.since,
        until=until,
        because=row.because,
        sentence=(said := _sentence(row, scale.name(level), until)),
        plain=said,
        next_sentence="",
        algorithm=GRANTED[0],
        version=GRANTED[1],
        why=reverse("trust:why", args=[row.reference]),
        rank=scale.rank(level),
    )


def _sentence(row: GrantedStatus, label: str, until: datetime) -> str:
    said = {"level": label, "until": date_format(until), "topic": row.topic.name if row.topic else ""}
    if row.basis == Basis.REFERRED:
        if row.topic:
            return _("Referred by members of this space, for %(topic)s, until %(until)s: counts as “%(level)s”.") % said
        return _("Referred by members of this space until %(until)s: counts as “%(level)s”.") % said
    if row.topic:
        return _("Counts as “%(level)s”, for %(topic)s only, until %(until)s: recognised from another space.") % said
    return _("Counts as “%(level)s” until %(until)s: recognised from another space.") % said


def _plain(view: StatusView) -> str:
    """The figures stand behind “Why?”."""
    told = {"space": view.space_name, "topic": view.topic_name, "since": day(view.since) if view.since else ""}
    if view.topic and view.since:
        return _("By their own activity in “%(space)s”, for %(topic)s, since %(since)s.") % told
    if view.since:
        return _("By their own activity in “%(space)s”, since %(since)s.") % told
    if view.topic:
        return _("By their own activity in “%(space)s”, for %(topic)s.") % told
    return _("By their own activity in “%(space)s”.") % told


def _earned(persona: Persona, view: StatusView, scale: Scale) -> Standing:
    return Standing(
        persona=persona.reference,
        space=view.space,
        space_name=view.space_name,
        topic=view.topic,
        topic_name=view.topic_name,
        level=view.level,
        label=view.label,
        basis=Basis.EARNED,
        since=view.since,
        until=None,
        because="",
        sentence=view.sentence,
        plain=_plain(view),
        next_sentence=view.next_sentence,
        algorithm=view.algorithm,
        version=view.version,
        why=view.why,
        rank=scale.rank(view.level),
    )
