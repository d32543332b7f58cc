"""Names that would pass for an office, and that nobody may take as a pseudonym: told to `people` by their owners."""

from collections.abc import Callable, Iterable

from django.conf import settings

from apps.people.models import Account
from apps.people.skeletons import skeleton

OFFICES = ("admin", "administrator", "moderator", "trust manager", "operator", "representative", "support", "system")
_NAMES: list[Callable[[], Iterable[str]]] = []
Bearer = Callable[[str, Account | None], str]  # what the eye takes a name for, and who asks → why not, or nothing
_BEARERS: list[Bearer] = []


def register_reserved(names: Callable[[], Iterable[str]]) -> None:
    """Names that an app keeps for itself, read each time."""
    if names not in _NAMES:
        _NAMES.append(names)


def is_reserved(looks: str) -> bool:
    """Whether the eye would take it for an office, the site, or a name kept by an app."""
    fixed = {skeleton(word) for word in (*OFFICES, settings.SITE_NAME)}
    return looks in fixed or any(looks == skeleton(name) for names in _NAMES for name in names())


def register_bearer(bearer: Bearer) -> None:
    """Who bears a name with face uncovered, or runs what people know by it: an app above says it in a sentence."""
    if bearer not in _BEARERS:
        _BEARERS.append(bearer)


def borne_by(looks: str, account: Account | None) -> str:
    """Why this person may not take a name that looks so; empty when they may. One's own name is one's own."""
    return next((said for bearer in _BEARERS if (said := bearer(looks, account))), "")
