"""Sites that speak no protocol: found as they show it, or left out; never raised."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.federation import feeds
from apps.federation.feeds import FoundPage
from apps.federation.reading import No, Refused

SITE = "https://forum.example"


def read(document, path="/"):
    data = (
        document
        if isinstance(document, bytes)
        else document.encode()
        if isinstance(document, str)
        else json.dumps(document).encode()
    )
    return feeds.read(data, url=f"{SITE}{path}")


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Bread</title>
<item><title>Rye &amp; wheat</title><link>https://forum.example/t/1</link><dc:creator>anna</dc:creator>
<description><![CDATA[<p onclick="x()">Good <script>x</script>bread</p>]]></description>
<pubDate>Sat, 21 Nov 2026 19:24:05 GMT</pubDate></item>
<item><title>Theirs</title><link>https://other.example/t/1</link></item>
<item><title>No address</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Bread</title><link rel="next" href="/atom?page=2"/>
<entry><title>Rye</title><link href="/t/1"/><author><name>anna</name></author><updated>2026-11-21T19:24:05Z</updated>
<content type="html">&lt;p&gt;Good&lt;/p&gt;</content></entry></feed>"""


def test_feeds_speak_for_their_own_site_only():
    page = read(RSS)

    assert (page.form, page.title, page.refused) == ("rss20", "Bread", 2)
    found = page.items[0]
    assert (found.url, found.title, found.author, found.html) == (
        f"{SITE}/t/1",
        "Rye & wheat",
        "anna",
        "<p>Good bread</p>",
    )
    assert found.published.isoformat() == "2026-11-21T19:24:05+00:00"
    atom = read(ATOM)
    assert (atom.items[0].url, atom.items[0].html, atom.next) == (f"{SITE}/t/1", "<p>Good</p>", f"{SITE}/atom?page=2")


def test_a_feed_that_declares_entities_is_not_read():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel/></rss>'
    )
    assert read(bomb).why == No.FORM


TOPIC = {
    "id": 7, "slug": "rye", "title": "Rye", "post_stream": {
        "stream": [1, 2, 3],
        "posts": [
            {"id": 1, "post_number": 1, "username": "anna", "cooked": "<p>How?</p>",
                "created_at": "2026-11-21T19:24:05.069Z"},
            {"id": 2, "post_number": 2, "username": "bob", "cooked": "<img src=x>So.", "reply_to_post_number": 1,
             "actions_summary": [{"id": 2, "count": 5}]},
            {"id": 9, "post_number": 3, "hidden": True},
        ],
    },
}  # fmt: skip


def test_a_discourse_topic_is_found_message_by_message():
    page = read(TOPIC, "/t/7.json")

    assert (page.form, page.title, len(page.items), page.refused) == ("discourse", "Rye", 2, 1)
    question, answer = page.items
    assert (question.url, question.topic, question.reply_to) == (f"{SITE}/t/rye/7/1", f"{SITE}/t/rye/7", "")
    assert (answer.author, answer.html, answer.votes, answer.reply_to) == ("bob", "So.", 5, f"{SITE}/t/rye/7/1")
    assert (page.next, page.whole) == (f"{SITE}/t/7/posts.json?post_ids[]=3", "")
    listing = {
        "topic_list": {
            "more_topics_url": "/latest?page=1",
            "topics": [{"id": 7, "slug": "rye", "title": "Rye"}, {"id": "x"}],
        }
    }
    topics = read(listing, "/latest.json")
    assert (topics.items[0].url, topics.refused, topics.next) == (f"{SITE}/t/rye/7", 1, f"{SITE}/latest.json?page=1")


