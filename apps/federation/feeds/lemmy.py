"""Lemmy's JSON, which PieFed speaks too: posts and comments of a community."""

import re

from apps.federation.feeds.things import Found, FoundPage
from apps.federation.feeds.values import Fields, count, each, inner, listed, moment, place, somewhere, words
from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.values import TEXT
from apps.outside import targets

_PAGE = 50  # comments asked for at once
_PAGE_NUMBER = re.compile(r"[?&]page=(\d{1,4})(?:&|$)")


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
    post = inner(one, "post")
    if _taken_back(post):
        return Found(url=place(url, post.get("ap_id")), kind="gone")
    return Found(
        url=place(url, post.get("ap_id")),
        kind="post",
        title=words(post.get("name")),
        topic=place(url, post.get("ap_id")),
        more=_comments(one, post, url),
        changed=words(inner(one, "counts").get("newest_comment_time"), 40),
        **_common(one, post, post.get("body"), url),
    )


def _comments(one: Fields, post: Fields, url: str) -> str:
    """Where what was answered stands; nothing when nobody did."""
    number, answers = count(post.get("id")), count(inner(one, "counts").get("comments"))
    return place(url, f"/api/v3/comment/list?post_id={number}&type_=All&limit={_PAGE}") if number and answers else ""


def _comment(one: Fields, url: str) -> Found:
    comment, post = inner(one, "comment"), inner(one, "post")
    if _taken_back(comment):
        return Found(url=place(url, comment.get("ap_id")), kind="gone")
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


def _taken_back(said: Fields) -> bool:
    return said.get("deleted") is True or said.get("removed") is True


def _next(fields: Fields, url: str) -> str:
    cursor = fields.get("next_page")
    if isinstance(cursor, str) and cursor.isalnum() and len(cursor) <= 200:
        return _with(url, "page_cursor", cursor)
    full = len(listed(fields.get("comments", []))) >= _PAGE
    page = _PAGE_NUMBER.search(targets.read(url).query)
    return _with(url, "page", str(int(page[1] if page else 1) + 1)) if full else ""


def _with(url: str, name: str, value: str) -> str:
    """The same address, with one of its questions answered otherwise."""
    target = targets.read(url)
    kept = [part for part in target.query.lstrip("?").split("&") if part and not part.startswith(f"{name}=")]
    return place(url, f"{target.path}?{'&'.join([*kept, f'{name}={value}'])}")
