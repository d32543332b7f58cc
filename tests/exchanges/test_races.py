"""Two real connections: each word is published once, and both at one instant."""

import pytest

from apps.base import clock
from apps.exchanges import services
from apps.posts.models import Post
from tests.at_once import at_once
from tests.exchanges.world import DAY, give, make_pair

SIDES = ("proposer", "other")


@pytest.mark.django_db(transaction=True)
def test_two_who_send_in_the_same_second_and_tasks_that_run_at_once_publish_each_word_once():
    pairs = [make_pair() for _n in range(3)]
    waited = make_pair(now=clock.now() - 14 * DAY)
    give(waited, "proposer", "As agreed.")

    for pair in pairs:
        at_once(2, lambda n, pair=pair: give(pair, SIDES[n], f"As agreed, {SIDES[n]}."))
    at_once(4, lambda n: services.exchanges_reveal(now=waited.begun + 14 * DAY))

    for pair in pairs:
        shown = Post.objects.filter(thread=pair.now().thread)
        assert sorted(shown.values_list("author", flat=True)) == sorted([pair.proposer.pk, pair.other.pk])
        assert set(shown.values_list("published_at", flat=True)) == {pair.begun}
    assert Post.objects.filter(thread=waited.now().thread).count() == 1
