"""The only writers of threads, posts, reviews and votes, by noun. Import them from here."""

from apps.posts.services.changing import import_reword, import_withdraw, item_withdraw, post_edit, review_edit
from apps.posts.services.helping import best_answer_choose, helpful_vote
from apps.posts.services.items import checked_text, digest
from apps.posts.services.masks import item_mask, item_restore
from apps.posts.services.proofs import proof_note
from apps.posts.services.subjects import subject_add, subject_choose
from apps.posts.services.talks import host_close, host_reopen, talk_close, talk_join, talk_reopen
from apps.posts.services.writing import Message, ReviewDraft, post_add, posts_add, review_publish, thread_start

__all__ = [
    "Message",
    "ReviewDraft",
    "best_answer_choose",
    "checked_text",
    "digest",
    "helpful_vote",
    "host_close",
    "host_reopen",
    "import_reword",
    "import_withdraw",
    "item_mask",
    "item_restore",
    "item_withdraw",
    "post_add",
    "post_edit",
    "posts_add",
    "proof_note",
    "review_edit",
    "review_publish",
    "subject_add",
    "subject_choose",
    "talk_close",
    "talk_join",
    "talk_reopen",
    "thread_start",
]
