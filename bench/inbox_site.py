"""The site of `bench.inbox`: the usual one, and one page more that stores the body of a POST in one row.

`python -m bench.inbox_site ACT` does, in the environment of a site, what its people would do; the last line is JSON.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

SPACE = "garden"
TABLE = "CREATE TABLE bench_kept (id bigserial PRIMARY KEY, body text NOT NULL, kept_at timestamptz NOT NULL)"


def serve() -> list[Any]:
    """The addresses of the site, and ours."""
    from apps.base import clock
    from trustmgmt.urls import urlpatterns

    class Kept(models.Model):
        body = models.TextField()
        kept_at = models.DateTimeField()

        class Meta:
            app_label = "bench"
            db_table = "bench_kept"

    @csrf_exempt
    @require_POST
    def keep(request: HttpRequest) -> HttpResponse:
        Kept.objects.create(body=request.body.decode(), kept_at=clock.now())
        return HttpResponse(status=202)

    return [path("bench/keep", keep), *urlpatterns]


# --- what people do there ---------------------------------------------------------------------------------------------


def prepare(actors: str) -> dict[str, Any]:
    """A space with a talk; the actors in this file are known; what their site sends waits."""
    from apps.base import clock
    from apps.federation.addresses import uri
    from apps.federation.models import Peer
    from apps.federation.services.actors import actor_keep, peer_at
    from apps.federation.states import PeerState

    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    _space()
    thread = _thread("What is said", ["The first message."])
    for document in json.loads(Path(actors).read_text()):
        peer = peer_at(document["id"].split("/")[2], now=clock.now())
        actor_keep(document, peer=peer, now=clock.now())
    Peer.objects.update(state=PeerState.PAUSED)
    return {"group": uri(f"s/{SPACE}"), "answers": uri(f"n/{thread.posts.get(number=1).reference}")}


def release() -> None:
    """What waited may be worked off."""
    from apps.federation.models import Peer
    from apps.federation.states import PeerState

    Peer.objects.update(state=PeerState.ALLOWED)


def traffic() -> dict[str, Any]:
    """How many messages stand where, and how many posts there are."""
    from django.db.models import Count

    from apps.federation.models import InboxItem, PeerDelivery
    from apps.posts.models import Post

    states = InboxItem.objects.values_list("state").annotate(n=Count("pk")).order_by()
    waiting = PeerDelivery.objects.waiting().count()
    return {"inbox": dict(states), "posts": Post.objects.count(), "to_deliver": waiting}


def fill(count: int, authors: int) -> None:
    """So many messages in talks of fifty, by so many people, one a second until now."""
    from apps.base import clock
    from apps.people.models import Persona
    from apps.posts.models import Post, Thread
    from apps.spaces.models import Membership

    now, space = clock.now(), _space()
    people = [_person(f"writer {n}") for n in range(authors)]
    Membership.objects.bulk_create(Membership(space=space, persona=p, joined_at=now) for p in people)
    begun = Thread.objects.bulk_create(
        Thread(space=space, title=f"Talk {n}", started_at=now, last_post_at=now) for n in range(-(-count // 50))
    )
    Post.objects.bulk_create(
        (
            Post(
                thread=begun[n // 50],
                number=n % 50 + 1,
                author=people[n % authors],
                language="en",
                text=f"Message {n}: they came on time, and said what it would cost before they began.",
                published_at=now - timedelta(seconds=count - n),
            )
            for n in range(count)
        ),
        batch_size=1000,
    )
    assert Persona.objects.count() >= authors


def join(address: str) -> None:
    """Somebody here takes part in a space elsewhere."""
    from apps.base import clock
    from apps.federation.services.answers import actor_found, space_join_elsewhere

    persona, now = _person("reader"), clock.now()
    assert persona.account is not None
    group = actor_found(address, now=now)
    space_join_elsewhere(account=persona.account, persona=persona, group=group, consent=True, now=now)


def others(count: int, once_posts: int = 0) -> dict[str, Any]:
    """So many reviews by somebody here, one a second: how long each waits until all that follows from it is done.
    They begin once so many posts of another site are here."""
    from apps.posts.models import Review

    _until(lambda: _of_theirs() >= once_posts, 300)
    waited = []
    for number in range(count):
        began = time.monotonic()
        review = _review(number)
        _until(lambda about=review.reference: _all_followed(about), 300)
        waited.append(time.monotonic() - began)
        time.sleep(max(0.0, 1 - waited[-1]))
    assert Review.objects.filter(space__slug="shed").count() >= count
    median, most = round(statistics.median(waited), 2), round(max(waited), 2)
    return {"median_s": median, "most_s": most, "of_theirs": _of_theirs()}


def all_read(posts: int, within: int) -> dict[str, Any]:
    """Wait until so many posts of another site are here, and all that follows from them is done."""
    from apps.ledger.models import Delivery

    _until(lambda: _of_theirs() >= posts and not Delivery.objects.filter(done_at=None).exists(), within, pause=0.5)
    return {"of_theirs": _of_theirs()}


def _until(look: Callable[[], bool], within: float, pause: float = 0.02) -> None:
    deadline = time.monotonic() + within
    while not look():
        if time.monotonic() > deadline:
            raise SystemExit("It did not come to an end.")
        time.sleep(pause)


def _of_theirs() -> int:
    from apps.federation.models import RemoteItem

    return RemoteItem.objects.count()


def _all_followed(about: str) -> bool:
    from apps.ledger.models import Delivery

    return not Delivery.objects.filter(event__object=about, done_at=None).exists()


def _review(number: int) -> Any:
    """Of something new, in a space that is only here."""
    from apps.base import clock
    from apps.posts.models import DeclaredLink, Subject
    from apps.posts.services import ReviewDraft, review_publish
    from apps.spaces.services import space_join

    now, space, author = clock.now(), _space("shed"), _person("neighbour")
    space_join(persona=author, space=space, now=now)
    subject = Subject.objects.get_or_create(
        slug=f"tool-{number}", defaults={"name": f"Tool {number}", "kind": "product"}
    )
    draft = ReviewDraft(2, f"Tool {number} broke on the second day.", now.date(), DeclaredLink.NONE, language="en")
    return review_publish(author=author, space=space, subject=subject[0], draft=draft, now=now)


def followers(inboxes: str) -> None:
    """Each of these inboxes belongs to a site of its own that follows the space."""
    from apps.base import clock
    from apps.federation.models import Follow, RemoteActor
    from apps.federation.services.actors import peer_at
    from apps.federation.states import FollowState

    _space()
    now = clock.now()
    for inbox in json.loads(Path(inboxes).read_text()):
        who = inbox.replace("/inbox", "/u/reader")
        peer = peer_at(inbox.split("/")[2], now=now)
        actor = RemoteActor.objects.create(peer=peer, uri=who, kind="Person", inbox=inbox, fetched_at=now)
        Follow.objects.create(
            actor=f"s/{SPACE}", remote=actor, ours=False, uri=f"{who}#follow", state=FollowState.ACCEPTED, at=now
        )


def write(text: str) -> None:
    """Somebody says something in the space."""
    _thread("Something new", [text])


def _space(slug: str = SPACE) -> Any:
    from apps.base import clock
    from apps.spaces.models import Operator, Space

    now = clock.now()
    operator, _new = Operator.objects.get_or_create(slug="atelier", defaults={"name": "Atelier", "created_at": now})
    names = {"name_fr": f"Espace {slug}", "name_en": f"Space {slug}", "operator": operator, "created_at": now}
    return Space.objects.get_or_create(slug=slug, defaults=names)[0]


def _person(name: str) -> Any:
    from apps.base import clock
    from apps.people.models import Persona
    from apps.people.services import account_create

    known = Persona.objects.select_related("account").filter(pseudonym=name).first()
    if known is not None:
        return known
    account = account_create(pseudonym=name, passphrase=None, language="en", now=clock.now())
    return account.personas.select_related("account").get()


def _thread(title: str, texts: list[str]) -> Any:
    from apps.base import clock
    from apps.posts.services import post_add, thread_start
    from apps.spaces.services import space_join

    now, space, author = clock.now(), _space(), _person("host")
    space_join(persona=author, space=space, now=now)
    about = {"title": title, "is_question": False, "language": "en"}
    thread = thread_start(author=author, space=space, text=texts[0], now=now, **about)
    for text in texts[1:]:
        post_add(author=author, thread=thread, text=text, language="en", now=now)
    return thread


ACTS = {act.__name__: act for act in (prepare, release, traffic, fill, join, others, all_read, followers, write)}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(ACTS[sys.argv[1]](**json.loads(sys.argv[2])), default=str))
