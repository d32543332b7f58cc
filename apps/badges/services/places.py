"""Places in the list of a space: drawn at random, so that a number tells nothing of when it was given."""

import secrets
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from apps.badges.models import Place
from apps.base.errors import NotNow
from apps.signatures.status_lists import PLACES
from apps.spaces.models import Space

TRIES = 200


def place_take(*, space: Space) -> Place:
    """One that nobody ever had. In the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('badge_place'), %s)", [space.pk])
    for _try in range(TRIES):
        number = secrets.randbelow(PLACES)
        if not Place.objects.filter(space=space, number=number).exists():
            return Place.objects.create(space=space, number=number)
    raise NotNow(_("The public list of this space is full: it needs another one before more badges are made."))


def place_end(*, place: Place, now: datetime) -> None:
    """The list says from now on that what stood here was taken back. For good."""
    Place.objects.filter(pk=place.pk, over_at=None).update(over_at=now)
