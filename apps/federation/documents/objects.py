"""What people said here, as others read it. What is masked or withdrawn here never leaves: `shown` is the only way.

A thread's first message and a review are a `Page`, answers are `Note`. A review carries its stars three times: in words
for those who know nothing of reviews, as `relatedWith: [Rating]` (NeoDB's way), and with its subject as an object.
"""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.html import escape, format_html

from apps.federation.addresses import PUBLIC, uri
from apps.federation.documents.actors import moment
from apps.posts.models import Post, Review, Subject, Thread
from apps.posts.selectors import first_of, is_hidden, path_of, shown, space_of, thread_title, title_of
from apps.posts.states import ItemState

Document = dict[str, Any]


def path_of_item(item: Post | Review) -> str:
    """r/… or n/…"""
    return f"r/{item.reference}" if isinstance(item, Review) else f"n/{item.reference}"


def item(item: Post | Review, *, names: dict[str, str] | None = None) -> Document:
    """A review or a message; `names` are addresses elsewhere of what came from elsewhere (author, parent)."""
    if item.state in {ItemState.WITHDRAWN, ItemState.ERASED}:
        return tombstone(item)
    with translation.override(item.language):
        return review(item, names or {}) if isinstance(item, Review) else post(item, names or {})


def tombstone(item: Post | Review) -> Document:
    """It was here, and its author took it back."""
    at = item.state_at or item.edited_at or item.published_at
    former = "Page" if isinstance(item, Review) or item.number == 1 else "Note"
    return {"id": uri(path_of_item(item)), "type": "Tombstone", "formerType": former, "deleted": moment(at)}


def review(review: Review, names: dict[str, str]) -> Document:
    """A review (`Page` with `relatedWith`)."""
    me, author = uri(f"r/{review.reference}"), _author(review)
    about = subject(review.subject)
    stars = review.stars or 0
    rating = {
        "type": "Rating", "value": stars, "best": 5, "worst": 1, "withRegardTo": about["id"], "attributedTo": author,
    }  # fmt: skip
    opinion = {
        "type": "Review", "name": title_of(review), "withRegardTo": about["id"], "attributedTo": author,
        "content": shown(review).text, "mediaType": "text/markdown",
    }  # fmt: skip
    return {
        **_common(review),
        "type": "Page",
        "name": title_of(review),
        "content": f"{_stars_in_words(review)}{_html(review)}",
        "context": me,
        "relatedWith": [*([rating] if stars else []), opinion],
        "tag": [about],
        "trust:subject": about,
        "trust:experienceOn": str(review.experience_on or ""),
        "trust:declaredLink": review.link,
    }


def post(post: Post, names: dict[str, str]) -> Document:
    """The first message of a talk is a `Page`, those after it are `Note`."""
    document = {**_common(post), "content": _html(post), "context": uri(f"t/{post.thread.reference}"), **_rated(post)}
    if post.number == 1:
        return {**document, "type": "Page", "name": title_of(post), "trust:question": post.thread.is_question}
    parent = names.get("parent") or uri(f"n/{post.thread.posts.get(number=1).reference}")
    return {**document, "type": "Note", "inReplyTo": parent}


def _rated(post: Post) -> Document:
    """Stars given to an exchange, which is what the talk is about; never to a person."""
    if not post.stars or is_hidden(post):
        return {}
    about, author = uri(f"t/{post.thread.reference}"), _author(post)
    rating = {
        "type": "Rating", "value": post.stars, "best": 5, "worst": 1, "withRegardTo": about, "attributedTo": author,
    }  # fmt: skip
    return {"relatedWith": [rating], "content": f"<p>{_drawn(post.stars)}</p>{_html(post)}"}


def subject(subject: Subject) -> Document:
    """What is reviewed: an object of its own, whose reviews anyone can pull completely."""
    me = uri(f"x/{subject.reference}")
    return {
        "id": me,
        "type": "trust:Subject",
        "name": subject.name,
        "trust:kind": subject.kind,
        **({"location": {"type": "Place", "name": subject.place}} if subject.place else {}),
        "href": me,
        "url": f"{settings.SITE_URL}/en/x/{subject.slug}/",
        "trust:reviews": f"{me}/reviews",
    }


def thread_context(thread: Thread) -> Document:
    """Whom a context collection belongs to."""
    return {"attributedTo": uri(f"s/{thread.space.slug}"), "name": thread_title(thread, first_of(thread))}


def _common(item: Post | Review) -> Document:
    group = uri(f"s/{space_of(item).slug}")
    with translation.override("en"):
        url = f"{settings.SITE_URL}{path_of(item)}"
    return {
        "id": uri(path_of_item(item)),
        "attributedTo": _author(item),
        "audience": group,
        "to": [group, PUBLIC],
        "cc": [f"{group}/followers"],
        "mediaType": "text/html",
        "contentMap": {item.language: _html(item)},
        "source": {"content": shown(item).text, "mediaType": "text/markdown"},
        "published": moment(item.published_at),
        **({"updated": moment(item.edited_at)} if item.edited_at else {}),
        "url": url,
        "sensitive": False,
        **({"trust:masked": True} if item.state == ItemState.MASKED else {}),
    }


def _author(item: Post | Review) -> str:
    return uri(f"p/{item.author.reference}") if item.author else uri("site")


def _html(item: Post | Review) -> str:
    seen = shown(item)
    return f"<p>{escape(seen.gone)}.</p>" if is_hidden(item) else str(seen.html)


def _stars_in_words(review: Review) -> str:
    """For readers whose site knows no ratings."""
    if not review.stars:
        return ""
    stars = _drawn(review.stars)
    link = f"{settings.SITE_URL}/en/x/{review.subject.slug}/"
    return format_html('<p>{} <a href="{}">{}</a></p>', stars, link, review.subject.name)


def _drawn(stars: int) -> str:
    return "★" * stars + "☆" * (5 - stars)
