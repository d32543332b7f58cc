"""What the queue can be narrowed by. A filter is an address: it can be kept by name, and handed to somebody else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.moderation.desk_models import SavedFilter, SecondReading
from apps.moderation.models import Audit, Case, CaseQuerySet, Report
from apps.moderation.rules import RULE_OF, RuleCode
from apps.moderation.selectors.lists import Option
from apps.moderation.states import CaseState, Instance, ItemKind, OpenedBy
from apps.people.models import Account
from apps.posts.models import Post, Review
from apps.spaces.models import Mandate, Space
from apps.spaces.permissions import covered_spaces

SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is none of the choices counts for nothing."""

    space: str = ""
    reason: str = ""
    kind: str = ""
    opened: str = ""
    age: str = ""
    language: str = ""
    state: str = ""
    author: str = ""  # the number of a case: whatever else its author has open in its space

    @property
    def query(self) -> str:
        """As it stands in an address, with its question mark; empty for the whole queue."""
        said = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(said)}" if said else ""

    @property
    def tells_why(self) -> bool:
        """Whether a line under this filter tells why it is here."""
        return bool(self.reason or self.opened or self.state)


def wanted(query: Mapping[str, str], held: list[Mandate]) -> Wanted:
    """The filter asked for, of the choices there are."""
    if not any(query.get(name) for name in NAMES):
        return Wanted()
    choices = _choices(held)
    given = {name: query.get(name, "") for name in choices}
    known = {n: v if v in {value for value, _w in choices[n]} else "" for n, v in given.items()}
    return Wanted(**known, author=_number_of_case(query.get("author", "")))


def _number_of_case(said: str) -> str:
    return said if len(said) < 25 and said.replace("-", "").isalnum() and said.isascii() else ""


Words = list[tuple[str, str]]
NAMES = tuple(field.name for field in fields(Wanted))


def _choices(held: list[Mandate]) -> dict[str, Words]:
    return {
        "space": [(space.slug, space.name) for space in spaces_of(held)],
        "reason": [(str(rule.value), f"{rule.value}. {rule.label}") for rule in RuleCode],
        "kind": [(kind.value, str(kind.label)) for kind in ItemKind],
        "opened": [(by.value, str(by.label)) for by in OpenedBy],
        "age": [("late", _("past its deadline")), ("soon", _("due within 24 h")), ("day", _("waiting over 24 h"))],
        "language": [(code, str(name)) for code, name in settings.LANGUAGES],
        "state": [
            ("free", _("free")),
            ("held", _("in somebody's hands")),
            ("appeal", _("under appeal")),
            ("second", _("second opinion asked")),
        ],
    }


def spaces_of(held: list[Mandate]) -> list[Space]:
    """The spaces these mandates cover."""
    if all(mandate.space is not None for mandate in held):
        return [mandate.space for mandate in held if mandate.space is not None]
    spaces = covered_spaces(held)
    found = Space.objects.all() if spaces is None else Space.objects.filter(pk__in=spaces)
    return list(found.order_by("slug"))


@dataclass(frozen=True, slots=True)
class Menu:
    """One list to choose from."""

    name: str
    label: str
    choices: list[Option]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is chosen, what could be, and what this person keeps."""

    query: str
    words: str  # what is chosen, in one line; empty for the whole queue
    menus: list[Menu]
    saved: list[tuple[int, str, str]]  # number, name, address after the desk's


def filter_of(account: Account, asked: Wanted, held: list[Mandate]) -> Filter:
    """Everything the filter of the queue shows."""
    names = _names()
    menus = [
        Menu(name, names[name], [Option(value, word, value == getattr(asked, name)) for value, word in words])
        for name, words in _choices(held).items()
        if len(words) > 1
    ]
    chosen = [choice.word for menu in menus for choice in menu.choices if choice.chosen]
    if asked.author:
        chosen.append(_("by the author of case %(case)s") % {"case": asked.author})
    saved = [(row.pk, row.name, row.query) for row in SavedFilter.objects.filter(account=account).order_by("name")]
    return Filter(asked.query, " · ".join(chosen), menus, saved)


def _names() -> dict[str, str]:
    return {
        "space": _("Space"),
        "reason": _("Rule"),
        "kind": _("Kind"),
        "opened": _("Opened by"),
        "age": _("Time"),
        "language": _("Language"),
        "state": _("State"),
    }


def narrowed(cases: CaseQuerySet, asked: Wanted, *, now: datetime) -> CaseQuerySet:
    """The cases that answer to this filter."""
    if asked.space:
        cases = cases.filter(space__slug=asked.space)
    if asked.reason:
        grounds = [ground for ground, rule in RULE_OF.items() if rule == int(asked.reason)]
        alleged = Report.objects.filter(ground__in=grounds).values("case")
        cases = cases.filter(Q(rule=int(asked.reason)) | Q(pk__in=alleged))
    if asked.kind:
        cases = cases.filter(item_kind=asked.kind)
    if asked.opened:
        cases = cases.filter(opened_by=asked.opened)
    if asked.language:
        cases = cases.filter(item__in=_written_in(asked.language))
    if asked.author:
        cases = cases.filter(**_by_author(asked.author))
    return _in_state(_of_age(cases, asked.age, now), asked.state, now)


def _by_author(reference: str) -> dict[str, Any]:
    """The author of a case, in the space of that case and nowhere else."""
    found = Case.objects.filter(reference=reference, author__isnull=False).values("author", "space").first()
    return dict(found) if found is not None else {"pk": None}


def _of_age(cases: CaseQuerySet, age: str, now: datetime) -> CaseQuerySet:
    if age == "late":
        return cases.filter(decide_before__lt=now)
    if age == "soon":
        return cases.filter(decide_before__lte=now + SOON)
    return cases.filter(opened_at__lt=now - SOON) if age == "day" else cases


def _in_state(cases: CaseQuerySet, state: str, now: datetime) -> CaseQuerySet:
    if state == "free":
        return cases.exclude(state=CaseState.CLAIMED)
    if state == "held":
        return cases.filter(state=CaseState.CLAIMED)
    if state == "appeal":
        return cases.exclude(instance=Instance.FIRST)
    asked = SecondReading.objects.filter(read_at=None, read_before__gt=now)
    return cases.filter(pk__in=asked.values("case")) if state == "second" else cases


def _written_in(language: str) -> QuerySet[Review, str]:
    reviews = Review.objects.filter(language=language).values_list("reference", flat=True)
    return reviews.union(Post.objects.filter(language=language).values_list("reference", flat=True))


def narrowed_audits(audits: QuerySet[Audit], asked: Wanted, *, now: datetime) -> QuerySet[Audit]:
    """What was drawn looks like any review to read first: a filter that tells why a case is here names none of it."""
    if asked.tells_why or asked.kind not in {"", ItemKind.REVIEW}:
        return audits.none()
    if asked.space:
        audits = audits.filter(space__slug=asked.space)
    if asked.language:
        audits = audits.filter(item__in=Review.objects.filter(language=asked.language).values("reference"))
    if asked.author:
        audits = audits.filter(**_by_author(asked.author))
    if asked.age == "day":
        return audits.filter(drawn_at__lt=now - SOON)
    return (
        audits.filter(read_before__lte=now + (SOON if asked.age == "soon" else timedelta(0))) if asked.age else audits
    )
