"""Publish what operator no. 1 owes: its texts, and a card for each algorithm that runs. Idempotent."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from apps.accountability.platform.algorithm_cards import KIND as CARD
from apps.accountability.platform.algorithm_cards import card_texts
from apps.accountability.platform.texts_of import Text, written_texts
from apps.documents.changes import bodies, suggested_class
from apps.documents.models import ChangeClass, Document, Version
from apps.documents.notice import OWED
from apps.documents.services import VersionDraft, version_publish
from apps.spaces.models import Operator

SUMMARY_FR = "Ce site : avis, forums, et le registre de qui les tient. Soumis aux règles qu’il demande aux autres."
SUMMARY_EN = "This site: reviews, forums, and the register of those who run them. Under the rules it asks of others."


@transaction.atomic
def platform_install(*, now: datetime) -> list[Version]:
    """Publish what differs from what stands; return the versions that are new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('install_platform'))")
    operator = _operator(now)
    published = [_publish(operator, text, now) for text in release_texts()]
    return [version for version in published if version is not None]


def _operator(now: datetime) -> Operator:
    operator, _made = Operator.objects.get_or_create(
        slug=settings.PLATFORM_OPERATOR,
        defaults={
            "name": settings.SITE_NAME,
            "website": settings.SITE_URL,
            "summary_fr": SUMMARY_FR,
            "summary_en": SUMMARY_EN,
            "created_at": now,
        },
    )
    return operator


def release_texts() -> list[Text]:
    """What this release says: what people wrote, and the cards of what runs."""
    return [*written_texts(), *card_texts()]


def _publish(operator: Operator, text: Text, now: datetime) -> Version | None:
    document, _made = Document.objects.get_or_create(
        owner=operator.reference,
        slug=text.slug,
        defaults={"kind": text.kind, "title_fr": text.title_fr, "title_en": text.title_en},
    )
    last = document.versions.order_by("number").last()
    if last is not None and not _is_due(last, operator, text):
        return None
    draft = VersionDraft(text.body_fr, text.body_en, _binds_from(last, text, now))
    return version_publish(document=document, draft=draft, actor="", signed_by=operator.reference, now=now)


def _is_due(last: Version, operator: Operator, text: Text) -> bool:
    """A text a representative has taken in hand is theirs: a release does not write over it."""
    return last.signed_by == operator.reference and bodies(last) != (text.body_fr, text.body_en)


def _binds_from(last: Version | None, text: Text, now: datetime) -> datetime:
    """A first text binds at once, and so does what describes a fact; a change of substance after its notice."""
    if last is None or text.kind in {CARD, "legal"}:
        return now
    substantive = suggested_class(bodies(last), (text.body_fr, text.body_en)).kind is ChangeClass.SUBSTANTIVE
    return now + OWED if substantive else now