def test_a_nodebb_topic_and_category_are_found():
    topic = {
        "tid": 2, "slug": "2/rye", "titleRaw": "Rye", "mainPid": 4, "pagination": {"next": {"page": 2, "active": True}},
        "posts": [{"pid": 4, "content": "<p>How?</p>", "timestampISO": "2026-11-21T19:24:05.069Z", "votes": 3,
                   "user": {"displayname": "Anna", "userslug": "anna"}}, {"pid": 5, "content": "So", "user": {}},
                       {"pid": 6, "deleted": 1}],
    }  # fmt: skip
    page = read(topic, "/api/topic/2")
    assert [one.reply_to for one in page.items] == ["", f"{SITE}/post/4"]
    assert (page.items[0].title, page.items[0].author_url, page.items[0].votes) == ("Rye", f"{SITE}/user/anna", 3)
    assert (page.refused, page.next, page.gone) == (1, f"{SITE}/api/topic/2?page=2", (f"{SITE}/post/6",))
    assert read({**topic, "pagination": {"pageCount": 1}}, "/api/topic/2").whole == f"{SITE}/topic/2/rye"
    unread = {**topic, "posts": [*topic["posts"], {"pid": "x"}], "pagination": {"pageCount": 1}}
    assert read(unread, "/api/topic/2").whole == ""  # what cannot be read is not missing
    category = read(
        {"cid": 1, "name": "Bread", "topics": [{"tid": 2, "slug": "2/rye", "title": "Rye"}]}, "/api/category/1"
    )
    assert category.items[0].url == f"{SITE}/topic/2/rye"


def test_lemmy_posts_and_comments_are_found_where_they_live():
    post = {"ap_id": f"{SITE}/post/1", "name": "Rye", "body": "a <b>", "published": "2026-11-21T19:24:05.069Z"}
    one = {"post": post, "creator": {"name": "anna", "actor_id": f"{SITE}/u/anna"}, "counts": {"score": 4}}
    foreign = {**one, "post": {**post, "ap_id": "https://other.example/post/1"}}
    page = read(
        {"posts": [one, foreign, {**one, "post": {**post, "removed": True}}], "next_page": "Pab1"},
        "/api/v3/post/list?sort=New",
    )

    assert (len(page.items), page.refused, page.next) == (1, 2, f"{SITE}/api/v3/post/list?sort=New&page_cursor=Pab1")
    assert (page.items[0].html, page.items[0].votes) == ("<p>a &lt;b&gt;</p>", 4)
    comment = {"comment": {"ap_id": f"{SITE}/comment/1", "content": "yes"}, "creator": {"name": "bob"}, "post": post}
    assert read({"comments": [comment]}).items[0].reply_to == f"{SITE}/post/1"


def html_with(*documents, body=""):
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in documents)
    return f"<!doctype html><html><head><title>T</title>{scripts}</head><body>{body}</body></html>"


REVIEW = {
    "@context": "https://schema.org", "@type": "Review", "url": "/r/1", "name": "Fine", "reviewBody": "Good\n\nbread",
    "author": {"@type": "Person", "name": "Anna"}, "datePublished": "2026-11-21",
    "itemReviewed": {"@type": "Product", "name": "Rye", "url": "/x/rye"}, "reviewRating": {"ratingValue": "4,5",
        "bestRating": "5"},
}  # fmt: skip


def test_reviews_are_found_in_what_pages_say_of_themselves():
    shop = {
        "@type": "Product",
        "name": "Rye",
        "url": "/x/rye",
        "review": [{**REVIEW, "url": "/r/2", "itemReviewed": ...}],
    }
    del shop["review"][0]["itemReviewed"]
    page = read(html_with(REVIEW, {"@graph": [shop]}))

    first, second = page.items
    assert (first.url, first.rating.stars, first.about, first.about_url) == (f"{SITE}/r/1", 5, "Rye", f"{SITE}/x/rye")
    assert (first.html, first.author) == ("<p>Good</p><p>bread</p>", "Anna")
    assert (second.url, second.about) == (f"{SITE}/r/2", "Rye")


@pytest.mark.parametrize("value", ["99", 99, -1, "five", True, None, [4], "1e9", "NaN", "4" * 50])
def test_a_rating_outside_its_scale_leaves_the_review_out(value):
    page = read(html_with(REVIEW, {**REVIEW, "reviewRating": {"ratingValue": value}}))

    assert (len(page.items), page.refused) == (1, 1)


def test_talks_are_found_in_what_pages_say_of_themselves():
    talk = {"@type": "DiscussionForumPosting", "url": "/t/1", "headline": "Rye?", "text": "How?",
        "author": {"name": "Anna", "url": "/u/anna"},
            "comment": [{"@type": "Comment", "url": "/t/1#2", "text": "So.", "author": "Bob"}]}  # fmt: skip
    question, answer = read(html_with(talk)).items

    assert (question.title, question.author_url) == ("Rye?", f"{SITE}/u/anna")
    assert (answer.reply_to, answer.author, answer.html) == (f"{SITE}/t/1", "Bob", "<p>So.</p>")


