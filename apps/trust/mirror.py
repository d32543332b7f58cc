"""One's own page of trust: statuses with their basis, offers, and what one chose. For one's own eyes."""

from dataclasses import dataclass
from datetime import datetime

from apps.people.models import Account
from apps.trust.helpers import HelperView, helping, offers_for
from apps.trust.models import Choice, HelperChoice
from apps.trust.statuses import StatusView, statuses_of_account


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """What was chosen in a space, and how one helps there now."""

    persona: str
    pseudonym: str
    space: str
    space_name: str
    choice: str
    words: str
    decided_at: datetime
    helping: HelperView | None

    @property
    def shown(self) -> bool:
        """Others may see it."""
        return self.choice == Choice.SHOWN


@dataclass(frozen=True, slots=True)
class TrustPage:
    """Everything on /me/trust/."""

    statuses: tuple[StatusView, ...]
    offers: tuple[HelperView, ...]
    choices: tuple[ChoiceView, ...]


def trust_of(account: Account, *, now: datetime) -> TrustPage:
    """What trust knows of a person, as it tells it to them."""
    return TrustPage(
        statuses=tuple(statuses_of_account(account, now)),
        offers=tuple(offers_for(account, now=now)),
        choices=tuple(_choices(account, now)),
    )


def offers_section(account: Account, now: datetime) -> list[HelperView] | None:
    """What is offered, on one's own page; nothing when nothing is."""
    return offers_for(account, now=now) or None


def _choices(account: Account, now: datetime) -> list[ChoiceView]:
    rows = HelperChoice.objects.filter(persona__account=account).select_related("space", "persona").order_by("pk")
    return [_choice(row, now) for row in rows]


def _choice(row: HelperChoice, now: datetime) -> ChoiceView:
    own = helping(row.persona, row.space, now=now)
    return ChoiceView(
        persona=row.persona.reference,
        pseudonym=row.persona.pseudonym,
        space=row.space.slug,
        space_name=row.space.name,
        choice=row.choice,
        words=str(Choice(row.choice).label),
        decided_at=row.decided_at,
        helping=own[0] if own else None,
    )
