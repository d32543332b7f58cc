"""Who hears what became of a contest: whoever contested, and nobody else."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.disputes.models import Dispute
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare

WORDS = {
    "dispute.stands": _(
        "You contested how you were counted in %(space)s. A person decided that it stands. The reasons, and how to "
        "have somebody else decide, are on its page."
    ),
    "dispute.anew": _("You contested how you were counted in %(space)s. A person agreed: it is counted anew."),
    "dispute.upheld": _(
        "Somebody else decided again about how you were counted in %(space)s: it stands. The reasons are on its page."
    ),
    "dispute.moot": _("What you contested in %(space)s is gone already: nothing was left to decide."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell(dispute: Dispute, now: datetime) -> None:
    """In the words of where it stands."""
    if dispute.persona.account_id is None:
        return
    prepare(
        kind=f"dispute.{dispute.state}",
        to=[dispute.persona],
        about=dispute.reference,
        path=f"/me/contests/{dispute.reference}/",
        context={"space": in_each_language(lambda: dispute.space.name)},
        now=now,
    )
