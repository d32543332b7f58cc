"""Who is told of a table: the trust managers of the other space. Nobody's pseudonym stands in it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.people.services import main_persona
from apps.recognitions.circles import Belonging, Circle
from apps.recognitions.models import Conversion, Recognition, TableVersion
from apps.recognitions.states import Ended
from apps.spaces.models import Mandate, Role, Space

WORDS = {
    "recognition.published": _(
        "“%(here)s” has published what a status of “%(there)s” counts for there. It binds from %(date)s."
    ),
    "recognition.ending": _("From %(date)s on, a status of “%(there)s” counts for nothing in “%(here)s” any more."),
    "circle.joined": _("“%(space)s” has joined the circle “%(circle)s”. No table of yours changes by it."),
    "circle.left": _("“%(space)s” leaves the circle “%(circle)s” on %(date)s. No table of yours changes by it."),
    "circle.changed": _("The template of the circle “%(circle)s” has changed. No table of yours changes by it."),
    "conversion.ended": _("What you earned in “%(there)s” counts no more in “%(here)s”: %(why)s."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def managers_of(space: Space, now: datetime) -> list[Persona]:
    """Under whose name notices reach the trust managers of a space."""
    held = Mandate.objects.valid(now).covering(space).filter(role=Role.TRUST_MANAGER).exclude(account=None)
    return [main_persona(mandate.account) for mandate in held.select_related("account") if mandate.account]


def tell_published(table: TableVersion, now: datetime) -> None:
    """Those of the other space."""
    _tell("recognition.published", table.recognition, table.effective_at, now)


def tell_ending(recognition: Recognition, now: datetime) -> None:
    """Those of the other space."""
    if recognition.ends_at is not None:
        _tell("recognition.ending", recognition, recognition.ends_at, now)


def _tell(kind: str, recognition: Recognition, at: datetime, now: datetime) -> None:
    source = recognition.from_space
    if source is None:
        return
    readers: Iterable[Persona] = managers_of(source, now)
    context = {
        "here": in_each_language(lambda: recognition.to_space.name),
        "there": in_each_language(lambda: source.name),
        "date": in_each_language(lambda: day(at)),
    }
    path = f"/recognitions/{recognition.reference}/"
    prepare(kind=kind, to=readers, about=recognition.reference, path=path, context=context, now=now)


def tell_circle(kind: str, circle: Circle, space: Space, at: datetime, now: datetime) -> None:
    """The trust managers of the other spaces in it."""
    others = Belonging.objects.now(now).filter(circle=circle).exclude(space=space).select_related("space")
    readers = [persona for one in others for persona in managers_of(one.space, now)]
    context = {
        "space": in_each_language(lambda: space.name),
        "circle": in_each_language(lambda: circle.name),
        "date": in_each_language(lambda: day(at)),
    }
    path = f"/circles/{circle.slug}/"
    about = circle.document.reference
    prepare(kind=kind, to=readers, about=about, path=path, context=context, now=now)


def tell_ended(made: Conversion, now: datetime) -> None:
    """Whoever it was given to: that it counts no more, and why."""
    way = made.recognition
    context = {
        "here": in_each_language(lambda: way.to_space.name),
        "there": in_each_language(lambda: way.source_name),
        "why": in_each_language(lambda: Ended(made.why).label),
    }
    path = f"/me/conversions/{made.reference}/"
    prepare(kind="conversion.ended", to=[made.persona], about=made.reference, path=path, context=context, now=now)
