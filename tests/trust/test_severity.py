"""Words against, from exchanges: by their size, with the giver's severity taken out, told to trust managers alone."""

import pytest

from apps.base import clock
from apps.ledger.services import append
from apps.people.services import persona_create
from apps.posts.services import item_withdraw
from apps.trust.grounds import contestable, count_anew
from apps.trust.models import Explained, Feedback, Kind
from apps.trust.severity import judges, leniency_of
from tests.exchanges.world import give, make_pair
from tests.factories import trust_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def rated(settle):
    """One was content, the other was not."""
    pair = make_pair()
    give(pair, "proposer", "Late, and rude.", stars=1)
    give(pair, "other", "As agreed.", stars=5)
    settle()
    return pair


def test_both_ratings_count_for_whom_they_are_about(rated):
    against = Feedback.objects.get(kind=Kind.RATING, favourable=False)
    praise = Feedback.objects.get(kind=Kind.RATING, favourable=True)

    assert (against.receiver, praise.receiver) == (rated.other, rated.proposer)
    assert not against.verified
    assert against.surprise > praise.surprise


def test_a_rating_taken_back_no_longer_counts(rated, settle):
    post = rated.now().thread.posts.get(author=rated.proposer)

    item_withdraw(persona=rated.proposer, item=post, now=clock.now())
    settle()

    assert Feedback.objects.filter(kind=Kind.RATING).count() == 1


def test_a_rating_that_a_person_took_out_of_the_count_stays_out_when_its_post_comes_back(rated, settle):
    against = Feedback.objects.get(favourable=False)
    why = Explained.objects.get(persona=rated.other)
    [(named, _label, _path)] = contestable("status", why.reference).named

    count_anew("status", why.reference, [named], clock.now())
    post = rated.now().thread.posts.get(author=rated.proposer)
    for kind in ("item.masked", "item.restored"):
        append(kind=kind, actor="", object=post.reference, payload={"post": post.pk}, now=clock.now())
    settle()

    assert against.item == post.reference
    assert not Feedback.objects.filter(favourable=False).exists()
    assert Feedback.objects.filter(favourable=True).exists()


def test_whoever_blames_many_is_told_to_trust_managers_alone(rated, client):
    row = Feedback.objects.get(favourable=False)
    for number in range(6):
        row.pk, row.item, row.surprise = None, f"x{number}", 0.9
        row.save()
    manager, _mandate = trust_manager(rated.space)

    [judge] = judges([rated.space], now=clock.now())
    assert judge.severe
    assert leniency_of(rated.proposer.reference, rated.space, now=clock.now()) < 0.3

    other = persona_create(account=rated.account("proposer"), pseudonym="Another name", now=clock.now())
    assert leniency_of(other.reference, rated.space, now=clock.now()) < 0.3

    client.force_login(rated.account("proposer"))
    assert client.get("/en/desk/severity/").status_code == 403
    client.force_login(manager)
    assert "severe: a word against counts for" in client.get("/en/desk/severity/").content.decode()
