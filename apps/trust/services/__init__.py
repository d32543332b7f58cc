"""The only writers of trust: what others said (counting), and what is granted (granting)."""

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
    "mark_add",
    "mark_lift",
    "rating_count",
    "ratings_count",
    "status_end",
    "status_grant",
]
