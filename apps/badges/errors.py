"""What the refusals of every app have no word for."""

from apps.base.errors import Refusal


class Gone(Refusal):
    """It was here, and is not any more; nothing of it is told."""

    status = 410
