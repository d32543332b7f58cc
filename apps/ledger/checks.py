"""`check --deploy` asks for somebody outside who watches the public log."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register  # noqa: A004 - Django's name


@register(Tags.security, deploy=True)
def somebody_watches_the_log(**kwargs: Any) -> list[Warning]:
    """Without a witness, a log rewritten and signed again shows only to those who kept a checkpoint."""
    if settings.WITNESSES:
        return []
    hint = "Name at least one in WITNESSES, best on a machine of somebody else (docs/operations.md)."
    return [Warning("No witness watches the public log.", hint=hint, id="ledger.W001")]
