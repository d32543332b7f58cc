"""Training cases: one says what one would decide, then reads what was decided and why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotFound
from apps.juries.models import Practice
from apps.juries.practice import CHOICES, lesson_by_key
from apps.people.models import Account


@transaction.atomic
def practice_answer(*, account: Account, key: str, chosen: str, now: datetime) -> Practice:
    """The first answer counts; it is nobody's business but one's own, and passes or fails nobody."""
    lesson = lesson_by_key(key)
    if lesson is None:
        raise NotFound(_("There is no such training case."))
    if chosen not in {outcome.value for outcome in CHOICES}:
        raise BadInput({"outcome": _("Choose one of the measures.")})
    said, _made = Practice.objects.get_or_create(
        account=account, key=key, defaults={"chosen": chosen, "right": chosen == lesson.right, "answered_at": now}
    )
    return said
