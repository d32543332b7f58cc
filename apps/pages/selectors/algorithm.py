"""One published algorithm: its card, its formula, what changed, how often it is wrong, how to compute it again."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.accountability import selectors
from apps.accountability.selectors import texts
from apps.accountability.selectors.texts import TextPage
from apps.algorithms import cards
from apps.pages.selectors.chosen import CardFigure, Chosen, chosen
from apps.pages.selectors.errors import Errors, errors
from apps.pages.selectors.happenings import SCORE_OF_REVIEWS, Happening, happenings
from apps.pages.selectors.parts import link_to
from apps.pages.selectors.sheets import Again, Formula, again_of, formulas_of
from apps.spaces.permissions import Visitor

# What these find goes into the score of reviews: their errors are counted with it.
IN_THE_SCORE = (
    "review_facts", "review_history", "near_duplicates", "bargain_words", "review_company", "deceptive_wording",
    "site_wording",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlgorithmPage:
    """The card as any published text; the rest when the algorithm runs here."""

    text: TextPage
    name: str
    formulas: list[Formula]
    figures: list[CardFigure]
    happenings: list[Happening]
    errors: Errors | None
    unmeasured: str
    score_url: str
    again: list[Again]
    algorithms_url: str

    @property
    def figures_behind(self) -> int:
        """How many figures wait behind a click."""
        return sum(not figure.telling for figure in self.figures)


def algorithm_page(visitor: Visitor, query: QueryDict, *, op: str, slug: str, now: datetime) -> AlgorithmPage:
    """The version of the card in force, or `v`. Raises NotFound."""
    operator = selectors.operator_by_slug(op)
    text = texts.text_page(operator, texts.owned_text(operator, slug), texts.number_in(query.get("v", "")), now=now)
    name = slug.replace("-", "_") if op == settings.PLATFORM_OPERATOR else ""
    runs_here = name in cards.PUBLISHED
    measured = name in SCORE_OF_REVIEWS
    card = chosen(text.html, name) if runs_here else Chosen(text.html, [])
    return AlgorithmPage(
        text=replace(text, html=card.words),
        name=name if runs_here else "",
        formulas=formulas_of(name) if runs_here else [],
        figures=card.figures,
        happenings=happenings(text, name),
        errors=errors(now=now) if measured else None,
        unmeasured="" if measured else _unmeasured(name, runs_here),
        score_url=link_to("pages:algorithm", op, "review-suspicion") if name in IN_THE_SCORE else "",
        again=again_of(name) if runs_here else [],
        algorithms_url=link_to("accountability:algorithms", op),
    )


def _unmeasured(name: str, runs_here: bool) -> str:
    if name in IN_THE_SCORE:
        return _("What it finds goes into the score of reviews: its errors are counted there, with those of the score.")
    if not runs_here:
        return _("This operator has told us no error rate, and we do not run its algorithm.")
    return _("Nothing can be said yet: no decided case checks this algorithm. Its accuracy is unknown until audited.")
