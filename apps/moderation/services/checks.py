"""Reviews whose answer is known, among those to read: so that each reader can see how well they read.

Published: after each decision or opinion at the desk, the SHA-256 of "check", the reader's reference and how many they
have given so far, as a number, is a multiple of `ONE_IN`: then one is placed. At most one in `MOST` of all they read.
What was known: settled by a blind audit in which readers agreed, or on appeal. It is shown as any review to be read
first, says nothing more, and its reader learns at once. Nothing is decided, published, sent, taught or counted by it.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import NotNow
from apps.ledger.services import append
from apps.moderation.desk_models import Check, DeskChoice, SecondReading
from apps.moderation.models import Audit, Case, Decision, FirstOpinion, Reading
from apps.moderation.services.teaching import verdict_of
from apps.moderation.states import CaseState, Instance, ItemKind, Verdict
from apps.moderation.targets import Target, of_item
from apps.people.models import Account
from apps.posts.models import Review
from apps.posts.states import ItemState
from apps.spaces.models import Space

ONE_IN = 25  # of what a person has read, on average
MOST = 20  # never more than one in so many
LOOKS_WAITED = timedelta(days=6, hours=12)  # as a draw that is nearly due
LASTS = timedelta(days=1)  # unread, it goes away


def is_placed(reader: Account, given: int) -> bool:
    """Anyone can check it."""
    drawn = hashlib.sha256(f"check:{reader.reference}:{given}".encode()).digest()
    return given > 0 and int.from_bytes(drawn, "big") % ONE_IN == 0


def given_by(reader: Account) -> int:
    """How much a person has read: decisions that stand, opinions, readings."""
    return GIVEN.count(reader=reader.pk)


def _given() -> QuerySet[Any, Any]:
    by = given("reader")
    decided, *told = [
        Decision.objects.standing().filter(decided_by=by),
        Reading.objects.filter(reader=by).exclude(verdict=""),
        FirstOpinion.objects.filter(reader=by),
        SecondReading.objects.filter(second=by),
    ]
    return decided.order_by().values_list("pk").union(*(rows.order_by().values_list("pk") for rows in told), all=True)


GIVEN = Compiled(_given)


def check_place(*, reader: Account, spaces: list[Space], now: datetime) -> Check | None:
    """Place one, when the published draw says so and a settled review is left that this person has never read."""
    given = given_by(reader)
    return _place(reader, spaces, given, now) if is_placed(reader, given) else None


@transaction.atomic
def _place(reader: Account, spaces: list[Space], given: int, now: datetime) -> Check | None:
    Check.objects.filter(reader=reader, given_at=None, placed_at__lt=now - LASTS).delete()
    if Check.objects.filter(reader=reader).count() >= given // MOST:
        return None
    found = _settled(reader, spaces)
    if found is None:
        return None
    target, known, by_appeal = found
    check, _new = Check.objects.get_or_create(
        reader=reader,
        item=target.reference,
        defaults={
            "space": target.space, "digest": target.digest, "known": known, "by_appeal": by_appeal, "placed_at": now,
        },
    )  # fmt: skip
    return check


def _settled(reader: Account, spaces: list[Space]) -> tuple[Target, Verdict, bool] | None:
    """The latest whose answer is known and whose words still stand; none this person had to do with or is spared."""
    topics = DeskChoice.spared_topics.through.objects.filter(deskchoice__account=reader)
    spared = set(topics.values_list("topic", flat=True))
    for item, digest, known, by_appeal in [*_by_appeal(reader, spaces), *_by_audit(reader, spaces)]:
        review = Review.objects.select_related("space", "subject", "author", "source").filter(reference=item).first()
        target = of_item(review) if review is not None else None
        if review is None or target is None or review.topic_id in spared:
            continue
        if target.digest == digest and review.state == ItemState.PUBLISHED:
            return target, known, by_appeal
    return None


Known = tuple[str, str, Verdict, bool]


def _seen(reader: Account) -> set[str]:
    cases = Case.objects.filter(decisions__decided_by=reader) | Case.objects.filter(first_opinions__reader=reader)
    party = Case.objects.filter(author__account=reader) | Case.objects.filter(reports__reporter__account=reader)
    second = SecondReading.objects.filter(second=reader) | SecondReading.objects.filter(first=reader)
    return {
        *cases.values_list("item", flat=True),
        *party.values_list("item", flat=True),
        *second.values_list("case__item", flat=True),
        *Audit.objects.filter(readings__reader=reader).values_list("item", flat=True),
        *Check.objects.filter(reader=reader).values_list("item", flat=True),
    }


def _by_audit(reader: Account, spaces: list[Space]) -> list[Known]:
    rows = Audit.objects.settled().filter(space__in=spaces, finding__in=[Verdict.GENUINE, Verdict.FAKE])
    mine = rows.exclude(author__account=reader).exclude(item__in=_seen(reader)).order_by("-settled_at")[:20]
    return [(audit.item, audit.digest, Verdict(audit.finding), False) for audit in mine]


def _by_appeal(reader: Account, spaces: list[Space]) -> list[Known]:
    rows = Decision.objects.published().filter(
        instance=Instance.APPEAL, case__space__in=spaces, case__item_kind=ItemKind.REVIEW,
        case__state__in=[CaseState.NOTIFIED, CaseState.CLOSED],
    )  # fmt: skip
    mine = rows.exclude(case__item__in=_seen(reader)).select_related("case").order_by("-published_at")[:20]
    said = [(decision, verdict_of(decision)) for decision in mine]
    return [
        (decision.case.item, decision.digest, Verdict.FAKE if fake else Verdict.GENUINE, True)
        for decision, fake in said
        if fake is not None
    ]


@transaction.atomic
def check_answer(*, reader: Account, check: Check, verdict: Verdict, now: datetime) -> Check:
    """Say what one thinks, and learn at once what was known."""
    check = Check.objects.select_for_update().get(pk=check.pk)
    if check.given_at is not None:
        raise NotNow(_("This is read already. Nothing of yours was sent."))
    check.verdict, check.given_at = verdict, now
    check.save(update_fields=["verdict", "given_at"])
    append(kind="check.given", actor="", object=check.reference, now=now)
    return check


@transaction.atomic
def check_leave(*, reader: Account, check: Check) -> None:
    """Put off, it goes away: there is nobody to leave it to."""
    Check.objects.filter(pk=check.pk, reader=reader, given_at=None).delete()
