"""What a table of a circle should say, by the place of a step in its scale and the names of topics: two scales need no
word in common. From it a table is filled in, and what a published table says otherwise is told in words."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from apps.algorithms import conversion
from apps.algorithms.conversion import WHOLE, Fault, Shown, Table
from apps.recognitions.scales import Side
from apps.spaces.models import Space, Topic

PLACES = tuple(range(1, 7))  # a scale has six steps at most
MOST_TOPICS = 12
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """Pairs are (there, here); topics (French, English); none: each counts for the topic of the same name."""

    rows: tuple[tuple[int, int], ...]
    topics: Pairs
    cap: int
    quota: int
    max_age: int


def faults(template: Template) -> list[Fault]:
    """By the rules of a table, on a scale of six steps."""
    scale = tuple(str(place) for place in PLACES)
    rows = tuple((str(there), str(here)) for there, here in template.rows)
    table = Table(rows, ((WHOLE, WHOLE),), str(template.cap), template.quota, template.max_age)
    return conversion.faults(table, there=scale, here=scale)


def filled(template: Template, source: Space, space: Space, there: Side, here: Side) -> Table:
    """The table that the template proposes for two spaces; steps that a scale has not are left out."""
    rows = tuple(
        (there.steps[was - 1], here.steps[min(now, len(here.steps)) - 1])
        for was, now in template.rows
        if was <= len(there.steps)
    )
    cap = here.steps[min(template.cap, len(here.steps)) - 1]
    return Table(rows, topics_between(template, source, space), cap, template.quota, template.max_age)


def topics_between(template: Template, source: Space, space: Space) -> Pairs:
    """Topics of both spaces that bear a name of the template, in either language; without names, the same name."""
    wanted = [{_plain(french), _plain(english)} for french, english in template.topics]
    found = []
    for was in sorted(source.topics.all(), key=_first):
        for topic in sorted(space.topics.all(), key=_first):
            meant = [names for names in wanted if names & _names(was) and names & _names(topic)]
            if meant or (not wanted and _names(was) & _names(topic)):
                found.append((was.slug, topic.slug))
                break
    return tuple(found)


def _first(topic: Topic) -> int:
    return topic.pk


def _names(topic: Topic) -> set[str]:
    return {_plain(name) for name in (topic.name_fr, topic.name_en) if name}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def differences(proposed: Table, table: Table, there: Side, here: Side) -> list[str]:
    """What a published table says otherwise than the template would, sentence by sentence."""
    return [*_of_steps(proposed, table, there, here), *_of_topics(proposed, table, there, here),
            *_of_bounds(proposed, table, here)]  # fmt: skip


def _of_steps(proposed: Table, table: Table, there: Side, here: Side) -> list[str]:
    """By what each step would get, whichever row gives it."""
    should, does = (_gives(one, there, here) for one in (proposed, table))
    said = []
    for code in there.steps:
        names = {"was": there.step(code), "is": here.step(does[code]), "said": here.step(should[code])}
        if does[code] and not should[code]:
            said.append(_("“%(was)s” counts as “%(is)s”; by the template for nothing.") % names)
        elif should[code] and not does[code]:
            said.append(_("“%(was)s” counts for nothing; the template says “%(said)s”.") % names)
        elif should[code] != does[code]:
            said.append(_("“%(was)s” counts as “%(is)s”; the template says “%(said)s”.") % names)
    return said


def _gives(table: Table, there: Side, here: Side) -> dict[str, str]:
    anywhere = replace(table, topics=((WHOLE, WHOLE),), quota=1)
    shown = (Shown(code, WHOLE, earned=True, age=0) for code in there.steps)
    return {one.level: conversion.convert(anywhere, one, there=there.steps, here=here.steps).level for one in shown}


def _of_topics(proposed: Table, table: Table, there: Side, here: Side) -> list[str]:
    more, less = (
        [pair for pair in one.topics if pair not in other.topics]
        for one, other in ((table, proposed), (proposed, table))
    )
    adds = _("“%(was)s” counts on “%(topic)s”: the template does not say so.")
    leaves = _("“%(was)s” does not count on “%(topic)s”: the template says so.")
    pairs = [(adds, pair) for pair in more] + [(leaves, pair) for pair in less]
    return [said % {"was": there.topic(was), "topic": here.topic(topic)} for said, (was, topic) in pairs]


def _of_bounds(proposed: Table, table: Table, here: Side) -> list[str]:
    said = []
    if table.cap != proposed.cap:
        names = {"is": here.step(table.cap), "said": here.step(proposed.cap)}
        said.append(_("Never more than “%(is)s”; the template says “%(said)s”.") % names)
    if table.quota != proposed.quota:
        said.append(_("%(is)d a day; the template says %(said)d.") % {"is": table.quota, "said": proposed.quota})
    if table.max_age != proposed.max_age:
        days = {"is": table.max_age, "said": proposed.max_age}
        said.append(_("At most %(is)d days old; the template says %(said)d.") % days)
    return said
