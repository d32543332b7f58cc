"""All that ever changed about an algorithm: its card, the weights learnt for it, whatever the public log says of it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.selectors.texts import TextPage
from apps.documents.selectors import VersionRow
from apps.ledger import selectors as ledger
from apps.ledger.selectors import Leaf
from apps.look.numbers import decimal, number
from apps.scoring.releases import OBJECT, Release, releases

# These make one score: what is learnt and which thresholds hold is told on each of their pages.
SCORE_OF_REVIEWS = ("review_suspicion", "learned_suspicion", "suspicion_chance", "conformal")
MOST = 50  # entries of the public log, newest first


@dataclass(frozen=True, slots=True)
class Happening:
    """One change: when, what, how to check it."""

    at: datetime
    title: str
    detail: str
    sha256: str
    url: str
    link: str
    log_url: str


def happenings(text: TextPage, name: str) -> list[Happening]:
    """Newest first."""
    told = [_card(text, row) for row in text.versions] + _logged(name)
    return sorted(told, key=lambda happening: happening.at, reverse=True)


def _card(text: TextPage, row: VersionRow) -> Happening:
    address = [text.operator, text.slug]
    later = row.number > 1
    page = f"{reverse('pages:algorithm', args=address)}?v={row.number}"
    return Happening(
        at=row.announced_at,
        title=_("Version %(n)d of the card") % {"n": row.number},
        detail=row.summary or (_("Change: %(kind)s.") % {"kind": row.change_label} if later else _("The first.")),
        sha256=row.sha256,
        url=reverse("accountability:diff", args=[*address, row.number - 1, row.number]) if later else page,
        link=_("What changed") if later else _("Read this version"),
        log_url=f"{reverse('ledger:log')}?about={text.reference}",
    )


def _logged(name: str) -> list[Happening]:
    """What the public log tells; releases it has not sealed yet are told from their own rows."""
    family = SCORE_OF_REVIEWS if name in SCORE_OF_REVIEWS else (name,)
    known = {release.version: release for release in releases()} if name in SCORE_OF_REVIEWS else {}
    rows = [row for member in family for row in ledger.entries(about=f"algorithm:{member}")[:MOST]]
    leaves = ledger.leaves(rows)
    sealed = {leaf.version for leaf in leaves if leaf.object == OBJECT}
    waiting = [release for version, release in known.items() if version not in sealed]
    return [_leaf(leaf, known) for leaf in leaves] + [_unsealed(release) for release in waiting]


def _leaf(leaf: Leaf, known: dict[str, Release]) -> Happening:
    release = known.get(leaf.version) if leaf.object == OBJECT else None
    return Happening(
        at=leaf.hour or leaf.sealed_hour,
        title=f"{leaf.label[:1].upper()}{leaf.label[1:]}",
        detail=_measured(release) if release else leaf.about or leaf.version,
        sha256=leaf.body_sha256,
        url=_numbers(release) if release else leaf.path,
        link=_("All its numbers") if release else _("Read it"),
        log_url=reverse("ledger:entry", args=[leaf.position]),
    )


def _unsealed(release: Release) -> Happening:
    return Happening(
        at=release.released_at,
        title=_("Learnt weights put to use"),
        detail=_measured(release),
        sha256=release.sha256,
        url=_numbers(release),
        link=_("All its numbers"),
        log_url="",
    )


def _numbers(release: Release) -> str:
    return reverse("pages:learnt", args=[settings.PLATFORM_OPERATOR, release.version])


def _measured(release: Release) -> str:
    words = {
        "version": release.version,
        "n": number(release.decisions),
        "before": decimal(release.served_precision, 2),
        "after": decimal(release.candidate_precision, 2),
        "by": release.released_by,
    }
    return (
        _(
            "Weights %(version)s, from %(n)s decisions. Average precision on later decisions: %(before)s before, "
            "%(after)s with them. %(by)s answers for it."
        )
        % words
    )
