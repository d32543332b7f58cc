"""To be referred: two others, three slots, half a year; and what it costs, only when a decision is final."""

import pytest

from apps.base.errors import NotFound, NotNow, NotYours
from apps.base.models import new_reference
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.people.services import persona_create
from apps.referrals import services
from apps.referrals.models import Referral
from apps.referrals.states import ReferralState
from apps.spaces.services import posting_pause, space_join, space_leave
from apps.trust.models import Feedback, GrantedStatus, Kind, ReferralMark
from apps.trust.standings import standings_for
from tests.making import make_persona, make_topic
from tests.referrals.world import ask, at, earn, give, referred, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return village()


def standing(persona, space, day):
    return standings_for([persona], space, at(day)).get(persona.pk, [])


# --- two, for half a year --------------------------------------------------------------------------------------------


def test_one_word_gives_nothing_and_two_refer(place):
    asking = ask(place.new, place.space)

    give(place.ada, asking)
    assert standing(place.new, place.space, 1) == []

    give(place.bo, asking, day=1)
    status = standing(place.new, place.space, 2)[0]
    assert (status.basis, status.level) == ("referred", "known")
    assert status.until == at(181)


def test_while_the_newcomer_is_paused_it_does_not_count(place):
    referred(place)
    posting_pause(persona=place.new, space=place.space, until=at(30), now=at(2))

    assert standing(place.new, place.space, 3) == []
    assert standing(place.new, place.space, 31)


def test_it_ends_by_itself_after_half_a_year(place):
    referred(place)

    assert standing(place.new, place.space, 179)
    assert standing(place.new, place.space, 181) == []


def test_the_second_word_comes_within_ninety_days(place):
    give(place.ada, ask(place.new, place.space))
    late = ask(place.new, place.space, day=91)

    give(place.bo, late, day=91)

    assert standing(place.new, place.space, 92) == []


def test_what_one_has_earned_takes_its_place(place):
    referred(place)
    earn(place.new, place.space, day=10)

    services.referrals_settle(now=at(11))

    assert [status.basis for status in standing(place.new, place.space, 12)] == ["earned"]
    assert set(Referral.objects.values_list("state", flat=True)) == {ReferralState.REPLACED}


def test_a_word_on_one_topic_says_nothing_about_another(place):
    trains, ferries = make_topic(place.space, "trains"), make_topic(place.space, "ferries")
    earn(place.ada, place.space, trains)

    give(place.ada, ask(place.new, place.space, topic=trains))
    with pytest.raises(NotYours):
        give(place.bo, ask(place.new, place.space, topic=trains), day=1)
    with pytest.raises(NotYours):
        give(place.ada, ask(place.new, place.space, topic=ferries), day=1)


# --- who may ---------------------------------------------------------------------------------------------------------


def test_whoever_is_referred_cannot_refer(place):
    referred(place)
    other = make_persona("", place.space)

    with pytest.raises(NotYours):
        give(place.new, ask(other, place.space, day=1), day=1)


def speak_against(giver, persona, space, topic=None):
    said = {"giver": giver.reference, "kind": Kind.HELPFUL, "item": new_reference(), "at": at(-1)}
    Feedback.objects.create(space=space, topic=topic, receiver=persona, favourable=False, giver_earned=True, **said)


def test_whom_somebody_who_may_vouch_here_has_spoken_against_nobody_refers(place):
    asking, other = ask(place.new, place.space), make_persona("", place.space)
    speak_against(other, place.new, place.space)
    give(place.ada, asking)  # whoever may not vouch stops nobody

    speak_against(place.bo, place.new, place.space)
    earn(other, place.space)

    with pytest.raises(NotNow, match="défavorable"):
        give(other, asking, day=1)
    services.asking_end(account=place.new.account, reference=asking.reference, now=at(1))
    with pytest.raises(NotNow):
        ask(place.new, place.space, day=1)


def test_who_has_earned_as_much_as_a_referral_gives_asks_for_none(place):
    earn(place.new, place.space, givers=2, day=0)
    assert ask(place.new, place.space).referee == place.new

    earn(place.new, place.space, givers=1, day=0)

    with pytest.raises(NotNow):
        ask(place.new, place.space)


