"""All that ever changed about an algorithm: its card, the weights learnt for it, whatever the public log says of it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.selectors.texts import TextPage
from apps.documents.selectors import VersionRow
from apps.ledger import selectors as ledger
from apps.ledger.selectors import Leaf
from apps.look.numbers import decimal, number
from apps.pages.places import learnt_path
from apps.posts.models import LANGUAGES
from apps.scoring.releases import LEARNT, Release, digest_told, releases

# These make one score: what is learnt and which thresholds hold is told on each of their pages.
SCORE_OF_REVIEWS = ("review_suspicion", "learned_suspicion", "suspicion_chance", "conformal")
FAMILIES = dict.fromkeys(SCORE_OF_REVIEWS, SCORE_OF_REVIEWS) | {
    "review_suspicion": (*SCORE_OF_REVIEWS, "site_wording")  # what wording is learnt moves the score too
}
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
    told = _logged(name) + [_card(text, row) for row in text.versions]
    return sorted(told, key=_hour, reverse=True)


def _hour(happening: Happening) -> datetime:
    """The log tells hours; within one, what it tells stays in its order, after the card it is about."""
    return happening.at.replace(minute=0, second=0, microsecond=0)


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


Known = dict[tuple[str, str], Release]  # by the log's name of the algorithm, and version


def _logged(name: str) -> list[Happening]:
    """What the public log tells; releases it has not sealed yet are told from their own rows."""
    family = FAMILIES.get(name, (name,))
    known = {_key(release): release for member in family if member in LEARNT for release in releases(member)}
    rows = [row for member in family for row in ledger.entries(about=f"algorithm:{member}")[:MOST]]
    leaves = ledger.leaves(rows)
    sealed = {(leaf.object, leaf.version) for leaf in leaves}
    waiting = [release for key, release in known.items() if key not in sealed]
    return [_unsealed(release) for release in waiting] + [_leaf(leaf, known) for leaf in leaves]


def _key(release: Release) -> tuple[str, str]:
    return f"algorithm:{release.algorithm}", release.version


def _leaf(leaf: Leaf, known: Known) -> Happening:
    release = known.get((leaf.object, leaf.version))
    return Happening(
        at=leaf.hour or leaf.sealed_hour,
        title=f"{leaf.label[:1].upper()}{leaf.label[1:]}",
        detail=_said(leaf, release) if release else leaf.about or leaf.version,
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
        sha256=digest_told(release),
        url=_numbers(release),
        link=_("All its numbers"),
        log_url="",
    )


def _numbers(release: Release) -> str:
    return learnt_path(release.algorithm, release.version)


def _said(leaf: Leaf, release: Release) -> str:
    if leaf.kind != "model.withdrawn":
        return _measured(release)
    return _("%(name)s: what served before serves again.") % {"name": _name(release)}


def _name(release: Release) -> str:
    words = {"version": release.version, "language": str(dict(LANGUAGES).get(release.language, ""))}
    return (_("Wording in %(language)s %(version)s") if release.language else _("Weights %(version)s")) % words


def _measured(release: Release) -> str:
    words = {
        "name": _name(release),
        "n": number(release.decisions),
        "before": decimal(release.served_precision, 2),
        "after": decimal(release.candidate_precision, 2),
        "by": release.released_by,
    }
    return (
        _(
            "%(name)s, from %(n)s decisions. Average precision on later decisions: %(before)s before, "
            "%(after)s with them. %(by)s answers for it."
        )
        % words
    )
