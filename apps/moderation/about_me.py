"""For a person's own copy: what was reported of theirs (never by whom), what was decided about it, and why."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.moderation.models import Decision, Report
from apps.moderation.rules import Ground
from apps.moderation.selectors.items import words_here
from apps.people.archive_parts import Said, register_chapter, register_sheet
from apps.people.models import Account


def flags(account: Account) -> Iterator[dict[str, Any]]:
    """The reason, the passages, the day; neither the hour nor the words, by which somebody might be known."""
    mine = Report.objects.filter(case__author__account=account).select_related("case").order_by("pk")
    for report in mine.iterator():
        yield {
            "case": report.case.reference,
            "item": report.case.item,
            "reason": str(Ground(report.ground).label) if report.ground in Ground.values else report.ground,
            "passages": report.passages,
            "day": report.filed_at.date(),
            "by": "hidden",
        }


def _about(account: Account) -> QuerySet[Decision]:
    mine = Decision.objects.published().filter(case__author__account=account)
    return mine.select_related("case", "statement").order_by("published_at", "pk")


def decisions(account: Account) -> Iterator[dict[str, Any]]:
    """By which office, under which rule, with which outcome; the reasons stand beside, in the statements."""
    for decision in _about(account).iterator():
        yield {
            "case": decision.case.reference,
            "item": decision.case.item,
            "outcome": decision.outcome,
            "rule": decision.rule,
            "appeal": decision.result,
            "decided_by": decision.decider_name or _("a trust manager"),
            "published_at": decision.published_at,
            "ends_at": decision.ends_at,
            "appeal_until": decision.statement.appeal_until,
        }


def told(account: Account, now: datetime) -> Iterator[Said]:
    """For the readable page."""
    for decision in _about(account).iterator():
        words = words_here(decision)
        text = "\n".join(filter(None, (words.get("lede", ""), decision.statement.own_words)))
        url = f"{settings.SITE_URL}/{get_language()}/case/{decision.case.reference}/"
        yield Said(decision.published_at, words["finding"], text, url, decision.decider_name)


def register() -> None:
    """Called from `ready()`."""
    register_sheet("flags-received", gettext_lazy("What was reported of yours; by whom stays hidden"), flags)
    register_sheet("decisions", gettext_lazy("What was decided about your words"), decisions)
    register_chapter("decisions", gettext_lazy("What was decided about your words"), told)
