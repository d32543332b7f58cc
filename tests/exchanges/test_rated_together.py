"""Two ratings of one exchange appear together: when both are in, or after fourteen days."""

import json
from datetime import timedelta

import pytest

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.exchanges import services
from apps.exchanges.models import Exchange, Rating
from apps.exchanges.services import ExchangeDraft, exchange_propose
from apps.ledger.models import Pending, PublicText
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import Outcome
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.posts.models import Post, Revision
from apps.posts.services import item_withdraw, post_add, post_edit
from apps.spaces.services import posting_pause, space_leave
from tests.exchanges.world import DAY, WHAT, give, make_pair
from tests.factories import trust_manager
from tests.making import make_persona, make_space
from tests.moderation.world import decide, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TWO_WEEKS = 14 * DAY
AN_INSTANT = timedelta(microseconds=1)


@pytest.fixture
def pair(kept):
    return kept(make_pair)


def texts() -> list[str]:
    return list(Post.objects.filter(thread__by_turns=True).order_by("number").values_list("text", flat=True))


def test_one_rating_waits_and_the_other_is_told_that_it_is_in_not_what_it_says(pair):
    give(pair, "proposer", "He came late.", stars=2)

    assert texts() == []
    assert pair.now().reveal_at == pair.begun + TWO_WEEKS
    told = Notice.objects.get(kind="exchange.first_in")
    assert told.to == pair.other
    assert "late" not in str(told.context)


def test_both_appear_at_the_same_instant_when_the_second_is_in(pair):
    give(pair, "other", "She plays well.", stars=5)
    give(pair, "proposer", "He came late.", stars=2, now=pair.begun + 3 * DAY)

    shown = Post.objects.filter(thread=pair.now().thread).order_by("number")
    assert [(p.author, p.stars, p.text) for p in shown] == [
        (pair.other, 5, "She plays well."),
        (pair.proposer, 2, "He came late."),
    ]
    assert {p.published_at for p in shown} == {pair.begun + 3 * DAY}
    assert pair.now().why == "both"
    assert set(Rating.objects.values_list("text", "stars")) == {("", None)}
    assert Notice.objects.filter(kind="exchange.revealed").count() == 2


def test_at_exactly_fourteen_days_the_first_appears_and_the_second_is_too_late(pair):
    give(pair, "proposer", "He came late.")
    due = pair.begun + TWO_WEEKS

    assert services.exchanges_reveal(now=due - AN_INSTANT) == 0
    with pytest.raises(NotNow, match="fourteen days are over"):
        give(pair, "other", "Now that I have read it…", now=due)
    assert services.exchanges_reveal(now=due) == 1
    assert (texts(), pair.now().why) == (["He came late."], "time")
    with pytest.raises(NotNow, match="published already"):
        give(pair, "other", "Now that I have read it…", now=due)
    assert services.exchanges_reveal(now=due + DAY) == 0


def test_an_instant_before_fourteen_days_the_second_is_in_time(pair):
    give(pair, "proposer", "He came late.")
    give(pair, "other", "She plays well.", now=pair.begun + TWO_WEEKS - AN_INSTANT)

    assert texts() == ["He came late.", "She plays well."]


def test_what_is_held_can_be_changed_without_moving_its_day_and_leaves_no_earlier_wording(pair):
    give(pair, "proposer", "First wording.", stars=1)
    give(pair, "proposer", "Second wording.", stars=3, now=pair.begun + 5 * DAY)
    services.exchanges_reveal(now=pair.begun + TWO_WEEKS)

    post = Post.objects.get(thread=pair.now().thread)
    assert (post.text, post.stars) == ("Second wording.", 3)
    assert not Revision.objects.exists()


def test_taken_back_before_it_appears_its_words_are_gone_and_nobody_rates_twice(pair):
    give(pair, "proposer", "He came late.")
    services.rating_take_back(account=pair.account("proposer"), reference=pair.exchange.reference, now=pair.begun)

    assert Rating.objects.get().text == ""
    with pytest.raises(NotNow, match="neither of you rates twice"):
        give(pair, "proposer", "On second thoughts.")
    give(pair, "other", "She plays well.")  # nothing is left to wait for
    assert (texts(), pair.now().why) == (["She plays well."], "alone")


