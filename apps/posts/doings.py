"""How what a person wrote reads on their own page."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from apps.people.doings import register_doing
from apps.posts.models import Post, Review
from apps.posts.selectors import BEGUN, path_of, title_of

Named = dict[str, tuple[str, str]]


def name_reviews(references: Iterable[str]) -> Named:
    """Their titles, or what they are about."""
    found = Review.objects.filter(reference__in=references).select_related("subject", "space")
    return {review.reference: (title_of(review), path_of(review)) for review in found}


def name_posts(references: Iterable[str]) -> Named:
    """By the title of their thread; the first of a talk is told by the talk."""
    found = Post.objects.filter(reference__in=references, number__gt=1).select_related("thread__space")
    found = found.prefetch_related(BEGUN)
    return {post.reference: (title_of(post), path_of(post)) for post in found}


def name_threads(references: Iterable[str]) -> Named:
    """By their titles; they are read from their first message on."""
    found = Post.objects.filter(thread__reference__in=references, number=1).select_related("thread__space")
    return {post.thread.reference: (post.thread.title, path_of(post)) for post in found}


def name_items(references: Iterable[str]) -> Named:
    """Reviews or messages."""
    wanted = list(references)
    found = Post.objects.filter(reference__in=wanted).select_related("thread__space").prefetch_related(BEGUN)
    return name_reviews(wanted) | {post.reference: (title_of(post), path_of(post)) for post in found}


def register() -> None:
    """Called from `ready()`."""
    register_doing("review.published", _("You published the review “%(name)s”"), naming=name_reviews)
    register_doing("review.edited", _("You edited the review “%(name)s”"), naming=name_reviews)
    register_doing("review.withdrawn", _("You withdrew the review “%(name)s”"), naming=name_reviews)
    register_doing("thread.started", _("You began the talk “%(name)s”"), naming=name_threads)
    register_doing("post.published", _("You wrote in the talk “%(name)s”"), naming=name_posts)
    register_doing("post.edited", _("You edited a message in “%(name)s”"), naming=name_items)
    register_doing("post.withdrawn", _("You withdrew a message in “%(name)s”"), naming=name_items)
    register_doing("helpful.cast", _("You said that “%(name)s” helped you"), naming=name_items)
    register_doing("helpful.withdrawn", _("You took back that “%(name)s” helped you"), naming=name_items)
    register_doing("answer.chosen", _("You chose the best answer in “%(name)s”"), naming=name_threads)
    register_doing("answer.reopened", _("You took back the best answer in “%(name)s”"), naming=name_threads)
    register_doing("answer.outdated", _("You said that an answer in “%(name)s” is no longer true"), naming=name_items)
    register_doing("answer.current", _("You said that an answer in “%(name)s” is true after all"), naming=name_items)
