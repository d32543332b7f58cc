from django.apps import AppConfig

INTERNAL = (
    "review.published", "review.edited", "review.withdrawn", "post.published", "post.edited", "post.withdrawn",
    "thread.started", "thread.joined", "thread.closed", "thread.reopened", "item.masked", "item.restored",
    "helpful.cast", "helpful.withdrawn", "answer.chosen", "reply.published", "reply.edited", "subject.added",
    "import.reworded",
)  # fmt: skip


class PostsConfig(AppConfig):
    name = "apps.posts"
    label = "posts"

    def ready(self) -> None:
        from apps.ledger import declare
        from apps.posts import doings, holdings

        for kind in INTERNAL:
            declare(kind)
        doings.register()
        holdings.register()