@pytest.mark.parametrize("words", list(Words))
def test_whoever_erases_themselves_takes_what_is_held_along_and_nobody_waits_for_them(pair, words, settle):
    give(pair, "other", "She plays well.")
    account_erase(account=pair.account("proposer"), words=words, now=pair.begun + DAY)

    services.exchanges_reveal(now=pair.begun + DAY)
    assert (texts(), pair.now().why, pair.now().proposer) == (["She plays well."], "alone", None)


@pytest.mark.parametrize("words", list(Words))
def test_what_the_erased_one_held_never_appears(pair, words):
    give(pair, "proposer", "He came late.")
    account_erase(account=pair.account("proposer"), words=words, now=pair.begun + DAY)

    services.exchanges_reveal(now=pair.begun + 20 * DAY)
    assert texts() == []
    assert not Exchange.objects.exists()


def test_who_is_paused_cannot_rate_and_what_they_gave_before_appears_all_the_same(pair):
    posting_pause(persona=pair.other, space=pair.space, until=pair.begun + 30 * DAY, now=pair.begun)
    with pytest.raises(NotYours, match="paused"):
        give(pair, "other", "She plays well.")

    give(pair, "proposer", "He came late.")
    posting_pause(persona=pair.proposer, space=pair.space, until=pair.begun + 30 * DAY, now=pair.begun)
    services.exchanges_reveal(now=pair.begun + TWO_WEEKS)
    assert texts() == ["He came late."]


def test_who_left_the_space_is_waited_for_as_long_as_anybody(pair):
    give(pair, "proposer", "He came late.")
    for who in (pair.proposer, pair.other):
        space_leave(persona=who, space=pair.space, now=pair.begun + DAY)

    with pytest.raises(NotYours, match="Join this space"):
        give(pair, "other", "She plays well.", now=pair.begun + DAY)
    assert services.exchanges_reveal(now=pair.begun + 13 * DAY) == 0
    assert services.exchanges_reveal(now=pair.begun + TWO_WEEKS) == 1


def test_after_it_appeared_each_answers_once_and_nobody_else_speaks(pair):
    give(pair, "proposer", "He came late.")
    services.exchanges_reveal(now=pair.begun + TWO_WEEKS)
    later, reference = pair.begun + 15 * DAY, pair.exchange.reference

    for side in ("proposer", "other"):
        answer = {"account": pair.account(side), "reference": reference, "language": "en", "now": later}
        services.answer_give(text=f"I am the {side}.", **answer)
        with pytest.raises(NotNow, match="answered already"):
            services.answer_give(text="And another thing.", **answer)
    assert texts() == ["He came late.", "I am the proposer.", "I am the other."]
    with pytest.raises(NotNow, match="nobody else"):
        post_add(author=make_persona("", pair.space), thread=pair.now().thread, text="I heard that…", now=later)
    with pytest.raises(NotFound):
        services.answer_give(
            account=make_persona("", pair.space).account, reference=reference, text="Me too.", language="en", now=later
        )


def test_once_published_it_is_edited_with_its_history_and_withdrawn_like_any_message(pair):
    give(pair, "proposer", "He came late.", stars=2)
    give(pair, "other", "She plays well.", stars=5)
    mine = Post.objects.get(author=pair.proposer)
    post_edit(persona=pair.proposer, post=mine, text="He came an hour late.", stars=1, now=pair.begun)

    assert (Revision.objects.get().stars, Post.objects.get(pk=mine.pk).stars) == (2, 1)
    item_withdraw(persona=pair.proposer, item=mine, now=pair.begun)
    assert Post.objects.get(pk=mine.pk).state == "withdrawn"


def test_once_published_a_person_can_decide_on_it_like_on_any_message(pair, settle):
    give(pair, "proposer", "He lives at 3 Mill Lane.", stars=2)
    give(pair, "other", "She plays well.")
    post = Post.objects.get(author=pair.proposer)

    case = report(post, pair.other, now=pair.begun).report.case
    manager, _mandate = trust_manager(pair.space)
    now = clock.now()
    decide(manager, case, Outcome.MASK, own_words="An address.", now=now)
    decisions_publish(now=now + timedelta(seconds=11))

    assert Post.objects.get(pk=post.pk).state == "masked"


