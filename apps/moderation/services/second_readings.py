"""A second opinion, given without sight of the first. It decides nothing: a person decides with both before them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger.services import append
from apps.moderation.blindness import waits_for_opinion
from apps.moderation.conflicts import others_asked
from apps.moderation.desk_models import SecondReading
from apps.moderation.models import Case
from apps.moderation.permissions import check_can_decide, check_has_not_decided, check_is_free
from apps.moderation.rules import RuleCode
from apps.moderation.services.cases import announce_queue, locked, release
from apps.moderation.services.opinions import checked_note, standing
from apps.moderation.states import CaseState, Outcome
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.spaces.models import Mandate

PART = 0.5  # of the time left, in which another reads; at least an hour
AT_LEAST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class View:
    """What one would decide, and why."""

    outcome: Outcome
    rule: RuleCode | None
    note: str = ""


@transaction.atomic
def second_ask(*, account: Account, case: Case, view: View, seen_version: int, now: datetime) -> SecondReading:
    """Say what one would decide, under seal, and give the case to somebody else."""
    case = locked(case)
    mandate = check_can_decide(account, case, now=now)
    check_has_not_decided(mandate, case)
    check_is_free(case, mandate, now=now)
    if waits_for_opinion(case, account):
        raise NotNow(_("Say first what you think: genuine, fake, or cannot tell. Then decide."))
    target = _as_seen(case, seen_version)
    if not others_may_read(case, mandate, now=now):
        raise NotNow(_("Nobody else holds a mandate for this space now: there is nobody to ask."))
    checked = _checked(view, target)
    reading = _asked(case, mandate, target, checked, now)
    _leave(case)
    append(kind="second.asked", actor=mandate.reference, object=case.reference, now=now)
    return reading


def _leave(case: Case) -> None:
    """Back to the queue, for whoever is next."""
    if case.state == CaseState.CLAIMED:
        release(case)
    else:
        announce_queue(case.space)


def _asked(case: Case, mandate: Mandate, target: Target, view: View, now: datetime) -> SecondReading:
    try:
        with transaction.atomic():
            return SecondReading.objects.create(
                case=case,
                instance=case.instance,
                digest=target.digest,
                first=mandate.account,
                first_name=mandate.public_name,
                first_outcome=view.outcome,
                first_rule=view.rule,
                first_note=view.note,
                asked_at=now,
                read_before=now + max(AT_LEAST, PART * (case.decide_before - now)),
            )
    except IntegrityError as error:
        raise NotNow(_("A second opinion was asked for this case already.")) from error


@transaction.atomic
def second_give(*, account: Account, case: Case, view: View, seen_version: int, now: datetime) -> SecondReading:
    """Say what one would decide, knowing nothing of what the first would. Then both views open, for whoever decides."""
    case = locked(case)
    mandate = check_can_decide(account, case, now=now)
    check_has_not_decided(mandate, case)
    check_is_free(case, mandate, now=now)
    target = _as_seen(case, seen_version)
    reading = waiting_reading(case, target, now=now)
    if reading is None:
        raise NotNow(_("This case waits for no second opinion any more. Nothing of yours was sent."))
    if reading.first_id == account.pk:
        raise NotYours(_("You gave the first opinion: somebody else gives the second."))
    checked = _checked(view, target)
    reading.second, reading.second_name, reading.read_at = mandate.account, mandate.public_name, now
    reading.second_outcome, reading.second_rule, reading.second_note = checked.outcome, checked.rule, checked.note
    reading.save()
    _leave(case)
    append(kind="second.given", actor=mandate.reference, object=case.reference, now=now)
    return reading


def check_may_decide_now(case: Case, account: Account, target: Target, *, now: datetime) -> None:
    """Not while a second opinion is awaited; and where two differ, a third decides while there is one."""
    reading = reading_of(case, target)
    if reading is not None and reading.read_at is None and now < reading.read_before:
        raise NotNow(_("A second opinion is asked: it is given before anybody decides."))
    _check_third(case, account, reading, now)


def _check_third(case: Case, account: Account, reading: SecondReading | None, now: datetime) -> None:
    if reading is None or reading.read_at is None or agree(reading):
        return
    readers = {reading.first_id, reading.second_id}
    if account.pk in readers and _a_third_may(case, account, readers, now=now):
        raise NotYours(_("The two opinions differ, and one is yours: a third person decides."))


def check_is_not_kept_waiting(case: Case, account: Account, reading: SecondReading | None, *, now: datetime) -> None:
    """Who asked for a second opinion leaves the case alone until it is given; where two differ, a third decides."""
    if reading is not None and reading.read_at is None and now < reading.read_before and reading.first_id == account.pk:
        raise NotNow(_("You asked for a second opinion: it is given before anybody decides."))
    _check_third(case, account, reading, now)


OF_INSTANCE = Compiled(
    lambda: SecondReading.objects.filter(case=given("case"), instance=given("instance")).order_by("pk")[:1]
)


def reading_of(case: Case, target: Target | None) -> SecondReading | None:
    """The second reading of this instance of the case; None when the item has changed since."""
    found = OF_INSTANCE.first(case=case.pk, instance=case.instance)
    return found if found is not None and target is not None and found.digest == target.digest else None


def waiting_reading(case: Case, target: Target | None, *, now: datetime) -> SecondReading | None:
    """The same while somebody may still give the second opinion."""
    return waiting(reading_of(case, target), now=now)


def waiting(found: SecondReading | None, *, now: datetime) -> SecondReading | None:
    """The same of one that is known."""
    return found if found is not None and found.read_at is None and now < found.read_before else None


def agree(reading: SecondReading) -> bool:
    """The same outcome; and the same rule, where one restricts anything."""
    if reading.first_outcome != reading.second_outcome:
        return False
    return reading.first_outcome == Outcome.KEEP or reading.first_rule == reading.second_rule


def others_may_read(case: Case, mandate: Mandate, *, now: datetime) -> bool:
    """Whether somebody else could decide it, by their mandates and links."""
    return mandate.account is not None and bool(others_asked(case, mandate.account, now=now))


def _a_third_may(case: Case, account: Account, readers: set[int | None], *, now: datetime) -> bool:
    """Once three quarters of the time are gone, nobody waits for a third any more."""
    if now >= case.decide_before - (case.decide_before - case.opened_at) / 4:
        return False
    names = Mandate.objects.filter(account__in=[pk for pk in readers if pk]).values_list("public_name", flat=True)
    return bool(set(others_asked(case, account, now=now)) - set(names))


def _as_seen(case: Case, seen_version: int) -> Target:
    target = standing(target_of_case(case))
    if target.version != seen_version:
        raise NotNow(_("Its author has edited this since you opened it. Read it again, then decide."))
    return target


def _checked(view: View, target: Target) -> View:
    if view.outcome not in target.outcomes:
        raise BadInput({"outcome": _("This cannot be decided about it.")})
    if view.outcome != Outcome.KEEP and view.rule is None:
        raise BadInput({"rule": _("Choose the rule first, 1 to 9: the statement quotes it.")})
    return View(view.outcome, view.rule if view.outcome != Outcome.KEEP else None, checked_note(view.note))
