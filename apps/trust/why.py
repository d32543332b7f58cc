"""Why somebody has a status: what went in, by which published rule, how sure it is, what would change it.

Who counts is never named: how many, since when, and on which public items.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.algorithms import earned_status
from apps.base.errors import NotFound
from apps.look.numbers import decimal, number
from apps.posts.models import Post, Review
from apps.posts.selectors import path_of
from apps.posts.states import ItemState
from apps.spaces.permissions import Visitor, check_can_read
from apps.trust.grounds import grounds_of
from apps.trust.models import Basis, Explained, Feedback, GrantedStatus
from apps.trust.scale_page import algorithm_url, measured
from apps.trust.scales import scale_of
from apps.trust.standings import Standing, explained_standing
from apps.trust.statuses import StatusView, marks_of, status_in, words_in
from apps.trust.told import word_of

ITEMS = 10
LOOK_AHEAD = 730


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went in; `path` is empty where there is nothing to read."""

    label: str
    value: str
    path: str


@dataclass(frozen=True, slots=True)
class Why:
    """One status, explained."""

    reference: str
    pseudonym: str
    space: str
    space_name: str
    topic_name: str
    level: str
    label: str
    basis: str
    basis_words: str
    since: datetime | None
    until: datetime | None
    sentence: str
    grounds: str
    inputs: tuple[Input, ...]
    figure: str
    measured: str
    would_change: tuple[str, ...]
    rule: str
    rule_url: str
    scale_version: str
    scale_url: str
    mine: bool
    url: str


def why_of(reference: str, visitor: Visitor, *, now: datetime) -> Why:
    """For anybody where the status is public; one's own always. Raises NotFound."""
    row: Explained | GrantedStatus | None = Explained.objects.filter(reference=reference).select_related(*_WITH).first()
    row = row or GrantedStatus.objects.filter(reference=reference).select_related(*_WITH).first()
    if row is None:
        raise _nothing()
    mine = visitor.is_authenticated and row.persona.account_id == visitor.pk
    if not mine:
        check_can_read(visitor, row.space, now=now)
    found = _earned(row, mine, now) if isinstance(row, Explained) else _granted(row, mine, now)
    if not found.level and not mine:
        raise _nothing()
    return found


_WITH = ("persona", "space__operator", "topic")


def _nothing() -> NotFound:
    return NotFound(_("Nothing is explained here: there is no such status, or it is over."))


def _earned(row: Explained, mine: bool, now: datetime) -> Why:
    said = words_in(row.persona, row.space, row.topic)
    view = status_in(row.persona, row.space, row.topic, now, own=mine) if said else None
    status = view.status if view else earned_status.earned([], now.timestamp())
    scale = scale_of(row.space, now)
    figures = {"figure": decimal(status.cautious, 2), "expected": decimal(status.expected, 2)}
    return Why(
        **_common(row, now, mine),
        level=status.level or "",
        label=scale.name(status.level) if status.level else "",
        basis=Basis.EARNED.value,
        basis_words=str(Basis.EARNED.label),
        since=view.since if view else None,
        until=None,
        sentence=view.sentence if view else _("Nothing earned here for the moment."),
        grounds=_("By your own activity here, as the words of other members say.")
        if mine
        else _("By their own activity here, as the words of other members say."),
        inputs=tuple(_inputs(said, status, mine)),
        figure=_(
            "Cautious figure %(figure)s, between 0 and 1: what one may count on after so many words. It is read for "
            "the steps of the scale and for nothing else, and is nobody’s grade."
        )
        % figures,
        measured=measured(),
        would_change=tuple(_changes(row, view, said, now)),
        rule=f"{earned_status.NAME} {earned_status.VERSION}",
        rule_url=algorithm_url(),
    )


def _granted(row: GrantedStatus, mine: bool, now: datetime) -> Why:
    standing = explained_standing(row, now)
    if standing is None and not mine:
        raise _nothing()
    told = grounds_of(row.basis, row.because)
    level = standing.level if standing else ""
    return Why(
        **_common(row, now, mine),
        level=level,
        label=scale_of(row.space, now).name(level or row.level),
        basis=row.basis,
        basis_words=str(Basis(row.basis).label),
        since=row.since,
        until=standing.until if standing else row.until,
        sentence=standing.sentence if standing else _not_now(row, now),
        grounds=told.sentence if told else "",
        inputs=tuple(Input(*given) for given in told.inputs) if told else (),
        figure="",
        measured="",
        would_change=tuple(_ends(standing)),
        rule=told.rule if told else row.rule,
        rule_url="",
    )


