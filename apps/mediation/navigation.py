"""What mediation puts into the layout, the public log and one's time line."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ledger.places import Key, Place, Resolver, register_places
from apps.look.navigation import Place as Corner
from apps.look.navigation import register_account_item, register_nav
from apps.mediation.models import Mediation, MediatorOpinion
from apps.people.doings import register_doing
from apps.spaces.desks import mandates_of
from apps.spaces.models import Role


def register() -> None:
    """Called from `ready()`."""
    register_nav(
        "mediation", gettext_lazy("Mediators and their opinions"), "mediation:home", order=32, place=Corner.ABOUT
    )
    register_account_item(gettext_lazy("Opinions to give"), "mediation:home", shown=_mediates, order=33)
    for kind, words in (
        ("mediation.asked", gettext_lazy("You asked for a mediator’s opinion (case %(name)s)")),
        ("mediation.withdrawn", gettext_lazy("You no longer ask for a mediator’s opinion (case %(name)s)")),
        ("mediation.accepted", gettext_lazy("You took a case as a mediator (case %(name)s)")),
        ("mediation.declined", gettext_lazy("You declined a case as a mediator (case %(name)s)")),
        ("mediation.given", gettext_lazy("You gave an opinion as a mediator (case %(name)s)")),
        ("mediation.answered", gettext_lazy("You answered a mediator’s opinion (case %(name)s)")),
    ):
        register_doing(kind, words, naming=_named)
    register_places("mediation.given", _opinions("opinion"))
    register_places("mediation.answered", _opinions("answer"))


def _mediates(request: HttpRequest) -> bool:
    return any(mandate.role == Role.MEDIATOR for mandate in mandates_of(request))


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Mediation.objects.filter(reference__in=list(references)).values_list("reference", "case__reference")
    return {mediation: (case, reverse("mediation:mediation", args=[mediation])) for mediation, case in rows}


def _opinions(body: str) -> Resolver:
    def resolve(keys: list[Key]) -> dict[Key, Place]:
        asked = MediatorOpinion.objects.filter(mediation__reference__in=[key[0] for key in keys])
        rows = asked.values_list("mediation__reference", "number", "mediation__case__reference")
        found = {(reference, str(number)): case for reference, number, case in rows}
        return {key: _place(key, found[key], body) for key in keys if key in found}

    return resolve


def _place(key: Key, case: str, body: str) -> Place:
    name = _("opinion of a mediator on case %(reference)s") % {"reference": case}
    page = reverse("mediation:mediation", args=[key[0]])
    return Place(name, page, reverse(f"mediation:{body}", args=[key[0], int(key[1])]))
