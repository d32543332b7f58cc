"""For a person's own copy: what they have earned where, with the basis in words; never a number across spaces."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.base import clock
from apps.people.archive_parts import Said, register_chapter, register_sheet
from apps.people.models import Account
from apps.trust.standings import granted_to
from apps.trust.statuses import statuses_of_account


def statuses(account: Account) -> Iterator[dict[str, Any]]:
    """What a badge would say, as of now."""
    for view in statuses_of_account(account, clock.now()):
        yield {
            "space": view.space,
            "topic": view.topic,
            "level": view.level,
            "sentence": view.sentence,
            "basis": "earned",
            "givers": view.givers,
            "since": view.since,
            "inputs": view.status.as_json(),
            "algorithm": f"{view.algorithm} {view.version}",
        }
    for standing in granted_to(account, clock.now()):
        yield {
            "space": standing.space,
            "topic": standing.topic,
            "level": standing.level,
            "sentence": standing.sentence,
            "basis": standing.basis,
            "until": standing.until,
            "algorithm": f"{standing.algorithm} {standing.version}",
        }


def told(account: Account, now: datetime) -> Iterator[Said]:
    """For the readable page."""
    for view in statuses_of_account(account, now):
        title = f"{view.space_name} · {view.topic_name}" if view.topic_name else view.space_name
        yield Said(None, title, view.sentence)
    for standing in granted_to(account, now):
        title = f"{standing.space_name} · {standing.topic_name}" if standing.topic_name else standing.space_name
        yield Said(None, title, standing.sentence)


def register() -> None:
    """Called from `ready()`."""
    register_sheet("statuses", _("What you have earned, space by space"), statuses)
    register_chapter("trust", _("What you have earned, space by space"), told)
