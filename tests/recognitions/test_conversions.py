"""A member asks, a published table answers, and what was given lives as long as its source."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from apps.base.errors import BadInput, NotNow, NotYours
from apps.disputes.services import DisputeDraft, dispute_decide, dispute_open
from apps.look.moments import day as day_of
from apps.notices.models import Notice
from apps.people.services import persona_create
from apps.recognitions.models import Conversion
from apps.recognitions.rechecking import levels_of
from apps.recognitions.selectors.conversions import conversion_views, could_count, of_account
from apps.recognitions.selectors.flows import flows
from apps.recognitions.services import (
    conversion_ask,
    conversion_take_back,
    conversions_expire,
    recognition_end,
    recognitions_expire,
)
from apps.recognitions.states import ConversionState
from apps.spaces.models import Membership
from apps.spaces.services import space_join
from apps.trust.grounds import contestable, count_anew, grounds_of
from apps.trust.models import Feedback, GrantedStatus, RuleRefusal
from apps.trust.standings import earned_level, effective
from apps.trust.why import why_of
from tests.making import make_persona
from tests.recognitions.world import DAY, TABLE, Pair, earn, make_pair, manager_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def pair(kept) -> Pair:
    def build() -> Pair:
        made = make_pair()
        made.publish()
        return made

    return kept(build)


def ask(pair: Pair, persona, topic="food", *, day=0.0, linked=False) -> Conversion:
    now = pair.begun + timedelta(days=day)
    return conversion_ask(account=persona.account, recognition=pair.recognition, topic=topic, linked=linked, now=now)


def recognised(pair: Pair, *, day=0.0) -> object:
    persona = pair.member()
    earn(persona, pair.there, at=pair.begun + timedelta(days=day))
    return persona


def shown(made: Conversion, pair: Pair, *, day=0.0):
    [view] = conversion_views([of_account(made.persona.account).get(pk=made.pk)], now=pair.begun + timedelta(days=day))
    return view


def test_what_was_earned_there_counts_here_for_one_topic_only(pair):
    persona = recognised(pair)

    made = ask(pair, persona)

    lodging = pair.here.topics.get(slug="lodging")
    standing = effective(persona, pair.here, lodging, pair.begun)
    assert (standing.basis, standing.level, standing.topic) == ("converted", "known", "lodging")
    assert standing.until == pair.begun + 180 * DAY
    assert effective(persona, pair.here, None, pair.begun) is None
    assert "because “Slow Roads” calls them “recognised here”" in shown(made, pair).sentence
    assert "table version 1" in grounds_of("converted", made.reference).sentence


@pytest.mark.parametrize(
    ("givers", "topic", "day", "why", "words"),
    [
        (0, "food", 0, "not_earned", "Nothing is earned"),
        (6, "", 0, "not_earned", "Nothing is earned"),
        (4, "food", 0, "no_row", "no row for “known here”"),
    ],
)
def test_a_refusal_says_which_row_which_figure_and_can_be_contested(pair, givers, topic, day, why, words):
    persona = pair.member()
    earn(persona, pair.there, givers=givers, at=pair.begun)

    made = ask(pair, persona, topic)

    assert (made.state, made.why) == (ConversionState.REFUSED, why)
    assert words in shown(made, pair).sentence
    contested = contestable("conversion", made.reference)
    assert contested.persona == persona
    assert contested.space == pair.here
    assert words in contested.sentence
    assert not GrantedStatus.objects.exists()


def test_a_topic_that_is_not_in_the_table_gives_nothing(pair):
    persona = pair.member()
    pair.there.topics.create(slug="music", name_fr="Musique", name_en="Music")
    earn(persona, pair.there, "music", at=pair.begun)

    assert ask(pair, persona, "music").why == "no_topic"


def test_what_nobody_confirmed_for_too_long_is_refused_with_both_figures(pair):
    pair.publish(replace(TABLE, max_age=30, rows=(("known", "known"),)), now=pair.begun)
    persona = pair.member()
    earn(persona, pair.there, givers=30, at=pair.begun - 20 * DAY)

    made = ask(pair, persona, day=20)

    assert made.why == "too_old"
    assert "for 40 days" in shown(made, pair).sentence
    assert "30 at most" in shown(made, pair).sentence


def test_a_word_against_confirms_nothing(pair):
    pair.publish(replace(TABLE, max_age=30, rows=(("known", "known"),)), now=pair.begun)
    persona = pair.member()
    earn(persona, pair.there, givers=30, at=pair.begun - 20 * DAY)
    earn(persona, pair.there, givers=1, at=pair.begun + 19 * DAY)
    Feedback.objects.filter(receiver=persona, at__gt=pair.begun).update(favourable=False)

    assert ask(pair, persona, day=20).why == "too_old"


def test_a_topic_that_the_space_has_no_more_counts_for_nothing_never_for_the_whole_space(pair):
    persona = recognised(pair)
    pair.here.topics.all().delete()

    assert ask(pair, persona).why == "no_topic"
    assert not GrantedStatus.objects.exists()


def test_what_is_no_topic_at_all_is_asked_of_nobody(pair, client):
    client.force_login(recognised(pair).account)

    asked = client.post(f"/en/recognitions/{pair.recognition.reference}/ask/", {"topic": "no topic!"})

    assert asked.status_code == 404
    assert not Conversion.objects.exists()


def test_a_shorter_age_reaches_what_was_converted_on_its_date(pair):
    persona = recognised(pair)
    made = ask(pair, persona)
    pair.publish(replace(TABLE, max_age=30), now=pair.begun)
    earn(persona, pair.there, at=pair.begun + 29 * DAY)
    lodging = pair.here.topics.get(slug="lodging")

    def counting(day: int) -> int:
        return flows([pair.recognition], now=pair.begun + day * DAY)[pair.recognition.pk].counting

    assert [counting(day) for day in (0, 14, 29, 31)] == [1, 1, 1, 0]  # by the table of that day, before any sweep
    assert shown(made, pair, day=14).until == pair.begun + 180 * DAY
    assert shown(made, pair, day=16).until == pair.begun + 30 * DAY
    assert effective(persona, pair.here, lodging, pair.begun + 29 * DAY) is not None
    assert effective(persona, pair.here, lodging, pair.begun + 31 * DAY) is None
    said = why_of(made.status.reference, persona.account, now=pair.begun + 16 * DAY)
    assert said.until == pair.begun + 30 * DAY
    assert date_format(said.until) in said.sentence
    assert date_format(said.until) in said.would_change[0]
    with pytest.raises(NotNow, match=day_of(said.until)):
        ask(pair, persona, day=17)


def test_an_announced_end_is_the_last_day_of_what_was_converted(pair):
    persona = recognised(pair)
    ask(pair, persona)
    ending = recognition_end(account=pair.manager, recognition=pair.recognition, now=pair.begun)
    lodging = pair.here.topics.get(slug="lodging")

    assert effective(persona, pair.here, lodging, pair.begun + DAY).until == ending.ends_at


def test_what_lost_its_source_may_be_asked_again_before_any_sweep(pair):
    persona = recognised(pair)
    made = ask(pair, persona)
    Feedback.objects.filter(receiver=persona).delete()
    assert ask(pair, persona, day=1).why == "not_earned"
    made.refresh_from_db()
    assert (made.state, made.why) == ("ended", "lost")

    earn(persona, pair.there, at=pair.begun + 2 * DAY)
    assert ask(pair, persona, day=2).state == "given"


def test_an_end_that_was_taken_back_ends_nothing(pair):
    recognition_end(account=pair.manager, recognition=pair.recognition, now=pair.begun)
    pair.publish(now=pair.begun + DAY)

    assert ask(pair, recognised(pair, day=16), day=16).state == "given"


def test_many_converted_statuses_cost_no_more_questions_than_one(pair):
    people = [recognised(pair) for _ in range(3)]
    for persona in people:
        ask(pair, persona)
    rows = Conversion.objects.order_by("pk")

    asked = []
    for many in (1, 3):
        with CaptureQueriesContext(connection) as counted:
            assert all(levels_of(rows[:many], now=pair.begun).values())
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_the_quota_of_the_day_holds_and_tomorrow_is_another_day(pair):
    people = [recognised(pair) for _ in range(4)]

    states = [ask(pair, persona).state for persona in people]

    assert states == ["given", "given", "given", "refused"]
    assert ask(pair, people[3]).why == "quota"  # asked twice: kept once
    assert "Ask again tomorrow" in shown(Conversion.objects.get(why="quota"), pair).sentence
    assert ask(pair, people[3], day=1).state == "given"


def test_taking_back_frees_no_place_of_the_day(pair):
    people = [recognised(pair) for _ in range(4)]
    for persona in people[:3]:
        made = ask(pair, persona)
        conversion_take_back(account=persona.account, reference=made.reference, now=pair.begun)

    assert ask(pair, people[3]).why == "quota"


def test_only_what_is_earned_is_exported(pair):
    third = make_pair(there=pair.here)
    third.publish(replace(TABLE, rows=(("known", "known"),), topics=(("lodging", "lodging"),)))
    persona = recognised(pair)
    space_join(persona=persona, space=third.here, now=pair.begun)
    ask(pair, persona)

    made = conversion_ask(account=persona.account, recognition=third.recognition, topic="lodging", now=third.begun)

    assert (made.state, made.why) == ("refused", "not_earned")
    assert "not what was converted" in shown(made, pair).sentence


def test_two_names_are_linked_only_by_choice_and_taking_back_forgets_the_link(pair):
    there = make_persona("", pair.there)
    earn(there, pair.there, at=pair.begun)
    here = persona_create(account=there.account, pseudonym="quiet_heron", now=pair.begun)
    space_join(persona=here, space=pair.here, now=pair.begun)

    with pytest.raises(BadInput, match="two names"):
        ask(pair, there)
    made = ask(pair, there, linked=True)

    assert (made.persona, made.source) == (here, there)
    assert there.pseudonym not in grounds_of("converted", made.reference).sentence
    conversion_take_back(account=there.account, reference=made.reference, now=pair.begun)
    made.refresh_from_db()
    assert made.source is None
    assert effective(here, pair.here, pair.here.topics.get(), pair.begun) is None


def test_it_falls_with_its_source_at_once_and_a_sweep_ends_it_and_tells(pair):
    persona = recognised(pair)
    made = ask(pair, persona)
    Feedback.objects.filter(receiver=persona).delete()

    lodging = pair.here.topics.get(slug="lodging")
    assert effective(persona, pair.here, lodging, pair.begun) is None
    assert conversions_expire(now=pair.begun) == 1
    made.refresh_from_db()
    assert (made.state, made.why) == ("ended", "lost")
    assert GrantedStatus.objects.get(because=made.reference).ended_at == pair.begun
    assert Notice.objects.filter(kind="conversion.ended", to=persona).count() == 1
    assert conversions_expire(now=pair.begun) == 0


def test_it_never_rises_by_itself(pair):
    pair.publish(replace(TABLE, rows=(("recognised", "known"), ("reference", "recognised")), cap="recognised"))
    persona = recognised(pair)
    ask(pair, persona)
    earn(persona, pair.there, givers=20, at=pair.begun)

    assert earned_level(persona, pair.there, pair.there.topics.get(), pair.begun) == "reference"
    assert effective(persona, pair.here, pair.here.topics.get(), pair.begun).level == "known"


def test_a_change_that_takes_away_reaches_what_was_converted_on_its_date(pair):
    persona = recognised(pair)
    ask(pair, persona)
    pair.publish(replace(TABLE, rows=(("reference", "known"),)), now=pair.begun)

    lodging = pair.here.topics.get(slug="lodging")
    assert effective(persona, pair.here, lodging, pair.begun + 14 * DAY) is not None
    assert effective(persona, pair.here, lodging, pair.begun + 15 * DAY) is None


def test_the_end_of_a_recognition_ends_what_was_converted_by_it(pair):
    persona = recognised(pair)
    made = ask(pair, persona)
    recognition_end(account=pair.manager, recognition=pair.recognition, now=pair.begun)
    earn(persona, pair.there, at=pair.begun + 14 * DAY)

    recognitions_expire(now=pair.begun + 15 * DAY)

    assert conversions_expire(now=pair.begun + 15 * DAY) == 1
    made.refresh_from_db()
    assert made.state == "ended"
    late = recognised(pair)
    for _ in range(2):
        with pytest.raises(NotNow, match="has ended"):
            ask(pair, late, day=15)
    client = Client()
    client.force_login(late.account)
    said = client.get(f"/en/me/refusals/{RuleRefusal.objects.get().reference}/").content.decode()
    assert "Slow Roads → Home repairs" in said


def test_whoever_stands_in_one_space_only_is_told_which(pair):
    with pytest.raises(NotYours, match="no member of “Slow Roads”"):
        ask(pair, make_persona("", pair.here))
    with pytest.raises(NotYours, match="Join this space first"):
        ask(pair, make_persona("", pair.there))


def test_a_member_sees_where_what_they_earned_could_count(pair):
    persona = recognised(pair)

    [option] = could_count(persona.account, now=pair.begun)
    assert option.gives == "“known here”, for “Brakes” only"

    made = ask(pair, persona)
    [option] = could_count(persona.account, now=pair.begun)
    assert made.reference in option.counted


def test_contested_it_is_asked_again_by_the_table_in_force_and_never_called_anew_for_the_same(pair):
    persona = recognised(pair, day=-1)
    given = ask(pair, persona)
    said = {"kind": "conversion", "reference": given.reference, "words": "I was there long before, look again."}
    draft = DisputeDraft(anew=True, reasons="The table counts more since, so it is asked again.")
    other = manager_of(pair.here, "tm_other", now=pair.begun)
    now = pair.begun + 0.5 * DAY
    dispute = dispute_open(account=persona.account, **said, now=now)

    with pytest.raises(NotYours, match="had a part"):
        dispute_decide(account=pair.manager, dispute=dispute, draft=draft, now=now)
    with pytest.raises(NotNow, match="the same"):
        dispute_decide(account=other, dispute=dispute, draft=draft, now=now)
    given.refresh_from_db()
    assert (given.state, dispute.decisions.count()) == (ConversionState.GIVEN, 0)  # nothing of it happened

    pair.publish(replace(TABLE, rows=(("recognised", "recognised"),), cap="recognised"), now=now)
    decided = dispute_decide(account=other, dispute=dispute, draft=draft, now=now)

    given.refresh_from_db()
    assert (decided.state, given.state, given.why) == ("anew", ConversionState.ENDED, "contested")
    assert [one.level for one in GrantedStatus.objects.filter(ended_at=None)] == ["recognised"]
    assert Conversion.objects.filter(state=ConversionState.GIVEN).count() == 1


def test_contested_by_whoever_linked_two_names_they_stay_linked_for_it_alone(pair):
    account = recognised(pair, day=-1).account
    Membership.objects.filter(persona__account=account, space=pair.here).delete()
    here = persona_create(account=account, pseudonym="second_name", now=pair.begun)
    space_join(persona=here, space=pair.here, now=pair.begun)
    given = ask(pair, here, linked=True)
    now = pair.begun + 0.5 * DAY
    pair.publish(replace(TABLE, rows=(("recognised", "recognised"),), cap="recognised"), now=now)

    count_anew("conversion", given.reference, [], now)

    given.refresh_from_db()
    again = Conversion.objects.get(state=ConversionState.GIVEN)
    assert given.source is None
    assert (again.persona, again.level, again.linked_at) == (here, "recognised", now)


def test_asking_reading_why_and_taking_back_in_the_pages(pair, client):
    persona = recognised(pair)
    client.force_login(persona.account)
    way = f"/en/recognitions/{pair.recognition.reference}/"

    assert "In “Home repairs” it would count as" in client.get(f"{way}ask/").content.decode()
    answer = client.post(f"{way}ask/", {"topic": "food"}, follow=True)
    page = answer.content.decode()
    assert "It counts from now on" in page
    assert "Row of the table" in page
    again = client.get(f"{way}ask/").content.decode()
    assert "It counts there already" in again
    assert "it would count as" not in again
    assert "it gives nothing now" not in again
    taken = client.post(f"{answer.redirect_chain[-1][0]}take-back/", follow=True).content.decode()
    assert "It counts no more" in taken
    assert "Where this could count" in client.get("/en/me/trust/").content.decode()