def test_the_log_says_when_they_were_written_and_why_they_waited_and_nothing_else(pair):
    give(pair, "proposer", "He came late.")
    assert not Pending.objects.filter(object=pair.exchange.reference).exists()
    services.exchanges_reveal(now=pair.begun + TWO_WEEKS)

    entry = Pending.objects.get(object=pair.exchange.reference)
    assert json.loads(bytes(PublicText.objects.get(sha256=entry.body_sha256).body)) == {
        "type": "exchange.revealed",
        "exchange": pair.exchange.reference,
        "written_on": [pair.begun.date().isoformat()],
        "appeared_on": (pair.begun + TWO_WEEKS).date().isoformat(),
        "waited_because": "rated_together",
        "appeared_because": "time",
    }


def test_only_the_one_to_whom_it_was_proposed_confirms_it_and_only_confirmed_it_is_rated():
    pair = make_pair(confirmed=False)
    reference = pair.exchange.reference

    with pytest.raises(NotNow, match="both have confirmed"):
        give(pair, "proposer", "He came late.")
    with pytest.raises(NotYours, match="the other member confirms"):
        services.exchange_confirm(account=pair.account("proposer"), reference=reference, now=pair.begun)
    with pytest.raises(NotFound):
        services.exchange_confirm(account=make_persona("", pair.space).account, reference=reference, now=pair.begun)
    services.exchange_refuse(account=pair.account("other"), reference=reference, now=pair.begun)
    with pytest.raises(NotNow, match="cannot become"):
        services.exchange_confirm(account=pair.account("other"), reference=reference, now=pair.begun)
    with pytest.raises(NotNow, match="did not confirm the last one"):
        make_pair(pair.space, proposer=pair.proposer, other=pair.other, now=pair.begun + DAY)


def test_a_proposal_ends_after_thirty_days_and_what_nobody_rates_after_ninety():
    proposed, confirmed = make_pair(confirmed=False), make_pair()
    held = make_pair()
    give(held, "other", "She plays well.", now=held.begun + 89 * DAY)

    assert services.exchanges_expire(now=proposed.begun + 29 * DAY) == 0
    with pytest.raises(NotNow, match="Thirty days"):
        services.exchange_confirm(
            account=proposed.account("other"), reference=proposed.exchange.reference, now=proposed.begun + 30 * DAY
        )
    assert services.exchanges_expire(now=confirmed.begun + 91 * DAY) == 2
    assert [p.now().state for p in (proposed, confirmed, held)] == ["expired", "expired", "confirmed"]
    with pytest.raises(NotNow):
        give(confirmed, "other", "Late.", now=confirmed.begun + 91 * DAY)


def test_nobody_records_an_exchange_with_themselves_or_with_who_is_not_there():
    space = make_space()
    one, two = make_persona("", space), make_persona("", space)
    outside = make_persona("")
    draft = ExchangeDraft(what=WHAT, on=(clock.now() - DAY).date())

    with pytest.raises(NotYours, match="takes two"):
        exchange_propose(proposer=one, other=one, space=space, draft=draft, now=clock.now())
    with pytest.raises(NotNow, match="no longer a member"):
        exchange_propose(proposer=one, other=outside, space=space, draft=draft, now=clock.now())
    make_pair(space, proposer=one, other=two, confirmed=False)
    with pytest.raises(NotNow, match="waits already"):
        make_pair(space, proposer=two, other=one)


@pytest.mark.parametrize(("field", "value"), [("what", " \n "), ("what", "x" * 121), ("place", "y" * 81)])
def test_what_is_empty_or_endless_comes_back_beside_its_field(field, value):
    pair = make_pair()
    draft = ExchangeDraft(**{"what": WHAT, "on": pair.begun.date(), "place": "", field: value})

    with pytest.raises(BadInput) as refused:
        exchange_propose(proposer=pair.proposer, other=pair.other, space=pair.space, draft=draft, now=pair.begun)
    assert set(refused.value.errors) == {field}
