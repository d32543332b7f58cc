"""Taking part in a space that another site hosts: it passes on, it decides, and its reasons are read here."""

import pytest

from apps.base import clock
from apps.federation.models import Activity, Heard, InboxItem, PeerDelivery, RemoteItem, RemoteSpace
from apps.federation.states import InboxState
from apps.moderation.rules import Ground
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.targets import of_item
from apps.notices.models import Notice
from apps.posts.models import Post, Review
from apps.posts.states import ItemState
from apps.spaces.services import space_join
from tests.federation.world import HERE, somebody, work_off
from tests.making import make_persona, make_review, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return somebody("garden", "host.example", "Group")


@pytest.fixture
def mirror(group):
    space = make_space("garden-at-host")
    RemoteSpace.objects.create(actor=group.known(), space=space, known_since=clock.now())
    return space


def last() -> tuple[str, str]:
    item = InboxItem.objects.latest("pk")
    return item.state, item.reason


def statement(group, about: str, **more):
    words = {"fr": "Masqué : une personne est nommée.", "en": "Masked: a person is named."}
    reasons = {language: {"finding": said, "effect": said} for language, said in words.items()}
    return group.prove(
        {
            "@context": ["https://www.w3.org/ns/activitystreams", {"trust": "https://w3id.org/trustmgmt/ns#"}],
            "id": f"https://{group.host}/c/{about[-19:]}",
            "type": "trust:StatementOfReasons",
            "attributedTo": group.uri,
            "object": about,
            "trust:outcome": "mask",
            "trust:reasons": reasons,
            "trust:toAuthor": words,
            "trust:toReporter": words,
            **more,
        }
    )


def test_what_the_group_passes_on_of_its_own_site_is_published_and_not_passed_on_again(group, mirror, settle):
    rosa = somebody("rosa", "host.example")
    rosa.known()

    group.send(group.says("Announce", rosa.says("Create", rosa.review(group.uri))))
    work_off()
    settle()

    assert last() == (InboxState.DONE, "")
    assert Review.objects.get().space == mirror
    assert not Activity.objects.exists()


def test_what_a_third_site_said_needs_its_proof(group, mirror):
    carl = somebody("carl", "third.example")
    carl.known()
    said = carl.prove(carl.says("Create", carl.page(group.uri)))
    other = carl.prove(carl.says("Create", carl.page(group.uri)))

    group.send(group.says("Announce", {**other, "object": {**other["object"], "content": "<p>Changed.</p>"}}))
    work_off()
    assert last()[0] in {InboxState.REFUSED, InboxState.WAITING}  # its own site is asked, and does not say so

    group.send(group.says("Announce", said))
    work_off()
    assert Post.objects.get().text.startswith("He came twice.")


def test_a_group_in_which_nobody_takes_part_is_not_heard(mirror):
    other, rosa = somebody("other", "noise.example", "Group"), somebody("rosa", "noise.example")
    other.known()
    rosa.known()

    other.send(other.says("Announce", rosa.says("Create", rosa.page(other.uri))))
    work_off()

    assert last()[0] == InboxState.IGNORED
    assert not Post.objects.exists()


def test_ours_go_to_the_group_alone_and_what_it_passes_back_is_known(group, mirror, settle):
    review = make_review(mirror)
    settle()

    said = Activity.objects.get(kind="Create")
    assert said.document["audience"] == group.uri
    sent = PeerDelivery.objects.filter(activity=said)
    assert list(sent.values_list("inbox", flat=True)) == ["https://host.example/inbox"]

    group.send(group.says("Announce", said.document))
    work_off()
    assert last()[0] == InboxState.IGNORED
    assert Review.objects.get() == review


@pytest.fixture
def reported(group, mirror, settle):
    """A review of ours there, reported here by somebody of ours."""
    reporter = make_persona("", mirror)
    review = make_review(mirror, text="Sandra Bell hung up. They came late.")
    receipt = report_file(
        target=of_item(review),
        draft=ReportDraft(ground=Ground.PRIVATE_PERSON, text="She is named."),
        reporter=reporter,
        now=clock.now(),
    )
    settle()
    return review, reporter, receipt.token