def test_who_may_not_vouch_reads_what_was_said_of_them_on_that_topic(place):
    trains, ferries = make_topic(place.space, "trains"), make_topic(place.space, "ferries")
    cy = make_persona("", place.space)
    earn(cy, place.space, trains, givers=2)
    earn(cy, place.space, ferries, givers=6)
    speak_against(place.ada, cy, place.space, trains)

    with pytest.raises(NotYours) as refused:
        give(cy, ask(place.new, place.space, topic=trains))

    assert refused.value.because.facts == {"in_favour": 2, "against": 1, "least": 5, "share": 0.1}


def test_once_two_have_vouched_nobody_who_was_asked_is_waited_for(place):
    asking, cy = ask(place.new, place.space), make_persona("", place.space)
    earn(cy, place.space)
    asked = services.referral_ask(account=place.new.account, reference=asking.reference, other=cy, now=at(0))

    for referrer in (place.ada, place.bo):
        give(referrer, asking)

    asked.refresh_from_db()
    assert asked.state == ReferralState.EXPIRED


def test_who_may_refer_does_not_fade(place):
    asking = ask(place.new, place.space, day=900)

    give(place.ada, asking, day=900)

    assert standing(place.ada, place.space, 900) == []


def under_another_name(persona, space):
    """They leave, and come back as somebody else."""
    other = persona_create(account=persona.account, pseudonym="Another name", now=at(0))
    space_leave(persona=persona, space=space, now=at(0))
    space_join(persona=other, space=space, now=at(0))
    return other


def test_nobody_vouches_for_themselves_under_any_name(place):
    asking = ask(place.new, place.space)
    other = under_another_name(place.new, place.space)
    earn(other, place.space)

    with pytest.raises(NotYours):
        give(other, asking)


def test_two_names_of_one_person_are_one_word(place):
    asking = ask(place.new, place.space)
    give(place.ada, asking)
    other = under_another_name(place.ada, place.space)
    earn(other, place.space)

    with pytest.raises(NotNow):
        give(other, asking, day=1)


def test_whoever_is_paused_is_neither_asked_for_nor_vouches(place):
    asking = ask(place.new, place.space)
    posting_pause(persona=place.new, space=place.space, until=at(30), now=at(1))
    with pytest.raises(NotNow):
        give(place.ada, asking, day=2)

    posting_pause(persona=place.new, space=place.space, until=None, now=at(3))
    posting_pause(persona=place.ada, space=place.space, until=at(30), now=at(3))
    with pytest.raises(NotYours):
        give(place.ada, asking, day=4)


# --- slots -----------------------------------------------------------------------------------------------------------


def test_three_slots_and_no_fourth_until_half_a_year_has_passed(place, english):
    for _ in range(3):
        give(place.ada, ask(make_persona("", place.space), place.space))
    with pytest.raises(NotNow, match="29 August"):
        give(place.ada, ask(place.new, place.space, day=1), day=1)

    give(place.ada, ask(place.new, place.space, day=180), day=180)


def test_taking_back_ends_it_at_once_and_frees_no_slot(place):
    referred(place)
    word = Referral.objects.get(referrer=place.ada)

    services.referral_withdraw(account=place.ada.account, reference=word.reference, now=at(3))

    assert standing(place.new, place.space, 4) == []
    assert Referral.objects.by(place.ada.account).holding_slots(at(179)).count() == 1
    assert Referral.objects.by(place.ada.account).holding_slots(at(181)).count() == 0


def test_the_other_word_waits_for_another_one(place):
    cy = make_persona("", place.space)
    earn(cy, place.space)
    referred(place)
    word = Referral.objects.get(referrer=place.ada)
    services.referral_withdraw(account=place.ada.account, reference=word.reference, now=at(3))

    give(cy, ask(place.new, place.space, day=4), day=4)

    assert standing(place.new, place.space, 5)


def test_only_the_two_can_end_it(place):
    referred(place)
    word = Referral.objects.get(referrer=place.ada)

    with pytest.raises(NotFound):
        services.referral_withdraw(account=place.bo.account, reference=word.reference, now=at(3))
    services.referral_renounce(account=place.new.account, reference=word.reference, now=at(3))

    assert standing(place.new, place.space, 4) == []