def test_microformats_are_found():
    old = """<div class="hreview"><span class="item"><a class="fn url" href="/x/rye">Rye</a></span>
      <a class="permalink" href="/r/3">#</a><abbr class="rating"><span class="value">4</span></abbr>
      <b class="summary">Fine</b><div class="description"><p>Good</p><script>x</script></div>
      <span class="reviewer">Anna</span><abbr class="dtreviewed" title="2026-11-21">x</abbr></div>"""
    new = """<div class="h-review"><a class="u-url" href="/r/4">x</a><data class="p-rating" value="2"></data>
      <p class="p-item">Oats</p></div>"""
    first, second = read(html_with(body=old + new)).items

    assert (first.url, first.rating.stars, first.title, first.html) == (f"{SITE}/r/3", 4, "Fine", "<p>Good</p>")
    assert (first.about, first.author, first.published.year) == ("Rye", "Anna", 2026)
    assert (second.about, second.rating.stars) == ("Oats", 2)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", No.NOT_JSON), (b"{}", No.TYPE), (b"[]", No.NOT_AN_OBJECT), (b"<html></html>", No.EMPTY),
            (b"x" * (1024 * 1024 + 1), No.LARGE),
        (b"<?xml version='1.0'?><other/>", No.EMPTY), (b'{"topic_list":{"topics":[]},"topic_list":1}', No.TWICE),
        (json.dumps({"post_stream": {"posts": [{}] * 1001}}).encode(), No.MANY), (b'{"tid":"x","posts":[]}', No.ID),
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused(data, why):
    assert read(data).why == why


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**17)
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["/t/1", f"{SITE}/x"])
)
NAMES = [
    "@type",
    "@id",
    "url",
    "id",
    "posts",
    "topics",
    "post",
    "creator",
    "author",
    "review",
    "name",
    "title",
    "ratingValue",
    "tid",
    "user",
    "ap_id",
]
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=8,
)
MODELS = [
    TOPIC,
    {"tid": 1, "posts": []},
    {"cid": 1, "topics": []},
    {"posts": [{"post": {}, "creator": {}}]},
    {"topic_list": {"topics": []}},
]


@given(
    st.sampled_from([*MODELS, REVIEW]),
    st.dictionaries(st.sampled_from([*NAMES, "post_stream", "reviewRating", "itemReviewed"]), VALUES, max_size=3),
)
def test_no_document_breaks_the_reader(model, changes):
    document = {**model, **changes}
    for data in (document, html_with(document), html_with({"@graph": [document, document]})):
        assert isinstance(read(data), FoundPage | Refused)


PIECES = st.sampled_from(
    [
        RSS,
        ATOM,
        "<rss",
        "<feed>",
        "<entry>",
        "]]>",
        "<![CDATA[",
        "<item>",
        "<link>",
        "</",
        "\0",
        "&#x0;",
        '<script type="application/ld+json">',
        "<div class=hreview>",
    ]
)


@given(st.lists(PIECES, max_size=5).map("".join), st.integers(0, 400))
def test_no_markup_breaks_the_reader(text, cut):
    for data in (text, text[cut:], f"<?xml version='1.0'?><rss version='2.0'><channel>{text}"):
        assert isinstance(read(data), FoundPage | Refused)


HEAD = b"<?xml version='1.0'?><rss version='2.0'><channel>"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>" + b"<div>" * 200_000, No.DEEP),
        (b"<html>" + b"<div class=hreview>" * 50_000, No.DEEP),
        (b"<html>" + b"<b></i>" * 100_000, No.DEEP),
        (b"<html>" + b"<p><li><td>" * 90_000, None),
        (HEAD + b"<item>" * 170_000, No.MANY),
        (HEAD + b"<a>" * 340_000, No.MANY),
    ],
)
def test_a_page_that_would_take_minutes_is_put_down(data, why):
    begun = time.process_time()
    found = read(data)

    assert isinstance(found, Refused)
    assert why is None or found.why == why
    assert time.process_time() - begun < 3
