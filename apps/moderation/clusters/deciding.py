"""Open items of a cluster, then decide it in one go: only after the sample, and only what still stands as read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms.like_cases import sample_of
from apps.base.errors import BadInput, NotNow
from apps.moderation.clusters.finding import Found, staying_out
from apps.moderation.looks import Look
from apps.moderation.measures import Together
from apps.moderation.models import Case
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.services.together import decide_together
from apps.moderation.states import Outcome
from apps.people.models import Account

KEPT = timedelta(days=30)  # looks on which no decision rests
OUTCOMES = (
    Outcome.KEEP,
    Outcome.LABEL,
    Outcome.MASK,
    Outcome.ASK_EDIT,
)  # those that can be taken about a whole cluster


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided in one go, and what stayed out, each with its sentence."""

    together: Together
    cases: list[str]
    left_out: dict[str, str]


def look_keep(*, account: Account, case: Case, version: int, now: datetime) -> None:
    """This person has opened this item, in these words."""
    Look.objects.get_or_create(account=account, case=case, item_version=version, defaults={"at": now})


def looked_at(account: Account, found: Found) -> set[str]:
    """Items of this cluster that this person opened in the words that stand there now."""
    rows = Look.objects.filter(account=account, case__in=found.cases.values())
    return {
        reference
        for reference, version in rows.values_list("case__reference", "item_version")
        if version == found.version_of(reference)
    }


def still_to_open(account: Account, found: Found) -> list[str]:
    """What is missing of the sample, in its order."""
    seen = looked_at(account, found)
    return [reference for reference in sample_of(found.cluster) if reference not in seen]


@transaction.atomic
def cluster_decide(
    *, account: Account, found: Found, seen: Mapping[str, int], draft: DecisionDraft, now: datetime
) -> Decided:
    """The same decision about each of these that still stands as it was seen. `seen` says which, and in which words."""
    _check_sample(account, found)
    if draft.outcome not in OUTCOMES:
        raise BadInput({"outcome": _("This cannot be decided about several at once.")})
    left_out = {name: sentence for name, sentence in _left_out(account, found, seen, now=now).items() if name in seen}
    chosen = [name for name in found.cluster.keys if name in seen and name not in left_out]
    if len(chosen) < 2:
        raise NotNow(" ".join([_("Fewer than two are left to decide together."), *sorted(set(left_out.values()))]))
    together = decide_together(
        account=account,
        cases=[found.cases[name] for name in chosen],
        draft=draft,
        seen={name: seen[name] for name in chosen},
        now=now,
    )
    Look.objects.filter(account=account, case__in=found.cases.values()).update(together=together)
    return Decided(together, chosen, left_out)


def _check_sample(account: Account, found: Found) -> None:
    missing = len(still_to_open(account, found))
    if missing:
        said = ngettext(
            "Open %(n)d item more of the sample, then decide all.",
            "Open %(n)d items more of the sample, then decide all.",
            missing,
        )
        raise NotNow(said % {"n": missing})


def _left_out(account: Account, found: Found, seen: Mapping[str, int], *, now: datetime) -> dict[str, str]:
    gone = _("Decided, withdrawn or changed meanwhile: it no longer stands here.")
    out = {name: gone for name in seen if name not in found.cases}
    for name, version in seen.items():
        if name in found.cases and version != found.version_of(name):
            out[name] = _("Its author edited it since you opened this page.")
    return {**staying_out(account, list(found.cases.values()), now=now), **out}


def looks_purge(*, now: datetime) -> int:
    """Forget what somebody opened and nobody decided upon."""
    return Look.objects.filter(together=None, at__lt=now - KEPT).delete()[0]


def seen_of(given: Iterable[str]) -> dict[str, int]:
    """`k7qx-2mpd:3` as a case and the version that was before somebody's eyes; anything else counts for nothing."""
    pairs = (value.rpartition(":") for value in list(given)[:500])
    return {
        name[:24]: int(version)
        for name, _colon, version in pairs
        if name and version.isascii() and version.isdecimal() and len(version) < 9
    }
