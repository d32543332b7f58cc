"""The verbs of accountability, by noun. Import them from here."""

from apps.accountability.services.alerts import alert_close_forgotten, alert_evaluate, alerts_watch
from apps.accountability.services.answers import AnswerDraft, CommitmentDraft, answer_publish
from apps.accountability.services.clauses import clause_discuss, clause_settle
from apps.accountability.services.disclosures import (
    DisclosureDraft,
    SourceDraft,
    StatementDraft,
    disclosure_publish,
)
from apps.accountability.services.tallies import tallies_publish, tally_publish
from apps.accountability.services.voices import Raised, voice_raise, voice_withdraw

__all__ = [
    "AnswerDraft",
    "CommitmentDraft",
    "DisclosureDraft",
    "Raised",
    "SourceDraft",
    "StatementDraft",
    "alert_close_forgotten",
    "alert_evaluate",
    "alerts_watch",
    "answer_publish",
    "clause_discuss",
    "clause_settle",
    "disclosure_publish",
    "tallies_publish",
    "tally_publish",
    "voice_raise",
    "voice_withdraw",
]
