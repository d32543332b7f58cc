"""The four figures of the front page, told to the pages that are open when one of them has moved.

One message carries both languages: it is written once for all who listen (design §11). What was told last stands in
the cache, which may forget: then the same is told again.
"""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from apps.live import hub
from apps.pages.selectors.home import home_figures

CHANNEL = "home"
TOLD = "home:told"


def home_tell(*, now: datetime) -> bool:
    """Announce the figures, where what they say has changed; whether it had."""
    said = {language: _in_words(language, now) for language, _name in settings.LANGUAGES}
    if cache.get(TOLD) == said:
        return False
    cache.set(TOLD, said)
    hub.announce(CHANNEL, said)
    return True


def _in_words(language: str, now: datetime) -> dict[str, str]:
    with translation.override(language):
        return {
            f"{figure.key}.{part}": str(getattr(figure, part))
            for figure in home_figures(now)
            for part in ("value", "unit", "caption")
        }
