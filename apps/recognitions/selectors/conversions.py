"""What a member asked to count here, and where what they earned could count. For their own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.algorithms.conversion import Table
from apps.base.errors import NotFound
from apps.base.models import typed
from apps.people.models import Account, Persona
from apps.recognitions import saying
from apps.recognitions.models import Conversion, Recognition, TableVersion
from apps.recognitions.reading import NEVER, Facts, answer_to, last_words, used_today
from apps.recognitions.rechecking import ends_at, in_force, levels_of
from apps.recognitions.scales import Side, sides_of
from apps.recognitions.states import ConversionState, Ended
from apps.spaces.models import Membership, Space
from apps.trust.statuses import StatusView, statuses_of_account


@dataclass(frozen=True, slots=True)
class ConversionView:
    """One question and its answer, with what it was read from."""

    reference: str
    path: str
    gateway_path: str
    table_path: str
    space: str
    space_name: str
    source_name: str
    persona: str
    state: str
    state_words: str
    counts: bool  # now
    sentence: str
    inputs: tuple[tuple[str, str], ...]
    rule: str
    asked_at: datetime
    until: datetime | None
    ended_at: datetime | None
    linked: bool


def of_account(account: Account) -> QuerySet[Conversion]:
    """Newest first, with what a line needs."""
    rows = Conversion.objects.filter(persona__account=account).order_by("-asked_at", "-pk")
    return rows.select_related(
        "recognition__from_space", "recognition__to_space__operator", "recognition__document",
        "table__version", "persona", "topic",
    )  # fmt: skip


def conversion_at(account: Account, reference: str) -> Conversion:
    """Raises NotFound for everybody but whose it is."""
    found = of_account(account).filter(reference=typed(reference)).first()
    if found is None:
        raise NotFound(_("Nothing is here, or it is another member’s."))
    return found


def conversion_views(rows: Sequence[Conversion], *, now: datetime) -> list[ConversionView]:
    """As they stand now: the source is looked at again."""
    ways = [row.recognition for row in rows]
    sides = sides_of([space for way in ways for space in (way.from_space, way.to_space) if space], now=now)
    levels = levels_of([row for row in rows if row.state == ConversionState.GIVEN], now=now)
    tables = in_force(ways, now=now)
    return [_view(row, sides, levels.get(row.pk), tables.get(row.recognition_id)) for row in rows]


def sentence_of(row: Conversion, sides: dict[int, Side], level: str | None) -> str:
    """What was heard, and what has become of it."""
    there, here = sides[row.recognition.from_space_id or 0], sides[row.recognition.to_space_id]
    if row.state == ConversionState.REFUSED:
        return saying.refusal(row.why, row.facts, there, here)
    if row.state == ConversionState.ENDED:
        return _("It counts no more: %(why)s.") % {"why": Ended(row.why).label}
    if level is None:
        return _("It counts no more: %(why)s.") % {"why": Ended.LOST.label}
    return saying.counts(level, row.topic.slug if row.topic else "", row.facts, there, here)


def _view(row: Conversion, sides: dict[int, Side], level: str | None, table: Table | None) -> ConversionView:
    way = row.recognition
    there, here = sides[way.from_space_id or 0], sides[way.to_space_id]
    text = reverse("accountability:document", args=[way.to_space.operator.slug, way.document.slug])
    return ConversionView(
        reference=row.reference,
        path=reverse("recognitions:conversion", args=[row.reference]),
        gateway_path=reverse("recognitions:gateway", args=[way.reference]),
        table_path=f"{text}?v={row.table.version.number}",
        space=way.to_space.slug,
        space_name=way.to_space.name,
        source_name=way.source_name,
        persona=row.persona.pseudonym,
        state=row.state,
        state_words=str(ConversionState(row.state).label),
        counts=level is not None,
        sentence=sentence_of(row, sides, level),
        inputs=tuple(saying.inputs(row.facts, there, here)),
        rule=str(row.facts["algorithm"]),
        asked_at=row.asked_at,
        until=ends_at(row, way, table) if table and row.until else row.until,
        ended_at=row.ended_at,
        linked=row.linked_at is not None,
    )


# --- where it could count --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CouldCount:
    """One thing earned in one space, and what another says of it. `names` is not empty where two names are needed."""

    gateway: str
    gateway_path: str
    space: str
    space_name: str
    source_name: str
    topic: str
    topic_name: str
    level_name: str
    gives: str  # in words; empty where it gives nothing now
    why_not: str
    member: bool
    names: tuple[str, ...]
    counted: str  # where it counts already


def could_count(account: Account, *, now: datetime, space: Space | None = None) -> list[CouldCount]:
    """All that a person has earned, against all that recognises it. The same number of questions for any number."""
    earned = [view for view in statuses_of_account(account, now) if view.level]
    ways = _ways([view.space for view in earned], space, now)
    known = _known(account, ways, now)
    pairs = [(way, view) for way in ways for view in earned if way.from_space and view.space == way.from_space.slug]
    return [_could(known, way, view) for way, view in pairs if known.answers(way)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the answers are worked out from, read once for all of them; by the numbers of spaces and recognitions."""

    names: dict[int, Persona]
    tables: dict[int, TableVersion]
    sides: dict[int, Side]
    said: dict[tuple[int, int, str], datetime]
    used: dict[int, int]
    running: dict[tuple[int, str], str]
    now: datetime

    def answers(self, way: Recognition) -> bool:
        """A table is in force, and the person stands where it was earned."""
        return way.pk in self.tables and way.from_space_id in self.names

    def facts(self, way: Recognition, view: StatusView) -> Facts:
        """What the table is asked about."""
        source = way.from_space_id or 0
        last = self.said.get((self.names[source].pk, source, view.topic))
        age = (self.now - last).days if last else NEVER
        return Facts(view.level, view.topic, age, self.used.get(way.pk, 0))


