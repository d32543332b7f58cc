"""What a person reads in their notices."""

from datetime import timedelta

from django.utils import translation

from apps.base import clock
from apps.notices.selectors import notices_of, told
from apps.people.models import Account

LATER = timedelta(days=400)


def sentences(account: Account, language: str = "en") -> str:
    """All that this person has been told by any day to come, a line each, the newest first."""
    with translation.override(language):
        return "\n".join(told(notice).sentence for notice in notices_of(account, now=clock.now() + LATER))
