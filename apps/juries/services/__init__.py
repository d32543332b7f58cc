"""Call a jury, draw it, sit in it, count it."""

from apps.juries.services.calling import jury_call
from apps.juries.services.counting import invitations_lapse, juries_count, juries_forget
from apps.juries.services.drawing import juries_draw
from apps.juries.services.practising import practice_answer
from apps.juries.services.sitting import seat_accept, seat_decline, seat_vote

__all__ = [
    "invitations_lapse",
    "juries_count",
    "juries_draw",
    "juries_forget",
    "jury_call",
    "practice_answer",
    "seat_accept",
    "seat_decline",
    "seat_vote",
]
