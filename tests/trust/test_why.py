"""Every status answers why: what went in, by which rule, how sure, what would change it. Givers are never named."""

import pytest

from apps.posts.services import helpful_vote
from apps.trust import grounds
from apps.trust.grounds import Grounds
from apps.trust.models import Basis, Explained
from apps.trust.services import status_grant
from apps.trust.standings import standings_for
from tests.scoring.world import NAMES, make_member, make_space, make_subject, publish
from tests.trust.world import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def scene(settle, monkeypatch):
    """Somebody whom four founders thanked, a while ago."""
    monkeypatch.setattr("apps.trust.why_view.clock.now", lambda: at(2))
    here = make_space()
    author = make_member(here, "Margaux", signed_up=True)
    review = publish(here, make_subject(), author)
    for name in NAMES[:4]:
        helpful_vote(persona=make_member(here, name), item=review, now=at(1))
    settle(at(1))
    return here, author


def test_an_earned_status_is_explained_to_anybody_without_naming_who_counts(scene, client):
    here, author = scene
    standing = standings_for([author], here, at(2))[author.pk][0]

    page = client.get(standing.why).content.decode()

    assert "Different members with a status who spoke for them in a year" in page
    assert "91 of 100 pairs" in page
    assert "Without another word it falls by a step around" in page
    assert "earned_status 2.1" in page
    assert not [name for name in NAMES[:4] if name in page]


def test_whoever_has_it_is_spoken_to(scene, client):
    here, author = scene
    client.force_login(author.account)

    page = client.get(standings_for([author], here, at(2))[author.pk][0].why).content.decode()

    assert "by your own activity" in page
    assert "By your own activity here" in page
    assert "who spoke for you in a year" in page
    assert "their own activity" not in page


def test_what_is_not_yet_a_status_is_explained_to_oneself_alone(scene, client):
    here, _author = scene
    friend = make_member(here, "Zoe", signed_up=True)
    row = Explained.objects.create(persona=friend, space=here, topic=None)
    path = f"/en/trust/why/{row.reference}/"

    assert client.get(path).status_code == 404
    client.force_login(friend.account)
    assert "Nothing for the moment" in client.get(path).content.decode()


def test_a_granted_status_tells_what_whoever_granted_it_says(scene, client, monkeypatch):
    here, author = scene
    monkeypatch.setattr(grounds, "_GROUNDS", {})
    told = Grounds("Two members vouched.", (("Members", "2", ""),), "referral 1.0")
    grounds.register_grounds(Basis.REFERRED, lambda because: told)
    status = status_grant(
        persona=author, space=here, topic=None, basis=Basis.REFERRED, level="known", because="r", rule="x",
        until=at(180), now=at(1),
    )  # fmt: skip

    page = client.get(f"/en/trust/why/{status.reference}/").content.decode()

    assert "Two members vouched." in page
    assert "It ends by itself" in page


def test_the_twin_says_the_same(scene, client):
    here, author = scene
    standing = standings_for([author], here, at(2))[author.pk][0]

    told = client.get(f"/api{standing.why[3:]}").json()

    assert told["basis"] == "earned"
    assert told["level"] == "known"
    assert told["rule"] == "earned_status 2.1"


def test_why_in_a_members_only_space_is_for_its_members(scene, client):
    here, author = scene
    here.visibility = "members"
    here.save()
    standing = standings_for([author], here, at(2))[author.pk][0]

    assert client.get(standing.why).status_code == 404
