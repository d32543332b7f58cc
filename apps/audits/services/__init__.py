"""The verbs of an audit. Import them from here."""

from apps.audits.services.announcing import AuditDraft, audit_announce, audit_withdraw, link_declare
from apps.audits.services.drawing import audits_draw, audits_lapse
from apps.audits.services.looking import audit_answer, finding_note, seat_finish, seat_leave

__all__ = [
    "AuditDraft",
    "audit_announce",
    "audit_answer",
    "audit_withdraw",
    "audits_draw",
    "audits_lapse",
    "finding_note",
    "link_declare",
    "seat_finish",
    "seat_leave",
]
