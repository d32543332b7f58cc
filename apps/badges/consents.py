"""How somebody answered a space that asked what they have earned elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.TextChoices):
    """Whoever asked sees none of it: an answer, or no answer."""

    WAITING = "waiting", _("not answered yet")
    ONCE = "once", _("answer once")
    ALWAYS = "always", _("answer always, for this space")
    ANSWERED = "answered", _("answered once")
    REFUSED = "refused", _("do not answer")
