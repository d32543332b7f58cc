"""What trust hears."""

from collections.abc import Sequence

from apps.ledger import News, on
from apps.posts.models import Post, Review
from apps.trust import services


def answers_nobody(news: Sequence[News]) -> set[int]:
    """What stands in no talk that asks something; no talk becomes a question later."""
    asked = services.in_questions({event.payload["post"] for event in news if "post" in event.payload})
    return {event.event_id for event in news if event.payload.get("post") not in asked}


@on("post.published", "post.withdrawn", "item.masked", "item.restored", idle=answers_nobody)
def count_answer(event: News) -> None:
    """An answer came, went, or came back."""
    if "post" in event.payload:
        services.answer_count(post_id=event.payload["post"])


@on("helpful.cast", "helpful.withdrawn")
def count_thanks(event: News) -> None:
    """Somebody said that it helped, or took that back."""
    if "post" in event.payload:
        services.answer_count(post_id=event.payload["post"])


@on("helpful.cast", "helpful.withdrawn")
def count_feedback(event: News) -> None:
    """The same, for what the author earns."""
    item = _item(event)
    if item is not None:
        services.helpful_count(item=item, giver=event.actor, now=event.at)


@on("exchange.revealed")
def count_ratings(event: News) -> None:
    """Two members rated what they did for each other."""
    services.ratings_count(exchange=event.object, now=event.at)


@on("post.withdrawn", "item.masked", "item.restored")
def count_rating(event: News) -> None:
    """Such a rating was taken back, masked, or made whole."""
    if "post" in event.payload:
        services.rating_count(post_id=event.payload["post"], now=event.at)


@on("answer.chosen", "answer.reopened")
def count_best(event: News) -> None:
    """Whoever asked said which answer solved it, or that it did not."""
    services.answers_count(thread_id=event.payload["thread"])
    services.best_count(thread_id=event.payload["thread"], now=event.at)


@on("answer.chosen")
def thank_helper(event: News) -> None:
    """Whoever asked and was helped says thank you by choosing: the helper is told."""
    services.helper_thank(post_id=event.payload["post"], now=event.at)


@on("post.withdrawn")
def forget_best(event: News) -> None:
    """A best answer that is withdrawn is no longer one; what else is withdrawn changes nothing about it."""
    post = Post.objects.filter(pk=event.payload["post"], thread__best_answer=None).first()
    if post is not None:
        services.best_count(thread_id=post.thread_id, now=event.at)


def _item(event: News) -> Post | Review | None:
    if "post" in event.payload:
        return (
            Post.objects.select_related("thread__space", "thread__topic", "author")
            .filter(pk=event.payload["post"])
            .first()
        )
    return Review.objects.select_related("space", "topic", "author").filter(pk=event.payload["review"]).first()
