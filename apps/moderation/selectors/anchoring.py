"""What readers say before and after they see a score, and whether two of them say the same: counted, with bounds.

Shown on the page of checks by `moderation/anchoring.html`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.algorithms import double_reading
from apps.algorithms.double_reading import READINGS_MINIMUM, Figure, Share
from apps.look.numbers import decimal, number, percent, signed
from apps.moderation.models import Audit, Decision, FirstOpinion, Reading
from apps.moderation.services.audits import ONE_IN, READERS
from apps.moderation.services.teaching import OPINIONS, verdict_of
from apps.moderation.states import Instance, Shown, Stratum, Verdict


@dataclass(frozen=True, slots=True)
class ReadingFigure:
    """One figure: its name, its sentence, and the same as numbers (None: cannot be said yet)."""

    name: str
    sentence: str
    counted: int
    alike: int = 0  # of those counted, how many said the same
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DrawnSide:
    """One side of the draw: how many were drawn, and what became of them."""

    name: str
    one_in: int
    drawn: int
    read: int  # by two who agree, or by three
    found: int  # fake
    unsure: int
    lapsed: int


@dataclass(frozen=True, slots=True)
class ReadersView:
    """What is published about those who read."""

    blind_one_in: int
    anchoring: list[ReadingFigure]
    drawn: list[DrawnSide]
    agreement: ReadingFigure
    thirds: int  # audits for which a third reader was asked


def readers() -> ReadersView:
    """All of it, counted anew."""
    return ReadersView(settings.DESK_BLIND_ONE_IN, anchoring(), drawn(), agreement(), _thirds())


def anchoring() -> list[ReadingFigure]:
    """How often opinions and decisions say what the score says: before it is seen, after, and from the start."""
    rows = Decision.objects.standing().filter(instance=Instance.FIRST).exclude(score_asked=None)
    after = rows.filter(score_shown=Shown.AFTER)
    first, then, from_the_start = _opinions(after), _decisions(after), _decisions(rows.filter(score_shown=Shown.OPEN))
    shares = [_share(first), _share(then), _share(from_the_start)]
    names = (
        _("First opinions, before the score was seen"),
        _("Decisions on the same cases, after it was seen"),
        _("Decisions on the other cases, where it was there from the start"),
    )
    counted = zip(names, (first, then, from_the_start), shares, strict=True)
    lines = [_share_line(name, said, share) for name, said, share in counted]
    return [*lines, _difference(double_reading.difference(shares[2], shares[0]), first, from_the_start)]


Said = list[tuple[bool, bool]]  # what a person said, what the score said


def _opinions(decisions: QuerySet[Decision]) -> Said:
    asked = {(row.case_id, row.decided_by_id): bool(row.score_asked) for row in decisions}
    given = FirstOpinion.objects.filter(case__in=[case for case, _reader in asked], verdict__in=OPINIONS)
    return [
        (OPINIONS[Verdict(opinion.verdict)], asked[opinion.case_id, opinion.reader_id])
        for opinion in given
        if (opinion.case_id, opinion.reader_id) in asked
    ]


def _decisions(decisions: QuerySet[Decision]) -> Said:
    return [(fake, bool(row.score_asked)) for row in decisions if (fake := verdict_of(row)) is not None]


def _share(said: Said) -> Share | None:
    return double_reading.share(sum(person == score for person, score in said), len(said))


def _share_line(name: str, said: Said, share: Share | None) -> ReadingFigure:
    alike = sum(person == score for person, score in said)
    if share is None:
        return ReadingFigure(name, _too_few(len(said)), len(said), alike)
    words = {"hits": number(share.hits), "of": number(share.of), **_bounds(share.share, share.low, share.high)}
    sentence = _("%(hits)s of %(of)s say what the score says: %(value)s, between %(low)s and %(high)s.") % words
    return ReadingFigure(name, sentence, share.of, alike, share.share, share.low, share.high)


def _difference(figure: Figure | None, first: Said, open_ones: Said) -> ReadingFigure:
    name = _("What the sight of the score adds")
    if figure is None:
        return ReadingFigure(name, _too_few(min(len(first), len(open_ones))), min(len(first), len(open_ones)))
    points = {"value": signed(100 * figure.value, 0), "low": signed(100 * figure.low, 0)}
    words = {**points, "high": signed(100 * figure.high, 0)}
    if figure.low > 0:
        sentence = (
            _("%(value)s points, between %(low)s and %(high)s: seeing the score changes what is decided.") % words
        )
    else:
        sentence = _("%(value)s points, between %(low)s and %(high)s: not told apart from nothing.") % words
    return ReadingFigure(name, sentence, figure.readings, 0, figure.value, figure.low, figure.high)


def _bounds(value: float, low: float, high: float) -> dict[str, str]:
    return {"value": percent(value), "low": percent(low), "high": percent(high)}


def _too_few(counted: int) -> str:
    words = {"n": number(counted), "least": number(READINGS_MINIMUM)}
    return _("Cannot be said yet: %(n)s counted, at least %(least)s are needed.") % words


def agreement() -> ReadingFigure:
    """How two readers of the same review agree, more than chance would make them."""
    return agreement_of(_("Agreement of two readers"), pairs())


def agreement_of(name: str, found: Sequence[tuple[str, str]]) -> ReadingFigure:
    """The same of any pairs of opinions given without sight of each other."""
    figure = double_reading.kappa(found)
    agreed = sum(first == second for first, second in found)
    if figure is None:
        return ReadingFigure(name, _too_few(len(found)), len(found), agreed)
    bounds = {"value": decimal(figure.value, 2), "low": decimal(figure.low, 2), "high": decimal(figure.high, 2)}
    words = {**bounds, "agreed": number(agreed), "n": number(len(found))}
    sentence = _("Kappa %(value)s, between %(low)s and %(high)s: %(agreed)s of %(n)s pairs said the same.") % words
    return ReadingFigure(name, sentence, figure.readings, agreed, figure.value, figure.low, figure.high)


def pairs() -> list[tuple[str, str]]:
    """The two first opinions about each audit, in the order in which they were given."""
    given: dict[int, list[str]] = {}
    rows = Reading.objects.exclude(verdict="").order_by("given_at", "pk").values_list("audit", "verdict")
    for audit, verdict in rows:
        given.setdefault(audit, []).append(verdict)
    return [(verdicts[0], verdicts[1]) for verdicts in given.values() if len(verdicts) >= READERS]


def drawn() -> list[DrawnSide]:
    """Each side of the draw."""
    return [_side(stratum) for stratum in Stratum]


def _side(stratum: Stratum) -> DrawnSide:
    rows = Audit.objects.filter(stratum=stratum).values_list("finding", "lapsed_at")
    found = Counter(finding for finding, _lapsed in rows)
    return DrawnSide(
        name=str(stratum.label),
        one_in=ONE_IN[stratum],
        drawn=len(rows),
        read=len(rows) - found[""],
        found=found[Verdict.FAKE],
        unsure=found[Verdict.CANNOT_TELL],
        lapsed=sum(lapsed is not None for _finding, lapsed in rows),
    )


def _thirds() -> int:
    return Reading.objects.exclude(verdict="").filter(seat__gt=READERS).count()
