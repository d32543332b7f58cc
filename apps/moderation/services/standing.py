"""Where a case stands in the queue: reckoned by the published algorithm when something happens to the case."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.algorithms.priority import HARM, VERSION, CaseFacts, priority
from apps.moderation.desk_models import Standing
from apps.moderation.models import Case
from apps.moderation.rules import RULE_OF, Ground, RuleCode
from apps.moderation.selectors.report_weights import voices_of
from apps.moderation.services.cases import announce_queue
from apps.moderation.states import WAITING, Instance, OpenedBy
from apps.moderation.targets import Target, target_of_case
from apps.posts.models import Post, Review
from apps.posts.states import ItemState
from apps.scoring.models import Score

CIRCLE = timedelta(days=30)
UNASKED = {OpenedBy.ALGORITHM: "noticed", OpenedBy.RANDOM: "random_draw", OpenedBy.AUDIT: "audit"}


@transaction.atomic
def standing_reckon(*, case_id: int, now: datetime) -> Standing | None:
    """Reckon it anew; open desks hear of it when its place has changed."""
    case = Case.objects.select_related("space").filter(pk=case_id, state__in=WAITING).first()
    target = target_of_case(case) if case is not None else None
    if case is None or target is None:
        return None
    facts = facts_of(case, target, now=now)
    place, before = priority(facts), Standing.objects.filter(case=case).first()
    known = {"reason": facts.reason, "circle": facts.circle, "reports": facts.reports}
    known |= {"weight": facts.weight, "log_odds": facts.log_odds, "appeal": facts.appeal}
    since = _since(case)
    standing, _made = Standing.objects.update_or_create(
        case=case,
        defaults={
            "facts": known,
            "importance": place.value - place.age,
            "harm": place.harm,
            "since": since,
            "version": VERSION,
            "reckoned_at": now,
        },
    )
    if before is None or abs(before.importance - standing.importance) > 0.0001 or before.since != since:
        announce_queue(case.space)
    return standing


def standings_complete(*, now: datetime) -> int:
    """Reckon what was never reckoned, or by an earlier version."""
    known = Standing.objects.filter(version=VERSION).values("case")
    missing = list(Case.objects.waiting().exclude(pk__in=known).order_by("pk").values_list("pk", flat=True)[:200])
    return sum(standing_reckon(case_id=case, now=now) is not None for case in missing)


def facts_of(case: Case, target: Target, *, now: datetime) -> CaseFacts:
    """What the algorithm asks of a case, its ages left out."""
    voices = voices_of(case)
    return CaseFacts(
        reason=_reason(case),
        circle=_circle(target, now),
        reports=len(voices),
        weight=round(sum(voices), 4),
        log_odds=_distance(target),
        appeal=case.instance != Instance.FIRST,
    )


def _reason(case: Case) -> str:
    """The heaviest of all that was alleged; what brought it here, where nothing was."""
    if case.opened_by == OpenedBy.ORDER:
        return "order"
    grounds = case.reports.order_by().values_list("ground", flat=True).distinct()
    alleged = [RULE_OF[Ground(ground)] for ground in grounds] + ([RuleCode(case.rule)] if case.rule else [])
    names = [rule.name.lower() for rule in alleged]
    return max(names, key=HARM.__getitem__) if names else UNASKED.get(OpenedBy(case.opened_by), "")


def _circle(target: Target, now: datetime) -> int:
    """How many people wrote in the same place in thirty days; nobody meets what is masked."""
    if target.item is not None and target.item.state == ItemState.MASKED:
        return 0
    reviews = Review.objects.filter(space=target.space, published_at__gt=now - CIRCLE)
    posts = Post.objects.filter(thread__space=target.space, published_at__gt=now - CIRCLE)
    if isinstance(target.item, Review):
        return reviews.filter(subject=target.item.subject_id).values("author").distinct().count()
    if isinstance(target.item, Post):
        return posts.filter(thread=target.item.thread_id).values("author").distinct().count()
    return reviews.values("author").distinct().count() + posts.values("author").distinct().count()


def _distance(target: Target) -> float | None:
    """Log-odds of the current score, less its threshold."""
    if not isinstance(target.item, Review):
        return None
    row = Score.objects.current().filter(review=target.item).values_list("log_odds", "threshold").first()
    return row[0] - row[1] if row else None


def _since(case: Case) -> datetime:
    """An appeal waits from the day on which it was filed."""
    latest = case.appeals.order_by("-filed_at").values_list("filed_at", flat=True).first()
    return latest if latest is not None and case.instance != Instance.FIRST else case.opened_at
