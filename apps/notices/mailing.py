"""Summaries by e-mail, for whoever asks for them: none unless chosen, never about what was read, one press to stop.

An e-mail passes through machines of others: its subject says nothing of the person.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.base.errors import NotFound, NotNow
from apps.gate.limits import check_limit
from apps.ledger.services import append
from apps.notices.families import families, family_of
from apps.notices.models import Mailing, Notice, Often, Rhythm
from apps.notices.selectors import notices_of, told
from apps.people.models import Account

log = structlog.get_logger()
SALT_CONFIRM, SALT_STOP = "notices.confirm", "notices.stop"
CONFIRM_WITHIN = timedelta(days=3)
DAY = 24 * 60 * 60
PERIODS = {Often.DAILY: timedelta(days=1), Often.WEEKLY: timedelta(days=7)}
AT_MOST = 50  # sentences of one summary; the page has them all
SILENT = ("console.EmailBackend", "dummy.EmailBackend")


def sends_mail() -> bool:
    """Whether this site can send at all; one that prints its mail would print what is personal."""
    return not settings.EMAIL_BACKEND.endswith(SILENT)


def often_of(account: Account) -> dict[str, str]:
    """Family → how often."""
    return dict(Rhythm.objects.filter(account=account).values_list("family", "often"))


@transaction.atomic
def mailing_choose(*, account: Account, address: str, often: Mapping[str, str], now: datetime) -> bool:
    """Where, and how often for each family. Whether the address must say yes first."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    chosen = {family: o for family, o in often.items() if family in families() and o in Often.values}
    Rhythm.objects.filter(account=account).delete()
    Rhythm.objects.bulk_create(Rhythm(account=account, family=f, often=o) for f, o in chosen.items())
    mailing = Mailing.objects.filter(account=account).first()
    if not address:
        Mailing.objects.filter(account=account).delete()
        return False
    if mailing is not None and mailing.address == address and mailing.confirmed_at is not None:
        return False
    _ask(account, address, now)
    return True


def _ask(account: Account, address: str, now: datetime) -> None:
    if not sends_mail():
        raise NotNow(_("This site sends no e-mail at the moment."))
    digest = hashlib.sha256(address.lower().encode()).hexdigest()[:24]
    for who in (account.reference, digest):
        check_limit(name="mailing", who=who, at_most=4, per_seconds=DAY)
    fresh = {"address": address, "asked_at": now, "confirmed_at": None, "daily_until": None, "weekly_until": None}
    mailing, _made = Mailing.objects.update_or_create(account=account, defaults=fresh)
    payload = {"mailing": mailing.pk}
    append(kind="mailing.asked", actor=account.reference, object=account.reference, payload=payload, now=now)


def confirmation_send(*, mailing_id: int) -> None:
    """Ask the address. Asked for by somebody who left, or changed their mind, it is nothing."""
    mailing = Mailing.objects.select_related("account").filter(pk=mailing_id, confirmed_at=None).first()
    if mailing is None:
        return
    with override(mailing.account.language):
        token = signing.dumps([mailing.pk, mailing.address], salt=SALT_CONFIRM, compress=True)
        link = settings.SITE_URL + reverse("notices:confirm", args=[token])
        body = render_to_string("notices/mail/confirm.txt", {"link": link, "site": settings.SITE_NAME})
        _message(mailing, _("%(site)s: is this your address?") % {"site": settings.SITE_NAME}, body).send()


@transaction.atomic
def address_confirm(*, token: str, now: datetime) -> None:
    """The address says yes. Raises NotFound when the link is old, or is not ours."""
    pk, address = _read(token, SALT_CONFIRM, CONFIRM_WITHIN)
    fresh = {"confirmed_at": now, "daily_until": now, "weekly_until": now}
    waiting = Mailing.objects.filter(pk=pk, address=address, confirmed_at=None)
    if not waiting.update(**fresh) and not Mailing.objects.filter(pk=pk, address=address).exists():
        raise NotFound(_("This link no longer holds. Ask for another on your page of notices."))


