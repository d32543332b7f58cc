"""What one person did at the desk beside the middle of the team: shown to that person alone, nobody is named."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from apps.algorithms.decision_figures import NAME, TEAM_MINIMUM, VERSION, middle
from apps.look.charts import Chart, bars
from apps.look.numbers import decimal, number
from apps.moderation.models import Decision
from apps.moderation.rules import HOURS_TO_DECIDE
from apps.people.models import Account
from apps.spaces.models import Mandate
from apps.spaces.permissions import covered_spaces

DAYS = 30


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One thing counted: mine, and the middle of the team; without it, the team is too small to say it."""

    name: str
    label: str
    mine: int
    middle: float | None
    sentence: str

    @property
    def chart(self) -> Chart | None:
        """Both, one under the other."""
        if self.middle is None:
            return None
        rows = [(_("You"), self.mine), (_("Middle of the team"), self.middle)]
        return bars(rows, sentence=self.sentence, headers=(_("Who"), self.label))


@dataclass(frozen=True, slots=True)
class LoadPage:
    """My last thirty days at the desk."""

    days: int
    lines: list[LoadLine]
    algorithm: str
    version: str


def load_of(account: Account, held: list[Mandate], *, now: datetime) -> LoadPage:
    """One query: a row per person who decided in the spaces of these mandates, without their names."""
    counts = _counts(held, now)
    mine = counts.get(account.pk, (0, 0, 0, 0))
    labels = {
        "decisions": _("Decisions"),
        "urgent": _("Decisions due within two days"),
        "appeals": _("Appeals answered"),
        "days": _("Days with a decision"),
    }
    columns = zip(*counts.values(), strict=True) if counts else [()] * len(labels)
    lines = [
        _line(name, label, own, list(column))
        for (name, label), own, column in zip(labels.items(), mine, columns, strict=True)
    ]
    return LoadPage(DAYS, lines, NAME, VERSION)


def _counts(held: list[Mandate], now: datetime) -> dict[int, tuple[int, int, int, int]]:
    spaces = covered_spaces(held)
    mine = Q() if spaces is None else Q(case__space__in=spaces)
    taken = Decision.objects.standing().filter(mine, decided_at__gte=now - timedelta(days=DAYS))
    rows = (
        taken.exclude(decided_by=None)
        .order_by()
        .values_list("decided_by")
        .annotate(
            every=Count("pk"),
            urgent=Count("pk", filter=Q(case__rule__in=list(HOURS_TO_DECIDE))),
            on_appeal=Count("pk", filter=Q(instance="appeal")),
            days=Count("decided_at__date", distinct=True),
        )
    )
    return {who: (every, urgent, appeals, days) for who, every, urgent, appeals, days in rows}


def _line(name: str, label: str, mine: int, team: list[int]) -> LoadLine:
    of_team = middle(team)
    words = {"what": label, "mine": number(mine), "people": number(len(team)), "least": number(TEAM_MINIMUM)}
    if of_team is None:
        said = _("%(what)s: %(mine)s. Too few people decided (%(people)s) for a middle: %(least)s are needed.") % words
    else:
        said = _("%(what)s: you %(mine)s, half of the team %(middle)s or more.")
        said %= {**words, "middle": decimal(of_team, 0 if of_team == int(of_team) else 1)}
    return LoadLine(name, label, mine, of_team, said)
