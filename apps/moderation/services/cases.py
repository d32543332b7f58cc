"""Cases: opened, taken by one person for five minutes, one at a time, given back, closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Least
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.ledger.services import append
from apps.live import hub
from apps.moderation import parties, wording
from apps.moderation.desk_models import PutOff
from apps.moderation.models import Case, Decision, Evidence, FirstOpinion, Report, waiting_by_space
from apps.moderation.permissions import check_can_decide, check_has_not_decided, check_is_free, is_held_by_another
from apps.moderation.rules import CANNOT_WAIT, RuleCode, time_to_decide
from apps.moderation.states import APPEAL_WINDOW, LEASE, WAITING, CaseState, Closing, Instance, OpenedBy
from apps.moderation.targets import Target
from apps.notices.services import prepare
from apps.people.models import Account
from apps.people.services import main_persona
from apps.posts.models import Post
from apps.spaces.models import Mandate, Space

PART_FOR_OTHERS = 0.75  # of the time left: what is put off comes back before its deadline, to others first
NOT_BEFORE = timedelta(hours=1)


def locked(case: Case) -> Case:
    """The case row is the one lock of everything that happens to a case."""
    return Case.objects.select_for_update(of=("self",)).select_related("space", "author", "claimed_by").get(pk=case.pk)


@transaction.atomic
def case_open(
    *, target: Target, opened_by: OpenedBy, rule: RuleCode | None, why: dict[str, Any], now: datetime
) -> Case:
    """Bring an item before a person; what is already before one stays that one case."""
    live = live_case(target)
    if live is not None:
        return live
    try:
        with transaction.atomic():
            case = _create(target, opened_by, rule, why, now)
    except IntegrityError:  # opened by somebody else at this very moment
        return live_case(target) or _create(target, opened_by, rule, why, now)
    keep_evidence(case, target, now)
    append(kind="case.opened", actor="", object=case.reference, payload={"case": case.pk}, now=now)
    announce_queue(case.space)
    return case


def live_case(target: Target) -> Case | None:
    """What waits about it, locked: whoever sends a decision at this moment is waited for. An order of an authority is a
    case of its own: nothing joins it."""
    found = Case.objects.live().filter(space=target.space, item=target.reference).exclude(opened_by=OpenedBy.ORDER)
    return found.select_for_update(of=("self",)).order_by("-opened_at").first()


def _create(target: Target, opened_by: OpenedBy, rule: RuleCode | None, why: dict[str, Any], now: datetime) -> Case:
    return Case.objects.create(
        item=target.reference,
        item_kind=target.kind,
        space=target.space,
        author=target.author,
        opened_by=opened_by,
        rule=rule,
        why=why,
        opened_at=now,
        decide_before=now + time_to_decide(opened_by, rule),
    )


def bring_nearer(case: Case, opened_by: OpenedBy, rule: RuleCode, now: datetime) -> None:
    """For a locked case that somebody joins: whoever reports is answered within the time of their own reason, whatever
    the case began with. A doubt keeps its fifteen days, in which its author is heard, unless others are in danger."""
    due = now + time_to_decide(opened_by, rule)
    heard = case.opened_by == OpenedBy.DOUBT and rule not in CANNOT_WAIT
    if case.state not in WAITING or case.instance != Instance.FIRST or heard or due >= case.decide_before:
        return
    case.decide_before = due
    case.save(update_fields=["decide_before"])
    PutOff.objects.filter(reference=case.reference, until__gt=now).update(until=Least("until", back_before(due, now)))
    announce_queue(case.space)


def back_before(due: datetime, now: datetime) -> datetime:
    """When what was left to others comes back: in the last quarter of its time."""
    return max(now + NOT_BEFORE, now + PART_FOR_OTHERS * (due - now))


def keep_evidence(case: Case, target: Target, now: datetime) -> None:
    """What it says now, for whoever decides and whoever answers an appeal."""
    Evidence.objects.create(
        case=case,
        item_version=target.version,
        digest=target.digest,
        title=_own_title(target),
        text=target.text,
        stars=target.stars,
        taken_at=now,
    )


def _own_title(target: Target) -> str:
    """The title of a talk belongs to whoever began it: it is evidence about them alone."""
    if isinstance(target.item, Post) and target.item.number != 1:
        return ""
    return target.title


def decided_alike(target: Target, rule: RuleCode, grounds: list[str]) -> Case | None:
    """The shield: the case that already answered this about the same words, for the same reason, while it is open to
    appeal. The reason is the one the case began with, one that a report in it named, or the rule it was decided by."""
    same = Q(case__rule=rule) | Q(case__reports__ground__in=grounds) | Q(rule=rule)
    latest = (
        Decision.objects.published()
        .filter(case__space=target.space, case__item=target.reference, case__state=CaseState.NOTIFIED)
        .filter(same, digest=target.digest)
        .exclude(case__opened_by=OpenedBy.ORDER)
        .order_by("-published_at")
        .select_related("case")
        .first()
    )
    return latest.case if latest else None


@transaction.atomic
def case_take(*, account: Account, case: Case, now: datetime, take_over: bool = False) -> Case:
    """Take a case for five minutes, or renew one's own lease. Taking over from somebody is seen by them.

    Another that one had goes back to the queue: nobody keeps from others what they have only looked at.
    """
    case = locked(case)
    mandate = check_can_decide(account, case, now=now)
    check_has_not_decided(mandate, case)
    held = case.claimed_by if is_held_by_another(case, mandate, now=now) else None
    if not take_over:
        check_is_free(case, mandate, now=now)
    if not _has_it(case, account):
        lay_down(account=account, besides=case, now=now)
    case = take(case, mandate, now=now)
    if held is not None and held.account is not None:
        _tell_taken_over(case, held.account, mandate, now)
    return case


def _has_it(case: Case, account: Account) -> bool:
    holder = case.claimed_by
    return case.state == CaseState.CLAIMED and holder is not None and holder.account_id == account.pk


@transaction.atomic
def lay_down(*, account: Account, besides: Case | None = None, now: datetime) -> None:
    """Give back what this person has in hand; what is being decided at this very moment is left alone."""
    mine = Case.objects.filter(state=CaseState.CLAIMED, claimed_by__account=account)
    others = mine.exclude(pk=besides.pk) if besides is not None else mine
    for case in others.select_for_update(skip_locked=True, of=("self",)).select_related("space", "claimed_by"):
        actor = case.claimed_by.reference if case.claimed_by is not None else ""
        append(kind="case.released", actor=actor, object=case.reference, now=now)
        release(case)


def _tell_taken_over(case: Case, before: Account, mandate: Mandate, now: datetime) -> None:
    """Whoever had it hears at once on the open page, and finds it among their notices."""
    prepare(
        kind="moderation.taken_over",
        to=[main_persona(before)],
        about=case.reference,
        path=f"/desk/i/{case.reference}/",
        context={"name": mandate.public_name, "case": case.reference},
        now=now,
    )


def take(case: Case, mandate: Mandate, *, now: datetime) -> Case:
    """Take a locked case; the same holder renews the lease."""
    taken(case, mandate, now=now)
    case.save(update_fields=["state", "claimed_by", "claimed_at", "lease_until"])
    return case


def taken(case: Case, mandate: Mandate, *, now: datetime) -> Case:
    """The same, for whoever saves the case in the same breath."""
    mine = case.state == CaseState.CLAIMED and case.claimed_by_id == mandate.pk
    if not mine:
        if case.state == CaseState.CLAIMED:
            give_back(case)
        case.move_to(CaseState.CLAIMED)
        case.claimed_by, case.claimed_at = mandate, now
        append(kind="case.taken", actor=mandate.reference, object=case.reference, now=now)
        announce_queue(case.space)
    case.lease_until = now + LEASE
    return case


def give_back(case: Case) -> None:
    """A locked case goes back to where it waited; the caller saves."""
    case.move_to(CaseState.APPEALED if case.instance == Instance.APPEAL else CaseState.OPEN)
    case.claimed_by, case.claimed_at, case.lease_until = None, None, None


@transaction.atomic
def case_release(*, account: Account, case: Case, now: datetime) -> Case:
    """Put a case off: it goes back to the queue, for whoever comes next."""
    case = locked(case)
    mandate = check_can_decide(account, case, now=now)
    if case.state != CaseState.CLAIMED or case.claimed_by_id != mandate.pk:
        raise NotNow(_("This case is not yours now: there is nothing to give back."))
    release(case)
    append(kind="case.released", actor=mandate.reference, object=case.reference, now=now)
    return case


def release(case: Case) -> None:
    """Give a locked case back to the queue."""
    give_back(case)
    case.save(update_fields=["state", "claimed_by", "claimed_at", "lease_until"])
    announce_queue(case.space)


@transaction.atomic
def leases_release(*, now: datetime) -> int:
    """Give back what nobody works on any more."""
    over = Case.objects.filter(state=CaseState.CLAIMED, lease_until__lte=now)
    cases = list(over.select_for_update(skip_locked=True, of=("self",)).select_related("space"))
    for case in cases:
        release(case)
    return len(cases)


def cases_close_withdrawn(*, item: str, now: datetime) -> None:
    """Words were taken back by their author: whatever waits for a decision about them ends."""
    for case in Case.objects.waiting().filter(item=item):
        case_close_withdrawn(case=case, now=now)


@transaction.atomic
def case_close_withdrawn(*, case: Case, now: datetime) -> None:
    """Its author took the words back before anybody decided: nothing is left to decide."""
    case = locked(case)
    if case.state not in WAITING:
        return
    end_withdrawn(case, now)


def end_withdrawn(case: Case, now: datetime) -> None:
    """For a locked case: its words were taken back, so what was kept of them goes too, and those who reported hear."""
    close(case, now, Closing.WITHDRAWN)
    destroy_evidence([case])
    tell_reporters(case, wording.WITHDRAWN, now)


@transaction.atomic
def case_close_edited(*, case: Case, now: datetime) -> bool:
    """Its author changed the words before anybody took the case up: its reports were about the old ones.

    An edit closes once: whoever edits what is reported again meets a person, who reads the words as they are then.
    What a person reads already, what is decided, under appeal, masked or ordered stays as it is.
    """
    case = locked(case)
    asked = case.opened_by in {OpenedBy.REPORT, OpenedBy.DOUBT} and case.reports.exists()
    if case.state != CaseState.OPEN or case.instance != Instance.FIRST or not asked or _stays(case):
        return False
    close(case, now, Closing.EDITED)
    tell_reporters(case, wording.EDITED, now)
    return True


def _stays(case: Case) -> bool:
    before = Case.objects.filter(item=case.item, space=case.space, closing=Closing.EDITED)
    return before.exists() or case.decisions.published().exists()


def tell_reporters(case: Case, sentence: Promise, now: datetime) -> None:
    """Every reporter with a name here; the others find it behind their private link."""
    prepare(
        kind="moderation.reporter",
        to=parties.reporters(case),
        about=case.reference,
        path=f"/case/{case.reference}/",
        context=wording.in_both_languages(sentence),
        now=now,
    )


def close(case: Case, now: datetime, closing: Closing | None = None) -> None:
    """Nothing is left to decide; why, where nobody decided. For a locked case."""
    case.move_to(CaseState.CLOSED)
    case.closed_at, case.claimed_by, case.lease_until, case.closing = now, None, None, closing or ""
    case.save(update_fields=["state", "closed_at", "claimed_by", "lease_until", "closing"])
    append(kind="case.closed", actor="", object=case.reference, payload={"unanswered": _unanswered(case)}, now=now)
    announce_queue(case.space)


def _unanswered(case: Case) -> bool:
    """Its jury ended without a decision: what was contested before it does not stand."""
    if case.instance != Instance.JURY:
        return False
    return not case.decisions.published().filter(instance=Instance.JURY).exists()


@transaction.atomic
def windows_close(*, now: datetime) -> int:
    """Six months after the last decision: close the case and destroy the evidence; as long after a case that ended
    without one, what was kept for it."""
    recent = Decision.objects.published().filter(published_at__gt=now - APPEAL_WINDOW).values("case")
    over = Case.objects.filter(state=CaseState.NOTIFIED).exclude(pk__in=recent)
    cases = list(over.select_for_update(skip_locked=True, of=("self",)).select_related("space"))
    for case in cases:
        close(case, now)
    destroy_evidence(cases)
    destroy_evidence(Case.objects.filter(state=CaseState.CLOSED, closed_at__lte=now - APPEAL_WINDOW))
    return len(cases)


def destroy_evidence(cases: Iterable[Case]) -> None:
    """What was quoted of the item, and plain digests that would let somebody try out its words. What stays is the keyed
    commitment in the public log."""
    Evidence.objects.filter(case__in=cases).delete()
    Report.objects.filter(case__in=cases).exclude(passages=[], digest="").update(passages=[], digest="")
    FirstOpinion.objects.filter(case__in=cases).exclude(digest="").update(digest="")
    Decision.objects.filter(case__in=cases).exclude(digest="").update(digest="")


@dataclass(frozen=True, slots=True)
class QueueNews:
    """How long the queue of a space is, and of all: counted once what changed it stands."""

    space: int
    slug: str

    def __call__(self) -> None:
        """Tell open desks."""
        waiting = waiting_by_space()
        hub.announce(f"desk:{self.slug}", {"open": waiting.get(self.space, 0)})
        hub.announce("desk:all", {"open": sum(waiting.values())})


def announce_queue(space: Space) -> None:
    """Tell open desks how long the queue is: once, however much one transaction does to it."""
    news = QueueNews(space.pk, space.slug)
    if all(news != told for _within, told, *_more in transaction.get_connection().run_on_commit):
        transaction.on_commit(news, robust=True)
