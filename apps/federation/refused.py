"""What a table here refuses of a badge of another site: kept with its figures, told in words, asked again.

The badge itself is not kept, nor anything that stands in it but the space, the step, the topic and the day it says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.algorithms import conversion
from apps.algorithms.conversion import Answer, Shown
from apps.base.errors import NotNow
from apps.federation.brought import BroughtBadge
from apps.look.moments import day
from apps.look.numbers import number
from apps.recognitions.models import Recognition, TableVersion
from apps.recognitions.scales import side_of
from apps.recognitions.services.publishing import table_in_force
from apps.spaces.models import Space
from apps.trust.models import RuleRefusal
from apps.trust.refusing import Because, NotNowByRule, Told, register_refusal

BRING = "brought"
RULE = f"{conversion.NAME} {conversion.VERSION}"
SITE_A_DAY = conversion.MOST_A_DAY  # of one whole site, whatever its spaces and our tables say
Facts = Mapping[str, Any]


class Why(models.TextChoices):
    """As the published algorithm says no, and what comes before and after it."""

    NO_TABLE = "no_table"
    SITE_QUOTA = "site_quota"
    NO_TOPIC = conversion.Why.NO_TOPIC.value
    NO_ROW = conversion.Why.NO_ROW.value
    TOO_OLD = conversion.Why.TOO_OLD.value
    QUOTA = conversion.Why.QUOTA.value
    TOPIC_GONE = "topic_gone"


@dataclass(frozen=True, slots=True)
class Brought:
    """What a badge says, as the table reads it; `steps` are those of the scale there, the lowest first."""

    site: str
    space: str
    address: str  # of the space there
    topic: str
    level: str
    said_at: datetime
    steps: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """To be kept, and read back."""
        return {
            "site": self.site,
            "there": self.space,
            "address": self.address,
            "topic": self.topic,
            "level": self.level,
            "said_at": self.said_at.isoformat(),
            "steps": list(self.steps),
        }


def brought_of(facts: Facts) -> Brought:
    """The same, read back."""
    return Brought(
        site=facts["site"],
        space=facts["there"],
        address=facts["address"],
        topic=facts["topic"],
        level=facts["level"],
        said_at=datetime.fromisoformat(facts["said_at"]),
        steps=tuple(facts["steps"]),
    )


def read(space: Space, brought: Brought, now: datetime) -> tuple[Recognition, TableVersion, Answer]:
    """By the table that binds now, and the numbers of the day. Raises NotNowByRule."""
    rows = Recognition.objects.select_for_update(of=("self",)).select_related("to_space", "document")
    recognition = rows.filter(to_space=space, from_site=brought.site, from_slug=brought.space).first()
    table = table_in_force(recognition, now=now) if recognition else None
    meant = recognition.from_shown.get("address", brought.address) if recognition else ""
    if recognition is None or table is None or not table.rows or meant != brought.address:
        raise _no(Why.NO_TABLE, brought, recognition, None)
    today = BroughtBadge.objects.filter(given_on=now.date())
    if (used := today.filter(site=brought.site).count()) >= SITE_A_DAY:
        raise _no(Why.SITE_QUOTA, brought, recognition, table, used=used, quota=SITE_A_DAY)
    age, used = max(0, (now - brought.said_at).days), today.filter(recognition=recognition).count()
    answer = _answer(brought, recognition, table, age, used, now)
    if answer.why is not None:
        raise _no(Why(answer.why.value), brought, recognition, table, used=used, age=age)
    if answer.topic and not space.topics.filter(slug=answer.topic).exists():
        raise _no(Why.TOPIC_GONE, brought, recognition, table)
    return recognition, table, answer


def _answer(
    brought: Brought, recognition: Recognition, table: TableVersion, age: int, used: int, now: datetime
) -> Answer:
    shown = Shown(brought.level, brought.topic, earned=True, age=age)
    here = side_of(recognition.to_space, now=now).steps
    there = brought.steps or tuple(code for code, _here in table.terms().rows)
    return conversion.convert(table.terms(), shown, there=there, here=here, used_today=used)


def _no(
    why: Why, brought: Brought, recognition: Recognition | None, table: TableVersion | None, **figures: int
) -> NotNowByRule:
    facts: dict[str, Any] = {**brought.as_json(), **figures}
    if table is not None:
        facts |= {"table": table.version.number, "max_age": table.max_age}
        facts.setdefault("quota", table.quota)
    because = Because(BRING, why.value, facts, RULE, recognition.reference if recognition else "")
    return NotNowByRule(SENTENCES[why](facts), because)


SENTENCES: dict[Why, Callable[[Facts], str]] = {
    Why.NO_TABLE: lambda said: _("This space recognises nothing of “%(there)s” at %(site)s.") % said,
    Why.SITE_QUOTA: lambda said: _("%(site)s has reached the number of a day for a whole site. Tomorrow.") % said,
    Why.NO_TOPIC: lambda said: _("The table counts nothing for “%(topic)s”.") % {"topic": _topic(said)},
    Why.NO_ROW: lambda said: _("The table has no row for “%(level)s”.") % said,
    Why.TOO_OLD: lambda said: _("It was said more than %(max_age)d days ago: the table asks for a newer one.") % said,
    Why.QUOTA: lambda said: _("The number of a day is reached (%(quota)d). Ask again tomorrow.") % said,
    Why.TOPIC_GONE: lambda said: _("The table of this space names a topic that the space no longer has."),
}


def _topic(facts: Facts) -> str:
    return facts["topic"] or _("the whole space")


# --- told, and asked again -------------------------------------------------------------------------------------------


def register() -> None:
    """Called from `ready()`."""
    register_refusal(BRING, tell, ask_again, label=gettext_lazy("To let a badge of another site count"))


def tell(row: RuleRefusal) -> Told:
    """From which figures of that hour."""
    said, table = row.facts, reverse("recognitions:gateway", args=[row.about]) if row.about else ""
    inputs = [
        (_("Site"), said["site"], ""),
        (_("Space there"), said["there"], ""),
        (_("Level there"), said["level"], ""),
        (_("Topic there"), _topic(said), ""),
        (_("Said there on"), day(datetime.fromisoformat(said["said_at"])), ""),
    ]
    if "table" in said:
        inputs.append((_("Table, version"), number(said["table"]), table))
        inputs.append((_("Greatest age, in days"), number(said["max_age"]), ""))
    if "used" in said:
        inputs.append((_("Badges counted that day before"), f"{said['used']} / {said['quota']}", ""))
    rule = reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, conversion.NAME])
    return Told(SENTENCES[Why(row.why)](said), inputs, rule, reverse("federation:badges"))


def ask_again(row: RuleRefusal, named: Sequence[str], now: datetime) -> None:
    """What it says is read by the table in force; its site is asked when it is brought again."""
    try:
        read(row.space, brought_of(row.facts), now)
    except NotNowByRule as no:
        raise NotNow(_("By the table in force the answer is no again: %(why)s") % {"why": no.sentence}) from no
