"""An item of ours as others read it, with the names elsewhere of what came from elsewhere."""

from typing import Any

from apps.federation import selectors
from apps.federation.addresses import PUBLIC
from apps.federation.documents import objects, statements
from apps.posts.models import Post, Review
from apps.posts.selectors import space_of

Document = dict[str, Any]


def drawn(item: Post | Review) -> Document:
    """In a space that another site hosts, it is addressed to that group; an answer names what it answers there."""
    document = objects.item(item, names=_names(item))
    if document["type"] == "Tombstone":
        return document
    group = selectors.group_of(space_of(item))
    if group is not None:
        followers = [group.followers] if group.followers else []
        document |= {"audience": group.uri, "to": [group.uri, PUBLIC], "cc": followers}
    return document


def _names(item: Post | Review) -> dict[str, str]:
    if not isinstance(item, Post) or item.number == 1:
        return {}
    return {"parent": statements.about_item(item.thread.posts.get(number=1))}
