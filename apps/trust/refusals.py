"""What rules refused to somebody: on their own page, one by one, and as whoever decides about it reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base.errors import NotFound
from apps.look.moments import moment
from apps.people.models import Account
from apps.trust.grounds import Contestable, register_contestable, register_trust_section
from apps.trust.models import RuleRefusal
from apps.trust.refusing import Teller, teller_of
from apps.trust.services.refusing import refusal_lift

REFUSAL = "refusal"
SHOWN = 20


@dataclass(frozen=True, slots=True)
class RefusalView:
    """One, in words, with the figures of that hour."""

    reference: str
    space_name: str
    topic_name: str
    label: str
    sentence: str
    inputs: Sequence[tuple[str, str, str]]
    rule: str
    rule_path: str
    path: str  # where one asks again
    heard_at: datetime
    lifted_at: datetime | None


def register() -> None:
    """Called from `ready()`."""
    register_contestable(REFUSAL, find, redo, word=gettext_lazy("a refusal by a rule"))
    register_trust_section("refusals", "trust/refusals.html", mine, order=55)


def mine(account: Account, now: datetime) -> list[RefusalView] | None:
    """On one’s own page, the latest first; nothing where there is nothing."""
    rows = RuleRefusal.objects.filter(persona__account=account).select_related("persona", "space", "topic")
    found = [_view(row, teller) for row in rows.order_by("-heard_at", "-pk")[:SHOWN] if (teller := teller_of(row))]
    return found or None


def refusal_of(account: Account, reference: str) -> RefusalView:
    """For whom it concerns. Raises NotFound."""
    rows = RuleRefusal.objects.filter(persona__account=account, reference=reference)
    row = rows.select_related("persona", "space", "topic").first()
    teller = teller_of(row) if row is not None else None
    if row is None or teller is None:
        raise NotFound(_("Nothing is here, or it is another member’s."))
    return _view(row, teller)


def _view(row: RuleRefusal, teller: Teller) -> RefusalView:
    told = teller.tell(row)
    return RefusalView(
        reference=row.reference,
        space_name=row.space.name,
        topic_name=row.topic.name if row.topic else "",
        label=str(teller.label),
        sentence=told.sentence,
        inputs=told.inputs,
        rule=row.rule,
        rule_path=told.rule_path,
        path=told.path,
        heard_at=row.heard_at,
        lifted_at=row.lifted_at,
    )


def find(reference: str) -> Contestable | None:
    """As whoever decides reads it: what was asked and heard, when, and from which figures."""
    row = RuleRefusal.objects.filter(reference=reference).select_related("persona__account", "space", "topic").first()
    teller = teller_of(row) if row is not None else None
    if row is None or teller is None:
        return None
    told, stake = teller.tell(row), teller.stake(row)
    asked = [(_("Asked"), str(teller.label), ""), (_("Refused on"), moment(row.heard_at), "")]
    return Contestable(
        persona=row.persona,
        space=row.space,
        sentence=told.sentence,
        inputs=[*asked, *told.inputs, (_("By the published rule"), row.rule, told.rule_path)],
        path=reverse("trust:refusal", args=[row.reference]),
        involved=stake.involved,
        named=stake.named,
    )


def redo(reference: str, named: Sequence[str], now: datetime) -> None:
    """The rule is asked again, without the words that the decider named."""
    refusal_lift(reference=reference, named=named, now=now)
