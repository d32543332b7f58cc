"""Publish a table: the fields, the text made from them, its signature, and word to those it concerns."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms import conversion
from apps.algorithms.conversion import Fault, Table
from apps.base.errors import BadInput, NotNow
from apps.base.models import check_transition
from apps.documents.meanwhile import check_nothing_since, number_of
from apps.documents.models import ChangeClass
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.ledger.services import append
from apps.people.models import Account
from apps.recognitions import telling, wording
from apps.recognitions.circles import Circle
from apps.recognitions.models import Recognition, TableVersion
from apps.recognitions.permissions import check_can_manage, check_can_take_part, check_not_interested
from apps.recognitions.scales import Side, far_side, side_of
from apps.recognitions.services.joining import joined
from apps.recognitions.states import TRANSITIONS, RecognitionState
from apps.spaces.models import Mandate, Space

KIND = "conversion-table"
NOTICE = timedelta(days=conversion.NOTICE_DAYS)
TableDraft = Table


@transaction.atomic
def table_publish(
    *,
    account: Account,
    space: Space,
    source: Space,
    draft: TableDraft,
    after: int | None = None,
    circle: Circle | None = None,
    now: datetime,
) -> TableVersion:
    """The first table binds at once, as does one that only adds; one that takes something away, fifteen days later.

    `after`: the number of the version that was read when this one was written; another one since then refuses it.
    `circle`: it was made from this template, and the space is in the circle from now on.
    """
    mandate = check_can_manage(account, space, now=now)
    check_can_publish(account, space, source, now=now)
    draft = checked(draft, space, source, now=now)
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)  # two first tables at once: one after the other
    recognition = Recognition.objects.select_for_update().filter(to_space=space, from_space=source).first()
    check_still_last(recognition, after)
    if recognition is None:
        recognition = _opened(space, source, now)
    else:
        check_transition(TRANSITIONS, RecognitionState(recognition.state), RecognitionState.PUBLISHED)
    effective_at = binds_at(recognition, draft, now=now)
    recognition.circle = joined(circle, recognition, now=now)
    recognition.state, recognition.ends_at = RecognitionState.PUBLISHED, None
    recognition.save(update_fields=["circle", "state", "ends_at"])
    table = version_write(recognition, draft, mandate, effective_at, now)
    say_published(table, mandate, now)
    telling.tell_published(table, now)
    return table


def say_published(table: TableVersion, mandate: Mandate, now: datetime) -> None:
    """To the listeners; its text is on the public log already."""
    append(
        kind="recognition.published",
        actor=mandate.reference,
        object=table.recognition.reference,
        version=str(table.version.number),
        payload={"recognition": table.recognition.pk, "table": table.pk},
        now=now,
    )


def check_still_last(recognition: Recognition | None, after: int | None) -> None:
    """Nobody overwrites what a colleague published while they were writing."""
    check_nothing_since(recognition.document if recognition else None, after)


def last_number(recognition: Recognition | None) -> int:
    """Of the latest version, announced or in force; 0 before the first."""
    return number_of(recognition.document if recognition else None)


def check_can_publish(account: Account, space: Space, source: Space, *, now: datetime) -> None:
    """Two public spaces, and nobody who would decide for both."""
    if space.pk == source.pk:
        raise NotNow(_("A space needs no table for what is earned in itself."))
    for one in (space, source):
        check_can_take_part(one)
    check_not_interested(account, source, now=now)


def checked(draft: TableDraft, space: Space, source: Space, *, now: datetime) -> TableDraft:
    """As it may be published; BadInput with a sentence per field."""
    errors = wrong_in(draft, side_of(source, now=now), side_of(space, now=now))
    if errors:
        raise BadInput(dict(errors))
    return draft


def wrong_in(draft: TableDraft, there: Side, here: Side) -> dict[str, str]:
    """What keeps a table from being published, by field."""
    errors: dict[str, str] = {}
    for fault in conversion.faults(draft, there=there.steps, here=here.steps):
        errors[_place_of(fault, draft)] = str(FAULTS[fault]())
    if any(was not in there.topic_names or now_ not in here.topic_names for was, now_ in draft.topics):
        errors["topics"] = _("Choose topics that both spaces have.")
    if not 1 <= draft.quota <= conversion.MOST_A_DAY:
        errors["quota"] = _("From 1 to %(most)d a day.") % {"most": conversion.MOST_A_DAY}
    if not conversion.AGE_LEAST <= draft.max_age <= conversion.AGE_MOST:
        ages = {"least": conversion.AGE_LEAST, "most": conversion.AGE_MOST}
        errors["max_age"] = _("From %(least)d to %(most)d days.") % ages
    return errors


def _place_of(fault: Fault, draft: TableDraft) -> str:
    """The steps, or the topics where these alone are wanting or said twice."""
    wanting = fault == Fault.EMPTY and draft.rows
    twice = fault == Fault.TWICE and len(dict(draft.rows)) == len(draft.rows)
    return "topics" if wanting or twice else "rows"


FAULTS = {
    Fault.TWICE: lambda: _("Say each step and each topic there once."),
    Fault.EMPTY: lambda: _("Say at least one step and one topic: a table without them recognises nothing."),
    Fault.UNKNOWN: lambda: _("Choose steps of the two scales."),
    Fault.RAISES: lambda: _(
        "A step may not count for a higher one, counted from the lowest of each scale: a conversion raises nobody."
    ),
    Fault.CROSSES: lambda: _("A higher step there may not count for less here than a lower one."),
}


def binds_at(recognition: Recognition, draft: TableDraft, *, now: datetime) -> datetime:
    """At once, or fifteen days later where somebody would get less than by what binds now."""
    before = table_in_force(recognition, now=now)
    if before is None or not before.rows or recognition.from_space is None:
        return now
    there, here = (side_of(space, now=now).steps for space in (recognition.from_space, recognition.to_space))
    return now + NOTICE if conversion.takes_away(before.terms(), draft, there=there, here=here) else now


def table_in_force(recognition: Recognition, *, now: datetime) -> TableVersion | None:
    """The newest table that binds; None before the first, and once it has ended.

    What was announced before it, and would bind only later, is overtaken by it: so is an end that was taken back.
    """
    if recognition.ends_at is not None and recognition.ends_at <= now:
        return None
    tables = recognition.tables.filter(effective_at__lte=now).select_related("version")
    return tables.order_by("-version__number").first()


def _opened(space: Space, source: Space, now: datetime) -> Recognition:
    named = wording.in_both(lambda: wording.title(lambda: (side_of(source, now=now), side_of(space, now=now))))
    document = document_create(
        owner=space.reference, kind=KIND, slug=_slug(space, source), title_fr=named.fr, title_en=named.en
    )
    return Recognition.objects.create(to_space=space, from_space=source, document=document, published_at=now)


def _slug(space: Space, source: Space) -> str:
    """One address among all texts of an operator, whose spaces may recognise the same one."""
    readable = f"{space.slug}-recognises-{source.slug}"
    return readable if len(readable) <= 80 else f"space-{space.pk}-recognises-{source.pk}"


def version_write(
    recognition: Recognition, draft: TableDraft, mandate: Mandate, effective_at: datetime, now: datetime
) -> TableVersion:
    """The next version: its text is made from the fields, in both languages."""
    source, space = recognition.from_space, recognition.to_space

    def sides() -> tuple[Side, Side]:
        there = side_of(source, now=now) if source else far_side(recognition.source_name, recognition.from_shown)
        return there, side_of(space, now=now)

    circle = recognition.circle
    said = wording.in_both(lambda: wording.body(draft, sides, (lambda: circle.name) if circle else None))
    first = not recognition.tables.exists()
    weight = ChangeClass.SUBSTANTIVE if effective_at > now else ChangeClass.EDITORIAL
    version = version_publish(
        document=recognition.document,
        draft=VersionDraft(said.fr, said.en, effective_at, change_class="" if first else weight),
        actor=mandate.reference,
        signed_by=mandate.reference,
        now=now,
    )
    return TableVersion.objects.create(
        recognition=recognition,
        version=version,
        rows=[list(pair) for pair in draft.rows],
        topics=[list(pair) for pair in draft.topics],
        cap=draft.cap,
        quota=draft.quota,
        max_age=draft.max_age,
        effective_at=version.effective_at,
    )
