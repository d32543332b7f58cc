"""NodeBB's JSON: `/api/category/N` (topics) and `/api/topic/N` (messages)."""

from apps.federation.feeds.things import Found, FoundPage
from apps.federation.feeds.values import Fields, count, each, inner, listed, markup, moment, place, words
from apps.federation.reading.reasons import No, Unreadable
from apps.outside import targets


def is_it(fields: Fields) -> bool:
    return ("tid" in fields and "posts" in fields) or ("cid" in fields and "topics" in fields)


def read(fields: Fields, url: str) -> FoundPage:
    if "posts" in fields:
        where = _topic_url(fields, url)
        items, refused = each(listed(fields.get("posts")), lambda one: _post(one, fields, where, url))
        whole = where if count(inner(fields, "pagination").get("pageCount")) == 1 else ""
    else:
        whole = ""
        items, refused = each(listed(fields.get("topics")), lambda one: _topic(one, url))
    title = words(fields.get("titleRaw") or fields.get("title") or fields.get("name"))
    return FoundPage("nodebb", title, items, refused, _next(fields, url), whole=whole)


def _topic_url(fields: Fields, url: str) -> str:
    number = count(fields.get("tid"))
    if number is None:
        raise Unreadable(No.ID)
    return place(url, f"/topic/{words(fields.get('slug')) or number}")


def _topic(one: Fields, url: str) -> Found:
    if one.get("deleted"):
        raise Unreadable(No.EMPTY)
    where = _topic_url(one, url)
    return Found(
        url=where,
        kind="topic",
        title=words(one.get("titleRaw") or one.get("title")),
        author=words(inner(one, "user").get("displayname"), 200),
        published=moment(one.get("timestampISO")),
        votes=count(one.get("votes")),
        more=place(url, f"/api{targets.read(where).path}"),
        changed=words(one.get("lastposttimeISO"), 40),
    )


def _post(one: Fields, topic: Fields, where: str, url: str) -> Found:
    number, user = count(one.get("pid")), inner(one, "user")
    if number is None:
        raise Unreadable(No.ID)
    if one.get("deleted"):
        return Found(url=place(url, f"/post/{number}"), kind="gone")
    first, answered = count(topic.get("mainPid")), count(one.get("toPid"))
    slug = words(user.get("userslug"), 200)
    return Found(
        url=place(url, f"/post/{number}"),
        kind="post",
        title=words(topic.get("titleRaw") or topic.get("title")) if number == first else "",
        html=markup(one.get("content")),
        author=words(user.get("displayname") or user.get("username"), 200),
        author_url=place(url, f"/user/{slug}") if slug else "",
        published=moment(one.get("timestampISO")),
        updated=moment(one.get("editedISO")),
        topic=where,
        reply_to="" if number == first else place(url, f"/post/{answered or first}"),
        votes=count(one.get("votes")),
    )


def _next(fields: Fields, url: str) -> str:
    following = inner(inner(fields, "pagination"), "next")
    page = count(following.get("page"))
    return place(url, f"?page={page}") if following.get("active") is True and page else ""