# --- asking ----------------------------------------------------------------------------------------------------------


def test_a_no_reads_like_no_answer(place):
    asking = ask(place.new, place.space)
    services.referral_ask(account=place.new.account, reference=asking.reference, other=place.ada, now=at(0))
    told = Notice.objects.count()

    services.referral_decline(persona=place.ada, reference=asking.reference, now=at(1))

    assert Notice.objects.count() == told
    assert Referral.objects.get().state == ReferralState.DECLINED


def test_nobody_is_asked_twice(place):
    asking = ask(place.new, place.space)
    asked = {"account": place.new.account, "reference": asking.reference, "other": place.ada}
    services.referral_ask(**asked, now=at(0))
    services.referral_decline(persona=place.ada, reference=asking.reference, now=at(1))

    with pytest.raises(NotNow):
        services.referral_ask(**asked, now=at(2))


def test_a_link_that_was_ended_leads_nowhere(place):
    asking = ask(place.new, place.space)
    services.asking_end(account=place.new.account, reference=asking.reference, now=at(1))

    with pytest.raises(NotNow):
        give(place.ada, asking, day=2)


def test_who_was_asked_by_a_request_that_ran_out_can_be_asked_by_the_next_one(place):
    first = ask(place.new, place.space)
    services.referral_ask(account=place.new.account, reference=first.reference, other=place.ada, now=at(0))

    again = ask(place.new, place.space, day=91)
    services.referral_ask(account=place.new.account, reference=again.reference, other=place.ada, now=at(91))

    assert set(Referral.objects.values_list("state", flat=True)) == {"expired", "asked"}


def test_who_vouches_already_is_not_asked_again(place):
    first = ask(place.new, place.space)
    give(place.ada, first)
    services.asking_end(account=place.new.account, reference=first.reference, now=at(1))
    again = ask(place.new, place.space, day=2)

    with pytest.raises(NotNow):
        services.referral_ask(account=place.new.account, reference=again.reference, other=place.ada, now=at(2))
    services.referral_ask(account=place.new.account, reference=again.reference, other=place.ada, now=at(91))


def test_a_paused_newcomer_asks_nobody(place):
    asking = ask(place.new, place.space)
    posting_pause(persona=place.new, space=place.space, until=at(30), now=at(1))

    with pytest.raises(NotYours):
        services.referral_ask(account=place.new.account, reference=asking.reference, other=place.ada, now=at(2))


# --- what it costs ---------------------------------------------------------------------------------------------------


def sanction(place, *, day, final, new=None, case="case-1"):
    persona = (new or place.new).reference
    services.sanction_stands(persona=persona, space=place.space.reference, case=case, final=final, now=at(day))


def test_a_decision_costs_nothing_until_it_is_final(place):
    referred(place)

    sanction(place, day=20, final=False)
    assert not ReferralMark.objects.exists()

    services.case_is_final(case="case-1", now=at(200))
    assert {mark.persona for mark in ReferralMark.objects.all()} == {place.ada, place.bo}
    assert {mark.amount for mark in ReferralMark.objects.all()} == {0.25}


def test_a_decision_that_falls_takes_its_marks_away(place):
    referred(place)
    sanction(place, day=20, final=True)

    services.sanction_falls(case="case-1", now=at(40))

    assert not ReferralMark.objects.exists()
    assert not Referral.objects.filter(betrayed_at__isnull=False).exists()


def test_after_half_a_year_nobody_answers_for_them(place):
    referred(place)

    sanction(place, day=181, final=True)

    assert not ReferralMark.objects.exists()


def test_whoever_took_their_word_back_before_bears_nothing(place):
    referred(place)
    word = Referral.objects.get(referrer=place.ada)
    services.referral_withdraw(account=place.ada.account, reference=word.reference, now=at(3))

    sanction(place, day=20, final=True)

    assert not ReferralMark.objects.filter(persona=place.ada).exists()


