"""What other sites read here, and what is never shown to them."""

import pytest
from django.test import Client

from apps.base import clock
from apps.federation import reading
from apps.federation.knocking import RFC_9421
from apps.federation.models import Activity, ActorKey, Follow, Peer, PeerDelivery
from apps.federation.reading import Actor, Post
from apps.federation.services.peers import space_choose
from apps.federation.states import FollowState, PeerState
from apps.moderation.models import Case
from apps.people.erasure import Words, account_erase
from apps.posts.services import ReviewDraft, helpful_vote, item_withdraw, review_edit
from apps.signatures import documents, keys
from apps.spaces.models import Role, Visibility
from apps.spaces.services import mandate_grant
from tests.federation.world import HERE, somebody, work_off
from tests.making import make_account, make_persona, make_post, make_review, make_space, make_subject, make_thread
from tests.moderation.world import LATER, decided, make_world, report

pytestmark = pytest.mark.django_db
ACCEPT = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'


def ask(path: str, accept: str = ACCEPT, **more):
    return Client(SERVER_NAME="here.example").get(path, headers={"accept": accept}, secure=True, **more)


def read(path: str):
    """As another site reads it: strictly, by our own reader."""
    answer = ask(path)
    assert answer.status_code == 200, answer.content
    return reading.read(answer.content)


def test_who_we_are_is_found_by_name():
    space, _nowhere = make_space("garden"), make_persona("Ada Berg")
    persona = make_persona("bo.lind", space)

    for resource, path in [
        ("acct:garden@here.example", "s/garden"),
        ("acct:!garden@here.example", "s/garden"),
        ("acct:bo.lind@here.example", f"p/{persona.reference}"),
        (HERE, "site"),
        (f"{HERE}/ap/s/garden", "s/garden"),
    ]:
        found = ask(f"/.well-known/webfinger?resource={resource}").json()
        assert found["links"][0]["href"] == f"{HERE}/ap/{path}"
    for unknown in ("acct:Ada_Berg@here.example", "acct:garden@elsewhere.example", "garden", f"{HERE}/ap/p/x"):
        assert ask(f"/.well-known/webfinger?resource={unknown}").status_code == 404


def test_actors_show_two_keys_each_of_their_own_and_keep_them(settings):
    space = make_space("garden")
    persona = make_persona("", space)

    for path in ("site", "s/garden", f"p/{persona.reference}", f"o/{space.operator.slug}"):
        actor = read(f"/ap/{path}")
        assert isinstance(actor, Actor)
        assert [len(actor.keys), len(actor.document_keys)] == [1, 1]
        assert actor.implements == (RFC_9421,)
        assert read(f"/ap/{path}").keys == actor.keys
    assert b"PRIVATE" not in bytes(ActorKey.objects.first().rsa)
    assert ask("/.well-known/nodeinfo").json()["links"][0]["href"].endswith("/nodeinfo/2.1")
    assert ask("/nodeinfo/2.1").json()["protocols"] == ["activitypub"]


def test_a_review_is_read_as_one_by_whoever_reads_ratings():
    space = make_space("garden")
    review = make_review(space, stars=4, title="Came at once")

    post = read(f"/ap/r/{review.reference}")

    assert isinstance(post, Post)
    assert (post.kind, post.rating.stars, post.title) == ("Page", 4, "Came at once")
    assert post.about == f"{HERE}/ap/x/{review.subject.reference}"
    assert post.audience == (f"{HERE}/ap/s/garden",)
    assert ask(f"/ap/r/{review.reference}", "text/html").headers["Location"].endswith(f"/r/{review.pk}/")


def test_all_reviews_of_a_subject_are_pulled_to_the_end():
    space, subject = make_space("garden"), make_subject("Brightwell")
    author = make_persona("", space)
    wanted = {make_review(space, author, subject).reference for _n in range(53)}

    found, page = set(), read(f"/ap/x/{subject.reference}/reviews").first
    while page:
        listing = read(page.removeprefix(HERE))
        found |= {thing.id.rsplit("/", 1)[-1] for thing in listing.things}
        page = listing.next

    assert found == wanted


def test_a_talk_is_told_in_order_and_names_what_it_answers():
    space = make_space("garden")
    thread = make_thread(space)
    answer = make_post(thread)

    listing = read(f"/ap/t/{thread.reference}?page=1")

    first = thread.posts.get(number=1)
    assert listing.addresses == (f"{HERE}/ap/n/{first.reference}", f"{HERE}/ap/n/{answer.reference}")
    assert read(f"/ap/n/{answer.reference}").reply_to == listing.addresses[0]


def test_closed_spaces_and_whoever_stands_only_there_are_as_if_they_were_not():
    closed = make_space("ward", visibility=Visibility.MEMBERS)
    make_space("patients", health_data=True)
    make_space("old", imported=True)
    persona, review = make_persona("", closed), make_review(closed)

    for path in (f"p/{persona.reference}", f"r/{review.reference}", "s/ward", "s/patients", "s/old", "s/none"):
        answer = ask(f"/ap/{path}")
        assert answer.status_code == 404
        assert answer.json() == {"error": ask("/ap/s/none").json()["error"]}


