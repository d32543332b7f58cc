"""How one is recognised in a space, for somebody who comes for the first time; and for a program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import earned_status
from apps.documents.changes import Difference, difference
from apps.spaces.models import Space
from apps.trust.models import ScaleVersion
from apps.trust.scale_words import bound, needs, wont
from apps.trust.scales import ScaleLevel, scale_from, scale_of


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """A step of the scale, in words and in figures."""

    code: str
    name: str
    meaning: str
    needs: str
    at_least: float
    givers: int


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """One version: when it was announced, and from when it binds."""

    number: int
    announced_at: datetime
    effective_at: datetime
    in_force: bool
    steps: tuple[ScaleStep, ...]
    changed: Difference | None


@dataclass(frozen=True, slots=True)
class ScalePage:
    """The steps in force, what they do not do, and every version."""

    space: str
    space_name: str
    version: str
    steps: tuple[ScaleStep, ...]
    referred: str  # the code of the step that two members who vouch give
    wont: tuple[str, ...]
    bound: str
    measured: str
    algorithm: str
    algorithm_version: str
    algorithm_url: str
    versions: tuple[ScaleLine, ...]
    url: str


def scale_page(space: Space, *, now: datetime) -> ScalePage:
    """Everything on `/s/<space>/statuses/` that needs no floor above."""
    scale = scale_of(space, now)
    return ScalePage(
        space=space.slug,
        space_name=space.name,
        version=scale.version,
        steps=_steps(scale.levels),
        referred=scale.given_by_referral.code,
        wont=tuple(wont()),
        bound=bound(scale.levels),
        measured=measured(),
        algorithm=earned_status.NAME,
        algorithm_version=earned_status.VERSION,
        algorithm_url=algorithm_url(),
        versions=tuple(_versions(space, scale.version)),
        url=reverse("trust:scale", args=[space.slug]),
    )


def algorithm_url() -> str:
    """Where the algorithm is explained."""
    return reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "earned-status"])


def measured() -> str:
    """How far the figure is to be trusted itself."""
    return _(
        "Measured on a market of strangers, forward in time: sums of this kind put a favourable word before an "
        "unfavourable one in 91 of 100 pairs. So in 9 of 100 they are wrong."
    )


def _steps(levels: Sequence[ScaleLevel]) -> tuple[ScaleStep, ...]:
    return tuple(
        ScaleStep(level.code, level.name, level.meaning, needs(level), level.at_least, level.givers) for level in levels
    )


def _versions(space: Space, in_force: str) -> list[ScaleLine]:
    rows = list(ScaleVersion.objects.filter(space=space).select_related("version__document").order_by("version"))
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    lines = []
    for before, row in zip([None, *rows], rows, strict=False):
        body = getattr(row.version, f"body_{language}")
        was = getattr(before.version, f"body_{language}") if before else ""
        lines.append(
            ScaleLine(
                number=row.version.number,
                announced_at=row.version.announced_at,
                effective_at=row.effective_at,
                in_force=str(row.version.number) == in_force,
                steps=_steps(scale_from(row).levels),
                changed=difference(was, body, language=language) if before else None,
            )
        )
    return lines[::-1]
