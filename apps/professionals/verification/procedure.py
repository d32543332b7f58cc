"""The published procedure as it holds now: a text of the platform, versioned, signed and announced like its rules."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from apps.documents.markdown import version_html
from apps.documents.models import Version
from apps.documents.selectors import language_of, title_of
from apps.professionals.verification.ways import PROCEDURE
from apps.spaces.models import Operator


@dataclass(frozen=True, slots=True)
class ProcedureText:
    """What is shown of it."""

    title: str
    number: int
    effective_at: datetime
    language: str
    html: SafeString
    url: str


def version_now(now: datetime) -> Version | None:
    """The one that binds; None before the first is published."""
    platform = Operator.objects.filter(slug=settings.PLATFORM_OPERATOR).values("reference")
    held = Version.objects.filter(document__owner__in=platform, document__slug=PROCEDURE, effective_at__lte=now)
    return held.select_related("document").order_by("-effective_at", "-number").first()


def procedure_now(now: datetime) -> str:
    """By which a request is decided: reference and version."""
    version = version_now(now)
    return f"{version.document.reference}:{version.number}" if version is not None else ""


def procedure_text(*, now: datetime) -> ProcedureText | None:
    """For the register's page."""
    version = version_now(now)
    if version is None:
        return None
    language = language_of(version)
    return ProcedureText(
        title=title_of(version.document),
        number=version.number,
        effective_at=version.effective_at,
        language=language,
        html=mark_safe(version_html(version, language)),  # noqa: S308 - sanitised when it was rendered
        url=reverse("accountability:document", args=[settings.PLATFORM_OPERATOR, PROCEDURE]),
    )
