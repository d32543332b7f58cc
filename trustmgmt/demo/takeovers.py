"""Sites without a protocol in the demo: a closed forum that was taken over, and a notebook somebody looked at."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from apps.federation.models import Feed
from apps.federation.services.feed_pulling import pull_due
from apps.federation.services.feeds import feed_confirm, feed_look
from apps.spaces.models import Operator
from apps.spaces.permissions import representative_of
from trustmgmt.demo import far_words as words
from trustmgmt.demo.played import Table
from trustmgmt.demo.world import World

JSON, RSS = "application/json", "application/rss+xml"
FORUM, BLOG = "https://oldhouse.example", "https://carnet-de-tables.example"
CLOSED = datetime.fromisoformat("2021-05-04T18:00:00Z")
LICENCE = "CC BY-SA 4.0, with the consent of its last moderators"
PAUSE = timedelta(seconds=4)  # between two pages: as that site asks


def plan_takeovers(world: World) -> None:
    """Hearthside takes a forum over; Voix de Table has looked at a notebook, and nothing is taken yet."""
    _show_forum(world.outside)
    _show_blog(world.outside, world.now)
    world.at(6, lambda now: _take_over(world, now))
    world.at(0.5, lambda now: _look(world, "voix-de-table", "awa.ndour", f"{BLOG}/feed.xml", now))


def _take_over(world: World, now: datetime) -> None:
    who, feed = _look(world, "hearthside", "daniel.okafor", f"{FORUM}/latest.json", now)
    name, once = words.OLD_FORUM, 0
    feed_confirm(feed=feed, name=name, licence=LICENCE, language="en", every=once, asked_by=who, now=now)
    while pull_due(now=now):
        now += PAUSE


def _look(world: World, operator: str, pseudonym: str, address: str, now: datetime) -> tuple[str, Feed]:
    place: Operator = world.operators[operator]
    who = representative_of(world.account(pseudonym), place, now=now).reference
    return who, feed_look(operator=place, address=address, asked_by=who, now=now)


def _show_forum(table: Table) -> None:
    """As such a forum answers programs."""
    table.show(f"{FORUM}/robots.txt", "User-agent: *\nCrawl-delay: 3\n", "text/plain")
    topics = [{"id": number, "title": title, "slug": f"t{number}"} for number, title, _said in words.OLD_TALKS]
    table.show(f"{FORUM}/latest.json", {"topic_list": {"topics": topics}}, JSON)
    for number, title, said in words.OLD_TALKS:
        posts = [_message(number, place, who, text) for place, (who, text) in enumerate(said, 1)]
        stream = {"posts": posts, "stream": [post["id"] for post in posts]}
        talk = {"id": number, "title": title, "slug": f"t{number}", "post_stream": stream}
        table.show(f"{FORUM}/t/{number}.json", talk, JSON)


def _message(talk: int, place: int, who: str, text: str) -> dict[str, Any]:
    at = CLOSED - timedelta(days=100 - talk, hours=-place)
    common = {"id": 100 * talk + place, "post_number": place, "topic_id": talk, "topic_slug": f"t{talk}"}
    said = {"username": who, "cooked": text, "created_at": at.isoformat(), "hidden": not text}
    return {**common, **said}


def _show_blog(table: Table, now: datetime) -> None:
    items = "".join(
        f"<item><title>{title}</title><link>{BLOG}/{number}</link><description>{text}</description>"
        "<dc:creator>Anis</dc:creator>"
        f"<pubDate>{format_datetime(now - timedelta(days=9 * number))}</pubDate></item>"
        for number, (title, text) in enumerate(words.BLOG_NOTES, 1)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{words.BLOG}</title>{items}</channel></rss>'
    table.show(f"{BLOG}/feed.xml", feed, RSS)
