"""What a decision about the newcomer costs whoever vouched: a small mark, once it is final, lifted if it falls."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms import referral
from apps.base.errors import NotNow
from apps.referrals import rule, telling
from apps.referrals.models import Referral, ReferralQuerySet
from apps.referrals.services.giving import record
from apps.referrals.services.locking import lock_people
from apps.trust.services import mark_add, mark_lift


@transaction.atomic
def sanction_stands(*, persona: str, space: str, case: str, final: bool, now: datetime) -> None:
    """Somebody was paused in a space by a decision; `final` once an appeal was answered."""
    noted = _locked(_of_case(case))
    for row in _held(noted) if noted else _answering(persona, space, now):
        row.case, row.sanctioned_at = case, row.sanctioned_at or now
        row.save(update_fields=["case", "sanctioned_at"])
        if final:
            _betray(row, now)


@transaction.atomic
def case_is_final(*, case: str, now: datetime) -> None:
    """The time for appeal is over: what stood to the end counts."""
    for row in _held(_locked(_of_case(case))):
        _betray(row, now)


@transaction.atomic
def sanction_falls(*, case: str, now: datetime) -> None:
    """Another decision in the same case: nobody was to blame, and nobody bears anything."""
    rows = _held(_locked(_of_case(case)))
    mark_lift(because=_because(case), now=now)
    for row in rows:
        bore = row.betrayed_at is not None
        row.case, row.sanctioned_at, row.betrayed_at = "", None, None
        row.save(update_fields=["case", "sanctioned_at", "betrayed_at"])
        if bore:
            telling.tell_lifted(row, now)


@transaction.atomic
def mark_undo(*, reference: str, now: datetime) -> None:
    """A person decided that this one word does not answer for what happened: its mark is gone, those of others stay.

    The case is kept without a date, and says so for good: whatever is said in it later, this word answers for nothing.
    """
    rows = Referral.objects.select_for_update(of=("self",)).filter(reference=reference, betrayed_at__isnull=False)
    row = rows.select_related("referrer", "space").first()
    if row is None or row.referrer is None:
        raise NotNow(_("This mark is gone already."))
    mark_lift(because=_because(row.case), persona=row.referrer, now=now)
    row.sanctioned_at, row.betrayed_at = None, None
    row.save(update_fields=["sanctioned_at", "betrayed_at"])


def _answering(persona: str, space: str, now: datetime) -> list[Referral]:
    """Those who answer by the published rule; each word only for one decision."""
    rows = _locked(Referral.objects.filter(referee__reference=persona, space__reference=space).carried())
    by_word = {row.carried: row for row in rows}
    answering = referral.answering(by_word, now.timestamp())
    return [by_word[word] for word in answering if not by_word[word].case]


def _of_case(case: str) -> ReferralQuerySet:
    return Referral.objects.filter(case=case).exclude(case="")


def _held(rows: Iterable[Referral]) -> list[Referral]:
    """Without those whom a person let off."""
    return [row for row in rows if row.sanctioned_at is not None]


def _locked(rows: ReferralQuerySet) -> list[Referral]:
    """The people first, like every verb; then the words as they stand."""
    words = rows.select_related("referrer__account", "referee", "space", "topic").order_by("pk")
    lock_people(persona for row in words for persona in (row.referrer, row.referee))
    return list(words.all())


def _because(case: str) -> str:
    return f"referral {case}"


def _betray(row: Referral, now: datetime) -> None:
    """A quarter of one unfavourable word for whoever vouched; it goes no further. The people are locked."""
    if row.betrayed_at is not None:
        return
    row.betrayed_at = now
    row.save(update_fields=["betrayed_at"])
    record("referral.betrayed", row, now)
    if row.referrer is None:
        return
    mark_add(persona=row.referrer, space=row.space, because=_because(row.case), amount=referral.MARK, now=now)
    account = row.referrer.account
    until = rule.suspended_until(account, row.space, now) if account else None
    telling.tell_betrayed(row, until, now)
