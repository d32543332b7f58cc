"""Whoever decides opens the document; whoever sent it reads in their journal by which office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow
from apps.ledger.services import append
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account
from apps.professionals.verification import proofs
from apps.professionals.verification.deciding import matter_of
from apps.professionals.verification.models import WAITING, Verification, VerificationProof
from apps.professionals.verification.permissions import check_can_decide


@transaction.atomic
def proof_read(*, account: Account, verification: Verification, now: datetime) -> tuple[proofs.Paper, str]:
    """The document and its type, while it is to be decided."""
    mandate = check_can_decide(account, verification, matter_of(verification), now=now)
    proof = VerificationProof.objects.filter(verification=verification).first()
    if proof is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    if verification.state not in WAITING:
        raise NotNow(_("This is decided: the document is closed again, until it is destroyed."))
    proofs.note_read(proof, now)
    consultations_note(
        people=[verification.account_id],
        reader=account,
        office=Office.TRUST_MANAGER,
        by=mandate.public_name,
        purpose=Purpose.PROOF,
        about=verification.reference,
        path="/me/professional/",
        now=now,
    )
    append(kind="verification.read", actor=mandate.reference, object=verification.reference, now=now)
    return proofs.opened(proof), proof.file_type
