"""The code comes back: typed from the e-mail, or found on the page of the house. Then a person decides."""

from datetime import datetime

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.base.errors import BadInput, NotNow, NotYours
from apps.gate.limits import check_limit
from apps.ledger.services import append
from apps.notices.mailing import sends_mail
from apps.outside import Budget, OutsideError, client
from apps.people.models import Account
from apps.professionals.states import VerificationState
from apps.professionals.verification import codes, naming
from apps.professionals.verification.asking import A_DAY, prove
from apps.professionals.verification.models import Verification
from apps.professionals.verification.steps import locked
from apps.professionals.verification.ways import Way

log = structlog.get_logger()
TRIES, MAILS, LOOKS = 10, 3, 20  # a day


@transaction.atomic
def code_give(*, account: Account, verification: Verification, typed: str, now: datetime) -> Verification:
    """The code that was sent to the house. Raises BadInput when it is another."""
    verification = _asked_by(account, locked(verification), Way.MAIL)
    check_limit(name="verification-code", who=account.reference, at_most=TRIES, per_seconds=A_DAY)
    if not codes.is_code(typed, verification):
        raise BadInput({"code": _("This is not the code that we sent. Look at the latest e-mail.")})
    prove(verification, now)
    return verification


@transaction.atomic
def code_send_again(*, account: Account, verification: Verification, now: datetime) -> None:
    """Lost on its way: once more, to the same address."""
    verification = _asked_by(account, locked(verification), Way.MAIL)
    check_limit(name="verification-mail", who=account.reference, at_most=MAILS, per_seconds=A_DAY)
    append(
        kind="verification.code_asked",
        actor=account.reference,
        object=verification.reference,
        payload={"verification": verification.pk},
        now=now,
    )


def code_mail(*, verification_id: int) -> None:
    """Send it. Taken back or proved meanwhile, it is nothing."""
    asked = Verification.objects.filter(pk=verification_id, state=VerificationState.ASKED, way=Way.MAIL)
    verification = asked.select_related("account").first()
    mailbox = codes.mailbox_of(verification) if verification is not None else ""
    if verification is None or verification.account is None or not mailbox or not sends_mail():
        return
    with override(verification.account.language):
        context = {
            "code": codes.code_of(verification),
            "site": settings.SITE_NAME,
            "link": settings.SITE_URL + reverse("professionals:mine"),
            "name": verification.real_name,
            "house": verification.house,
        }
        body = render_to_string("professionals/verification/code.txt", context).strip() + "\n"
        headers = {"Auto-Submitted": "auto-generated", "Content-Language": verification.account.language}
        subject = _("%(site)s: the code for your house") % {"site": settings.SITE_NAME}
        EmailMessage(subject, body, to=[mailbox], headers=headers).send()


def page_look(*, account: Account, verification: Verification, now: datetime) -> Verification:
    """Fetch the page once and look for the code. Nothing is locked while somebody else's server answers."""
    _asked_by(account, verification, Way.PAGE)
    check_limit(name="verification-look", who=account.reference, at_most=LOOKS, per_seconds=A_DAY)
    try:
        answer = client().fetch(verification.page, budget=Budget(), accept="text/html,text/plain;q=0.9")
    except OutsideError as error:
        log.info("verification_page_not_read", why=str(error.why))
        raise NotNow(_("We could not read the page: %(why)s") % {"why": error.sentence}) from error
    if not naming.is_at(naming.host_of(answer.url), verification.site):
        raise NotNow(_("The page leads away from %(site)s. The code must stand there.") % {"site": verification.site})
    if answer.status != 200 or codes.code_of(verification) not in answer.body.decode("utf-8", "replace"):
        raise NotNow(_("We read the page, and the code is not on it yet. Place it, then ask us to look again."))
    return _seen(account, verification, now)


@transaction.atomic
def _seen(account: Account, verification: Verification, now: datetime) -> Verification:
    verification = _asked_by(account, locked(verification), Way.PAGE)
    prove(verification, now)
    return verification


def _asked_by(account: Account, verification: Verification, way: Way) -> Verification:
    if verification.account_id != account.pk:
        raise NotYours(_("Whoever asked does this."))
    if verification.state != VerificationState.ASKED or verification.way != way:
        raise NotNow(_("This request does not wait for a code any more."))
    return verification