def _not_now(row: GrantedStatus, now: datetime) -> str:
    if row.ended_at is None and row.until > now:
        return _("It does not count at the moment: what it rests on does not hold.")
    return _("It is over since %(day)s.") % {"day": date_format(row.ended_at or row.until)}


def _common(row: Explained | GrantedStatus, now: datetime, mine: bool) -> dict[str, Any]:
    scale = scale_of(row.space, now)
    return {
        "reference": row.reference,
        "pseudonym": row.persona.pseudonym,
        "space": row.space.slug,
        "space_name": row.space.name,
        "topic_name": row.topic.name if row.topic else "",
        "scale_version": scale.version,
        "scale_url": reverse("trust:scale", args=[row.space.slug]),
        "mine": mine,
        "url": reverse("trust:why", args=[row.reference]),
    }


def _inputs(said: Sequence[Feedback], status: earned_status.Earned, mine: bool) -> list[Input]:
    if not said:
        return []
    givers = (
        _("Different members with a status who spoke for you in a year")
        if mine
        else _("Different members with a status who spoke for them in a year")
    )
    first, last = min(row.at for row in said), max(row.at for row in said)
    inputs = [
        Input(_("Words received"), number(len(said)), ""),
        Input(_("For, as they count today"), decimal(status.in_favour), ""),
        Input(_("Against, as they count today"), decimal(status.against), ""),
        Input(givers, number(status.givers), ""),
        Input(_("From the first word to the last"), f"{date_format(first)} – {date_format(last)}", ""),
    ]
    if status.marked:
        inputs.append(Input(_("Besides, against, for referrals that went wrong"), decimal(status.marked, 2), ""))
    return [*inputs, *_items(said)]


def _items(said: Sequence[Feedback]) -> list[Input]:
    """What the words were about, latest first: only what anybody may read."""
    about = list(dict.fromkeys(row.item for row in sorted(said, key=lambda row: row.at, reverse=True)))
    published = {"reference__in": about, "state": ItemState.PUBLISHED}
    posts = {post.reference: post for post in Post.objects.filter(**published).select_related("thread__space")}
    reviews = {one.reference: one for one in Review.objects.filter(**published).select_related("space", "subject")}
    known = [(reference, posts.get(reference) or reviews.get(reference)) for reference in about]
    return [
        Input(_("One of these words was about this"), date_format(item.published_at), path_of(item))
        for _ref, item in known
        if item
    ][:ITEMS]


def _changes(row: Explained, view: StatusView | None, said: Sequence[Feedback], now: datetime) -> list[str]:
    if view is None:
        return []
    lines = [view.next_sentence] if view.next_sentence else []
    ends = _holds_until(row, said, now) if view.level else None
    if ends is not None:
        lines.append(_("Without another word it falls by a step around %(day)s.") % {"day": date_format(ends)})
    return [*lines, _("A word that is taken back no longer counts, from the same moment.")]


def _holds_until(row: Explained, said: Sequence[Feedback], now: datetime) -> datetime | None:
    """The first day, in steps of ten, on which the level of today is no longer held."""
    scale, marks = scale_of(row.space, now), marks_of(row.persona, row.space)
    counted = earned_status.tally(word_of(one) for one in said)
    rank = {level.code: n for n, level in enumerate(scale.steps, 1)}

    def held(at: datetime) -> int:
        return rank.get(counted.earned(at.timestamp(), scale.steps, marks).level or "", 0)

    today = held(now)
    later = (now + timedelta(days=days) for days in range(10, LOOK_AHEAD, 10))
    return next((at.astimezone(UTC) for at in later if held(at) < today), None)


def _ends(standing: Standing | None) -> list[str]:
    if standing is None or standing.until is None:
        return []
    return [
        _("It ends by itself on %(day)s, or when it is earned here.") % {"day": date_format(standing.until)},
        _("Of several statuses the highest counts; they are never added up."),
    ]
