"""The label as a file: Open Badges 3.0, a W3C Verifiable Credential, in two forms of proof; and its status lists.

Two files with one proof each rather than one with both: some readers refuse a list of proofs. Every address in them
answers without an account; none needs to be asked to check a signature.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from apps.labels.models import CriterionVersion, Label
from apps.labels.selectors.labels import subject_of
from apps.labels.states import Purpose
from apps.signatures import credentials, documents, linked
from apps.signatures.documents import Document, moment
from apps.signatures.keys import PrivateKey

NAME = "Trust label"
DESCRIPTION = (
    "Each published criterion was found met, or not applicable with a reason, by a computation or by two outside "
    "auditors. It is no grade. / Chaque critère publié a été constaté rempli, ou sans objet avec un motif, par un "
    "calcul ou par deux auditeurs extérieurs. Ce n’est pas une note."
)


def credential(label: Label, versions: Sequence[CriterionVersion]) -> Document:
    """What is signed, in either form."""
    return {
        "@context": [linked.CREDENTIALS, linked.BADGES],
        "id": _address("label-files:page", label.reference),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": NAME,
        "issuer": _issuer(),
        "validFrom": moment(label.granted_at),
        "validUntil": moment(label.valid_until),
        "credentialSubject": {
            "id": subject_of(label.operator),
            "type": ["AchievementSubject"],
            "achievement": _achievement(versions),
        },
        "evidence": [{"id": _address("label-files:grid", label.operator.slug), "type": ["Evidence"]}],
        "credentialStatus": [
            credentials.entry(list_address(purpose), label.place, purpose) for purpose in Purpose.values
        ],
    }


def _issuer() -> Document:
    from apps.ledger.site_key import public_name

    return {"id": public_name(), "type": ["Profile"], "name": settings.SITE_NAME, "url": settings.SITE_URL}


def _achievement(versions: Sequence[CriterionVersion]) -> Document:
    """The criteria by code, version and digest: what exactly was looked at stands in the label itself."""
    stated = "\n".join(f"{v.criterion.code} v{v.number} sha256:{v.sha256}" for v in versions)
    return {
        "id": _address("label-files:criteria"),
        "type": ["Achievement"],
        "name": NAME,
        "description": DESCRIPTION,
        "criteria": {"id": _address("label-files:criteria"), "narrative": stated},
    }


def in_both_forms(document: Document, key: PrivateKey, at: datetime) -> tuple[Document, Document]:
    """eddsa-jcs-2022, then eddsa-rdfc-2022."""
    return documents.sign(document, key, at=at), linked.sign(document, key, at=at)


def status_list(purpose: str, places: Iterable[int], *, since: datetime, key: PrivateKey) -> Document:
    """One list for all labels. Its bytes change only when a place does: `since` is when one last did."""
    return credentials.status_list(list_address(purpose), purpose, places, since=since, key=key)


def list_address(purpose: str) -> str:
    """Where the list stands."""
    return _address("label-files:status", purpose)


def _address(name: str, *args: Any) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
