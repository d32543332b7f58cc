"""`check --deploy` refuses a site that may reach more than the open internet."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def reaches_only_the_open_internet(**kwargs: Any) -> list[Error]:
    """The extra addresses are for development and tests: behind them stand our own servers."""
    if not settings.REACH_ALSO:
        return []
    said = ", ".join(sorted(settings.REACH_ALSO))
    hint = "Leave REACH_ALSO empty: plain http and private addresses are for development and tests."
    return [Error(f"REACH_ALSO lets others make this site call {said}.", hint=hint, id="outside.E001")]
