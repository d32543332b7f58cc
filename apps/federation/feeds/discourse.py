"""Discourse's JSON: `/latest.json` (topics), `/t/ID.json` and `/t/ID/posts.json` (messages)."""

from apps.federation.feeds.things import Found, FoundPage
from apps.federation.feeds.values import Fields, count, each, inner, listed, markup, moment, place, words
from apps.federation.reading.reasons import No, Unreadable

_LIKE = 2  # the kind of action that is a like
_PAGE = 20  # messages asked for at once
_MOST = 10_000  # messages of one topic


def is_it(fields: Fields) -> bool:
    return "post_stream" in fields or "topics" in inner(fields, "topic_list")


def read(fields: Fields, url: str) -> FoundPage:
    return _topic(fields, url) if "post_stream" in fields else _topics(fields, url)


def _topics(fields: Fields, url: str) -> FoundPage:
    listing = inner(fields, "topic_list")

    def topic(one: Fields) -> Found:
        return Found(
            url=_topic_url(one, url),
            kind="topic",
            title=words(one.get("title")),
            published=moment(one.get("created_at")),
            votes=count(one.get("like_count")),
            more=place(url, f"/t/{one['id']}.json"),
            changed=words(one.get("last_posted_at") or one.get("bumped_at"), 40),
        )

    items, refused = each(listed(listing.get("topics")), topic)
    following = listing.get("more_topics_url")
    further = place(url, following.replace("/latest?", "/latest.json?")) if isinstance(following, str) else ""
    return FoundPage("discourse", "", items, refused, further)


def _topic(fields: Fields, url: str) -> FoundPage:
    stream = inner(fields, "post_stream")
    posts = listed(stream.get("posts"))
    where = _topic_url(fields, url) if "slug" in fields else _topic_url_of(posts, url)
    items, refused = each(posts, lambda one: _post(one, where, url))
    rest = _rest(stream, posts, fields, url)
    first, *others = rest or [""]
    whole = where if isinstance(stream.get("stream"), list) and not rest else ""
    return FoundPage("discourse", words(fields.get("title")), items, refused, first, tuple(others), whole)


def _topic_url(fields: Fields, url: str) -> str:
    number = count(fields.get("id"))
    if number is None:
        raise Unreadable(No.ID)
    return place(url, f"/t/{words(fields.get('slug')) or '-'}/{number}")


def _topic_url_of(posts: list[Fields], url: str) -> str:
    first = posts[0] if posts else {}
    return _topic_url({"id": first.get("topic_id"), "slug": first.get("topic_slug")}, url)


def _post(one: Fields, where: str, url: str) -> Found:
    number, answered = count(one.get("post_number")), count(one.get("reply_to_post_number"))
    if number is None or one.get("hidden") is True:
        raise Unreadable(No.EMPTY)
    if one.get("deleted_at") or one.get("user_deleted") is True:
        return Found(url=place(url, f"{where}/{number}"), kind="gone")
    name = words(one.get("username"), 200)
    likes = [count(action.get("count")) for action in listed(one.get("actions_summary")) if action.get("id") == _LIKE]
    return Found(
        url=place(url, f"{where}/{number}"),
        kind="post",
        html=markup(one.get("cooked")),
        author=name,
        author_url=place(url, f"/u/{name}") if name else "",
        published=moment(one.get("created_at")),
        updated=moment(one.get("updated_at")),
        topic=where,
        reply_to=f"{where}/{answered}" if answered else (f"{where}/1" if number > 1 else ""),
        votes=likes[0] if likes else None,
    )


def _rest(stream: Fields, posts: list[Fields], fields: Fields, url: str) -> list[str]:
    """The messages of the topic that did not come along, a page at a time."""
    ids = stream.get("stream")
    number = count(fields.get("id"))
    if not isinstance(ids, list) or number is None:
        return []
    there = {one.get("id") for one in posts}
    left = [one for one in ids[:_MOST] if isinstance(one, int) and one not in there]
    pages = [left[start : start + _PAGE] for start in range(0, len(left), _PAGE)]
    return [place(url, f"/t/{number}/posts.json?{'&'.join(f'post_ids[]={one}' for one in page)}") for page in pages]
