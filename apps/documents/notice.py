"""Was a change announced in time? Computed from its dates and its class, never said by whoever made it.

P2B 3(2): professionals are told fifteen days before; DSA 14(2): everybody is told of a significant change. An archive
knows when it fetched a text, not when it was announced: of its versions nothing is claimed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.documents.models import ChangeClass, Version

OWED = timedelta(days=15)  # before a change of substance binds anybody


class Notice(TextChoices):
    """What the dates say."""

    IN_TIME = "in_time", _("announced in time")
    LATE = "late", _("announced too late")
    NOT_OWED = "not_owed", _("no notice owed")
    UNKNOWN = "unknown", _("not known: imported")


@dataclass(frozen=True, slots=True)
class NoticeShare:
    """Of the changes of substance, how many were announced in time."""

    owed: int
    in_time: int


def notice_of(version: Version) -> str:
    """The code of `Notice`."""
    if version.imported:
        return Notice.UNKNOWN
    if version.change_class != ChangeClass.SUBSTANTIVE:
        return Notice.NOT_OWED
    # a day chosen in a calendar begins at midnight: the fifteenth day counts whole
    days = (version.effective_at.date() - version.announced_at.date()).days
    return Notice.IN_TIME if days >= OWED.days else Notice.LATE


def share_in_time(versions: Iterable[Version]) -> NoticeShare:
    """Over several texts; what was imported or owes no notice is not counted."""
    found = [notice_of(version) for version in versions]
    return NoticeShare(owed=sum(n in {Notice.IN_TIME, Notice.LATE} for n in found), in_time=found.count(Notice.IN_TIME))


def share_in_words(owed: int, in_time: int) -> str:
    """Of the changes of substance; empty when there was none."""
    if not owed:
        return ""
    if in_time == owed:
        return ngettext(
            "Its one change of substance was announced fifteen days before, or more.",
            "All %(owed)d changes of substance were announced fifteen days before, or more.",
            owed,
        ) % {"owed": owed}
    late = gettext(
        "%(in_time)d of %(owed)d changes of substance were announced fifteen days before, or more; %(late)d late."
    )
    return late % {"in_time": in_time, "owed": owed, "late": owed - in_time}
