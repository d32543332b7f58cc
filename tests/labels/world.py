"""Criteria of this release, an operator, and auditors without a link to it."""

from datetime import datetime
from itertools import count

from apps.accountability.platform.install import platform_install
from apps.base import clock
from apps.labels import services
from apps.labels.models import Assessment, Assessor, CriterionVersion, Found, Label
from apps.labels.services.criteria import draft_of, table
from apps.people.models import Account
from apps.spaces.models import Operator, Role
from apps.spaces.services import mandate_grant
from tests.factories import operator, person

_number = count(1)


def criteria(now: datetime | None = None) -> None:
    """As a fresh site has them."""
    platform_install(now=now or clock.now())
    services.criteria_install(now=now or clock.now())


def few(now: datetime | None = None) -> None:
    """Three of them are enough to give a label."""
    for order, code in enumerate(("TRM-3", "REV-3", "WAT-1")):
        services.criterion_publish(code=code, order=order, draft=draft_of(table()[code]), now=now or clock.now())


def auditor(now: datetime | None = None) -> Account:
    """By mandate, for every operator."""
    account = person()
    name = f"Auditor {next(_number)}"
    mandate_grant(account=account, role=Role.AUDITOR, public_name=name, space=None, now=now or clock.now())
    return account


def judge(
    account: Account, op: Operator, *, verdict: str = Found.MET, codes: tuple[str, ...] = (), now=None
) -> list[Assessment]:
    """One auditor's verdict on these criteria, or on all of them."""
    now = now or clock.now()
    draft = services.AssessmentDraft(verdict, "Lu et vérifié.", "Read and checked.")
    words = {"account": account, "by": Assessor.AUDITOR, "operator": op, "draft": draft, "now": now}
    versions = CriterionVersion.objects.in_force(now).select_related("criterion")
    return [services.assess(version=v, **words) for v in versions if not codes or v.criterion.code in codes]


def labelled(now: datetime | None = None) -> tuple[Label, Account]:
    """An operator to whom two auditors found nothing to object, with its label."""
    op = operator()
    one, two = auditor(now), auditor(now)
    for account in (one, two):
        judge(account, op, now=now)
    return services.label_grant(account=one, operator=op, now=now or clock.now()), one
