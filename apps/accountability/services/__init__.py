"""The verbs of accountability, by noun. Import them from here."""

from apps.accountability.services.alerts import alert_close_forgotten, alert_evaluate, alerts_watch
from apps.accountability.services.answers import AnswerDraft, CommitmentDraft, answer_publish
from apps.accountability.services.checks import check_is_asked, check_say, commitments_check, opinion_say
from apps.accountability.services.clauses import clause_discuss, clause_settle
from apps.accountability.services.contests import contest_decide, contest_file
from apps.accountability.services.deadlines import alert_note_read, reminders_send
from apps.accountability.services.dialogues import dialogues_open
from apps.accountability.services.disclosures import (
    DisclosureDraft,
    SourceDraft,
    StatementDraft,
    disclosure_publish,
)
from apps.accountability.services.issues import IssueDraft, issue_merge, issue_reword, issue_split
from apps.accountability.services.keys import keys_destroy
from apps.accountability.services.looks import alert_note_close_look
from apps.accountability.services.proofs import ProofDraft, proof_erase, proof_give, proof_read
from apps.accountability.services.tallies import tallies_publish, tally_publish
from apps.accountability.services.voices import Raised, voice_raise, voice_renew, voice_withdraw

__all__ = [
    "AnswerDraft",
    "CommitmentDraft",
    "DisclosureDraft",
    "IssueDraft",
    "ProofDraft",
    "Raised",
    "SourceDraft",
    "StatementDraft",
    "alert_close_forgotten",
    "alert_evaluate",
    "alert_note_close_look",
    "alert_note_read",
    "alerts_watch",
    "answer_publish",
    "check_is_asked",
    "check_say",
    "clause_discuss",
    "clause_settle",
    "commitments_check",
    "contest_decide",
    "contest_file",
    "dialogues_open",
    "disclosure_publish",
    "issue_merge",
    "issue_reword",
    "issue_split",
    "keys_destroy",
    "opinion_say",
    "proof_erase",
    "proof_give",
    "proof_read",
    "reminders_send",
    "tallies_publish",
    "tally_publish",
    "voice_raise",
    "voice_renew",
    "voice_withdraw",
]