def _known(account: Account, ways: Sequence[Recognition], now: datetime) -> _Known:
    names = _names(account)
    return _Known(
        names=names,
        tables=_tables(ways, now),
        sides=sides_of([one for way in ways for one in (way.from_space, way.to_space) if one], now=now),
        said=last_words(set(names.values()), {way.from_space_id for way in ways if way.from_space_id}),
        used=used_today(ways, now),
        running=_running(account, now),
        now=now,
    )


def _names(account: Account) -> dict[int, Persona]:
    """Under which name a person stands in which space."""
    rows = Membership.objects.filter(persona__account=account).select_related("persona")
    return {row.space_id: row.persona for row in rows}


def _ways(sources: Sequence[str], space: Space | None, now: datetime) -> list[Recognition]:
    rows = Recognition.objects.standing(now).filter(from_space__slug__in=sources)
    here = rows if space is None else rows.filter(to_space=space)
    return list(here.select_related("from_space", "to_space").order_by("to_space__slug", "from_space__slug"))


def _tables(ways: Sequence[Recognition], now: datetime) -> dict[int, TableVersion]:
    return {
        row.recognition_id: row for row in TableVersion.objects.filter(recognition__in=ways).binding(now) if row.rows
    }


def _running(account: Account, now: datetime) -> dict[tuple[int, str], str]:
    rows = Conversion.objects.live(now).filter(persona__account=account)
    return {(row.recognition_id, row.topic_from): row.reference for row in rows}


def _could(known: _Known, way: Recognition, view: StatusView) -> CouldCount:
    there, here = known.sides[way.from_space_id or 0], known.sides[way.to_space_id]
    table, facts = known.tables[way.pk], known.facts(way, view)
    answer = answer_to(table.terms(), facts, there, here)
    kept = facts.as_json(table, answer)
    me, name_there = known.names.get(way.to_space_id), known.names[way.from_space_id or 0]
    counted = known.running.get((way.pk, view.topic), "")
    return CouldCount(
        gateway=way.reference,
        gateway_path=reverse("recognitions:gateway", args=[way.reference]),
        space=way.to_space.slug,
        space_name=way.to_space.name,
        source_name=there.name,
        topic=view.topic,
        topic_name=there.topic(view.topic),
        level_name=there.step(view.level),
        gives="" if answer.why else saying.gives(answer.level, answer.topic, here),
        why_not=saying.refusal(answer.why, kept, there, here) if answer.why else "",
        member=me is not None,
        names=(name_there.pseudonym, me.pseudonym) if me is not None and me.pk != name_there.pk else (),
        counted=reverse("recognitions:conversion", args=[counted]) if counted else "",
    )
