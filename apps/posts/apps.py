from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

INTERNAL = (
    "review.published", "review.edited", "review.withdrawn", "post.published", "post.edited", "post.withdrawn",
    "thread.started", "item.masked", "item.restored", "helpful.cast", "helpful.withdrawn", "answer.chosen",
    "reply.published", "reply.edited", "subject.added",
)  # fmt: skip


class PostsConfig(AppConfig):
    name = "apps.posts"
    label = "posts"

    def ready(self) -> None:
        from apps.ledger import DOCUMENT, declare
        from apps.posts import doings, holdings

        for kind in INTERNAL:
            declare(kind)
        declare("content.imported", entry=DOCUMENT, label=_("content imported"))
        doings.register()
        holdings.register()