def test_of_several_pairs_the_last_answers_so_that_one_decision_never_costs_more_than_two(place):
    trains = make_topic(place.space, "trains")
    others = [make_persona("", place.space) for _ in range(4)]
    for persona in others:
        earn(persona, place.space, trains)
    referred(place)
    for number, topic in ((0, trains), (2, None)):
        if topic is None:  # both take their word back, and two others refer them to the whole space anew
            for word in Referral.objects.filter(topic=None):
                services.referral_withdraw(account=word.referrer.account, reference=word.reference, now=at(4))
        asking = ask(place.new, place.space, topic=topic, day=5)
        for referrer in others[number : number + 2]:
            give(referrer, asking, day=5 + number)

    sanction(place, day=20, final=True)

    assert {mark.persona for mark in ReferralMark.objects.all()} == set(others[2:])


def test_whoever_waited_alone_since_bears_no_third_mark(place):
    cy, dee = (make_persona("", place.space) for _ in range(2))
    earn(cy, place.space)
    earn(dee, place.space)
    referred(place)
    word = Referral.objects.get(referrer=place.ada)
    services.referral_withdraw(account=place.ada.account, reference=word.reference, now=at(3))
    services.referrals_settle(now=at(91))
    asking = ask(place.new, place.space, day=91)
    for referrer in (cy, dee):
        give(referrer, asking, day=91)

    sanction(place, day=100, final=True)

    assert {mark.persona for mark in ReferralMark.objects.all()} == {cy, dee}


def test_what_happens_in_one_space_costs_nobody_in_another(place):
    elsewhere = village()
    space_join(persona=place.new, space=elsewhere.space, now=at(0))
    referred(place)
    referred(elsewhere, place.new, day=1)

    sanction(place, day=30, final=True)

    assert {mark.persona for mark in ReferralMark.objects.all()} == {place.ada, place.bo}


def test_it_goes_no_further_than_the_two(place):
    cy, dee = make_persona("", place.space), make_persona("", place.space)
    referred(place)
    earn(place.new, place.space, day=10)
    earn(cy, place.space)
    for referrer in (place.new, cy):
        give(referrer, ask(dee, place.space, day=20), day=20)

    sanction(place, new=dee, day=30, final=True)

    assert {mark.persona for mark in ReferralMark.objects.all()} == {place.new, cy}


def test_three_marks_in_a_year_suspend_referring_and_not_the_status(place):
    for number in range(3):
        new = make_persona("", place.space)
        referred(place, new)
        sanction(place, new=new, day=10 + number, final=True, case=f"case-{number}")
    words = Feedback.objects.filter(receiver=place.ada).count()

    with pytest.raises(NotNow):
        give(place.ada, ask(place.new, place.space, day=200), day=200)

    assert Feedback.objects.filter(receiver=place.ada).count() == words
    give(place.ada, ask(place.new, place.space, day=376), day=376)


# --- leaving ---------------------------------------------------------------------------------------------------------


def test_no_status_rests_on_nobody(place):
    referred(place)

    account_erase(account=place.ada.account, words=Words.DELETE, now=at(5))

    assert standing(place.new, place.space, 6) == []
    assert GrantedStatus.objects.get().ended_why == "left"


def test_whoever_leaves_ends_nothing_between_others(place):
    referred(place)

    account_erase(account=make_persona("", place.space).account, words=Words.DELETE, now=at(5))

    assert standing(place.new, place.space, 6)
    assert set(Referral.objects.values_list("referrer", "referee", "state")) == {
        (referrer.pk, place.new.pk, ReferralState.GIVEN) for referrer in (place.ada, place.bo)
    }


def test_what_was_asked_is_named_over_with_its_request_and_not_before(place):
    def asked(new, day):
        asking = ask(new, place.space, day=day)
        said = {"account": new.account, "reference": asking.reference, "other": place.ada}
        return asking, services.referral_ask(**said, now=at(day))

    old, fresh = asked(place.new, 0), asked(make_persona("", place.space), 10)

    services.referrals_settle(now=at(90))

    for row in (*old, *fresh):
        row.refresh_from_db()
    assert (old[0].ended_at, fresh[0].ended_at) == (at(90), None)
    assert (old[1].state, fresh[1].state) == (ReferralState.EXPIRED, ReferralState.ASKED)


def test_a_newcomer_who_leaves_frees_no_slot(place):
    referred(place)

    account_erase(account=place.new.account, words=Words.DELETE, now=at(5))

    assert Referral.objects.by(place.ada.account).holding_slots(at(6)).count() == 1
