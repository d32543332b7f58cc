"""What moderation hears from the floors below."""

from apps.ledger import News, on
from apps.moderation.models import Case, Report
from apps.moderation.services import audits, cases, named, opening, standing
from apps.moderation.states import ItemKind
from apps.posts.models import Review
from apps.scoring.selectors import score_by_id
from apps.scoring.services import report_heard
from apps.spaces.models import Professional


@on("score.flagged")
def open_flagged(event: News) -> None:
    """An algorithm noticed a review: a person will read it, nothing else happens."""
    score = score_by_id(event.payload["score"])
    numbers = {"total": round(score.total, 1), "threshold": round(score.threshold, 1)} if score else {}
    why = {"score": event.payload["score"], **numbers}
    opening.review_flagged(review_id=event.payload["review"], why=why, now=event.at)


@on("case.opened", "report.filed", "appeal.filed")
def reckon_standing(event: News) -> None:
    """What happens to a case can move it in the queue."""
    case = Case.objects.filter(reference=event.object).values_list("pk", flat=True).first()
    if case is not None:
        standing.standing_reckon(case_id=case, now=event.at)


@on("report.filed")
def hear_party(event: News) -> None:
    """What a professional reports about a review of their own house is read for words of bargain; others' is not."""
    report = Report.objects.select_related("case", "reporter").filter(pk=event.payload["report"]).first()
    account = report.reporter.account_id if report and report.reporter else None
    if report is None or account is None:
        return
    review = Review.objects.select_related("subject").filter(reference=report.case.item).first()
    speaking = Professional.objects.speaking(event.at).filter(account=account)
    if review and speaking.filter(subject=review.subject.reference).exists():
        report_heard(review_id=review.pk, text=report.text, now=event.at)


@on("review.withdrawn", "post.withdrawn", "warning.withdrawn", "named.withdrawn", "reply.withdrawn")
def close_withdrawn(event: News) -> None:
    """Its author took it back: nothing is left to decide."""
    cases.cases_close_withdrawn(item=event.object, now=event.at)


@on("review.edited", "post.edited", "reply.edited")
def close_edited(event: News) -> None:
    """Reports about words that are no longer there: reporters hear of it, and report the new ones by one press."""
    for case in Case.objects.waiting().filter(item=event.object, opened_at__lte=event.at):
        cases.case_close_edited(case=case, now=event.at)


@on("case.closed")
def erase_named(event: News) -> None:
    """What was masked because the person named asked for erasure is destroyed once nobody can appeal any more."""
    for case in Case.objects.filter(reference=event.object, item_kind=ItemKind.WARNING):
        named.warning_erase(case=case, now=event.at)


@on("review.edited", "review.withdrawn")
def lapse_audits(event: News) -> None:
    """What was drawn is no longer there to be read."""
    audits.audits_lapse(item=event.object, now=event.at)
