"""Ask to be verified: who one is, for which house, and how one shows it. Free of charge."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.gate.limits import check_limit
from apps.ledger.services import append
from apps.people.models import Account
from apps.posts.models import Subject
from apps.professionals.states import VerificationState
from apps.professionals.verification import codes, naming, proofs
from apps.professionals.verification.models import RUNNING, Verification, VerifiedSubject
from apps.professionals.verification.procedure import procedure_now
from apps.professionals.verification.rights import rights_end
from apps.professionals.verification.steps import locked, log
from apps.professionals.verification.ways import DECIDE_WITHIN, PROVE_WITHIN, Way

A_DAY = 24 * 60 * 60
MOST_SUBJECTS, MOST_JOB, MOST_PAGE = 10, 120, 500


@dataclass(frozen=True, slots=True)
class AskDraft:
    """What was typed."""

    real_name: str
    house: str
    city: str
    job_fr: str
    job_en: str
    way: str
    subjects: list[Subject] = field(default_factory=list)
    site: str = ""
    mailbox: str = ""
    page: str = ""
    paper: proofs.Paper = field(default_factory=proofs.Paper)


@transaction.atomic
def verification_ask(*, account: Account, draft: AskDraft, now: datetime) -> Verification:
    """One request at a time. Raises BadInput with a sentence per field."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if Verification.objects.filter(account=account, state__in=RUNNING).exists():
        raise NotNow(_("A request of yours is under way already. Finish it, or take it back."))
    clean = _checked(draft, account)
    check_limit(name="verification", who=account.reference, at_most=5, per_seconds=A_DAY)
    verification = Verification.objects.create(
        account=account,
        real_name=clean.real_name,
        house=clean.house,
        city=clean.city,
        job_fr=clean.job_fr,
        job_en=clean.job_en,
        way=clean.way,
        site=clean.site,
        page=clean.page,
        mailbox=codes.closed(clean.mailbox),
        procedure=procedure_now(now),
        asked_at=now,
        due_at=now + PROVE_WITHIN,
    )
    VerifiedSubject.objects.bulk_create(
        VerifiedSubject(verification=verification, subject=subject) for subject in clean.subjects
    )
    log("asked", verification, account.reference, now)
    if clean.way == Way.PAPER:
        proofs.keep(verification, clean.paper, now)
        prove(verification, now)
    elif clean.way == Way.MAIL:
        append(
            kind="verification.code_asked",
            actor=account.reference,
            object=verification.reference,
            payload={"verification": verification.pk},
            now=now,
        )
    return verification


def prove(verification: Verification, now: datetime) -> None:
    """A proof is in: a person decides next. For a locked or new row."""
    verification.move_to(VerificationState.PROVED)
    verification.proved_at, verification.due_at = now, now + DECIDE_WITHIN
    verification.save(update_fields=["state", "proved_at", "due_at"])
    log("proved", verification, verification.account.reference if verification.account else "", now)


@transaction.atomic
def verification_withdraw(*, account: Account, verification: Verification, now: datetime) -> Verification:
    """Take back a request, or no longer speak for the house. What was said under one's name stays."""
    verification = locked(verification)
    if verification.account_id != account.pk:
        raise NotYours(_("Whoever asked takes it back."))
    verification.move_to(VerificationState.WITHDRAWN)
    verification.ended_at, verification.mailbox = now, b""
    verification.save(update_fields=["state", "ended_at", "mailbox"])
    proofs.destroy(verification)
    rights_end(verification, now)
    log("withdrawn", verification, account.reference, now)
    return verification


def _checked(draft: AskDraft, account: Account) -> AskDraft:
    name, house, city = (" ".join(clean_text(text).split()) for text in (draft.real_name, draft.house, draft.city))
    fr, en = (" ".join(clean_text(text).split())[:MOST_JOB] for text in (draft.job_fr, draft.job_en))
    errors: dict[str, Any] = {
        "real_name": naming.wrong_with_name(name) or naming.wrong_with_namesake(name, house, city, account),
        "house": naming.wrong_with_house(house, draft.subjects),
        "city": "" if 2 <= len(city) <= naming.MOST_CITY else _("The city of the house: it tells namesakes apart."),
        "job_fr": "" if fr or en else _("Your trade there, in one language at least: better in both."),
        "subjects": _wrong_with_subjects(draft.subjects),
        "way": "" if draft.way in Way.values else _("Choose one of the three ways."),
    }
    site = naming.host_of(draft.site)
    errors |= _wrong_with_way(draft, site) if draft.way in Way.values else {}
    if errors := {name: said for name, said in errors.items() if said}:
        raise BadInput(errors)
    page, mailbox = draft.page.strip(), draft.mailbox.strip().lower()
    kept = {Way.MAIL: (site, "", mailbox), Way.PAGE: (site, page, ""), Way.PAPER: ("", "", "")}[Way(draft.way)]
    return AskDraft(name, house, city, fr, en, draft.way, draft.subjects, kept[0], kept[2], kept[1], draft.paper)


def _wrong_with_subjects(subjects: list[Subject]) -> str:
    if not subjects:
        return _("Name what people review here and you speak for, as its page names it.")
    if len(subjects) > MOST_SUBJECTS:
        return _("Ten at most in one request.")
    return ""


def _wrong_with_way(draft: AskDraft, site: str) -> dict[str, str]:
    if draft.way == Way.PAPER:
        return {"file": proofs.wrong_with(draft.paper)}
    return (
        {"site": _wrong_with_site(draft, site)} if not site or _wrong_with_site(draft, site) else _at_site(draft, site)
    )


def _wrong_with_site(draft: AskDraft, site: str) -> str:
    if not site:
        return _("The address of the house’s own site, such as garage.example.")
    known = naming.known_site(draft.subjects)
    if known and not naming.is_at(site, known):
        return _("The operator of this house has published another site: %(site)s. Use that one.") % {"site": known}
    return ""


def _at_site(draft: AskDraft, site: str) -> dict[str, str]:
    if draft.way == Way.MAIL:
        good = naming.is_mailbox_at(draft.mailbox.strip().lower(), site)
        return {} if good else {"mailbox": _("An address that ends in @%(site)s.") % {"site": site}}
    page = draft.page.strip()
    good = page.startswith("https://") and len(page) <= MOST_PAGE and naming.is_at(naming.host_of(page), site)
    return {} if good else {"page": _("A page that begins with https:// and stands at %(site)s.") % {"site": site}}
