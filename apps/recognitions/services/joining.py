"""A space is in a circle by a table of its own, made from the template; no other act puts it there."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.ledger.services import append
from apps.recognitions import telling
from apps.recognitions.circles import Belonging, Circle
from apps.recognitions.models import Recognition


def joined(circle: Circle | None, recognition: Recognition, *, now: datetime) -> Circle | None:
    """The circle that a table is of. One that was of a circle stays so, unless its space is leaving it."""
    if circle is None:
        return _still(recognition)
    check_is_in(circle, recognition, now=now)
    row, new = Belonging.objects.get_or_create(
        circle=circle, space=recognition.to_space, defaults={"since": now, "until": None}
    )
    over = row.until is not None and row.until <= now
    if row.until is not None:
        row.since, row.until = (now if over else row.since), None
        row.save(update_fields=["since", "until"])
    if new or over:
        _say(circle, recognition, now)
    return circle


def check_is_in(circle: Circle, recognition: Recognition, *, now: datetime) -> None:
    """In a circle, a space recognises those that are in it."""
    source = recognition.from_space
    if not Belonging.objects.now(now).filter(circle=circle, space=source).exists():
        said = _("“%(space)s” is not in this circle. Publish this table outside of it, or wait until it joins.")
        raise NotNow(said % {"space": recognition.source_name})


def _still(recognition: Recognition) -> Circle | None:
    held = Belonging.objects.filter(circle=recognition.circle, space=recognition.to_space, until=None)
    return recognition.circle if recognition.circle_id and held.exists() else None


def _say(circle: Circle, recognition: Recognition, now: datetime) -> None:
    payload = {"circle": circle.pk, "recognition": recognition.pk}
    append(kind="circle.joined", actor="", object=circle.document.reference, payload=payload, now=now)
    telling.tell_circle("circle.joined", circle, recognition.to_space, now, now)
