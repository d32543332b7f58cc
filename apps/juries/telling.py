"""Who is told of a jury, and in which words; the parties are told by moderation, like of any decision."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.juries.models import Jury, Seat
from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona

WORDS = {
    "jury.invited": _(
        "You were drawn for a jury about one case in %(space)s. Take the seat or decline before %(until)s."
    ),
    "jury.ended": _("The jury in which you sat, in %(space)s, has ended. What was voted is published, without names."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell_of_seat(seat: Seat, now: datetime) -> None:
    """Whom the lot named."""
    if seat.persona is None:
        return
    space = seat.jury.case.space
    context = {
        "space": in_each_language(lambda: space.name),
        "until": in_each_language(lambda: day(seat.answer_before)),
    }
    path = f"/jury/seat/{seat.reference}/"
    prepare(kind="jury.invited", to=[seat.persona], about=seat.reference, path=path, context=context, now=now)


def tell_of_end(jury: Jury, now: datetime) -> None:
    """Those who sat to the end."""
    people = Persona.objects.filter(jury_seats__jury=jury, jury_seats__left_at=None).distinct().order_by("pk")
    context = {"space": in_each_language(lambda: jury.case.space.name)}
    path = f"/jury/c/{jury.case.reference}/"
    prepare(kind="jury.ended", to=people, about=jury.reference, path=path, context=context, now=now)
