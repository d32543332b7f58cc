"""What doubts put into the public log, one's time line, and the page of whoever decides."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base.compiled import Compiled, given
from apps.ledger.places import Key, Place, register_places
from apps.look.moments import day
from apps.look.navigation import Place as Where
from apps.look.navigation import register_account_item, register_nav
from apps.moderation.models import Case
from apps.moderation.selectors.told import ToldLine, register_told
from apps.people.doings import register_doing
from apps.professionals.apps import STEPS_LOGGED
from apps.professionals.models import Doubt
from apps.professionals.states import DoubtState
from apps.professionals.verification.models import Verification
from apps.spaces.desks import desk_mandates

DOINGS = {
    "asked": gettext_lazy("You asked to be verified as a professional for %(name)s."),
    "proved": gettext_lazy("You proved that you speak for %(name)s."),
    "withdrawn": gettext_lazy("You no longer ask to speak, or no longer speak, for %(name)s."),
    "contested": gettext_lazy("You contested a decision about your verification for %(name)s."),
}


def register() -> None:
    """Called from `ready()`."""
    register_nav("doubts", gettext_lazy("Doubts of professionals"), "professionals:doubts", order=35, place=Where.ABOUT)
    register_doing("doubt.answered", gettext_lazy("You answered a doubt about your review of %(name)s."), naming=_named)
    register_doing("doubt.raised", gettext_lazy("You doubted a review of %(name)s."), naming=_named)
    register_doing("doubt.withdrawn", gettext_lazy("You took back a doubt about a review of %(name)s."), naming=_named)
    for kind in ("doubt.raised", "doubt.settled", "doubt.withdrawn"):
        register_places(kind, _places)
    register_told(_told)
    register_nav(
        "professionals", gettext_lazy("Verified professionals"), "professionals:register", order=34, place=Where.ABOUT
    )
    register_account_item(gettext_lazy("Professionals to verify"), "professionals:desk", shown=_verifies, order=61)
    for step, words in DOINGS.items():
        register_doing(f"verification.{step}", words, naming=_houses)
    for step in STEPS_LOGGED:
        register_places(f"verification.{step}", _requests)


def _verifies(request: HttpRequest) -> bool:
    return bool(desk_mandates(request))


def _houses(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Verification.objects.filter(reference__in=list(references)).values_list("reference", "house")
    return {reference: (house, reverse("professionals:mine")) for reference, house in rows if house}


def _requests(keys: list[Key]) -> dict[Key, Place]:
    """Without a name: who asked and was refused is nobody's business."""
    found = set(Verification.objects.filter(reference__in=[key[0] for key in keys]).values_list("reference", flat=True))
    said = _("Verification of a professional")
    return {key: Place(said, reverse("professionals:register")) for key in keys if key[0] in found}


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Doubt.objects.filter(reference__in=list(references)).values_list("reference", "subject__name")
    return {ref: (name, reverse("professionals:doubt", args=[ref])) for ref, name in rows}


def _places(keys: list[Key]) -> dict[Key, Place]:
    """Without a name: it may be in a space for members."""
    found = set(Doubt.objects.filter(reference__in=[key[0] for key in keys]).values_list("reference", flat=True))
    said = _("Reasoned doubt of a professional")
    return {key: Place(said, reverse("professionals:doubt", args=[key[0]])) for key in keys if key[0] in found}


def _told(case: Case) -> list[ToldLine]:
    """Before deciding: what both sides say aside, and whether the author has answered yet."""
    rows = OF_CASE.objects(case=case.pk)
    return [ToldLine(_sentence(row), reverse("professionals:aside", args=[row.reference])) for row in rows]


OF_CASE = Compiled(lambda: Doubt.objects.filter(case=given("case")).select_related("answer").order_by("raised_at"))


def _sentence(doubt: Doubt) -> str:
    words = {"raised": day(doubt.raised_at), "until": day(doubt.due_at)}
    if doubt.state == DoubtState.WITHDRAWN:
        said = _("Doubted by the professional on %(raised)s, who took it back on %(back)s.")
        return said % {**words, "back": day(doubt.withdrawn_at or doubt.raised_at)}
    if hasattr(doubt, "answer"):
        return _("Doubted by the professional on %(raised)s. The author has answered: read both sides.") % words
    said = _("Doubted by the professional on %(raised)s. The author has not answered yet, and may until %(until)s.")
    return said % words
