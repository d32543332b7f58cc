"""The only writers of trust: what others said (counting), what is granted (granting), what was refused (refusing)."""

from apps.trust.services.counting import (
    THANKED,
    answer_count,
    answer_of,
    answers_count,
    best_count,
    helper_choose,
    helper_thank,
    helpful_count,
    in_questions,
    is_answer,
    rating_count,
    ratings_count,
)
from apps.trust.services.granting import mark_add, mark_lift, status_end, status_grant
from apps.trust.services.refusing import keeping, refusal_keep, refusal_lift

__all__ = [
    "THANKED",
    "answer_count",
    "answer_of",
    "answers_count",
    "best_count",
    "helper_choose",
    "helper_thank",
    "helpful_count",
    "in_questions",
    "is_answer",
    "keeping",
    "mark_add",
    "mark_lift",
    "rating_count",
    "ratings_count",
    "refusal_keep",
    "refusal_lift",
    "status_end",
    "status_grant",
]
