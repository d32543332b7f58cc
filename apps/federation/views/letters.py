"""At the desk: letters that spaces of other sites wrote about their members. Nothing is counted."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.errors import NotFound, NotYours
from apps.federation.letter_pages import LetterHeardPage, letter_lines, letter_page
from apps.federation.permissions import letters_for
from apps.federation.services.letters_heard import letter_confirmed
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.references.permissions import manages
from apps.spaces.models import Mandate, Space


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What came for the spaces one manages."""
    account, now = signed_in(request), clock.now()
    if not manages(account, now=now).exists():
        raise NotYours(_("This needs a mandate of trust manager."))
    check_has_second_factor(account)
    letters = letter_lines(letters_for(account, now=now)[:200])
    return render(request, "federation/letters.html", {"letters": letters})


@login_required
@require_safe
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """One, with whether its site shows the key that signed it. Whoever it is here sees in their journal who read it."""
    account, now = signed_in(request), clock.now()
    found = letters_for(account, now=now).filter(reference=reference).first()
    if found is None:
        raise NotFound(_("No reference bears this number, it was taken back, or it was not sent to a space of yours."))
    check_has_second_factor(account)
    page = letter_page(found, confirmed=letter_confirmed(found, now=now))
    if page.here is not None and page.here.account_id == account.pk:
        raise NotFound(_("This one is about you: whoever else holds the desk reads it."))
    _note(account, _mandate(account, found.space, now), page, now)
    return render(request, "federation/letter.html", {"page": page})


def _mandate(account: Account, space: Space, now: datetime) -> Mandate:
    mandate = manages(account, now=now).covering(space).order_by("pk").first()
    if mandate is None:
        raise NotYours(_("This needs a mandate of trust manager."))
    return mandate


def _note(reader: Account, mandate: Mandate, page: LetterHeardPage, now: datetime) -> None:
    consultations_note(
        people=[page.here.account_id if page.here else None],
        reader=reader,
        office=Office.TRUST_MANAGER,
        by=mandate.public_name,
        purpose=Purpose.REFERENCE,
        about=page.reference,
        now=now,
    )
