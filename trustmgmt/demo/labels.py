"""The label in the demo: one operator holds it, another's is suspended, and another body labels us. All invented.

Verdicts are said today: the criteria of a fresh site bind from today.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings

from apps.accountability.reports.prose import release_prose
from apps.accountability.reports.services import report_publish
from apps.accountability.reports.written import Words
from apps.accountability.services import DisclosureDraft, SourceDraft, StatementDraft, disclosure_publish
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.labels.models import Assessor, CriterionVersion, Found, Label
from apps.labels.selectors.verdicts import open_questions
from apps.labels.services import (
    AssessmentDraft,
    assess,
    assess_by_machine,
    label_change,
    label_grant,
    reply,
)
from apps.labels.states import LabelState
from apps.people.models import Account
from apps.signatures import documents, keys, linked, status_lists
from apps.signatures.documents import moment
from apps.spaces.models import Operator, Role
from apps.spaces.services import mandate_grant
from trustmgmt.demo.label_words import JUDGED, MENDED, NOT_YET, SUSPENDED, TEXTS
from trustmgmt.demo.played import Document, Site
from trustmgmt.demo.world import World, person, settle

SECOND = "larch_audit"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks for the label, and who answers for it."""

    slug: str
    face: str
    sources: tuple[tuple[str, str, str], ...]


APPLICANTS = (
    Applicant("slow-roads", "imogen.farrow", (("Dons", "Donations", "70"), ("Guide imprimé", "Printed guide", "30"))),
    Applicant("mutuelle-des-routes", "paul.lecerf", (("Cotisations des membres", "Members’ fees", "100"),)),
)


def give_labels(world: World) -> None:
    """Texts first, then verdicts, then what follows from them."""
    now = world.now
    person(world, SECOND, language="fr", now=now)
    mandate_grant(account=world.account(SECOND), role=Role.AUDITOR, public_name=SECOND, now=now)
    labels = [label for applicant in APPLICANTS for label in _labelled(world, applicant, now)]
    for label in labels[1:]:
        _suspend(world, label, now)
    _table_verdict(world, now)
    assess_by_machine(operator=Operator.objects.get(slug=settings.PLATFORM_OPERATOR), now=now)
    _of_another_body(world, now)
    settle(now)


def _auditors(world: World) -> list[Account]:
    return [world.account("fern_audit"), world.account(SECOND)]


def _labelled(world: World, applicant: Applicant, now: datetime) -> list[Label]:
    """Its label; none where a computation objects, for then auditors cannot give it."""
    operator = world.operators[applicant.slug]
    _publish(world, operator, applicant, now)
    assess_by_machine(operator=operator, now=now)
    for code in open_questions(operator, now=now):
        version = CriterionVersion.objects.in_force(now).get(criterion__code=code)
        for auditor in _auditors(world):
            _judge(auditor, operator, version, Found.MET, JUDGED, now)
    if open_questions(operator, now=now):
        return []
    return [label_grant(account=world.account("fern_audit"), operator=operator, now=now)]


def _judge(
    account: Account, operator: Operator, version: CriterionVersion, verdict: Found, words: tuple[str, str],
    now: datetime,
) -> None:  # fmt: skip
    draft = AssessmentDraft(verdict, *words)
    assess(account=account, by=Assessor.AUDITOR, operator=operator, version=version, draft=draft, now=now)


def _publish(world: World, operator: Operator, applicant: Applicant, now: datetime) -> None:
    """What computations look for: the legal notice, rules, how reviews are handled, what it lives on."""
    face = operator.representatives.get()
    if face.account is None:
        face.account = world.account(applicant.face)
        face.save(update_fields=["account"])
    for text in TEXTS:
        document = document_create(
            owner=operator.reference, kind=text.kind, slug=text.slug, title_fr=text.title_fr, title_en=text.title_en
        )
        said = {"name": operator.name, "legal": operator.legal_name, "city": operator.city}
        draft = VersionDraft(text.fr.format(**said), text.en.format(**said), effective_at=now)
        version_publish(document=document, draft=draft, actor=face.reference, signed_by=face.reference, now=now)
    nobody = StatementDraft("Personne.", "Nobody.")
    sources = [SourceDraft(fr, en, Decimal(share)) for fr, en, share in applicant.sources]
    disclosure = DisclosureDraft(now.year - 1, sources, nobody, StatementDraft("Aucun.", "None."), nobody)
    account = world.account(applicant.face)
    disclosure_publish(account=account, operator=operator, representative=face, draft=disclosure, now=now)
    _report(account, operator, now)


