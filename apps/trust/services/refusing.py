"""Keep what a rule refused, with its figures of that hour; set it aside where a person decided so."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow
from apps.ledger.services import append
from apps.people.models import Persona
from apps.spaces.models import Space, Topic
from apps.trust.models import RuleRefusal
from apps.trust.refusing import Because, ByRule, teller_of


@contextmanager
def keeping(persona: Persona | None, space: Space, topic: Topic | None, now: datetime) -> Iterator[None]:
    """Around a service, outside of its transaction: what it refuses by a rule is kept, and refused all the same. Of
    nobody who stands here nothing is kept."""
    try:
        yield
    except ByRule as refusal:
        if persona is not None and persona.account_id is not None:
            kept = refusal_keep(persona=persona, space=space, topic=topic, because=refusal.because, now=now)
            refusal.kept = kept.reference
        raise


@transaction.atomic
def refusal_keep(
    *, persona: Persona, space: Space, topic: Topic | None, because: Because, now: datetime
) -> RuleRefusal:
    """Once a day for the same thing: the figures are those of the first time."""
    row, made = RuleRefusal.objects.get_or_create(
        persona=persona,
        space=space,
        topic=topic,
        kind=because.kind,
        why=because.why,
        about=because.about,
        heard_on=now.date(),
        lifted_at=None,
        defaults={"facts": dict(because.facts), "rule": because.rule, "heard_at": now},
    )
    if made:
        append(kind="refusal.kept", actor=persona.reference, object=row.reference, payload={"refusal": row.pk}, now=now)
    return row


@transaction.atomic
def refusal_lift(*, reference: str, named: Sequence[str], now: datetime) -> RuleRefusal:
    """A person decided that it was wrong: the rule is asked again without what they named. Raises NotNow where the
    answer is no again; nothing is taken out then."""
    rows = RuleRefusal.objects.select_for_update(of=("self",)).select_related("persona__account", "space", "topic")
    row = rows.filter(reference=reference).first()
    teller = teller_of(row) if row is not None else None
    if row is None or teller is None:
        raise NotFound(_("Nothing is here, or it is another member’s."))
    if row.lifted_at is not None:
        raise NotNow(_("This refusal does not stand any more: it can be asked again."))
    teller.again(row, named, now)
    row.lifted_at = now
    row.save(update_fields=["lifted_at"])
    return row
