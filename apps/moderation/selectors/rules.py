"""Changes of rule as the desk and the public read them: what, who by, what the trial says, where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.algorithms.conformal import GROUPS
from apps.algorithms.error_rates import AUDITS_MINIMUM
from apps.algorithms.review_suspicion import LABELS
from apps.look.numbers import decimal, number, percent
from apps.moderation.services.trials import Figures
from apps.posts.models import LANGUAGES as SPOKEN
from apps.posts.models import Review
from apps.posts.selectors import path_of
from apps.scoring.changes import SWITCHED
from apps.scoring.models import LearnedModel, RuleChange
from apps.scoring.releases import releases
from apps.scoring.serving import serving
from apps.scoring.states import ChangeKind, ChangeState
from apps.spaces.models import Space

LISTED = 50
LANGUAGES = dict(SPOKEN)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change, in a list."""

    reference: str
    url: str
    title: str
    state: str
    code: str
    asked_by: str
    seconded_by: str
    tried_at: datetime
    settled_at: datetime | None
    ended_at: datetime | None
    digest: str


@dataclass(frozen=True, slots=True)
class Split:
    """One line of a table: reviews, and how many are and would be flagged."""

    name: str
    reviews: int
    now: int
    then: int


@dataclass(frozen=True, slots=True)
class Example:
    """One review that would be, or is, flagged."""

    title: str
    path: str
    stars: int | None
    space: str
    change: str
    total: float
    threshold: float


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A change and its trial."""

    line: ChangeLine
    since: datetime
    until: datetime
    on_version: str
    sentences: list[str]
    splits: list[tuple[str, list[Split]]]
    examples: list[Example]
    reason: str
    reason_digest: str
    expires_at: datetime
    blocked_for: list[str]
    may_propose: bool
    may_answer: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be tried."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    """What serves, what can be tried, and everything that ever was."""

    version: str
    wordings: list[str]
    in_force: list[ChangeLine]
    changes: list[ChangeLine]
    groups: list[Choice]
    codes: list[Choice]
    blocked: list[Choice]
    waiting: list[Choice]


def rules_page() -> RulesPage:
    """The list of the desk."""
    people = ("proposer", "seconder")
    rows = RuleChange.objects.select_related(*people).order_by("-tried_at", "-pk")
    current = serving()
    return RulesPage(
        version=current.version,
        wordings=[wording_words(told.language, told.version) for told in releases("site_wording") if told.is_serving],
        in_force=[_line(row) for row in rows.in_force()],
        changes=[_line(row) for row in rows[:LISTED]],
        groups=[Choice(name, group_words(name)) for name in GROUPS],
        codes=[Choice(code, _code_words(code)) for code in SWITCHED],
        blocked=[Choice(version, wording_words(language, version)) for language, version in _unused(blocked=True)],
        waiting=[Choice(version, wording_words(language, version)) for language, version in _unused(blocked=False)],
    )


def _unused(*, blocked: bool) -> Iterable[tuple[str, str]]:
    rows = LearnedModel.objects.filter(canary__blocks=blocked, is_serving=False, released_at=None)
    return rows.order_by("-trained_at").values_list("language", "version")[:10]


def wording_words(language: str, version: str) -> str:
    """Learnt weights by their version, and a wording by its language too."""
    words = {"language": LANGUAGES.get(language, language), "version": version}
    return _("Wording in %(language)s %(version)s") % words if language else version


CHANGES_OF = {  # those that the page of each algorithm tells
    "review_suspicion": Q(),
    "learned_suspicion": Q(kind=ChangeKind.RELEASE) & ~Q(parameters__has_key="wording"),
    "site_wording": Q(kind=ChangeKind.RELEASE, parameters__has_key="wording"),
    "conformal": Q(kind=ChangeKind.THRESHOLDS),
}


def history(algorithm: str) -> list[ChangeLine]:
    """What two people ever enabled, newest first: for the algorithm's public page."""
    rows = RuleChange.objects.filter(CHANGES_OF[algorithm], state__in=[ChangeState.ENABLED, ChangeState.REPLACED])
    return [_line(row) for row in rows.select_related("proposer", "seconder").order_by("-settled_at", "-pk")]


def change_page(change: RuleChange, account_id: int, *, now: datetime) -> ChangePage:
    """One change, for a person at the desk."""
    figures: Figures = change.replay
    mine, open_ = change.proposer.account_id == account_id, change.expires_at > now
    return ChangePage(
        line=_line(change),
        since=datetime.fromisoformat(figures["since"]),
        until=datetime.fromisoformat(figures["until"]),
        on_version=change.on_version,
        sentences=_sentences(figures),
        splits=_splits(figures),
        examples=_examples(figures["examples"]),
        reason=change.reason,
        reason_digest=change.reason_digest,
        expires_at=change.expires_at,
        blocked_for=_blocked_for(change),
        may_propose=mine and open_ and change.state == ChangeState.TRIED,
        may_answer=not mine and open_ and change.state == ChangeState.PROPOSED,
        may_withdraw=mine and open_ and change.state == ChangeState.PROPOSED,
    )


def _line(change: RuleChange) -> ChangeLine:
    return ChangeLine(
        reference=change.reference,
        url=reverse("moderation:rule", args=[change.reference]),
        title=title_of(change),
        state=str(ChangeState(change.state).label),
        code=change.state,
        asked_by=change.proposer.public_name,
        seconded_by=change.seconder.public_name if change.seconder else "",
        tried_at=change.tried_at,
        settled_at=change.settled_at,
        ended_at=change.ended_at,
        digest=change.digest,
    )


