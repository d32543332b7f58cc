"""What scoring hears."""

from apps.ledger import News, on
from apps.scoring import services, tasks


@on("review.published", "review.edited", "review.proof_checked")
def score_review(event: News) -> None:
    """At once, and again whenever its author acts, or somebody checked what they showed."""
    services.review_score(review_id=event.payload["review"], now=event.at)


@on("review.withdrawn")
def forget_review(event: News) -> None:
    """What was taken back has no score."""
    services.review_forget(review_id=event.payload["review"], now=event.at)


@on("reply.published", "reply.edited")
def hear_reply(event: News) -> None:
    """The other party speaks: the review is read again with their words."""
    services.reply_heard(reply_id=event.payload["reply"], now=event.at)


@on("rule.enabled", "rule.ended")
def score_again(event: News) -> None:
    """Another rule serves: every space is scored with it."""
    tasks.everything_again()
