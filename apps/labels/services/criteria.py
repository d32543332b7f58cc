"""Publish criteria. A version is announced, signed, logged and never changed: a change is another version."""

import tomllib
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from apps.documents.notice import OWED
from apps.labels.models import Assessor, Criterion, CriterionVersion, Found
from apps.labels.services.assessments import SELF_HOLDS, Author, record
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.signatures.canonical import digest
from apps.spaces.models import Operator

TABLE = Path(__file__).parent.parent / "criteria.toml"


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """The words of a criterion."""

    title_fr: str
    title_en: str
    requirement_fr: str
    requirement_en: str
    law_fr: str
    law_en: str
    evidence_fr: str
    evidence_en: str
    method: str
    machine: str = ""


@cache
def table() -> dict[str, dict[str, str]]:
    """The criteria of this release, by code, and what this site says of itself."""
    return tomllib.loads(TABLE.read_text("utf-8"))


@transaction.atomic
def criteria_install(*, now: datetime) -> list[CriterionVersion]:
    """Publish what differs from what stands, and the site's own answers; return the versions that are new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('install_criteria'))")
    new = []
    for order, (code, line) in enumerate(table().items()):
        if _said_before(code, draft_of(line)):
            continue  # the same words as ever: what people have changed since stays
        version = criterion_publish(code=code, order=order, draft=draft_of(line), now=now)
        if version is not None:
            new.append(version)
    _answer_for_ourselves(now)
    return new


def _said_before(code: str, draft: CriterionDraft) -> bool:
    """Whether a release has published these words already."""
    return CriterionVersion.objects.filter(criterion__code=code, **asdict(draft)).exists()


def draft_of(line: dict[str, str]) -> CriterionDraft:
    """A line of the table."""
    both = {f"{name}_{lang}": line[f"{name}_{lang}"] for name in ("title", "law", "evidence") for lang in ("fr", "en")}
    return CriterionDraft(
        **both,
        requirement_fr=line["fr"],
        requirement_en=line["en"],
        method=line["method"],
        machine=line.get("machine", ""),
    )


@transaction.atomic
def criterion_publish(*, code: str, order: int, draft: CriterionDraft, now: datetime) -> CriterionVersion | None:
    """The next version, or None when nothing changed. A first one binds at once, a change fifteen days later."""
    criterion, _made = Criterion.objects.get_or_create(code=code, defaults={"order": order})
    last = criterion.versions.order_by("number").last()
    if last is not None and all(getattr(last, name) == value for name, value in asdict(draft).items()):
        return None
    version = CriterionVersion(
        criterion=criterion,
        number=last.number + 1 if last else 1,
        announced_at=now,
        effective_at=now + OWED if last else now,
        **asdict(draft),
    )
    document = criterion_document(version)
    version.sha256, version.signature = digest(document), sign(document, now=now)
    version.save()
    append(
        kind="criterion.published",
        actor="",
        object=code,
        version=str(version.number),
        payload={"version": version.pk},
        body_sha256=version.sha256,
        now=now,
    )
    return version


def criterion_document(version: CriterionVersion) -> dict[str, Any]:
    """The exact content whose digest is signed and logged."""
    return {
        "type": "criterion",
        "criterion": version.criterion.code,
        "number": version.number,
        "title": {"fr": version.title_fr, "en": version.title_en},
        "requirement": {"fr": version.requirement_fr, "en": version.requirement_en},
        "law": {"fr": version.law_fr, "en": version.law_en},
        "evidence": {"fr": version.evidence_fr, "en": version.evidence_en},
        "method": version.method,
        "machine": version.machine,
        "announced_at": f"{version.announced_at:%Y-%m-%dT%H:%M:%SZ}",
        "effective_at": f"{version.effective_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def _answer_for_ourselves(now: datetime) -> None:
    """Operator no. 1 answers every criterion; a release says again only what it says otherwise, or what ran out."""
    us = Operator.objects.filter(slug=settings.PLATFORM_OPERATOR).first()
    if us is None:
        return
    for version in CriterionVersion.objects.in_force(now).select_related("criterion"):
        line = table().get(version.criterion.code)
        if line is not None and not _said_already(us, version, line, now):
            author = Author(Assessor.OPERATOR, named=us.name)
            words = (line["self_fr"], line["self_en"])
            record(us, version, author, Found(line["self"]), words, {}, holds=SELF_HOLDS, now=now)


def _said_already(us: Operator, version: CriterionVersion, line: dict[str, str], now: datetime) -> bool:
    """A representative who answered in person is not overwritten by a release."""
    own = us.assessments.standing(now).filter(version=version, by=Assessor.OPERATOR)
    by_person = own.exclude(representative=None).exists()
    return by_person or own.filter(verdict=line["self"], reason_fr=line["self_fr"], reason_en=line["self_en"]).exists()
