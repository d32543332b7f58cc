"""What moderation puts into the layout, one's own page, the public log and its receipts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ledger.places import Key, Place, register_places
from apps.ledger.receipts import Words, register_receipt
from apps.look.navigation import register_account_item, register_nav
from apps.look.once import once_a_page
from apps.moderation.models import Case, waiting_count
from apps.moderation.rules import Ground
from apps.moderation.selectors.lists import MyCase, my_cases
from apps.moderation.selectors.rules import title_of
from apps.people.doings import register_doing
from apps.people.models import Account
from apps.people.sections import register_section
from apps.scoring.models import RuleChange
from apps.spaces.desks import desk_mandates
from apps.spaces.permissions import covered_spaces


def register() -> None:
    """Called from `ready()`."""
    register_nav("decisions", gettext_lazy("Decisions"), "moderation:cases", order=30)
    register_account_item(gettext_lazy("My cases"), "moderation:my_cases", order=30)
    register_account_item(gettext_lazy("Desk"), "moderation:desk", shown=_has_desk, count=_waiting, order=5)
    register_doing("report.filed", gettext_lazy("You reported something (case %(name)s)."), naming=_named)
    register_doing("appeal.filed", gettext_lazy("You appealed (case %(name)s)."), naming=_named)
    register_section("cases", "moderation/my_section.html", _my_latest, order=30)
    register_places("decision.published", _places)
    register_places("rule.enabled", _rules)
    register_receipt("report", _report_words)
    register_receipt("appeal", _appeal_words)


TOTAL = "what waits at the desk"  # which a page of the desk has read already


def _has_desk(request: HttpRequest) -> bool:
    return bool(desk_mandates(request))


def _waiting(request: HttpRequest) -> int:
    return once_a_page(request, TOTAL, lambda: waiting_count(covered_spaces(desk_mandates(request))))


def _my_latest(account: Account, now: datetime) -> list[MyCase] | None:
    """The three latest cases in which one has a part."""
    return my_cases(account)[:3] or None


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    found = Case.objects.filter(reference__in=list(references)).values_list("reference", flat=True)
    return {reference: (reference, reverse("moderation:case", args=[reference])) for reference in found}


def _places(keys: list[Key]) -> dict[Key, Place]:
    named = _named(reference for reference, _version in keys)
    said = _("Case %(reference)s")
    return {key: Place(said % {"reference": key[0]}, named[key[0]][1]) for key in keys if key[0] in named}


def _rules(keys: list[Key]) -> dict[Key, Place]:
    rows = RuleChange.objects.filter(reference__in=[reference for reference, _version in keys])
    named = {row.reference: title_of(row) for row in rows}
    path = reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "review-suspicion"]) + "#rules"
    return {
        key: Place(named[key[0]], path, reverse("moderation:rule_document", args=[key[0]]))
        for key in keys
        if key[0] in named
    }


def _report_words(payload: dict[str, Any], token: str, now: datetime) -> Words:
    ground = payload.get("reason", "")
    facts = [
        (_("Case"), payload.get("case", "")),
        (_("The reason"), str(Ground(ground).label) if ground in Ground.values else ""),
    ]
    return Words(
        title=_("Your report is sealed in the public log."),
        number=payload.get("case", ""),
        lede=_("Nobody can read it there, and nobody can say that it never came."),
        facts=[fact for fact in facts if fact[1]],
    )


def _appeal_words(payload: dict[str, Any], token: str, now: datetime) -> Words:
    return Words(
        title=_("Your appeal is sealed in the public log."),
        number=payload.get("case", ""),
        lede=_("Nobody can read it there, and nobody can say that it never came."),
        facts=[(_("Case"), payload.get("case", ""))],
    )