@transaction.atomic
def mailing_stop(*, token: str) -> None:
    """Nothing more is sent, and the address is forgotten. Twice is once; no account is needed."""
    pk, _address = _read(token, SALT_STOP, None)
    mailing = Mailing.objects.filter(pk=pk).first()
    if mailing is not None:
        Rhythm.objects.filter(account=mailing.account_id).delete()
        mailing.delete()


def _read(token: str, salt: str, within: timedelta | None) -> tuple[int, str]:
    try:
        pk, address = signing.loads(token, salt=salt, max_age=within)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise NotFound(_("This link no longer holds. Ask for another on your page of notices.")) from wrong
    return int(pk), str(address)


@dataclass(frozen=True, slots=True)
class Summary:
    """What one e-mail says."""

    lines: list[tuple[str, str]]  # sentence, address
    more: int


def summaries_send(*, now: datetime) -> int:
    """To whoever is due. One that cannot be sent is tried again, and holds up nobody else."""
    sent = 0
    ready = Mailing.objects.exclude(confirmed_at=None).filter(account__rhythms__isnull=False).distinct()
    for pk in ready.order_by("pk").values_list("pk", flat=True):
        for often in PERIODS:
            try:
                sent += _send_one(pk, often, now)
            except Exception as error:  # a server that is away, a notice without words: theirs alone
                log.warning("summary_not_sent", error=type(error).__name__)
    return sent


@transaction.atomic
def _send_one(pk: int, often: Often, now: datetime) -> int:
    """Summed up and sent under a lock: two workers send one e-mail."""
    mailing = Mailing.objects.select_for_update(of=("self",)).select_related("account").filter(pk=pk).first()
    if mailing is None:
        return 0
    until: datetime = getattr(mailing, f"{often.value}_until") or mailing.asked_at
    if until + PERIODS[often] > now:
        return 0
    setattr(mailing, f"{often.value}_until", now)
    mailing.save(update_fields=[f"{often.value}_until"])
    with override(mailing.account.language):
        summary = summary_of(mailing.account, often, since=until, now=now)
        if summary is None:
            return 0
        _summary_message(mailing, often, summary).send()
    return 1


def summary_of(account: Account, often: Often, *, since: datetime, now: datetime) -> Summary | None:
    """What was told since and not read yet, of the families with this rhythm; nothing to say is no e-mail."""
    chosen = {family for family, o in often_of(account).items() if o == often}
    fresh: list[Notice] = [
        notice
        for notice in notices_of(account, now=now).filter(after__gt=since, read_at=None)
        if family_of(notice.kind) in chosen
    ]
    if not fresh:
        return None
    views = [told(notice) for notice in fresh[:AT_MOST]]
    lines = [(view.sentence, settings.SITE_URL + view.url if view.url else "") for view in views]
    return Summary(lines, len(fresh) - len(lines))


def _summary_message(mailing: Mailing, often: Often, summary: Summary) -> EmailMessage:
    token = signing.dumps([mailing.pk, ""], salt=SALT_STOP, compress=True)
    stop = settings.SITE_URL + reverse("notices:stop", args=[token])
    context: dict[str, Any] = {
        "summary": summary,
        "stop": stop,
        "all": settings.SITE_URL + reverse("notices:list"),
        "site": settings.SITE_NAME,
        "often": str(often.label),
    }
    subject = _("%(site)s: your summary") % {"site": settings.SITE_NAME}
    message = _message(mailing, subject, render_to_string("notices/mail/summary.txt", context))
    message.extra_headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return message


def _message(mailing: Mailing, subject: str, body: str) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": mailing.account.language}
    return EmailMessage(subject, body.strip() + "\n", to=[mailing.address], headers=headers)


def unconfirmed_purge(now: datetime) -> int:
    """An address that never said yes is forgotten."""
    return Mailing.objects.filter(confirmed_at=None, asked_at__lt=now - CONFIRM_WITHIN).delete()[0]