def title_of(change: RuleChange) -> str:
    """What would be different, in a sentence."""
    told: dict[str, Any] = change.parameters
    if change.kind == ChangeKind.RELEASE and "wording" in told:
        words = {"language": LANGUAGES[told["wording"]], "version": told["model"]}
        return _("Release the blocked wording in %(language)s %(version)s") % words
    if change.kind == ChangeKind.RELEASE:
        return _("Release the blocked weights %(version)s") % {"version": told["model"]}
    if change.kind == ChangeKind.PATTERN:
        words = {"reason": _code_words(told["code"])}
        return (_("Count “%(reason)s” again") if told["on"] else _("Count “%(reason)s” no more")) % words
    if not told["limits"]:
        return _("Back to the published thresholds")
    limits = [_limit(name, limit) for name, limit in told["limits"].items()]
    if len(limits) == len(GROUPS) and len(set(told["limits"].values())) == 1:
        return _("Threshold of all reviews: %(limit)s") % {"limit": decimal(next(iter(told["limits"].values())), 1)}
    return _("Thresholds: %(limits)s") % {"limits": " · ".join(limits)}


def _limit(name: str, limit: float) -> str:
    return _("%(group)s %(limit)s") % {"group": group_words(name), "limit": decimal(limit, 1)}


def group_words(name: str) -> str:
    """A group of reviews that has a threshold of its own."""
    stars, author, size = name.split("/")
    words = {
        "stars": _("unfavourable") if stars == "low" else _("middling or favourable"),
        "author": _("first review") if author == "first" else _("has written before"),
        "size": _("large space") if size == "large" else _("small space"),
    }
    return _("%(stars)s, %(author)s, %(size)s") % words


def _code_words(code: str) -> str:
    language = (get_language() or "fr")[:2]
    return LABELS[language if language in LABELS else "en"].get(code, code)


def _blocked_for(change: RuleChange) -> list[str]:
    if change.kind != ChangeKind.RELEASE:
        return []
    model = LearnedModel.objects.filter(version=change.parameters["model"]).first()
    drifts = model.canary.get("drifts", []) if model is not None else []
    return [_drift(drift) for drift in drifts if drift["blocks"]]


def _drift(drift: dict[str, Any]) -> str:
    name = drift["group"]
    words = {
        "group": group_words(name) if "/" in name else _("unfavourable"),
        "after": number(drift["after"]),
        "before": number(drift["before"]),
        "n": number(drift["reviews"]),
    }
    return _("%(group)s: %(after)s of %(n)s genuine reviews flagged, %(before)s today") % words


# --- the trial in words --------------------------------------------------------------------------------------------


def _sentences(figures: Figures) -> list[str]:
    reviews = figures["reviews"]
    looked = ngettext("%(n)s review was scored again.", "%(n)s reviews were scored again.", reviews)
    hits = {"now": number(figures["now"]), "then": number(figures["then"])}
    moved = {"added": number(figures["added"]["reviews"]), "removed": number(figures["removed"]["reviews"])}
    return [
        looked % {"n": number(reviews)},
        _("Flagged today: %(now)s. Flagged with the change: %(then)s.") % hits,
        _("New flags: %(added)s. Flags that go: %(removed)s.") % moved,
        _precision(_("Deserved today"), figures["precision_now"], figures["kept"], figures["removed"]),
        _precision(_("Deserved with the change"), figures["precision_then"], figures["kept"], figures["added"]),
    ]


def _precision(name: str, rate: Figures | None, *parts: Figures) -> str:
    judged = sum(part["judged"] for part in parts)
    if rate is None:
        words = {"name": name, "n": number(judged), "least": number(AUDITS_MINIMUM)}
        return _("%(name)s: cannot be said, %(n)s judged; at least %(least)s of each part are needed.") % words
    bounds = {key: percent(rate[key]) for key in ("share", "low", "high")}
    return _("%(name)s: %(share)s, between %(low)s and %(high)s, from %(n)s judged.") % {
        "name": name,
        "n": number(judged),
        **bounds,
    }


def _splits(figures: Figures) -> list[tuple[str, list[Split]]]:
    spaces = {space.slug: space.name for space in Space.objects.filter(slug__in=[s["of"] for s in figures["space"]])}
    languages = {"fr": _("French"), "en": _("English")}
    return [
        (_("Stars"), [_row(line, _stars(line["of"])) for line in figures["stars"]]),
        (_("Language"), [_row(line, languages.get(line["of"], line["of"])) for line in figures["language"]]),
        (_("Space"), [_row(line, spaces.get(line["of"], line["of"])) for line in figures["space"]]),
    ]


def _stars(told: str) -> str:
    if not told:
        return _("without stars")
    return ngettext("%(n)s star", "%(n)s stars", int(told)) % {"n": told}


def _row(line: Figures, name: str) -> Split:
    return Split(name, line["reviews"], line["now"], line["then"])


def _examples(rows: list[Figures]) -> list[Example]:
    """Those still in their place; the row of the change holds numbers and references only."""
    known = Review.objects.filter(reference__in=[row["review"] for row in rows]).select_related("space", "subject")
    found = {review.reference: review for review in known}
    return [_example(found[row["review"]], row) for row in rows if row["review"] in found]


def _example(review: Review, row: Figures) -> Example:
    if row["now"] == row["then"]:
        change = _("stays flagged")
    else:
        change = _("newly flagged") if row["then"] else _("no longer flagged")
    return Example(
        title=review.title or review.subject.name,
        path=path_of(review),
        stars=review.stars,
        space=review.space.name,
        change=change,
        total=row["total"],
        threshold=row["threshold"],
    )