def test_a_space_that_asks_for_signatures_is_read_by_signed_requests_only(settle):
    space = make_space("patients", health_data=True)
    account = make_account()
    mandate = mandate_grant(
        account=account, role=Role.ADMINISTRATOR, public_name="adm one", space=space, now=clock.now()
    )
    space_choose(space=space, open_=True, signed_reading=True, mandate=mandate, now=clock.now())
    alice = somebody()
    heard = {"remote": alice.known(), "ours": False, "state": FollowState.ACCEPTED, "at": clock.now()}
    Follow.objects.create(actor="s/patients", **heard)
    review = make_review(space)
    settle()
    said = Activity.objects.filter(kind="Create").get().reference

    closed = [f"/ap/r/{review.reference}", f"/ap/a/{said}"]
    closed += [f"/ap/s/patients/{name}" for name in ("outbox", "contents", "subjects", "decisions")]
    assert [ask(path).status_code for path in closed] == [401] * len(closed)
    assert review.reference not in ask(f"/ap/p/{review.author.reference}/outbox?page=1").content.decode()
    assert ask("/ap/s/patients").status_code == 200  # its key must be read to check what it says
    signed = alice.headers(b"", path=f"/ap/r/{review.reference}", method="GET")
    answer = Client(SERVER_NAME="here.example").get(
        f"/ap/r/{review.reference}", headers={**signed, "host": "here.example", "accept": ACCEPT}, secure=True
    )
    assert answer.status_code == 200

    Peer.objects.update(state=PeerState.BLOCKED)
    again = Client(SERVER_NAME="here.example").get(
        f"/ap/r/{review.reference}", headers={**signed, "host": "here.example", "accept": ACCEPT}, secure=True
    )
    assert again.status_code == 401


def test_what_is_said_is_passed_on_with_a_proof_that_others_can_check(settle):
    space, alice = make_space("garden"), somebody()
    alice.known()
    alice.send(alice.says("Follow", f"{HERE}/ap/s/garden"))
    work_off()
    review = make_review(space)
    settle()
    helpful_vote(persona=make_persona("", space), item=review, now=clock.now())
    settle()
    review = reworded(review, "He came at last. Everything works.")
    settle()
    item_withdraw(persona=review.author, item=review, now=clock.now())
    settle()

    passed = [a.document for a in Activity.objects.filter(actor="s/garden", kind="Announce").order_by("pk")]
    inner = [a["object"]["type"] for a in passed if isinstance(a["object"], dict)]
    assert inner == ["Create", "Like", "Update", "Delete"]
    author = read(f"/ap/p/{review.author.reference}")
    key = author.document_keys[0]
    assert documents.verify(passed[0]["object"], key_of=lambda method: keys.from_multibase(key.multibase))
    assert ask(f"/ap/r/{review.reference}").status_code == 410
    assert PeerDelivery.objects.count() == Activity.objects.filter(kind__in=["Announce", "Accept"]).count()


def reworded(review, text):
    draft = ReviewDraft(stars=5, text=text, experience_on=review.experience_on, link=review.link, language="en")
    return review_edit(persona=review.author, review=review, draft=draft, now=clock.now())


def test_erasing_a_person_takes_their_words_back_from_the_sites_that_heard_them(settle):
    space, alice = make_space("garden"), somebody()
    alice.known()
    alice.send(alice.says("Follow", f"{HERE}/ap/s/garden"))
    work_off()
    persona = make_persona("", space)
    review = make_review(space, persona, text="canary words that nobody else wrote")
    settle()

    PeerDelivery.objects.update(done_at=clock.now())

    account_erase(account=persona.account, words=Words.DELETE, now=clock.now())
    settle()

    assert "canary words" not in str(list(Activity.objects.values_list("document", flat=True)))
    told = Activity.objects.get(key__startswith="erase:")
    assert (told.kind, told.document["object"]) == ("Delete", f"{HERE}/ap/p/{persona.reference}")
    assert list(told.deliveries.values_list("inbox", flat=True)) == ["https://there.example/inbox"]
    assert ask(f"/ap/r/{review.reference}").status_code == 410


def test_a_decision_goes_out_with_its_reasons_and_masked_words_do_not(settle):
    world = make_world()
    alice = somebody()
    alice.known()
    alice.send(alice.says("Follow", f"{HERE}/ap/s/{world.space.slug}"))
    work_off()
    settle()
    case = report(world.review, world.reporter).report.case
    site = somebody("site", kind="Application")
    site.known()
    more = {"trust:category": "private_person", "trust:reporter": "x1", "content": "She is named."}
    flag = site.says("Flag", [f"{HERE}/ap/r/{world.review.reference}"], **more)
    site.send(flag)
    work_off()
    decided(world.alder, Case.objects.get(pk=case.pk))
    settle(now=LATER)

    answer = Activity.objects.get(kind="Resolve")
    assert (answer.document["object"], answer.document["to"]) == (flag["id"], [site.uri])
    assert answer.document["result"]["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert answer.document["result"]["trust:toReporter"]["en"]
    told = Activity.objects.get(key__startswith="decision:").document["object"]
    assert told["trust:reasons"]["fr"]["finding"]
    assert told["trust:decidedBy"] == "tm_alder"
    assert "Sandra Bell" not in ask(f"/ap/r/{world.review.reference}").content.decode()
    statement = ask(told["id"].removeprefix(HERE)).json()
    assert statement == told
