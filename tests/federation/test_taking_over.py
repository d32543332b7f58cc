"""A forum that speaks no protocol: seen first, then read politely, each message once, and never evidence of trust."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.base.errors import NotNow
from apps.federation.models import Feed, FeedItem, FeedPage
from apps.federation.selectors import openness
from apps.federation.services.feed_pulling import pull_due
from apps.federation.services.feeds import feed_confirm, feed_look
from apps.ledger.models import Pending
from apps.posts.models import HelpfulVote, Post, Review, Thread
from apps.scoring.models import Score, Tally
from apps.spaces.models import Representative
from apps.spaces.permissions import check_can_post
from tests.making import make_account, make_operator, make_persona
from tests.outside.conftest import peer, say  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
SLOW = timedelta(minutes=5)


def topic(number: int, *said: str, hidden: bool = False) -> dict:
    posts = [
        {"id": number * 100 + n, "post_number": n, "username": f"member_{n}", "cooked": f"<p>{words}</p>",
         "created_at": f"2026-11-{10 + n}T09:00:00Z", "topic_id": number, "topic_slug": "rye"}
        for n, words in enumerate(said, 1)
    ]  # fmt: skip
    if hidden:
        posts.append({"id": number * 100 + 99, "post_number": 99, "username": "x", "hidden": True})
    return {"id": number, "slug": "rye", "title": f"Rye, part {number}", "post_stream": {"posts": posts}}


@dataclass
class Forum:
    """A forum by its JSON: what it says at each address, and what it was asked."""

    place: str
    asked: list
    pages: dict[str, object] = field(default_factory=dict)
    status: dict[str, tuple[int, dict]] = field(default_factory=dict)

    def answer(self, handler) -> None:
        status, lines = self.status.get(handler.path, (200, {}))
        page = self.pages.get(handler.path)
        if page is None or status != 200:
            return say(handler, status if page is not None else 404, **lines)
        body = page.encode() if isinstance(page, str) else json.dumps(page).encode()
        etag = f'"{hash(body)}"'
        if handler.headers.get("if-none-match") == etag:
            return say(handler, 304, etag=etag)
        return say(handler, 200, body, etag=etag)

    def paths(self) -> list[str]:
        return [path for _method, path, _headers, _body in self.asked]

    def list_topics(self, **changed: str) -> None:
        topics = [{"id": n, "slug": "rye", "title": "Rye", "last_posted_at": changed.get(f"t{n}", "")} for n in (1, 2)]
        self.pages["/latest.json"] = {"topic_list": {"topics": topics}}


@pytest.fixture
def forum(peer, settings) -> Forum:  # noqa: F811 - the fixture of that name
    settings.REACH_ALSO = {f"127.0.0.1:{peer.port}"}
    told = Forum(peer.url("", host="127.0.0.1"), peer.asked)
    told.list_topics()
    told.pages["/t/1.json"] = topic(1, "How long does it rise?", "All night.", hidden=True)
    told.pages["/t/2.json"] = topic(2, "Wheat or rye?")
    peer.answer = told.answer
    return told


@pytest.fixture
def operator(client):
    account, operator = make_account(), make_operator("bakers")
    Representative.objects.create(
        operator=operator, account=account, real_name="Rosa Weil", role_fr="r", role_en="r", from_at=clock.now()
    )
    client.force_login(account)
    return operator


def confirmed(operator, address: str, every: int = 24) -> Feed:
    feed = feed_look(operator=operator, address=address, asked_by="r", now=clock.now())
    words = {"name": "Bread", "licence": "CC BY 4.0", "language": "en", "every": every}
    return feed_confirm(feed=feed, asked_by="r", now=clock.now(), **words)


def read_all(later: timedelta = timedelta(0)) -> None:
    """What beat does, with time passing between two pages."""
    now = clock.now() + later
    for _step in range(20):
        now += timedelta(seconds=5)
        if not pull_due(now=now):
            return


def path(name, *args):
    with translation.override("en"):
        return reverse(f"federation:{name}", args=args)


def test_one_sees_what_is_there_before_anything_is_taken(client, operator, forum):
    forum.pages["/"] = '<html><head><meta name="generator" content="Discourse 3.4"></head></html>'

    looked = client.post(path("sources", "bakers"), {"address": f"{forum.place}/"}, follow=True, secure=True)
    page = looked.content.decode()

    assert "How long does it rise?" in page
    assert "member_2" in page
    assert "It holds no words, or they are hidden there." in page
    assert not Post.objects.exists()
    feed = Feed.objects.get()
    said = {"name": "Bread", "licence": "CC BY 4.0", "language": "en", "every": "24"}
    client.post(path("confirm", "bakers", feed.reference), said, secure=True)
    read_all()
    after = client.get(path("source", "bakers", feed.reference), secure=True).content.decode()
    assert "3 items taken over" in after
    assert "CC BY 4.0" in after
    assert Pending.objects.filter(kind="feed.confirmed").exists()


def test_only_who_answers_for_the_operator_takes_over(client, operator, forum):
    client.force_login(make_account())

    assert client.post(path("sources", "bakers"), {"address": forum.place}, secure=True).status_code == 403


def test_each_message_comes_once_into_its_talk_and_pages_that_did_not_change_are_not_sent_again(operator, forum):
    feed = confirmed(operator, f"{forum.place}/latest.json", every=1)
    read_all()
    first = Thread.objects.get(title="Rye, part 1")
    assert list(first.posts.order_by("number").values_list("author_name", "text")) == [
        ("member_1", "How long does it rise?"), ("member_2", "All night."),
    ]  # fmt: skip
    assert (first.posts.first().source, first.space.imported) == (feed.source, True)

    forum.list_topics(t1="2026-11-20T09:00:00Z")
    forum.pages["/t/1.json"] = topic(1, "How long does it rise?", "All night.", "In the cold.")
    forum.asked.clear()
    read_all(timedelta(hours=2))

    assert forum.paths() == ["/latest.json", "/t/1.json"]  # nothing new in the other
    assert all("if-none-match" in headers for _method, _path, headers, _body in forum.asked)
    assert [post.text for post in first.posts.order_by("number")][2:] == ["In the cold."]
    assert (Post.objects.count(), FeedItem.objects.count()) == (4, 4)


def test_what_is_edited_or_taken_back_at_its_origin_follows_with_its_history(client, operator, forum):
    feed = confirmed(operator, f"{forum.place}/latest.json", every=1)
    forum.pages["/t/1.json"] = topic(1, "How long?", "All night.", "In the cold.", "Why?")
    read_all()
    talk = Thread.objects.get(title="Rye, part 1")

    again = topic(1, "How long does it rise?", "All night.", "In the cold.")
    again["post_stream"]["posts"][2] = {"id": 103, "post_number": 3, "user_deleted": True}
    again["post_stream"]["stream"] = [101, 102, 103]  # all there is: the fourth is there no more
    forum.pages["/t/1.json"] = again
    forum.list_topics(t1="2026-11-20T09:00:00Z")
    for hours in (2, 4):
        read_all(timedelta(hours=hours))
        forum.list_topics(t1=f"2026-11-2{hours}T09:00:00Z")

    first, second, third, fourth = talk.posts.order_by("number")
    assert [(v.text, v.version) for v in (first, second)] == [("How long does it rise?", 2), ("All night.", 1)]
    assert {third.state, fourth.state} == {"withdrawn"}
    shown = client.get(f"/en/s/{feed.space.slug}/t/{talk.pk}/", secure=True).content.decode()
    assert ("In the cold." in shown, shown.count("No longer at its origin")) == (False, 2)
    assert "How long?" in client.get(f"/en/history/{first.reference}/", secure=True).content.decode()


class Killed(BaseException):
    """As by a signal, after the writing and before the commit."""


def killed_before_the_commit(at):
    """All is written but the row of the whole, which comes last."""

    def dies(execute, statement, *rest):
        if statement.startswith('UPDATE "federation_feed" SET'):
            raise Killed
        return execute(statement, *rest)

    with connection.execute_wrapper(dies):
        pull_due(now=at)


def test_killed_in_the_middle_it_goes_on_and_nothing_is_lost_or_doubled(operator, forum):
    confirmed(operator, f"{forum.place}/latest.json")
    now = clock.now()
    for step in range(8):
        at = now + timedelta(seconds=10 * step)
        if step % 2:
            with pytest.raises(Killed):
                killed_before_the_commit(at)
        else:
            pull_due(now=at)

    assert sorted(Post.objects.values_list("text", flat=True)) == [
        "All night.", "How long does it rise?", "Wheat or rye?",
    ]  # fmt: skip
    assert not FeedPage.objects.filter(state="waiting").exists()


def test_a_site_that_asks_to_slow_down_is_left_alone_as_long_as_it_says(operator, forum):
    feed = confirmed(operator, f"{forum.place}/latest.json")
    forum.status["/latest.json"] = (429, {"retry-after": "900"})
    now = clock.now()
    forum.asked.clear()

    pull_due(now=now)
    pull_due(now=now + timedelta(minutes=14))
    feed.refresh_from_db()

    assert (forum.paths(), feed.failure) == (["/latest.json"], "HTTP 429")
    forum.status.clear()
    read_all(timedelta(minutes=16))
    assert Post.objects.count() == 3


def test_a_site_that_says_no_is_not_read_and_the_page_says_why(client, operator, forum):
    feed = confirmed(operator, f"{forum.place}/latest.json")
    Feed.objects.update(robots="User-agent: *\nDisallow: /t/", robots_at=clock.now())
    forum.asked.clear()
    read_all()

    page = client.get(path("source", "bakers", feed.reference), secure=True).content.decode()
    assert forum.paths() == ["/latest.json"]
    assert "That site asks programs not to read this." in page
    Feed.objects.update(robots="")
    client.post(path("retry_source", "bakers", feed.reference), secure=True)
    read_all()
    assert Post.objects.count() == 3


def test_paused_it_asks_nothing_and_resumed_it_goes_on(client, operator, forum):
    feed = confirmed(operator, f"{forum.place}/latest.json")
    client.post(path("pause", "bakers", feed.reference), secure=True)
    forum.asked.clear()
    read_all()
    assert forum.asked == []

    client.post(path("resume", "bakers", feed.reference), secure=True)
    read_all()

    assert Post.objects.count() == 3
    assert Pending.objects.filter(kind="feed.changed").count() == 2


def test_what_would_deceive_or_lead_elsewhere_is_left_out_and_breaks_nothing(operator, forum):
    long, away = f"{forum.place}/{'x' * 2040}"[:2040], "https://other.example/feed?page=2"
    entries = [(f"{forum.place}/1", "Rye?"), (f"{forum.place}/2", "Rye\u202e!"), (long, "Rye at length")]
    items = "".join(f"<item><title>{words}</title><link>{url}</link><description>So.</description>"
                    "<pubDate>Sun, 01 Nov 2026 09:00:00 GMT</pubDate></item>" for url, words in entries)  # fmt: skip
    head = f'<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><a:link rel="next" href="{away}"/>'
    forum.pages["/feed"] = f"<?xml version='1.0'?>{head}<title>Bread\u202e</title>{items}</channel></rss>"

    feed = feed_look(operator=operator, address=f"{forum.place}/feed", asked_by="r", now=clock.now())
    assert (feed.title, feed.preview["left"]) == (feed.host, {"hidden": 1})
    confirmed(operator, f"{forum.place}/feed")
    read_all()

    feed.refresh_from_db()
    assert [post.thread.title for post in Post.objects.all()] == ["Rye?"]
    assert feed.left == {"hidden": 1, "too_long": 1}
    assert list(feed.pages.values_list("url", "state")) == [(f"{forum.place}/feed", "read")]


REVIEW = {
    "@type": "Review", "name": "Fine", "reviewBody": "Good bread", "author": {"name": "Anna"},
    "datePublished": "2026-11-01", "itemReviewed": {"@type": "Product", "name": "Rye", "url": "/x/rye"},
    "reviewRating": {"ratingValue": 4.5},
}  # fmt: skip


def test_reviews_keep_their_own_scale_and_are_never_evidence_of_trust(client, operator, forum, settle):
    private = {**REVIEW, "url": "/r/2", "itemReviewed": {"@type": "Person", "name": "Jo"}}
    marked = [{**REVIEW, "url": "/r/1"}, private, {**REVIEW, "url": "/r/3", "reviewRating": {"ratingValue": 2}}]
    forum.pages["/shop"] = f'<html><script type="application/ld+json">{json.dumps(marked)}</script></html>'
    feed = confirmed(operator, f"{forum.place}/shop")
    read_all()
    settle()

    rows = list(Review.objects.order_by("pk").values_list("stars", "original_rating", "original_scale"))
    assert sorted(rows, key=str) == [(2, None, ""), (None, 9, "2..10")]
    feed.refresh_from_db()
    assert feed.left == {"person": 1}
    assert [kind for kind in (Score, Tally, HelpfulVote) if kind.objects.exists()] == []
    assert not openness(feed.space).open
    with translation.override("en"), pytest.raises(NotNow, match="taken over"):
        check_can_post(make_persona(), feed.space, now=clock.now())
    review = Review.objects.get(stars=2)
    shown = client.get(f"/en/s/{feed.space.slug}/r/{review.pk}/", secure=True).content.decode()
    assert "Imported from Bread" in shown
    assert f"{forum.place}/r/3" in shown

    marked[2] |= {"reviewBody": "Good bread, once", "reviewRating": {"ratingValue": 3}}
    forum.pages["/shop"] = f'<html><script type="application/ld+json">{json.dumps(marked)}</script></html>'
    read_all(timedelta(days=2))
    settle()
    review.refresh_from_db()
    assert (review.text, review.stars, review.version) == ("Good bread, once", 3, 2)
    assert not Score.objects.exists()
