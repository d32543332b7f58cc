"""The order in which words are locked (docs/developing.md): talks first, then what is said, by their numbers."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from apps.posts.models import Post, Review, Thread
from apps.posts.spoken import model_of

OWN: dict[str, type[Model]] = {"post": Post, "review": Review}


def lock_words(named: Mapping[str, Collection[str]]) -> None:
    """Hold what these references name, kind by kind, until the transaction ends. Read it after, never before."""
    if posts := named.get("post"):
        of_posts = Post.objects.filter(reference__in=posts).values("thread")
        _lock(Thread.objects.filter(pk__in=of_posts))
    for kind in sorted(named):
        model = OWN.get(kind) or model_of(kind)
        if model is not None:
            _lock(model._default_manager.filter(reference__in=named[kind]))


def _lock(rows: QuerySet[Any]) -> None:
    list(rows.order_by("pk").select_for_update().values_list("pk"))
