"""A doubt: raised for free by a verified professional, read by a person, told to both. It hides nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.gate.boxes import box
from apps.gate.limits import check_limit
from apps.ledger.services import append
from apps.moderation.models import Case
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.states import OpenedBy
from apps.moderation.targets import of_item
from apps.people.models import Account
from apps.people.services import main_persona
from apps.posts.models import Review
from apps.posts.spoken import spoken_withdraw
from apps.professionals import telling
from apps.professionals.models import Doubt, DoubtReasons
from apps.professionals.outcome import outcome_of
from apps.professionals.permissions import check_can_doubt, check_can_take_back, check_stands
from apps.professionals.personal import found_in
from apps.professionals.states import DECIDED_WITHIN, GROUNDS, Cause, DoubtState
from apps.spaces.models import Professional
from apps.spaces.selectors import persona_in

PURPOSE = "aside of a doubt"
LEAST_WORDS, MAX_REASONS, MAX_ASIDE = 5, 1500, 1500
DAILY = 30  # free, and not a flood: one house has so many reviews in a day at most


@dataclass(frozen=True, slots=True)
class DoubtDraft:
    """What a professional ticked and wrote."""

    cause: Cause
    reasons: str
    aside: str = ""  # for whoever decides


@transaction.atomic
def doubt_raise(*, account: Account, review: Review, draft: DoubtDraft, now: datetime) -> Doubt:
    """Doubt a review as it reads now. Raises BadInput with a sentence per field."""
    review = Review.objects.select_related("space", "subject", "author").get(pk=review.pk)
    professional = check_can_doubt(account, review, now=now)
    clean = _checked(draft)
    case = _case(account, review, clean, now)
    _hold(review)
    if Doubt.objects.filter(review=review, version=review.version).exists():
        raise NotNow(_("These words were doubted already: one doubt is looked at, once. Read it under the review."))
    check_limit(name="doubt", who=str(account.pk), at_most=DAILY, per_seconds=86_400)
    doubt = Doubt.objects.create(
        professional=professional,
        review=review,
        version=review.version,
        subject=review.subject,
        space=review.space,
        case=case,
        cause=clean.cause,
        aside=box(PURPOSE).encrypt(clean.aside.encode()) if clean.aside else b"",
        raised_at=now,
        due_at=now + DECIDED_WITHIN,
    )
    DoubtReasons.objects.create(
        doubt=doubt,
        space=review.space,
        author=main_persona(account),
        language=(get_language() or "fr")[:2],
        text=clean.reasons,
        published_at=now,
    )
    _log("doubt.raised", doubt, professional, now)
    telling.tell_author(doubt, now)
    doubt_settle(doubt=doubt, now=now)  # judged already for this reason, in these words: the answer is there
    return doubt


def _hold(review: Review) -> None:
    """As it was read, until this is over. Its case is locked before it, as by whoever decides."""
    held = Review.objects.select_for_update().get(pk=review.pk)
    check_stands(held)
    if held.version != review.version:
        raise NotNow(_("Its author changed the words at this very moment. Look again."))


def _checked(draft: DoubtDraft) -> DoubtDraft:
    reasons, aside = clean_text(draft.reasons), clean_text(draft.aside)
    errors = dict[str, Any]()
    if len(reasons.split()) < LEAST_WORDS:
        errors["reasons"] = _("Say in a sentence what makes you doubt: without reasons nobody can check it.")
    elif found := found_in(reasons):
        errors["reasons"] = _("This reads like %(what)s, and everybody will read it. Put it into the box below.") % {
            "what": found
        }
    for name, text, most in (("reasons", reasons, MAX_REASONS), ("aside", aside, MAX_ASIDE)):
        if len(text) > most:
            lengths = {"n": len(text), "max": most}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)
    return DoubtDraft(Cause(draft.cause), reasons, aside)


def _case(account: Account, review: Review, draft: DoubtDraft, now: datetime) -> Case:
    """Locked. A professional who reported this before has a case already: the doubt joins it."""
    target, persona = of_item(review), persona_in(account, review.space) or main_persona(account)
    mine = Case.objects.live().filter(item=review.reference, space=review.space, reports__reporter=persona)
    before = mine.exclude(opened_by=OpenedBy.ORDER).select_for_update(of=("self",)).order_by("-opened_at").first()
    if before is not None:
        return before
    report = ReportDraft(GROUNDS[draft.cause], (), draft.reasons)
    filed = report_file(target=target, draft=report, reporter=persona, now=now, opened_by=OpenedBy.DOUBT)
    return filed.report.case


def _log(kind: str, doubt: Doubt, professional: Professional, now: datetime) -> None:
    """In the public log a commitment, never a word of what was said."""
    append(
        kind=kind,
        actor="" if kind == "doubt.settled" else professional.reference,
        object=doubt.reference,
        version=doubt.state,
        payload={"doubt": doubt.pk},
        secret={
            "kind": "doubt",
            "doubt": doubt.reference,
            "case": doubt.case.reference,
            "cause": doubt.cause,
            "state": doubt.state,
            "at": now.isoformat(),
        },
        owner=professional.reference,
        now=now,
    )


@transaction.atomic
def doubt_withdraw(*, account: Account, doubt: Doubt, now: datetime) -> Doubt:
    """Take back one's reasons, and what was said aside. Before a decision the doubt ends with them; after one it counts
    as it was decided. The case goes on: a person reads the review, whoever has stopped doubting it."""
    near = ("professional", "subject", "case", "review__author", "said")
    doubt = Doubt.objects.select_for_update(of=("self",)).select_related(*near).get(pk=doubt.pk)
    check_can_take_back(account, doubt)
    spoken_withdraw(item=doubt.said, by=None, now=now)
    doubt.aside, doubt.withdrawn_at = b"", now
    if doubt.state == DoubtState.OPEN:
        doubt.state, doubt.settled_at = DoubtState.WITHDRAWN, now
    doubt.save(update_fields=["aside", "withdrawn_at", "state", "settled_at"])
    _log("doubt.withdrawn", doubt, doubt.professional, now)
    telling.tell_withdrawn(doubt, now)
    return doubt


@transaction.atomic
def case_follow(*, case: str, now: datetime) -> int:
    """Whatever happened to a case, by its reference, its doubts follow; how many changed."""
    doubts = Doubt.objects.select_for_update(of=("self",)).filter(case__reference=case).order_by("pk")
    return sum(doubt_settle(doubt=doubt, now=now) for doubt in doubts.select_related("case", "professional", "review"))


def doubt_settle(*, doubt: Doubt, now: datetime) -> bool:
    """Read from the case where the doubt stands; both are told when that changed. For a locked doubt."""
    if doubt.state == DoubtState.WITHDRAWN:
        return False  # whatever is decided about the review is no answer to it any more
    state, at = outcome_of(doubt)
    if state == doubt.state:
        return False
    doubt.state, doubt.settled_at = state, None if state == DoubtState.OPEN else at or now
    doubt.save(update_fields=["state", "settled_at"])
    _log("doubt.settled", doubt, doubt.professional, now)
    telling.tell_outcome(doubt, now)
    return True
