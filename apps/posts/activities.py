"""What a person wrote, in the words of ActivityStreams 2: `outbox.json` of a copy. Other sites take it (moving.py)."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from apps.people.archive_actor import CONTEXT, actor_id
from apps.people.archive_parts import Said
from apps.people.models import Account
from apps.posts.models import Post, Review
from apps.posts.states import ItemState
from apps.spaces.models import Space

GONE = (ItemState.WITHDRAWN, ItemState.ERASED)
MADE = "https://www.w3.org/ns/activitystreams#Public"


def outbox(account: Account, now: datetime) -> Iterator[bytes]:
    """An OrderedCollection of Create, oldest first, one a line."""
    reviews, posts = reviews_of(account), posts_of(account)
    total = reviews.count() + posts.count()
    head = {"@context": CONTEXT, "type": "OrderedCollection", "id": "outbox.json", "totalItems": total}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "orderedItems": ['
    first = True
    for document in _creates(reviews, posts):
        yield (b"\n" if first else b",\n") + json.dumps(document, ensure_ascii=False).encode()
        first = False
    yield b"\n]}\n"


def reviews_of(account: Account) -> Any:
    """What stands of one's reviews."""
    rows = Review.objects.filter(author__account=account).exclude(state__in=GONE)
    return rows.select_related("author", "space", "subject", "topic").order_by("published_at", "pk")


def posts_of(account: Account) -> Any:
    """What stands of one's messages."""
    rows = Post.objects.filter(author__account=account).exclude(state__in=GONE)
    return rows.select_related("author", "thread__space", "thread__topic").order_by("published_at", "pk")


def _creates(reviews: Any, posts: Any) -> Iterator[dict[str, Any]]:
    for review in reviews.iterator():
        yield _create(review, _review(review))
    for post in posts.iterator():
        yield _create(post, _post(post))


def _create(item: Post | Review, said: dict[str, Any]) -> dict[str, Any]:
    who = actor_id(item.author) if item.author else ""
    at = item.published_at.isoformat()
    return {"type": "Create", "actor": who, "published": at, "object": {**said, "attributedTo": who}}


def _words(item: Post | Review, space: Space) -> dict[str, Any]:
    """The whole text: it is the author's own copy. `trust:state` says what of it is masked on the site."""
    public = space.visibility == "public"
    return {
        "content": item.html,
        "source": {"content": item.text, "mediaType": "text/markdown"},
        "contentMap": {item.language: item.html},
        "published": item.published_at.isoformat(),
        **({"updated": item.edited_at.isoformat()} if item.edited_at else {}),
        "to": [MADE] if public else [],
        "trust:space": space.slug,
        "trust:state": item.state,
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "type": "Article",
        "id": f"{settings.SITE_URL}/ap/r/{review.reference}",
        "name": review.title or review.subject.name,
        **_words(review, review.space),
        "trust:title": review.title,
        "trust:declaredLink": review.link,
        "trust:experiencedOn": review.experience_on.isoformat() if review.experience_on else None,
        "schema:review": {
            "@type": "schema:Review",
            "schema:reviewRating": review.stars,
            "schema:itemReviewed": {
                "schema:name": review.subject.name,
                "trust:kind": review.subject.kind,
                "trust:place": review.subject.place,
            },
        },
    }


def _post(post: Post) -> dict[str, Any]:
    thread = f"{settings.SITE_URL}/ap/t/{post.thread.reference}"
    begins = post.number == 1
    return {
        "type": "Page" if begins else "Note",
        "id": f"{settings.SITE_URL}/ap/n/{post.reference}",
        **({"name": post.thread.title} if begins else {"inReplyTo": thread}),
        "context": thread,
        **_words(post, post.thread.space),
        "trust:talk": post.thread.title,
        "trust:question": post.thread.is_question,
        **({"schema:ratingValue": post.stars} if post.stars else {}),
    }


def chapter(account: Account, now: datetime) -> Iterator[Said]:
    """For the readable page of a copy."""
    for review in reviews_of(account).iterator():
        stars = _("%(n)d of 5") % {"n": review.stars} if review.stars else ""
        note = " · ".join(filter(None, (review.space.name, review.subject.name, stars, _state(review))))
        yield Said(review.published_at, review.title or review.subject.name, review.text, note=note)
    for post in posts_of(account).iterator():
        note = " · ".join(filter(None, (post.thread.space.name, _state(post))))
        yield Said(post.published_at, post.thread.title, post.text, note=note)


def _state(item: Post | Review) -> str:
    return "" if item.state == ItemState.PUBLISHED else str(ItemState(item.state).label)
