"""Warnings as members of the space read them, and as the person named does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.look.signage import VoiceKind
from apps.posts.selectors import Shown, plain
from apps.posts.states import ItemState
from apps.spaces.models import Space
from apps.spaces.permissions import Visitor
from apps.warnings.kinds import about, path_of
from apps.warnings.models import Claim, PersonWarning
from apps.warnings.states import CHECKED_WITHIN, ClaimState

SHOWN = 50
STANDING = Q(state__in=[ItemState.PUBLISHED, ItemState.MASKED])


@dataclass(frozen=True, slots=True)
class WarningView:
    """One warning, as far as it may be read."""

    reference: str
    about: str
    site: str
    pseudonym: str
    by: str
    words: Shown
    lines: list[str]
    published_at: datetime
    expires_at: datetime
    answer: Shown | None
    answer_lines: list[str]
    answer_reference: str
    answered_at: datetime | None
    path: str
    space: str
    mine: bool = False

    @property
    def sign(self) -> dict[str, str]:
        """Who speaks."""
        return {"kind": VoiceKind.PERSON.value, "name": self.by}


def warning_view(warning: PersonWarning, *, visitor: Visitor | None = None) -> WarningView:
    """For the list, the page and the private page alike."""
    answer = getattr(warning, "answer", None)
    answer = answer if answer is not None and answer.stands else None
    words, said = plain(warning), plain(answer) if answer else None
    account = warning.author.account_id if warning.author else None
    return WarningView(
        reference=warning.reference,
        about=about(warning),
        site=warning.site,
        pseudonym=warning.pseudonym,
        by=warning.author.pseudonym if warning.author else "",
        words=words,
        lines=words.text.split("\n") if words.text else [],
        published_at=warning.published_at,
        expires_at=warning.expires_at,
        answer=said,
        answer_lines=said.text.split("\n") if said and said.text else [],
        answer_reference=answer.reference if answer else "",
        answered_at=answer.published_at if answer else None,
        path=path_of(warning),
        space=warning.space.name,
        mine=bool(visitor and visitor.is_authenticated and account == visitor.pk),
    )


def warnings_in(space: Space, *, asked: str, visitor: Visitor) -> list[WarningView]:
    """What stands there now, newest first; `asked` is a part of a pseudonym or of a site."""
    rows = PersonWarning.objects.filter(STANDING, space=space).select_related("space", "author", "answer")
    if asked:
        rows = rows.filter(Q(pseudonym__icontains=asked) | Q(site__icontains=asked))
    return [warning_view(row, visitor=visitor) for row in rows.order_by("-published_at")[:SHOWN]]


def warning_at(space: Space, reference: str) -> PersonWarning:
    """One that stands in this space; raises NotFound."""
    found = PersonWarning.objects.filter(STANDING, space=space, reference=reference)
    warning = found.select_related("space__operator", "author", "answer").first()
    if warning is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return warning


def views_of(warnings: Iterable[PersonWarning]) -> list[WarningView]:
    """For the person named: without the name of whoever wrote it, which is not theirs to know."""
    return [warning_view(row) for row in warnings]


def waiting_checks() -> int:
    """How many codes wait for somebody to look."""
    return Claim.objects.filter(state=ClaimState.PLACED).count()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One code to look for."""

    reference: str
    site: str
    pseudonym: str
    code: str
    placed_at: datetime
    before: datetime
    path: str


def checks(*, account_id: int) -> list[CheckRow]:
    """Oldest first; not those about a pseudonym of which this person warned."""
    mine = PersonWarning.objects.filter(author__account=account_id).values("key")
    rows = Claim.objects.filter(state=ClaimState.PLACED).exclude(key__in=mine).order_by("placed_at", "pk")
    return [
        CheckRow(
            reference=row.reference,
            site=row.site,
            pseudonym=row.pseudonym,
            code=row.code,
            placed_at=row.placed_at or row.asked_at,
            before=(row.placed_at or row.asked_at) + CHECKED_WITHIN,
            path=reverse("warnings:check", args=[row.reference]),
        )
        for row in rows[:SHOWN]
    ]
