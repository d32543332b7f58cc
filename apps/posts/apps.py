from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

INTERNAL = (
    "review.published", "review.edited", "review.withdrawn", "review.proof_checked",
    "post.published", "post.edited", "post.withdrawn",
    "thread.started", "thread.joined", "thread.closed", "thread.reopened", "item.masked", "item.restored",
    "helpful.cast", "helpful.withdrawn", "answer.chosen", "answer.reopened", "answer.outdated", "answer.current",
    "reply.published", "reply.edited", "reply.masked", "reply.restored", "reply.withdrawn",
    "subject.added", "import.reworded", "copy.brought",
)  # fmt: skip


class PostsConfig(AppConfig):
    name = "apps.posts"
    label = "posts"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.notices.kinds import register_kind
        from apps.people.archive_parts import register_chapter, register_file
        from apps.posts import activities, doings, holdings, kinds
        from apps.posts.solving import OUTDATED, REOPENED

        for kind in INTERNAL:
            declare(kind)
        doings.register()
        holdings.register()
        kinds.register()
        register_kind(REOPENED, _("Whoever asked looks for an answer again. Yours stays where it is."))
        register_kind(OUTDATED, _("Whoever asked says that your answer is no longer true. It stays readable."))
        register_file("outbox.json", _("What you wrote, as ActivityStreams"), activities.outbox)
        register_chapter("words", _("What you wrote"), activities.chapter)
