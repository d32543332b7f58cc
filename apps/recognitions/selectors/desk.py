"""What a table would do, in words, before it is published: what it says, from when, and how many could ask today."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms.conversion import Table
from apps.look.numbers import number
from apps.people.models import Persona
from apps.recognitions import wording
from apps.recognitions.circle_words import of_circle
from apps.recognitions.circles import Circle
from apps.recognitions.models import Recognition
from apps.recognitions.reading import NEVER, Facts, answer_to, last_words
from apps.recognitions.scales import Side, side_of
from apps.recognitions.services.publishing import binds_at, last_number
from apps.spaces.models import Membership, Space
from apps.trust.models import Feedback
from apps.trust.statuses import statuses_for

LOOKED_AT = 1_000  # members of the other space who are looked at to say how many could ask


@dataclass(frozen=True, slots=True)
class TablePreview:
    """In words, as it would be published; `seen` is what was read."""

    says: tuple[str, ...]
    bounds: tuple[str, ...]
    who: str
    effective_at: datetime
    waits: bool
    seen: str


def table_preview(
    draft: Table, space: Space, source: Space, *, circle: Circle | None = None, now: datetime
) -> TablePreview:
    """Of a table without faults."""
    there, here = side_of(source, now=now), side_of(space, now=now)
    recognition = Recognition.objects.filter(to_space=space, from_space=source).first()
    at = binds_at(recognition, draft, now=now) if recognition else now
    return TablePreview(
        says=tuple(wording.sentences(draft, there, here)),
        bounds=(*wording.bounds(draft, there, here), *of_circle((lambda: circle.name) if circle else None)),
        who=who_could(draft, source, there, here, now=now),
        effective_at=at,
        waits=at > now,
        seen=seen_of(draft, last_number(recognition), circle),
    )


def seen_of(draft: Table, after: int, circle: Circle | None = None) -> str:
    """Changes with every field, and with every version published since."""
    told = json.dumps([asdict(draft), after, circle.slug if circle else ""], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def who_could(draft: Table, source: Space, there: Side, here: Side, *, now: datetime) -> str:
    """How many members of the other space have earned there what this table counts. Nobody is named."""
    people = _heard_of(source, draft, now)
    said = last_words(people, [source.pk])
    could = sum(
        any(
            answer_to(draft, Facts(view.level, view.topic, _age(said, pk, source, view.topic, now), 0), there, here).why
            is None
            for view in views
        )
        for pk, views in statuses_for(people, source, now).items()
    )
    names = {"n": number(could), "space": source.name}
    if len(people) >= LOOKED_AT:
        looked = _("Of the %(most)s members of “%(space)s” whom we looked at, %(n)s could ask today.")
        return looked % {**names, "most": number(LOOKED_AT)}
    return (
        ngettext("%(n)s member of “%(space)s” could ask today.", "%(n)s members of “%(space)s” could ask today.", could)
        % names
    )


def _heard_of(source: Space, draft: Table, now: datetime) -> list[Persona]:
    """Those of whom somebody said something recently enough."""
    recently = Feedback.objects.filter(space=source, at__gt=now - timedelta(days=draft.max_age + 1))
    members = Membership.objects.filter(space=source, persona__in=recently.values("receiver"))
    return list(Persona.objects.filter(pk__in=members.values("persona"), erased_at=None).order_by("-pk")[:LOOKED_AT])


def _age(said: dict[tuple[int, int, str], datetime], pk: int, source: Space, topic: str, now: datetime) -> int:
    last = said.get((pk, source.pk, topic))
    return (now - last).days if last else NEVER
