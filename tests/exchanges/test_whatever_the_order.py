"""Whatever the order of events, nobody reads one rating while the other may still come and the days are not over."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.base.errors import Refusal
from apps.exchanges import services
from apps.exchanges.models import Rating
from apps.people.erasure import Words, account_erase
from apps.people.models import Account
from apps.posts.models import Post
from apps.spaces.services import posting_pause, space_join, space_leave
from tests.exchanges.world import DAY, Pair, give, make_pair

SIDES = ("proposer", "other")
WORDS = {"proposer": "heronsong", "other": "plovercall"}
DEEDS = ["rate", "rate", "back", "leave", "join", "pause", "erase", "answer"]
ACTS = st.one_of(
    st.tuples(st.sampled_from(DEEDS), st.sampled_from(SIDES)),
    st.tuples(st.just("wait"), st.sampled_from([DAY / 24, DAY, 6 * DAY, 14 * DAY - DAY / 24])),
    st.tuples(st.just("watch"), st.just("")),
)


class Told:
    """What an outsider with a notebook knows: when each first rated, and who cannot rate any more."""

    def __init__(self, pair: Pair) -> None:
        self.pair, self.now = pair, pair.begun
        self.first: dict[str, datetime] = {}
        self.done: set[str] = set()

    def act(self, what: str, about) -> None:
        if what == "wait":
            self.now += about
        elif what == "watch":
            services.exchanges_reveal(now=self.now)
            services.exchanges_expire(now=self.now)
        else:
            try:
                with transaction.atomic():
                    getattr(self, what)(about)
            except Refusal:
                pass

    def account(self, side: str) -> Account | None:
        return Account.objects.filter(personas=self.pair.proposer if side == "proposer" else self.pair.other).first()

    def _named(self, side: str) -> dict:
        if self.account(side) is None:
            raise Refusal("gone")
        return {"account": self.account(side), "reference": self.pair.exchange.reference, "now": self.now}

    def rate(self, side: str) -> None:
        self._named(side)
        give(self.pair, side, f"It was as agreed, {WORDS[side]}.", now=self.now)
        self.first.setdefault(side, self.now)
        self.done.add(side)

    def back(self, side: str) -> None:
        services.rating_take_back(**self._named(side))
        self.first.pop(side, None)

    def answer(self, side: str) -> None:
        services.answer_give(text="So it was.", language="en", **self._named(side))

    def leave(self, side: str) -> None:
        space_leave(persona=getattr(self.pair, side), space=self.pair.space, now=self.now)

    def join(self, side: str) -> None:
        self._named(side)
        space_join(persona=getattr(self.pair, side), space=self.pair.space, now=self.now)

    def pause(self, side: str) -> None:
        self._named(side)
        posting_pause(persona=getattr(self.pair, side), space=self.pair.space, until=self.now + DAY, now=self.now)

    def erase(self, side: str) -> None:
        account_erase(account=self._named(side)["account"], words=Words.DETACH, now=self.now)
        self.done.add(side)
        if not read(side):
            self.first.pop(side, None)

    def may_be_read(self, side: str) -> bool:
        """The charter, said once more and otherwise than in the code."""
        if side not in self.first:
            return False
        both_had_their_turn = self.done == set(SIDES)
        return both_had_their_turn or self.now >= self.first[side] + timedelta(days=14)


def read(side: str) -> bool:
    return Post.objects.filter(text__contains=WORDS[side]).exists()


@pytest.fixture(scope="module")
def pair(kept):
    return kept(make_pair)


@pytest.mark.django_db
@settings(max_examples=max(10, settings.default.max_examples // 4))
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_no_order_of_events_shows_one_rating_before_its_time(pair, acts):
    with transaction.atomic():
        told = Told(pair)
        for what, about in acts:
            told.act(what, about)
            for side in SIDES:
                assert not read(side) or told.may_be_read(side), (what, about)
        told.act("wait", 15 * DAY)
        told.act("watch", "")
        assert {side for side in SIDES if read(side)} == set(told.first)  # and nothing that was given is lost
        assert not Rating.objects.filter(state="held").exists()
        transaction.set_rollback(True)
