"""A report is owed each year: who answers for an operator is reminded while there is time."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from apps.accountability.reports.coherence import due_on
from apps.look.moments import day
from apps.notices.kinds import in_each_language
from apps.notices.models import Notice
from apps.notices.services import prepare
from apps.spaces.models import Operator
from apps.spaces.selectors import faces_of

REMIND_BEFORE = timedelta(days=28)
KIND = "report.due"


def reports_remind(*, now: datetime) -> int:
    """In the last four weeks, once, whoever answers for an operator without a report of the year before."""
    last = date(now.year - 1, 12, 31)
    due = due_on(last)
    if not due - REMIND_BEFORE <= now.date() <= due:
        return 0
    owing = Operator.objects.filter(affiliated=True, created_at__date__lte=last)
    owing = owing.exclude(transparency_reports__ends__gte=last).order_by("pk")
    return sum(_remind(pk, due, now) for pk in owing.values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, due: date, now: datetime) -> int:
    operator = Operator.objects.select_for_update().get(pk=pk)
    since = datetime.combine(due - REMIND_BEFORE, time.min, UTC)
    if Notice.objects.filter(kind=KIND, about=operator.reference, created_at__gte=since).exists():
        return 0
    told = prepare(
        kind=KIND,
        to=faces_of(operator, now=now),
        about=operator.reference,
        path=f"/o/{operator.slug}/console/reports/",
        context={"operator": operator.name, "due": in_each_language(lambda: day(due))},
        now=now,
    )
    return len(told)
