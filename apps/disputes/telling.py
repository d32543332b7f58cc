"""Who hears of a contest: whoever contested what became of it; those who may decide, that one waits."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.disputes.models import Dispute
from apps.disputes.permissions import deciders_of
from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.trust.grounds import Contestable

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
    "dispute.late": _(
        "You contested how you are counted in %(space)s, and nobody answered within the published time. Those who may "
        "decide were told again; the figures of contests count it as late."
    ),
    "dispute.waits": _("In %(space)s, somebody says that they are counted wrongly. To be decided before %(until)s."),
    "dispute.soon": _("In %(space)s, a contest of how somebody is counted still waits: before %(until)s."),
    "dispute.overdue": _("In %(space)s, a contest waits longer than we promise: it was due on %(until)s."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell(kind: str, dispute: Dispute, now: datetime) -> None:
    """Whoever contested."""
    if dispute.persona.account_id is not None:
        _say(kind, dispute, [dispute.persona], f"/me/contests/{dispute.reference}/", now)


def ask(kind: str, dispute: Dispute, thing: Contestable | None, now: datetime) -> None:
    """Those who may decide it, and nobody who may not."""
    accounts = [mandate.account_id for mandate in deciders_of(dispute, thing, now=now)]
    people = Persona.objects.filter(account__in=accounts, is_main=True).order_by("pk")
    _say(kind, dispute, list(people), f"/desk/contests/{dispute.reference}/", now)


def _say(kind: str, dispute: Dispute, to: list[Persona], path: str, now: datetime) -> None:
    context = {
        "space": in_each_language(lambda: dispute.space.name),
        "until": in_each_language(lambda: day(dispute.due_at)),
    }
    prepare(kind=kind, to=to, about=dispute.reference, path=path, context=context, now=now)
