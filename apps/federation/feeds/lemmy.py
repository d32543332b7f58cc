"""Lemmy's JSON, which PieFed speaks too: posts and comments of a community."""

from apps.federation.feeds.things import Found, FoundPage
from apps.federation.feeds.values import Fields, count, each, inner, listed, moment, place, somewhere, words
from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.values import TEXT
from apps.outside import targets


def is_it(fields: Fields) -> bool:
    return any(
        one.keys() & {"post", "comment"} and "creator" in one
        for name in ("posts", "comments")
        for one in _some(fields, name)
    )


def _some(fields: Fields, name: str) -> list[Fields]:
    value = fields.get(name)
    return [one for one in value[:1] if isinstance(one, dict)] if isinstance(value, list) else []


def read(fields: Fields, url: str) -> FoundPage:
    posts, refused = each(listed(fields.get("posts", [])), lambda one: _post(one, url))
    comments, more = each(listed(fields.get("comments", [])), lambda one: _comment(one, url))
    return FoundPage("lemmy", "", (*posts, *comments), refused + more, _next(fields, url))


def _post(one: Fields, url: str) -> Found:
    post = _shown(inner(one, "post"))
    return Found(
        url=place(url, post.get("ap_id")),
        kind="post",
        title=words(post.get("name")),
        topic=place(url, post.get("ap_id")),
        **_common(one, post, post.get("body"), url),
    )


def _comment(one: Fields, url: str) -> Found:
    comment, post = _shown(inner(one, "comment")), inner(one, "post")
    topic = somewhere(url, post.get("ap_id"))
    return Found(
        url=place(url, comment.get("ap_id")),
        kind="post",
        topic=topic,
        reply_to=topic,
        **_common(one, comment, comment.get("content"), url),
    )


def _common(one: Fields, said: Fields, body: object, url: str) -> Fields:
    creator = inner(one, "creator")
    if isinstance(body, str) and len(body) > TEXT:
        raise Unreadable(No.LONG)
    return {
        "html": html.of_plain(body) if isinstance(body, str) else "",
        "author": words(creator.get("display_name") or creator.get("name"), 200),
        "author_url": somewhere(url, creator.get("actor_id") or creator.get("ap_id")),
        "published": moment(said.get("published")),
        "updated": moment(said.get("updated")),
        "votes": count(inner(one, "counts").get("score")),
    }


def _shown(said: Fields) -> Fields:
    """Comments from yet other sites are theirs to give: only what stands here is read, and only what is shown."""
    if said.get("deleted") is True or said.get("removed") is True:
        raise Unreadable(No.EMPTY)
    return said


def _next(fields: Fields, url: str) -> str:
    cursor = fields.get("next_page")
    if not isinstance(cursor, str) or not cursor.isalnum() or len(cursor) > 200:
        return ""
    target = targets.read(url)
    kept = [part for part in target.query.lstrip("?").split("&") if part and not part.startswith("page_cursor=")]
    return place(url, f"{target.path}?{'&'.join([*kept, f'page_cursor={cursor}'])}")
