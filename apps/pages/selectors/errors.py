"""How often the score of reviews is wrong, in words, with bounds, and on how many decisions that rests."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from apps.algorithms import error_rates, review_suspicion
from apps.algorithms.error_rates import AUDITS_MINIMUM, Part, Rate
from apps.look.numbers import number, percent
from apps.moderation.selectors.errors import Group, groups_of, together
from apps.scoring.serving import serving

COUNTED_FOR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One figure: its name, its sentence, and the same as numbers (None: too few decisions)."""

    name: str
    sentence: str
    share: float | None
    low: float | None
    high: float | None
    decided: int


@dataclass(frozen=True, slots=True)
class Errors:
    """The figures of the version of the score that serves, and of each group of reviews."""

    algorithm: str
    version: str
    counted_at: datetime
    lines: list[ErrorLine]
    groups: list[ErrorLine]
    counting_version: str

    @property
    def groups_said(self) -> list[ErrorLine]:
        """Those of which something can be said."""
        return [line for line in self.groups if line.share is not None]


def errors(*, now: datetime) -> Errors:
    """Counted at most once an hour; the page says when."""
    version = serving().version
    key = f"errors:{review_suspicion.NAME}:{version}:{error_rates.VERSION}"
    kept: tuple[datetime, list[Group]] | None = cache.get(key)
    if kept is None:
        kept = now, groups_of(review_suspicion.NAME, version)
        cache.set(key, kept, COUNTED_FOR)
    counted_at, groups = kept
    flagged, left = together(g.flagged for g in groups), together(g.left for g in groups)
    return Errors(
        review_suspicion.NAME,
        version,
        counted_at,
        _whole(flagged, left),
        [_group(group) for group in groups],
        error_rates.VERSION,
    )


def _whole(flagged: Part, left: Part) -> list[ErrorLine]:
    return [
        _line(
            _("Flags that were deserved"),
            _("Of the flagged reviews that a person decided"),
            error_rates.precision(flagged),
            flagged,
        ),
        _line(_("False alarms"), _("Of the honest reviews"), error_rates.false_alarms(flagged, left), flagged, left),
        _line(_("Missed"), _("Of the unacceptable reviews"), error_rates.missed(flagged, left), flagged, left),
    ]


def _group(group: Group) -> ErrorLine:
    """False alarms alone: this is where one kind of author would be treated worse than another."""
    stars, author, size = group.name.split("/")
    words = {
        "stars": _("Unfavourable") if stars == "low" else _("Middling or favourable"),
        "author": _("a first review") if author == "first" else _("by somebody who has written before"),
        "size": _("in a large space") if size == "large" else _("in a small space"),
    }
    rate = error_rates.false_alarms(group.flagged, group.left)
    of = _("Of the honest reviews of this kind")
    return _line(_("%(stars)s, %(author)s, %(size)s") % words, of, rate, group.flagged, group.left)


def _line(name: str, of: str, rate: Rate | None, *parts: Part) -> ErrorLine:
    decided = sum(part.audited for part in parts)
    if rate is None:
        return ErrorLine(name, _too_few(*parts), None, None, None, decided)
    words = {
        "of": of,
        "share": percent(rate.share, 1),
        "low": percent(rate.low, 1),
        "high": percent(rate.high, 1),
        "n": number(rate.audits),
    }
    said = _("%(of)s: %(share)s, and with 95 chances in 100 between %(low)s and %(high)s. Decisions: %(n)s.") % words
    return ErrorLine(name, said, rate.share, rate.low, rate.high, decided)


def _too_few(*parts: Part) -> str:
    words = {"n": number(AUDITS_MINIMUM), "counts": " + ".join(number(part.audited) for part in parts)}
    if len(parts) == 1:
        return _("Cannot be said yet: %(counts)s decided, at least %(n)s are needed.") % words
    return _("Cannot be said yet: flagged + drawn, %(counts)s decided; at least %(n)s of each are needed.") % words
