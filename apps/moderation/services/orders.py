"""An authority's order: a case of its own, entered from a document by a trust manager, decided by a person.

No further report joins it, no appeal and no jury answers it: one turns to the court that it names. It ends on the day
that it says; what another case masked stays masked as that case has it.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.moderation import parties, wording
from apps.moderation.measures import Order
from apps.moderation.models import Case
from apps.moderation.rules import RuleCode, time_to_decide
from apps.moderation.services import masks
from apps.moderation.services.cases import announce_queue, keep_evidence
from apps.moderation.states import CaseState, ItemKind, OpenedBy
from apps.moderation.targets import Target, held_target_of_case
from apps.notices.services import prepare
from apps.people.models import Account
from apps.spaces.models import Role
from apps.spaces.permissions import mandate_for

DIGEST = re.compile(r"[0-9a-f]{64}")
LENGTHS = {"authority": 160, "number": 80, "law": 200, "territory": 120, "court": 160}
SENTENCES: dict[str, Callable[[], str]] = {
    "authority": lambda: _("Name the authority."),
    "number": lambda: _("Give the authority's own number: without it nobody can check it."),
    "law": lambda: _("Name the law: the statement quotes it."),
    "territory": lambda: _("Say for which territory it holds."),
    "court": lambda: _("Name the court before which it can be contested."),
}


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What stands in the document."""

    authority: str
    number: str
    country: str
    law: str
    territory: str
    court: str
    document_sha256: str
    received_at: datetime
    until: datetime | None = None


@transaction.atomic
def order_enter(*, account: Account, target: Target, draft: OrderDraft, now: datetime) -> Order:
    """Open the case of an order. Raises BadInput with a sentence per field."""
    mandate = mandate_for(account, target.space, Role.TRUST_MANAGER, now=now)
    draft = _checked(draft, target, now)
    case = Case.objects.create(
        item=target.reference,
        item_kind=target.kind,
        space=target.space,
        author=target.author,
        opened_by=OpenedBy.ORDER,
        rule=RuleCode.UNLAWFUL,
        why={"authority": draft.authority},
        opened_at=now,
        decide_before=now + time_to_decide(OpenedBy.ORDER, RuleCode.UNLAWFUL),
    )
    keep_evidence(case, target, now)
    order = Order.objects.create(case=case, entered_by=mandate, entered_at=now, **asdict(draft))
    append(kind="case.opened", actor="", object=case.reference, payload={"case": case.pk}, now=now)
    _say(order, "order.entered", mandate.reference, now)
    announce_queue(case.space)
    return order


def _checked(draft: OrderDraft, target: Target, now: datetime) -> OrderDraft:
    said = {name: clean_text(getattr(draft, name)) for name in LENGTHS}
    errors: dict[str, str] = {name: say() for name, say in SENTENCES.items() if not said[name]}
    for name, most in LENGTHS.items():
        if len(said[name]) > most:
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % {
                "n": len(said[name]),
                "max": most,
            }
    country, digest = draft.country.strip().upper(), draft.document_sha256.strip().lower()
    if not re.fullmatch("[A-Z]{2}", country):
        errors["country"] = _("Two letters, for example FR.")
    if not DIGEST.fullmatch(digest):
        errors["document_sha256"] = _("The SHA-256 of the document: 64 characters, 0 to 9 and a to f.")
    if draft.received_at > now:
        errors["received_at"] = _("This day has not come yet.")
    if draft.until is not None and draft.until <= now:
        errors["until"] = _("It is over already: there is nothing left to carry out.")
    if errors:
        raise BadInput(dict(errors))
    if not target.stands or target.kind == ItemKind.PROFILE:
        raise NotNow(_("There is no text here that could be masked."))
    if Order.objects.filter(case__item=target.reference, document_sha256=digest).exists():
        raise NotNow(_("This order about this text is entered already."))
    return OrderDraft(**said, country=country, document_sha256=digest, received_at=draft.received_at, until=draft.until)


def orders_end(*, now: datetime) -> int:
    """End the orders whose day has come; return how many."""
    due = Order.objects.filter(ended_at=None, until__lte=now).order_by("until", "pk").values_list("pk", flat=True)
    return each(due[:200], lambda pk: order_end(order_id=pk, now=now), failed="order_not_ended")


@transaction.atomic
def order_end(*, order_id: int, now: datetime) -> bool:
    """The day that the order itself set has come: what it masked is shown again, and its author is told."""
    case = Case.objects.filter(order=order_id).select_for_update(skip_locked=True, of=("self",)).first()
    if case is None or case.state == CaseState.DECIDED:
        return False
    order = Order.objects.select_related("case").filter(pk=order_id, ended_at=None, until__lte=now).first()
    if order is None:
        return False
    order.ended_at = now
    order.save(update_fields=["ended_at"])
    target = held_target_of_case(case)
    if target is not None and target.item is not None and target.stands:
        masks.unmask(target.item, case, now)
    said = wording.in_both_languages(wording.ORDER_OVER)
    path = f"/case/{case.reference}/"
    prepare(kind="moderation.author", to=parties.authors(case), about=case.reference, path=path, context=said, now=now)
    _say(order, "order.ended", "", now)
    return True


def _say(order: Order, kind: str, actor: str, now: datetime) -> None:
    """For the public log: that an order came, from whom and under which number; the document's digest proves which."""
    append(
        kind=kind,
        actor=actor,
        object=order.case.reference,
        version="0",
        payload={"order": order.pk, "case": order.case_id},
        secret={
            "kind": "order",
            "case": order.case.reference,
            "authority": order.authority,
            "number": order.number,
            "document_sha256": order.document_sha256,
            "at": now.isoformat(),
        },
        owner=order.case.author.reference if order.case.author else order.case.reference,
        now=now,
    )
