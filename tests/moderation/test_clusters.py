"""Clusters: decided in one go only after a look at a sample, undone in one go, and nothing decided unseen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from apps.algorithms.like_cases import SAMPLE_LEAST, sample_of
from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow
from apps.moderation.clusters.deciding import cluster_decide, look_keep, looks_purge, still_to_open
from apps.moderation.clusters.finding import found_for, found_with
from apps.moderation.looks import Look
from apps.moderation.models import Case, Decision
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors.queue import mandates
from apps.moderation.services.cases import case_take
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.services.together import together_publish, together_undo
from apps.moderation.states import TOGETHER, CaseState, Outcome
from apps.notices.models import Notice
from apps.people.models import Consultation
from apps.posts.models import Post
from apps.posts.services import post_edit
from apps.posts.states import ItemState
from tests.moderation.world import LATER, NOW, make_space, make_world, manager, person, report, talk

pytestmark = pytest.mark.django_db
AD = "Cheap boilers from our warehouse, delivered tomorrow, call this number and say my name to pay half. "
MASK = DecisionDraft(outcome=Outcome.MASK, rule=RuleCode.ADVERTISING, seen_version=0, automated=TOGETHER)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def world(kept):
    return kept(built)


def built():
    """Five advertisements by two people, each reported, beside an honest review that is reported too."""
    world = make_world()
    world.sellers = [person("first seller", world.space), person("second seller", world.space)]
    world.ads = [talk(world.space, world.sellers[n % 2], f"{AD}Offer {n}.") for n in range(5)]
    for ad in world.ads:
        report(ad, world.reporter, Ground.ADVERTISING)
    report(world.review, world.reporter, Ground.PRIVATE_PERSON)
    return world


def found(world, account=None):
    account = account or world.alder
    (one,) = found_for(account, mandates(account, now=NOW), now=NOW)
    return one


def open_sample(world, account=None):
    account = account or world.alder
    one = found(world, account)
    for name in sample_of(one.cluster):
        look_keep(account=account, case=one.cases[name], version=one.version_of(name), now=NOW)
    return one


def seen(one, *without):
    return {name: one.version_of(name) for name in one.cluster.keys if name not in without}


def case_of(item):
    return Case.objects.get(item=item.reference)


def test_what_says_the_same_stands_together_and_nothing_else(world):
    one = found(world)

    assert {case.item for case in one.cases.values()} == {ad.reference for ad in world.ads}


def test_nothing_is_decided_before_a_sample_was_opened(world):
    one = found(world)
    first, *_rest = sample_of(one.cluster)
    look_keep(account=world.alder, case=one.cases[first], version=1, now=NOW)
    look_keep(account=world.rowan, case=one.cases[_rest[0]], version=1, now=NOW)  # somebody else's look is not mine

    with pytest.raises(NotNow, match="Open 2 items more"):
        cluster_decide(account=world.alder, found=one, seen=seen(one), draft=MASK, now=NOW)

    assert not Decision.objects.exists()
    assert len(still_to_open(world.alder, one)) == SAMPLE_LEAST - 1


def test_all_are_decided_as_one_and_each_author_hears_once(world):
    one = open_sample(world)

    decided = cluster_decide(account=world.alder, found=one, seen=seen(one), draft=MASK, now=NOW)
    together_publish(together_id=decided.together.pk, now=LATER)

    assert Decision.objects.published().count() == 5
    assert set(Post.objects.filter(pk__in=[ad.pk for ad in world.ads]).values_list("state", flat=True)) == {"masked"}
    told = Notice.objects.filter(kind="moderation.author").values_list("to", flat=True)
    assert sorted(told) == sorted(seller.pk for seller in world.sellers)
    assert "put the message with others" in decided.together.decisions.first().statement.words_en["automation"]
    assert Look.objects.filter(together=decided.together).count() == SAMPLE_LEAST
    assert looks_purge(now=NOW + timedelta(days=400)) == 0


def test_one_undo_takes_all_of_them_back(world):
    one = open_sample(world)
    decided = cluster_decide(account=world.alder, found=one, seen=seen(one), draft=MASK, now=NOW)

    together_undo(account=world.alder, together=decided.together, now=NOW)

    assert not Decision.objects.standing().exists()
    assert set(Post.objects.values_list("state", flat=True)) == {ItemState.PUBLISHED}
    assert not Notice.objects.filter(kind="moderation.author").exists()
    assert len(found(world).cases) == 5


def test_what_changed_or_is_in_other_hands_stays_out_and_is_said(world):
    one = open_sample(world)
    edited, held = (name for name in one.cluster.keys if name not in sample_of(one.cluster))
    item = Post.objects.get(reference=one.cases[edited].item)
    before = seen(one)
    post_edit(persona=item.author, post=item, text=f"{item.text} Or come by.", now=NOW)
    case_take(account=world.rowan, case=one.cases[held], now=NOW)

    now_there = open_sample(world)  # the one edited is the least alike now, and must be opened
    decided = cluster_decide(account=world.alder, found=now_there, seen=before, draft=MASK, now=NOW)

    assert len(decided.cases) == 3
    assert set(decided.left_out) == {edited, held}
    assert "tm_rowan" in decided.left_out[held]
    assert not Decision.objects.filter(case__reference__in=[edited, held]).exists()


def test_an_item_of_the_sample_that_was_edited_must_be_opened_again(world):
    one = open_sample(world)
    item = Post.objects.get(reference=one.first.item)
    post_edit(persona=item.author, post=item, text=f"{item.text} Or come by.", now=NOW)
    Case.objects.filter(pk=one.first.pk).update(state=CaseState.OPEN, closed_at=None, closing="")  # reported again

    assert still_to_open(world.alder, found(world)) == [one.cluster.first]


def test_fewer_than_two_and_strange_outcomes_are_refused(world):
    one = open_sample(world)

    with pytest.raises(NotNow, match="Fewer than two"):
        cluster_decide(account=world.alder, found=one, seen=seen(one, *one.cluster.keys[1:]), draft=MASK, now=NOW)
    for outcome in (Outcome.CLOSE, Outcome.PAUSE):
        draft = DecisionDraft(outcome=outcome, rule=RuleCode.ADVERTISING, seen_version=0)
        with pytest.raises(BadInput):
            cluster_decide(account=world.alder, found=one, seen=seen(one), draft=draft, now=NOW)


def test_what_one_reported_or_wrote_is_not_decided_by_oneself(world):
    report(world.ads[4], world.rowan.personas.get(), Ground.ADVERTISING, now=NOW)
    one = open_sample(world, world.rowan)

    decided = cluster_decide(account=world.rowan, found=one, seen=seen(one), draft=MASK, now=NOW)

    assert list(decided.left_out) == [case_of(world.ads[4]).reference]


def test_a_manager_of_another_space_finds_nothing(world):
    other = manager("tm_elsewhere", make_space("travel"))

    assert found_for(other, mandates(other, now=NOW), now=NOW) == []
    with pytest.raises(NotFound):
        found_with(other, mandates(other, now=NOW), found(world).cluster.first, now=NOW)


def test_the_pages_lead_through_the_sample_to_one_decision_and_back(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.alder)
    one = found(world)
    page = f"/en/desk/clusters/{one.cluster.first}/"
    ticked = [f"{name}:{version}" for name, version in seen(one).items()]
    form = {"case": ticked, "rule": "7", "outcome": "mask", "idempotency_key": "k1"}

    assert "5 messages that are alike" in client.get("/en/desk/clusters/").content.decode()
    assert "What the author would read." in client.get(page).content.decode()
    told = client.post(f"/en/desk/i/{one.cluster.first}/preview/", {"rule": "7", "seen_version": 1}).content.decode()
    assert "Masked" in told
    assert client.post(f"{page}decide/", form).status_code == 409
    for name in sample_of(one.cluster):
        assert client.get(f"{page}{name}/").status_code == 200
        assert Consultation.objects.filter(about=name, account=one.cases[name].author.account, by="tm_alder").exists()
    assert client.post(f"{page}decide/", {**form, "rule": "", "idempotency_key": "k2"}).status_code == 422
    done = client.post(f"{page}decide/", {**form, "idempotency_key": "k3"}, follow=True).content.decode()
    assert "5 texts decided as one." in done
    offered = [name for name in Decision.objects.standing().values_list("reference", flat=True) if name in done]
    assert len(offered) == 1
    undo = offered[0]
    assert f"/desk/undo/{undo}/" in done
    assert "All of them are undone" in client.post(f"/en/desk/undo/{undo}/", follow=True).content.decode()
    assert not Decision.objects.standing().exists()
    assert client.get(f"{page}nothing/").status_code == 404
    assert client.get("/en/desk/clusters/none-such/").status_code == 302
