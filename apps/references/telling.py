"""Who is told of a reference, and in which words. Notices outlive letters: they hold no name of a member."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.references.models import Letter
from apps.spaces.models import Mandate, Role, Space

WORDS = {
    "reference.to_add": _("A member of %(space)s asks for a reference. You may add two sentences before %(until)s."),
    "reference.ready": _("Your reference from %(space)s is ready. Nothing is sent before you have read it."),
    "reference.received": _("%(space)s vouches for a member, at their request: a reference to read before %(until)s."),
    "reference.taken_back": _(
        "The reference that %(space)s wrote was taken back by its member. Nothing is held of it."
    ),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def to_add(letter: Letter, now: datetime) -> None:
    """The trust managers of the space that writes."""
    _tell("reference.to_add", letter, _managers(letter.space, letter, now), _desk(letter), now)


def ready(letter: Letter, now: datetime) -> None:
    """The member."""
    _tell("reference.ready", letter, [letter.persona], f"/me/references/{letter.reference}/", now)


def received(letter: Letter, now: datetime) -> None:
    """The trust managers of the space it goes to, where that is one of ours."""
    if letter.to_space is not None:
        _tell("reference.received", letter, _managers(letter.to_space, letter, now), _desk(letter), now)


def taken_back(letter: Letter, now: datetime) -> None:
    """The same."""
    if letter.to_space is not None:
        people = _managers(letter.to_space, letter, now)
        _tell("reference.taken_back", letter, people, "/desk/references/", now)


def _desk(letter: Letter) -> str:
    return f"/desk/references/{letter.reference}/"


def _managers(space: Space, letter: Letter, now: datetime) -> list[Persona]:
    """Not the member themselves, if they hold that office."""
    held = Mandate.objects.valid(now).covering(space).filter(role=Role.TRUST_MANAGER).exclude(account=None)
    others = held.exclude(account=letter.persona.account_id).values("account")
    return list(Persona.objects.filter(account__in=others, is_main=True))


def _tell(kind: str, letter: Letter, to: Iterable[Persona], path: str, now: datetime) -> None:
    context = {
        "space": in_each_language(lambda: letter.space.name),
        "until": in_each_language(lambda: day(letter.due_at)),
    }
    prepare(kind=kind, to=to, about=letter.reference, path=path, context=context, now=now)
