"""What is refused before any table is read: a recognition that has ended. What a table refuses is a row of its own."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.algorithms import conversion
from apps.base.errors import NotNow
from apps.look.moments import day
from apps.recognitions.models import Recognition
from apps.recognitions.services.publishing import table_in_force
from apps.trust.models import RuleRefusal
from apps.trust.refusing import Because, NotNowByRule, Told, register_refusal

CONVERT, ENDED = "converted", "ended"
SENTENCE = gettext_lazy("This recognition has ended: nothing is converted by it any more.")


def register() -> None:
    """Called from `ready()`."""
    register_refusal(CONVERT, tell, ask_again, label=gettext_lazy("To let what was earned elsewhere count"))


def has_ended(recognition: Recognition) -> NotNowByRule:
    """To be raised, and kept."""
    ended = {"ended_at": recognition.ends_at.isoformat() if recognition.ends_at else ""}
    rule = f"{conversion.NAME} {conversion.VERSION}"
    return NotNowByRule(SENTENCE, Because(CONVERT, ENDED, ended, rule, recognition.reference))


def tell(row: RuleRefusal) -> Told:
    """Between which spaces, and since when."""
    way = Recognition.objects.filter(reference=row.about).select_related("from_space", "to_space").first()
    where = reverse("recognitions:gateway", args=[row.about])
    inputs = [(_("Recognition"), f"{way.source_name} → {way.to_space.name}", where)] if way else []
    if row.facts["ended_at"]:
        inputs.append((_("Ended on"), day(datetime.fromisoformat(row.facts["ended_at"])), ""))
    rule = reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, conversion.NAME])
    return Told(str(SENTENCE), inputs, rule, reverse("recognitions:ask", args=[row.about]))


def ask_again(row: RuleRefusal, named: Sequence[str], now: datetime) -> None:
    """Whether a table is in force."""
    way = Recognition.objects.filter(reference=row.about).first()
    table = table_in_force(way, now=now) if way is not None else None
    if table is None or not table.rows:
        raise NotNow(_("No table is in force: the answer is no again."))
