"""Who may ask for a reference, add to one, send it and read it. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.people.models import Account, Persona
from apps.people.permissions import check_has_second_factor
from apps.references.models import Letter
from apps.references.states import RUNNING, LetterState
from apps.spaces.models import Mandate, MandateQuerySet, Membership, Role, Space
from apps.spaces.permissions import Visitor, covered_spaces

MOST = 5  # letters of one person at a time
LETTERS = Letter.objects.select_related("persona", "space__operator", "to_space", "added_by")


def check_can_ask(account: Account, persona: Persona, space: Space) -> None:
    """One's own name, where it stands; a few at a time."""
    if persona.account_id != account.pk or persona.erased_at is not None:
        raise NotYours(_("This pseudonym is not yours."))
    if space.imported or not Membership.objects.filter(space=space, persona=persona).exists():
        raise NotNow(_("A space vouches for its members only: you do not stand there under this name."))
    if Letter.objects.filter(persona__account=account, state__in=RUNNING).count() >= MOST:
        raise NotNow(_("You have five references under way. Take one back first, or wait until one is over."))


def my_letter(account: Account, reference: str) -> Letter:
    """One's own; for everybody else it does not exist."""
    found = LETTERS.filter(reference=reference, persona__account=account).first()
    if found is None:
        raise NotFound(_("No reference of yours bears this number."))
    return found


def manages(account: Visitor, *, now: datetime) -> MandateQuerySet:
    """The mandates under which this person sits at the desk."""
    if not account.is_authenticated:
        return Mandate.objects.none()
    return Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER)


def desk_letters(account: Account, *, now: datetime) -> QuerySet[Letter]:
    """Those that wait for a word of a space one manages, and those sent to one; none of one's own."""
    covered = covered_spaces(manages(account, now=now))
    waits, came = Q(state=LetterState.ASKED), Q(state=LetterState.SENT, due_at__gt=now)
    if covered is not None:
        waits, came = waits & Q(space__in=covered), came & Q(to_space__in=covered)
    else:
        came &= Q(to_space__isnull=False)
    return LETTERS.filter(waits | came).exclude(persona__account=account)


def desk_letter(account: Account, reference: str, *, now: datetime) -> tuple[Letter, Mandate]:
    """One of those, and the mandate under which it is read."""
    found = desk_letters(account, now=now).filter(reference=reference).first()
    if found is None:
        raise NotFound(_("No reference bears this number, it was taken back, or it was not sent to a space of yours."))
    check_has_second_factor(account)
    place = found.space if found.state == LetterState.ASKED else found.to_space
    mandate = manages(account, now=now).covering(place).order_by("pk").first() if place else None
    if mandate is None:
        raise NotFound(_("No reference bears this number, it was taken back, or it was not sent to a space of yours."))
    return found, mandate
