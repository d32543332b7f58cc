"""Clusters as the desk shows them: why these stand together, in words, and what is left to open before one decides."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms.like_cases import NAME, VERSION, Member, sample_of
from apps.base.errors import NotFound
from apps.look.numbers import decimal, number, percent
from apps.moderation import sentences
from apps.moderation.clusters.deciding import OUTCOMES, looked_at
from apps.moderation.clusters.finding import Found, found_for, found_with, staying_out
from apps.moderation.keys import keys_of
from apps.moderation.selectors.item_view import Act, Chip
from apps.moderation.selectors.item_words import ACTS, chips
from apps.moderation.selectors.queue import why_of
from apps.moderation.services.desk import choice_of
from apps.moderation.states import ItemKind
from apps.people.models import Account
from apps.spaces.models import Mandate

EXCERPT = 160  # letters of a text in a list


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """One cluster in the list."""

    url: str
    title: str
    excerpt: str
    why: list[str]
    items: int
    opened: int
    sample: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """One item of a cluster."""

    reference: str
    url: str
    author: str
    excerpt: str
    joined: str
    published_at: datetime
    stars: int | None
    version: int
    in_sample: bool
    opened: bool
    stays_out: str


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """One cluster, its items, and what can be decided about all of them."""

    reference: str
    url: str
    title: str
    space: str
    why: list[str]
    members: list[MemberView]
    sample: int
    missing: list[MemberView]
    chips: list[Chip]
    acts: list[Act]
    algorithm: str = NAME
    version: str = VERSION

    @property
    def opened(self) -> int:
        """Of the sample."""
        return self.sample - len(self.missing)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence; `own` when the first item does not have it."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class LookPage:
    """One item of a cluster, whole."""

    member: MemberView
    cluster: ClusterPage
    why: str
    passages: list[Passage]
    reports: list[tuple[str, str]]  # the reason, and the words
    before: str
    after: str
    next_of_sample: str  # what is still to open, besides this one


def cluster_lines(account: Account, held: list[Mandate], *, now: datetime) -> list[ClusterLine]:
    """The largest first."""
    return [_line(found, account) for found in found_for(account, held, now=now)]


def _line(found: Found, account: Account) -> ClusterLine:
    sample, target = sample_of(found.cluster), found.targets[found.cluster.first]
    return ClusterLine(
        url=_url(found),
        title=_title(found),
        excerpt=_excerpt(target.text),
        why=_why(found),
        items=len(found.cases),
        opened=len(looked_at(account, found) & set(sample)),
        sample=len(sample),
    )


def cluster_page(account: Account, held: list[Mandate], reference: str, *, now: datetime) -> tuple[Found, ClusterPage]:
    """Raises NotFound."""
    found = found_with(account, held, reference, now=now)
    sample, opened = sample_of(found.cluster), looked_at(account, found)
    out = staying_out(account, list(found.cases.values()), now=now)
    members = [_member(found, member, sample, opened, out) for member in found.cluster.members]
    alleged, keys = found.first.rule, keys_of(choice_of(account).keys)
    return found, ClusterPage(
        reference=found.cluster.first,
        url=_url(found),
        title=_title(found),
        space=found.first.space.name,
        why=_why(found),
        members=members,
        sample=len(sample),
        missing=[member for member in members if member.in_sample and not member.opened],
        chips=chips(alleged),
        acts=[Act(outcome.value, keys[outcome.value], str(ACTS[outcome]())) for outcome in OUTCOMES],
    )


def look_page(
    account: Account, held: list[Mandate], reference: str, case: str, *, now: datetime
) -> tuple[Found, LookPage]:
    """One of its items; raises NotFound."""
    found, page = cluster_page(account, held, reference, now=now)
    at = next((n for n, member in enumerate(page.members) if member.reference == case), None)
    if at is None:
        raise NotFound(_("Nothing stands together with this case now: it was decided, changed, or stands alone."))
    reports = found.cases[case].reports.order_by("filed_at", "pk")
    return found, LookPage(
        member=page.members[at],
        cluster=page,
        why=why_of(found.cases[case], None),
        passages=_passages(found.targets[case].text, found.targets[found.cluster.first].text, at == 0),
        reports=[(str(report.get_ground_display()), report.text) for report in reports],
        before=page.members[at - 1].url if at else "",
        after=page.members[at + 1].url if at + 1 < len(page.members) else "",
        next_of_sample=next((member.url for member in page.missing if member.reference != case), ""),
    )


def _passages(text: str, first: str, is_first: bool) -> list[Passage]:
    there = {first[a:b] for a, b in sentences.split(first)}
    return [Passage(text[a:b], not is_first and text[a:b] not in there) for a, b in sentences.split(text)]


def _member(found: Found, member: Member, sample: tuple[str, ...], opened: set[str], out: dict[str, str]) -> MemberView:
    target = found.targets[member.key]
    return MemberView(
        reference=member.key,
        url=reverse("moderation:look", args=[found.cluster.first, member.key]),
        author=target.author_name,
        excerpt=_excerpt(target.text),
        joined=_("the first one") if member.key == found.cluster.first else _joined(member),
        published_at=target.published_at,
        stars=target.stars,
        version=target.version,
        in_sample=member.key in sample,
        opened=member.key in opened,
        stays_out=out.get(member.key, ""),
    )


def _joined(member: Member) -> str:
    """What it shares with the first item."""
    said = [_("shares %(share)s with the first") % {"share": percent(member.likeness)}]
    if member.same_author:
        said.append(_("the same author"))
    if member.same_reporter:
        said.append(_("reported by the same person"))
    return ", ".join([*said, _("%(time)s apart") % {"time": _time(member.hours)}])


def _why(found: Found) -> list[str]:
    """Why these stand together: words, moment, people."""
    others = [member for member in found.cluster.members if member.key != found.cluster.first]
    low, high = (pick(member.likeness for member in others) for pick in (min, max))
    shares = {"low": percent(low), "high": percent(high), "share": percent(low)}
    alike = (
        _("Their texts share %(share)s with the first.")
        if low == high
        else _("Their texts share %(low)s to %(high)s with the first.")
    )
    apart = _("All were published within %(time)s of it.") % {"time": _time(max(member.hours for member in others))}
    return [alike % shares, apart, _authors(found), *_reporter(others)]


def _authors(found: Found) -> str:
    authors = len({case.author_id or -case.pk for case in found.cases.values()})
    return ngettext("One author wrote all of them.", "%(n)s authors wrote them.", authors) % {"n": number(authors)}


def _reporter(others: list[Member]) -> list[str]:
    shared = sum(member.same_reporter for member in others)
    if not shared:
        return []
    said = ngettext(
        "%(n)s more was reported by somebody who reported the first.",
        "%(n)s more were reported by somebody who reported the first.",
        shared,
    )
    return [said % {"n": number(shared)}]


def _title(found: Found) -> str:
    n = len(found.cases)
    if found.first.item_kind == ItemKind.REVIEW:
        return ngettext("%(n)s review that is like another", "%(n)s reviews that are alike", n) % {"n": number(n)}
    return ngettext("%(n)s message that is like another", "%(n)s messages that are alike", n) % {"n": number(n)}


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rsplit(' ', 1)[0]}…"


def _time(hours: float) -> str:
    if hours < 1:
        return _("%(n)s min") % {"n": number(max(1, round(hours * 60)))}
    return _("%(n)s h") % {"n": number(round(hours))} if hours < 48 else _("%(n)s d") % {"n": decimal(hours / 24, 0)}


def _url(found: Found) -> str:
    return reverse("moderation:cluster", args=[found.cluster.first])
