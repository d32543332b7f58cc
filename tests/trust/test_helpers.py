"""Who helps at the moment: offered first, shown only on a yes, and fading by itself."""

import pytest
from django.urls import reverse

from apps.base.errors import NotFound
from apps.posts.services import best_answer_choose, helpful_vote, item_withdraw
from apps.spaces.models import Space
from apps.trust.models import AnswerMark, Choice, HelperMoment
from apps.trust.selectors import helpers_now, offers_for, rising_now
from apps.trust.services import answer_count, helper_choose
from tests.scoring.world import make_member, make_space
from tests.trust.world import answer, ask, at, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settle):
    """Gaelle answered two questions of others, best both times."""
    space = make_space()
    topic = make_topic(space)
    asker, thankful = make_member(space, "Alba"), make_member(space, "Bruno")
    helper = make_member(space, "Gaelle", signed_up=True)
    for day in (1, 4):
        answer(ask(space, asker, topic=topic, day=day), helper, day=day, best=True, thanks=(thankful,))
    settle(at(5))
    return space, topic, asker, helper


def say(helper, space, choice, day=5):
    helper_choose(account=helper.account, persona=helper.reference, space=space.slug, choice=choice, now=at(day))


def test_helping_is_offered_in_private_before_anybody_sees_it(scene):
    space, topic, _asker, helper = scene

    offer = offers_for(helper.account, now=at(5))[0]

    assert (offer.pseudonym, offer.topic) == ("Gaelle", topic.slug)
    assert helpers_now(space, topic, now=at(5)) == []


def test_whoever_says_yes_is_shown_with_two_figures_and_three_lines(scene, english):
    space, topic, _asker, helper = scene

    say(helper, space, Choice.SHOWN)

    shown = helpers_now(space, topic, now=at(5))[0]
    assert shown.recency > 1
    assert shown.quality_low < shown.quality < shown.quality_high
    assert "2\u00a0answers" in shown.lines[0]
    assert len(shown.lines) == 3
    assert len(shown.answers) == 2
    assert helpers_now(space, now=at(5))[0].pseudonym == "Gaelle"
    assert offers_for(helper.account, now=at(5)) == []


def test_help_fades_by_itself(scene):
    space, topic, _asker, helper = scene
    say(helper, space, Choice.SHOWN)

    soon, late = (helpers_now(space, topic, now=at(day)) for day in (10, 200))

    assert soon
    assert late == []


def test_half_is_left_after_sixty_days(scene):
    space, topic, _asker, helper = scene
    say(helper, space, Choice.SHOWN)

    now, later = (helpers_now(space, topic, now=at(day))[0].recency for day in (4, 64))

    assert later == pytest.approx(now / 2, abs=0.02)


@pytest.mark.parametrize("choice", [Choice.LATER, Choice.NEVER])
def test_a_no_is_kept_and_nobody_sees_anything(scene, choice):
    space, topic, _asker, helper = scene

    say(helper, space, choice)

    assert offers_for(helper.account, now=at(6)) == []
    assert helpers_now(space, topic, now=at(6)) == []


def test_never_is_for_ever_and_later_is_asked_again(scene):
    space, topic, asker, helper = scene
    say(helper, space, Choice.NEVER)
    answer(ask(space, asker, topic=topic, day=80), helper, day=80, best=True)

    assert offers_for(helper.account, now=at(80)) == []

    say(helper, space, Choice.LATER, day=5)
    assert AnswerMark.objects.filter(best=True).count() == 2


def test_a_withdrawn_answer_no_longer_counts(scene, settle):
    space, topic, _asker, helper = scene
    say(helper, space, Choice.SHOWN)

    for mark in list(AnswerMark.objects.filter(persona=helper)):
        item_withdraw(persona=helper, item=mark.post, now=at(6))
    settle(at(6))

    assert helpers_now(space, topic, now=at(6)) == []
    record = HelperMoment.objects.get(persona=helper, topic=topic).record
    assert record["best"]["value"] == pytest.approx(0)


def test_counting_an_answer_twice_counts_it_once(scene):
    _space, _topic, _asker, helper = scene
    before = list(HelperMoment.objects.order_by("pk").values_list("record", flat=True))

    for mark in AnswerMark.objects.filter(persona=helper):
        answer_count(post_id=mark.post_id)

    assert list(HelperMoment.objects.order_by("pk").values_list("record", flat=True)) == before


def test_thanks_and_another_best_answer_change_the_sums(scene, settle):
    space, _topic, asker, helper = scene
    thread = AnswerMark.objects.filter(persona=helper).first().post.thread
    other = answer(thread, make_member(space, "Hakim"), day=5)

    helpful_vote(persona=asker, item=other, now=at(5))
    best_answer_choose(persona=asker, thread=thread, answer=other, now=at(5))
    settle(at(5))

    assert AnswerMark.objects.get(post=other).best
    assert AnswerMark.objects.get(post=other).thanks == 1
    assert AnswerMark.objects.filter(persona=helper, best=True).count() == 1


def test_answering_oneself_or_what_was_imported_is_no_help(settle):
    imported = make_space("elsewhere")
    space = make_space()
    asker = make_member(space, "Alba")
    thread = ask(space, asker)
    answer(thread, asker)
    stranger = make_member(imported, "Bruno")
    answer(ask(imported, stranger), make_member(imported, "Celeste"))
    Space.objects.filter(pk=imported.pk).update(imported=True)
    settle(at(1))

    assert not AnswerMark.objects.exists()


def test_where_fewer_than_fifty_help_nobody_is_a_newcomer_to_discover(scene):
    space, _topic, _asker, helper = scene
    say(helper, space, Choice.SHOWN)

    assert rising_now(space, now=at(5)) == []  # among the usual fifty of so small a space


def test_only_the_person_themselves_can_choose(scene):
    space, _topic, _asker, helper = scene
    other = make_member(space, "Ilona", signed_up=True)

    with pytest.raises(NotFound):
        helper_choose(account=other.account, persona=helper.reference, space=space.slug, choice=Choice.SHOWN, now=at(5))


def test_the_choice_is_a_form_on_ones_own_page(scene, client, time_machine):
    space, topic, _asker, helper = scene
    time_machine.move_to(at(5), tick=False)
    client.force_login(helper.account)

    page = client.get(reverse("trust:mine"))
    assert space.slug in page.content.decode()
    answered = client.post(
        reverse("trust:choice"), {"persona": helper.reference, "space": space.slug, "choice": "shown"}, follow=True
    )

    assert answered.status_code == 200
    assert helpers_now(space, topic, now=at(5))


def test_a_choice_that_is_none_of_the_three_gets_a_sentence(scene, client):
    _space, _topic, _asker, helper = scene
    client.force_login(helper.account)

    assert client.post(reverse("trust:choice"), {"choice": "loud"}).status_code == 422


def test_whoever_spoke_without_answering_anybody_opens_their_page(scene, settle):
    space, topic, asker, _helper = scene
    ask(space, asker, topic=topic, day=3)
    settle(at(4))

    assert HelperMoment.objects.filter(persona=asker, record={}).exists()
    assert offers_for(asker.account, now=at(5)) == []
