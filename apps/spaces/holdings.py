"""What this app holds about a person: where they stand, their mandates, for whom they answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.spaces.disclosure import disclosures_review
from apps.spaces.models import (
    Disclosure,
    Mandate,
    Membership,
    Operator,
    Pause,
    Professional,
    Representative,
    Space,
    Topic,
)

NAMES_KEPT = timedelta(days=730)


def _memberships(account: Account) -> Iterator[dict[str, Any]]:
    mine = Membership.objects.filter(persona__account=account).select_related("space", "persona").order_by("pk")
    for m in mine.iterator():
        yield {
            "space": m.space.slug,
            "pseudonym": m.persona.pseudonym,
            "joined_at": m.joined_at,
            "consented_at": m.consented_at,
        }


def _erase_memberships(account: Account, now: datetime) -> int:
    return Membership.objects.filter(persona__account=account).delete()[0]


def _pauses(account: Account) -> Iterator[dict[str, Any]]:
    for p in Pause.objects.filter(persona__account=account).select_related("space", "persona").order_by("pk"):
        yield {"space": p.space.slug, "pseudonym": p.persona.pseudonym, "until": p.until, "by": p.by}


def _erase_pauses(account: Account, now: datetime) -> int:
    return Pause.objects.filter(persona__account=account).delete()[0]


def purge_pauses_over(now: datetime) -> int:
    """A pause that is over is nobody's business any more; the case keeps the decision."""
    return Pause.objects.filter(until__lte=now).delete()[0]


def _disclosures(account: Account) -> Iterator[dict[str, Any]]:
    for d in Disclosure.objects.filter(persona__account=account).select_related("space", "persona").order_by("pk"):
        yield {
            "space": d.space.slug,
            "pseudonym": d.persona.pseudonym,
            "shown": d.shown,
            "attested": d.words,
            "name": d.name,
            "verified": d.verified,
            "since": d.since,
        }


def _mandates(account: Account) -> Iterator[dict[str, Any]]:
    for m in Mandate.objects.filter(account=account).select_related("space", "operator").order_by("pk").iterator():
        yield {
            "reference": m.reference,
            "role": m.role,
            "public_name": m.public_name,
            "space": m.space.slug if m.space else "",
            "operator": m.operator.slug if m.operator else "",
            "from_at": m.from_at,
            "until": m.until,
        }


def _erase_mandates(account: Account, now: datetime) -> int:
    """A mandate is a public office: it ends now and keeps its public name; whose it was is forgotten."""
    mine = Mandate.objects.filter(account=account)
    mine.valid(now).filter(from_at__lt=now).update(until=now)
    return mine.update(account=None)


def _representations(account: Account) -> Iterator[dict[str, Any]]:
    for r in Representative.objects.filter(account=account).select_related("operator").order_by("pk").iterator():
        yield {
            "operator": r.operator.slug,
            "real_name": r.real_name,
            "role_fr": r.role_fr,
            "role_en": r.role_en,
            "from_at": r.from_at,
            "until": r.until,
        }


def _erase_representations(account: Account, now: datetime) -> int:
    """Who answered under a real name: the office stays on what it published, the name goes."""
    mine = Representative.objects.filter(account=account)
    mine.filter(Q(until=None) | Q(until__gt=now)).update(until=now)
    return mine.update(account=None, real_name="")


def purge_names_of_former_representatives(now: datetime) -> int:
    """Two years after a representation ends its name gives way to the role (design §9)."""
    return (
        Representative.objects.filter(until__lt=now - NAMES_KEPT)
        .exclude(real_name="")
        .update(real_name="", account=None)
    )


def _professions(account: Account) -> Iterator[dict[str, Any]]:
    for p in Professional.objects.filter(account=account).order_by("pk").iterator():
        yield {
            "real_name": p.real_name,
            "job_fr": p.job_fr,
            "job_en": p.job_en,
            "house": p.house,
            "city": p.city,
            "subject": p.subject,
            "verified_at": p.verified_at,
            "until": p.until,
        }


def _erase_professions(account: Account, now: datetime) -> int:
    return Professional.objects.filter(account=account).update(account=None, real_name="", house="", city="")


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Membership,
            _("The spaces you are in"),
            _memberships,
            _erase_memberships,
            _("deleted: you leave every space"),
            order=60,
        )
    )
    holds(
        Holding(
            Pause,
            _("Where your posting is paused"),
            _pauses,
            _erase_pauses,
            _("deleted"),
            purge=purge_pauses_over,
            keep_note=_("until it ends"),
            order=60,
        )
    )
    holds(
        Holding(
            Disclosure,
            _("What you show of yourself beside a pseudonym"),
            _disclosures,
            lambda account, now: Disclosure.objects.filter(persona__account=account).delete()[0],
            _("deleted"),
            purge=disclosures_review,
            keep_note=_("as long as you like; what is not attested any more goes within a day"),
            order=60,
        )
    )
    holds(
        Holding(
            Mandate,
            _("Your mandates"),
            _mandates,
            _erase_mandates,
            _("ended; the public name of the mandate stays on its decisions, whose it was is forgotten"),
            order=61,
        )
    )
    holds(
        Holding(
            Representative,
            _("The operators you answer for, under your real name"),
            _representations,
            _erase_representations,
            _("ended; your name gives way to the role, on earlier answers too"),
            keep_for=NAMES_KEPT,
            purge=purge_names_of_former_representatives,
            keep_note=_("counted from its end"),
            order=62,
        )
    )
    holds(
        Holding(
            Professional,
            _("The trade you reply for, under your real name"),
            _professions,
            _erase_professions,
            _("your name gives way to the trade, on earlier replies too"),
            order=63,
        )
    )
    holds_nothing(Operator, "a firm, an association or an institution; who answers for it is under Representative")
    holds_nothing(Space, "a place and its rules; who stands in it is under Membership")
    holds_nothing(Topic, "a part of a space")
