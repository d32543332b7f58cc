"""What warnings hold about people: those who wrote them, those who looked for codes; and why of the person named
nothing hangs on an account."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.posts.spoken import spoken_withdraw
from apps.warnings.models import Answer, Claim, HoldsWarnings, PersonWarning
from apps.warnings.services.naming import claims_forget
from apps.warnings.services.telling import warnings_expire
from apps.warnings.states import KEPT, PROOF_HOLDS


def _warnings(account: Account) -> Rows:
    for row in PersonWarning.objects.filter(author__account=account).select_related("space", "author").order_by("pk"):
        yield {
            "reference": row.reference,
            "space": row.space.slug,
            "pseudonym": row.author.pseudonym if row.author else "",
            "site": row.site,
            "about": row.pseudonym,
            "facts": row.text,
            "state": row.state,
            "published_at": row.published_at,
            "expires_at": row.expires_at,
        }


def _erase_warnings(account: Account, now: datetime) -> int:
    """Nobody would be left to answer for it: it goes whole, and whoever was to decide about it hears so."""
    mine = list(PersonWarning.objects.filter(author__account=account).select_related("space", "author"))
    for warning in mine:
        if warning.stands:
            spoken_withdraw(item=warning, by=None, now=now)
    PersonWarning.objects.filter(pk__in=[warning.pk for warning in mine]).delete()
    return len(mine)


def _checked(account: Account) -> Rows:
    for row in Claim.objects.filter(checked_by__account=account).order_by("pk"):
        yield {"claim": row.reference, "checked_at": row.checked_at, "state": row.state, "words": row.words}


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            PersonWarning,
            _("Warnings about people that you wrote"),
            _warnings,
            _erase_warnings,
            _("deleted, with the answer of the person named"),
            keep_for=KEPT,
            purge=lambda now: warnings_expire(now=now),
            order=30,
        )
    )
    holds(
        Holding(
            Claim,
            _("Profiles in which you looked for a code, in an office"),
            _checked,
            lambda account, now: Claim.objects.filter(checked_by__account=account).update(words=""),
            _("your words go; the check stays until its time is over, and your account is detached from it"),
            keep_for=PROOF_HOLDS,
            purge=lambda now: claims_forget(now=now),
            order=30,
            keep_note=_("whoever asked can have it forgotten at once, by their private link"),
        )
    )
    holds_nothing(
        Answer,
        "words of a person named in a warning, who needs no account: shown, taken back and erased by their private "
        "link, and gone with the warning after twelve months",
    )
    holds_nothing(HoldsWarnings, "that a space takes warnings, and since when")
