"""What a message makes us ask is asked while nothing is held, and each answer once."""

import pytest
from django.db import connection, transaction

from apps.base import clock
from apps.federation.asking_first import answer_at, asking_first
from apps.federation.models import Activity, Follow, InboxItem, RemoteSpace, SharedList
from apps.federation.services.inbox import process_due
from apps.outside import Budget, OutsideError
from apps.outside.between import AskedInside
from apps.posts.models import Post
from apps.spaces.models import Space
from tests.factories import trust_manager
from tests.federation.world import Somebody, somebody
from tests.making import make_persona, make_space

pytestmark = pytest.mark.django_db
WHERE = "https://there.example/"


@transaction.atomic
def reads(names: list[str], done: list[str], most: int = 20) -> list[int]:
    make_space("garden")
    done.append("tried")
    budget = Budget(fetches=most)
    found = [answer_at(WHERE + name, budget=budget, now=clock.now()).status for name in names]
    done.append("done")
    return found


def test_each_attempt_brings_one_answer_more_and_leaves_nothing_behind_when_it_is_undone(elsewhere):
    elsewhere.shown.update({WHERE + name: {} for name in "abc"})
    done: list[str] = []

    assert asking_first(lambda: reads(["a", "b", "c", "a"], done), now=clock.now()) == [200] * 4

    assert elsewhere.asked == [WHERE + name for name in "abc"]
    assert done == ["tried"] * 4 + ["done"]
    assert Space.objects.filter(slug="garden").count() == 1


def test_that_nobody_answers_is_an_answer_and_asked_for_once(elsewhere):
    elsewhere.silent.add("there.example")

    def attempt():
        with transaction.atomic():
            for _again in range(2):
                with pytest.raises(OutsideError):
                    answer_at(f"{WHERE}nobody", budget=Budget(), now=clock.now())

    asking_first(attempt, now=clock.now())
    assert elsewhere.asked == [f"{WHERE}nobody"]


def test_a_purse_that_is_small_stays_small_however_often_it_is_tried(elsewhere):
    elsewhere.shown.update({WHERE + name: {} for name in "abc"})
    done: list[str] = []

    with pytest.raises(OutsideError):
        asking_first(lambda: reads(["a", "b", "c"], done, most=2), now=clock.now())
    assert elsewhere.asked == [f"{WHERE}a", f"{WHERE}b"]
    assert not Space.objects.exists()


def test_within_a_transaction_of_somebody_else_it_is_they_who_undo_and_ask(elsewhere):
    elsewhere.shown.update({f"{WHERE}a": {}})

    @transaction.atomic
    def around():
        make_space("hedge")
        return asking_first(lambda: reads(["a"], []), now=clock.now())

    assert asking_first(around, now=clock.now()) == [200]
    assert Space.objects.count() == 2


def test_where_nobody_around_can_begin_again_it_is_a_mistake_of_ours(elsewhere):
    elsewhere.shown.update({f"{WHERE}a": {}})

    with transaction.atomic(), pytest.raises(AskedInside):
        asking_first(lambda: reads(["a"], []), now=clock.now())
    assert elsewhere.asked == []


def message(elsewhere) -> list[str]:
    """From somebody nobody here knows: it answers what somebody of a third site said in a space of ours."""
    make_space("garden")
    alice, bob = somebody(), somebody("bob", "third.example")
    said = bob.page("https://here.example/ap/s/garden")
    elsewhere.shown.update({alice.uri: alice.document(), said["id"]: said, bob.uri: bob.document()})
    answer = alice.page("https://here.example/ap/s/garden", inReplyTo=said["id"])
    assert alice.send(alice.says("Create", answer)).status_code == 202
    return list(elsewhere.shown)


def test_a_message_of_a_stranger_asks_for_each_document_once_and_holds_nothing_meanwhile(elsewhere):
    wanted = message(elsewhere)

    assert process_due(now=clock.now()) == 1

    assert elsewhere.asked == wanted
    assert InboxItem.objects.get().state == "done"
    assert [post.thread.space.slug for post in Post.objects.order_by("pk")] == ["garden", "garden"]


def test_what_somebody_else_is_asking_about_is_left_to_them(elsewhere):
    message(elsewhere)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            name = f"inbox {InboxItem.objects.get().pk}"
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 8))", [name])
        assert process_due(now=clock.now()) == 0
        assert elsewhere.asked == []
    finally:
        other.close()
    assert process_due(now=clock.now()) == 1


def test_a_list_of_another_site_is_read_while_nothing_is_held_and_followed_once(client, elsewhere):
    site = Somebody("https://there.example/site", "Application")
    named = "https://there.example/lists/sites"
    decided = site.prove({"id": named, "type": "OrderedCollection", "attributedTo": site.uri, "orderedItems": []})
    elsewhere.shown.update({site.uri: site.document(**{"trust:sites": named}), named: decided})
    account, _mandate = trust_manager()
    client.force_login(account)

    for _twice in range(2):
        sent = {"address": site.uri, "idempotency_key": "twice"}
        assert client.post("/en/desk/sites/lists/", sent).status_code == 302

    assert SharedList.objects.get().uri == named
    assert Follow.objects.count() == 1
    assert Activity.objects.filter(kind="Follow").count() == 1


def test_who_takes_part_elsewhere_holds_nothing_while_the_space_there_is_read(client, elsewhere):
    group = Somebody("https://there.example/c/garden", "Group")
    listed = f"{group.uri}/moderators"
    moderators = {"id": listed, "type": "OrderedCollection", "orderedItems": ["https://there.example/u/lee"]}
    elsewhere.shown.update({group.uri: group.document(attributedTo=listed), listed: moderators})
    anna = make_persona("anna")
    client.force_login(anna.account)

    sent = {"address": group.uri, "persona": anna.reference, "consent": "on", "idempotency_key": "once"}
    assert client.post("/en/elsewhere/join/", sent).status_code == 302

    mirror = RemoteSpace.objects.get()
    assert mirror.moderated_by == ["https://there.example/u/lee"]
    assert mirror.space.memberships.get().persona == anna