def test_a_report_goes_to_the_host_without_a_name(group, reported):
    review, reporter, _token = reported

    flag = Activity.objects.get(kind="Flag").document

    assert flag["actor"] == f"{HERE}/ap/site"
    assert flag["object"] == [f"{HERE}/ap/r/{review.reference}"]
    assert flag["trust:category"] == "private_person"
    assert len(flag["trust:reporter"]) == 32
    assert reporter.reference not in str(flag)
    assert reporter.pseudonym not in str(flag)


def test_the_hosts_reasons_reach_the_reporter_and_the_author_once_and_change_nothing_here(client, group, reported):
    review, reporter, token = reported
    flag = Activity.objects.get(kind="Flag").document
    signed = statement(group, f"{HERE}/ap/r/{review.reference}")

    for _time in range(2):
        group.send(group.says("Resolve", flag["id"], result=signed))
        group.send(group.says("Announce", signed))
    work_off()

    told = set(Notice.objects.filter(kind__startswith="federation.").values_list("kind", "to__pseudonym"))
    assert told == {
        ("federation.author", review.author.pseudonym),
        ("federation.reporter", reporter.pseudonym),
    }
    heard = Heard.objects.get()
    assert heard.item == review.reference
    review.refresh_from_db()
    assert review.state == ItemState.PUBLISHED

    receipt = client.get(f"/en/report/receipt/{token}/", secure=True).content.decode()
    assert f"/en/elsewhere/decision/{heard.reference}/" in receipt
    for path in (f"/en/elsewhere/decision/{heard.reference}/", "/en/me/notices/"):
        client.force_login(reporter.account)
        assert "Masked: a person is named." in client.get(path, secure=True).content.decode()


def test_reasons_that_are_not_proved_or_come_from_elsewhere_are_refused(group, reported):
    review, _reporter, _token = reported
    flag = Activity.objects.get(kind="Flag").document
    signed = statement(group, f"{HERE}/ap/r/{review.reference}")
    stranger = somebody("stranger", "noise.example", "Group")
    stranger.known()

    group.send(group.says("Resolve", flag["id"], result={**signed, "trust:outcome": "keep"}))
    stranger.send(stranger.says("Resolve", flag["id"], result=signed))
    stranger.send(stranger.says("Announce", signed))
    group.send(group.says("Resolve", f"{HERE}/ap/a/aaaa-bbbb-cccc-dddd", result=signed))
    work_off()

    assert set(InboxItem.objects.values_list("state", flat=True)) == {InboxState.REFUSED}
    assert not Heard.objects.exists()
    assert not Notice.objects.filter(kind__startswith="federation.").exists()


def test_who_is_paused_there_is_told_until_when(group, mirror):
    persona = make_persona("", mirror)
    office = somebody("office", "host.example", "Service")
    office.known()

    block = office.says("Block", f"{HERE}/ap/p/{persona.reference}", target=group.uri, endTime="2026-12-01T00:00:00Z")
    office.send(block)
    work_off()

    assert Notice.objects.get(kind="federation.paused").context["until"] == "2026-12-01"


def test_joining_and_leaving_there_is_said_there(group, mirror, settle):
    persona = make_persona()
    space_join(persona=persona, space=mirror, now=clock.now())
    settle()

    asked = Activity.objects.get(kind="Follow")
    assert asked.document["object"] == group.uri
    group.send(group.says("Accept", asked.document))
    work_off()
    assert last() == (InboxState.DONE, "")
    assert not RemoteItem.objects.exists()


def test_a_space_says_its_address_and_one_from_elsewhere_what_is_still_being_read(mirror, client):
    make_space("orchard")
    assert "orchard@here.example" in client.get("/en/s/orchard/", follow=True).content.decode()
    assert "still being read" not in client.get(f"/en/s/{mirror.slug}/", follow=True).content.decode()

    RemoteSpace.objects.update(next_page="https://host.example/s/garden/contents")

    assert "still being read" in client.get(f"/en/s/{mirror.slug}/", follow=True).content.decode()