def _report(account: Account, operator: Operator, now: datetime) -> None:
    """A transparency report, counted from what happened in its spaces, until yesterday."""
    ends = now.date() - timedelta(days=1)
    begins = (ends.replace(day=1) - timedelta(days=32)).replace(day=1)
    said = Words(release_prose("fr"), release_prose("en"))
    face = operator.representatives.get()
    report_publish(
        account=account, operator=operator, representative=face, begins=begins, ends=ends, said=said, now=now
    )


def _suspend(world: World, label: Label, now: datetime) -> None:
    fr, en = SUSPENDED
    account = world.account(SECOND)
    label_change(account=account, label=label, to=LabelState.SUSPENDED, reason_fr=fr, reason_en=en, now=now)


def _table_verdict(world: World, now: datetime) -> None:
    """An operator without a label: what computations find, one auditor's verdict, and the answer beside it."""
    operator = world.operators["voix-de-table"]
    assess_by_machine(operator=operator, now=now)
    version = CriterionVersion.objects.in_force(now).get(criterion__code="REV-5")
    _judge(world.account("fern_audit"), operator, version, Found.NOT_MET, NOT_YET, now)
    said = operator.assessments.get(by=Assessor.AUDITOR)
    fr, en = MENDED
    reply(account=world.account("awa.ndour"), assessment=said, text_fr=fr, text_en=en, now=now)


# --- another body -----------------------------------------------------------------------------------------------------


def _of_another_body(world: World, now: datetime) -> None:
    """A site that is not ours labels operator no. 1, and announces it from its own actor."""
    site = Site("labels.openledger.example", "en", world.outside)
    board = site.somebody("board", "Open Ledger Board", "Application")
    credential = documents.sign(_credential(site, now), site.ed25519, at=now)
    for purpose in ("revocation", "suspension"):
        at = site.at(f"lists/{purpose}")
        world.outside.show(at, linked.sign(_list(site, purpose, now), site.ed25519, at=now), "application/vc")
    envelope = {
        "id": site.at("announced/1"),
        "type": "trust:Label",
        "object": settings.SITE_URL,
        "published": moment(now),
        "trust:state": "valid",
        "trust:changes": [],
        "trust:credential": credential,
    }
    board.sends("Announce", board.proves(envelope, at=now), now=now)


def _credential(site: Site, now: datetime) -> Document:
    return {
        "@context": [linked.CREDENTIALS, linked.BADGES],
        "id": site.at("label/1"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": keys.did(site.ed25519.public_key()),
            "type": ["Profile"],
            "name": "Open Ledger Board",
            "url": site.at(""),
        },
        "validFrom": moment(now),
        "validUntil": moment(now.replace(year=now.year + 1, day=min(now.day, 28))),
        "credentialSubject": {
            "id": settings.SITE_URL,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": site.at("achievement"),
                "type": ["Achievement"],
                "name": "A public log that anybody can check",
                "description": "The log was read to its end with software that its site did not write.",
                "criteria": {"narrative": "Tiles, checkpoints and witness signatures, checked by two people."},
            },
        },
        "credentialStatus": [
            {
                "id": f"{site.at(f'lists/{purpose}')}#0",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": "0",
                "statusListCredential": site.at(f"lists/{purpose}"),
            }
            for purpose in ("revocation", "suspension")
        ],
    }


def _list(site: Site, purpose: str, now: datetime) -> Document:
    at = site.at(f"lists/{purpose}")
    return {
        "@context": [linked.CREDENTIALS],
        "id": at,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": keys.did(site.ed25519.public_key()),
        "validFrom": moment(now),
        "credentialSubject": {
            "id": f"{at}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": status_lists.encode([]),
        },
    }
