"""Somebody who speaks for a house and asks to be verified."""

from apps.people.models import Account
from apps.posts.models import Subject
from apps.professionals.verification.asking import AskDraft, verification_ask
from apps.professionals.verification.deciding import DecisionDraft, verification_decide
from apps.professionals.verification.models import Verification
from apps.professionals.verification.proofs import Paper
from apps.professionals.verification.ways import Ground, Way
from tests.moderation.world import NOW

PAPER = Paper("The register of 3 November.", b"%PDF-1.7 zqx extract of the register", "kbis.pdf", 36)
REASONS = "The extract names another firm, in another city."


def draft(subject: Subject, **more) -> AskDraft:
    fields = {
        "real_name": "Awa Diallo-Petit",
        "house": "Brightwell Boilers Ltd",
        "city": "Leeds",
        "job_fr": "Gérante",
        "job_en": "Manager",
        "way": Way.PAPER,
        "subjects": [subject],
        "paper": PAPER,
    }
    return AskDraft(**{**fields, **more})


def ask(account: Account, subject: Subject, now=NOW, **more) -> Verification:
    return verification_ask(account=account, draft=draft(subject, **more), now=now)


def decide(manager: Account, verification: Verification, *, yes: bool, now=NOW) -> Verification:
    ground = "" if yes else Ground.OTHER_HOUSE
    said = DecisionDraft(yes, ground, "" if yes else REASONS)
    verification_decide(account=manager, verification=verification, draft=said, now=now)
    verification.refresh_from_db()
    return verification
