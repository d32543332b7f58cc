"""What is done with badges."""

from apps.badges.services.badges import badge_end, badge_make, badge_take_back, badges_review
from apps.badges.services.bringing import Brought, copy_gather
from apps.badges.services.collections import collection_open, gathered_drop, gathered_order
from apps.badges.services.gathering import MOST, badge_gather
from apps.badges.services.looking import gathered_ask, gathered_look
from apps.badges.services.places import place_take
from apps.badges.services.questions import QuestionDraft, question_ask, question_consent, question_read
from apps.badges.services.showing import shown_choose

__all__ = [
    "MOST",
    "Brought",
    "QuestionDraft",
    "badge_end",
    "badge_gather",
    "badge_make",
    "badge_take_back",
    "badges_review",
    "collection_open",
    "copy_gather",
    "gathered_ask",
    "gathered_drop",
    "gathered_look",
    "gathered_order",
    "place_take",
    "question_ask",
    "question_consent",
    "question_read",
    "shown_choose",
]
