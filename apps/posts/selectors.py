"""Reads of posts and reviews for the floors above."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.posts.models import Post, Review
from apps.spaces.models import Space


def item_by_reference(reference: str) -> Post | Review:
    """The post or review with this opaque reference; raises NotFound."""
    review = Review.objects.select_related("space", "subject", "author", "source").filter(reference=reference).first()
    if review is not None:
        return review
    post = Post.objects.select_related("thread__space", "author", "source").filter(reference=reference).first()
    if post is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return post


def space_of(item: Post | Review) -> Space:
    """The space an item stands in."""
    return item.space if isinstance(item, Review) else item.thread.space


def title_of(item: Post | Review) -> str:
    """How lists name an item: a review's title or its subject, a post's thread."""
    if isinstance(item, Review):
        return item.title or item.subject.name
    return item.thread.title


def path_of(item: Post | Review) -> str:
    """Where an item is read, in the active language."""
    if isinstance(item, Review):
        return reverse("pages:review", args=[item.space.slug, item.pk])
    return reverse("pages:thread", args=[item.thread.space.slug, item.thread_id]) + f"#p{item.number}"
