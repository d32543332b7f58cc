"""Declare a link, or end one's own. Whoever has a link does not decide; the list is public, under mandate names."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.moderation.ties import Tie
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate, Operator, Role, Space

MAX_REASON = 300
DECLARING = (Role.TRUST_MANAGER, Role.MEDIATOR)


@dataclass(frozen=True, slots=True)
class TieDraft:
    """Whose link it is, with what, and why; exactly one of the four."""

    mandate: Mandate
    colleague: Mandate | None = None
    operator: Operator | None = None
    space: Space | None = None
    persona: Persona | None = None
    reason: str = ""


@transaction.atomic
def tie_declare(*, account: Account, draft: TieDraft, now: datetime) -> Tie:
    """One's own, or another's with a reason. Raises BadInput with a sentence per field."""
    by = own_mandate(account, now=now)
    reason = clean_text(draft.reason)
    _check(draft, by, reason)
    try:
        with transaction.atomic():
            tie = Tie.objects.create(
                mandate=draft.mandate,
                colleague=draft.colleague,
                operator=draft.operator,
                space=draft.space,
                persona=draft.persona,
                declared_by=draft.mandate if draft.mandate.account_id == account.pk else by,
                reason=reason,
                declared_at=now,
            )
    except IntegrityError as error:
        raise NotNow(_("This link is declared already.")) from error
    append(kind="tie.declared", actor=by.reference, object=draft.mandate.reference, payload={"tie": tie.pk}, now=now)
    return tie


def own_mandate(account: Account, *, now: datetime) -> Mandate:
    """Any mandate of trust manager or mediator that this person holds now."""
    held = Mandate.objects.valid(now).filter(account=account, role__in=DECLARING).select_related("space")
    mandate = held.order_by("pk").first()
    if mandate is None:
        raise NotYours(_("Only trust managers and mediators declare links."))
    return mandate


def _check(draft: TieDraft, by: Mandate, reason: str) -> None:
    errors: dict[str, str] = {}
    named = [side for side in (draft.colleague, draft.operator, draft.space, draft.persona) if side is not None]
    if len(named) != 1:
        errors["with_what"] = _("Name one thing or one person at a time.")
    if draft.colleague is not None and draft.colleague.account_id == draft.mandate.account_id:
        errors["with_what"] = _("These two names are one person: that needs no declaration.")
    if draft.mandate.account_id != by.account_id and not reason:
        errors["reason"] = _("Say in a few words how you know: they will read it, and so will everybody.")
    if len(reason) > MAX_REASON:
        errors["reason"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % {
            "n": len(reason),
            "max": MAX_REASON,
        }
    if errors:
        raise BadInput(dict(errors))


@transaction.atomic
def tie_end(*, account: Account, tie: Tie, now: datetime) -> Tie:
    """Whoever declared it ends it; what another declared about me, I cannot end."""
    tie = Tie.objects.select_for_update(of=("self",)).select_related("mandate", "declared_by").get(pk=tie.pk)
    by = tie.declared_by
    if by is None or by.account_id != account.pk:
        raise NotYours(_("Whoever declared this link ends it."))
    if tie.ended_at is not None:
        raise NotNow(_("This link is ended already."))
    tie.ended_at = now
    tie.save(update_fields=["ended_at"])
    append(kind="tie.ended", actor=by.reference, object=tie.mandate.reference, payload={"tie": tie.pk}, now=now)
    return tie
