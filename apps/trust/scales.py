"""The scale by which a space says in words what its statuses mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from apps.algorithms.earned_status import LEVEL_NAMES, LEVELS, Level
from apps.algorithms.words import Templates
from apps.base import clock
from apps.base.compiled import Compiled, any_of, given
from apps.spaces.models import Space
from apps.trust.models import ScaleVersion


@dataclass(frozen=True, slots=True)
class ScaleLevel:
    """A step: its code, its words, and what it takes to earn it."""

    code: str
    name_fr: str
    name_en: str
    meaning_fr: str
    meaning_en: str
    at_least: float
    givers: int

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if _english() else self.name_fr

    @property
    def meaning(self) -> str:
        """In the reader's language."""
        return self.meaning_en if _english() else self.meaning_fr


@dataclass(frozen=True, slots=True)
class Scale:
    """Lowest step first; of which version of which published text."""

    levels: Sequence[ScaleLevel]
    version: str
    reference: str
    referred: str = ""  # the step that two members who vouch give; empty: the first

    @property
    def given_by_referral(self) -> ScaleLevel:
        """What a newcomer counts as for whom two members vouch."""
        return self.level(self.referred) or self.levels[0]

    def rank(self, code: str) -> int:
        """How high a step is: 1 for the lowest, 0 for none of this scale."""
        return next((number for number, level in enumerate(self.levels, 1) if level.code == code), 0)

    def level(self, code: str) -> ScaleLevel | None:
        """A step by its code."""
        return next((level for level in self.levels if level.code == code), None)

    def name(self, code: str) -> str:
        """In the reader's language; a step that the scale no longer has keeps its code."""
        level = self.level(code)
        return level.name if level else code

    @property
    def steps(self) -> tuple[Level, ...]:
        """For the algorithm."""
        return tuple(Level(level.code, level.at_least, level.givers) for level in self.levels)

    @property
    def names(self) -> Templates:
        """For its sentences."""
        return {
            "fr": {level.code: level.name_fr for level in self.levels},
            "en": {level.code: level.name_en for level in self.levels},
        }


MEANINGS = {
    "known": (
        "Quelques personnes d’ici ont dit que son aide leur a servi.",
        "A few people here have said that their help was of use.",
    ),
    "recognised": (
        "Plusieurs personnes d’ici, sur une certaine durée, ont dit que son aide leur a servi.",
        "Several people here have said, over some time, that their help was of use.",
    ),
    "reference": (
        "Beaucoup de personnes d’ici comptent sur ses réponses, et presque personne ne les a trouvées mauvaises.",
        "Many people here rely on their answers, and hardly anybody found them wrong.",
    ),
}

DEFAULT = Scale(
    levels=tuple(
        ScaleLevel(
            code=level.code,
            name_fr=LEVEL_NAMES["fr"][level.code],
            name_en=LEVEL_NAMES["en"][level.code],
            meaning_fr=MEANINGS[level.code][0],
            meaning_en=MEANINGS[level.code][1],
            at_least=level.at_least,
            givers=level.givers,
        )
        for level in LEVELS
    ),
    version="",
    reference="",  # nobody has published another
)


def scale_of(space: Space, now: datetime | None = None) -> Scale:
    """The scale in force in a space."""
    return scales_of([space], now or clock.now())[space.pk]


def _in_force() -> QuerySet[ScaleVersion]:
    rows = ScaleVersion.objects.filter(space=any_of("spaces"), effective_at__lte=given("now"))
    latest = rows.order_by("space", "-effective_at", "-version__number").distinct("space")
    return latest.select_related("version__document").defer("version__body_fr", "version__body_en")


IN_FORCE = Compiled(_in_force)


def scales_of(spaces: Iterable[Space], now: datetime) -> dict[int, Scale]:
    """The same of several, in one query."""
    found = {space.pk: DEFAULT for space in spaces}
    rows = IN_FORCE.objects(spaces=list(found), now=now) if found else []
    return found | {row.space_id: scale_from(row) for row in rows}


def announced_scale(space: Space, opened: int | None = None) -> tuple[Scale, frozenset[str]]:
    """The latest version, whether it binds or not, or the one of this number; and the codes of all steps that there
    ever were: none is used again for another step, for what was granted and converted names its step by it."""
    rows = list(ScaleVersion.objects.filter(space=space).select_related("version__document").order_by("pk"))
    by_number = {0: DEFAULT} | {row.version.number: scale_from(row) for row in rows}
    latest = by_number[max(by_number)]
    return by_number.get(opened, latest) if opened is not None else latest, frozenset(
        level["code"] for row in rows for level in row.levels
    )


def scale_from(row: ScaleVersion) -> Scale:
    """A published version, read back."""
    levels = tuple(ScaleLevel(**fields) for fields in row.levels)
    return Scale(levels, str(row.version.number), row.version.document.reference, row.referred)


def _english() -> bool:
    return (get_language() or "fr").startswith("en")
