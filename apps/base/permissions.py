"""`check_can_…` functions raise a Refusal with a sentence; `allows` turns one into a yes or no for templates."""

from collections.abc import Callable
from typing import Any

from apps.base.errors import Refusal


def allows(check: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Whether the check passes."""
    try:
        check(*args, **kwargs)
    except Refusal:
        return False
    return True
