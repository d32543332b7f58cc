"""Who helps at the moment: offered first, shown only on a yes, and fading by itself."""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse

import apps
from apps.algorithms import apomediary
from apps.algorithms.apomediary import Record
from apps.base.errors import NotFound
from apps.notices.models import Notice
from apps.pages.selectors.spaces import space_page
from apps.people.services import persona_create
from apps.posts.services import best_answer_choose, helpful_vote, item_withdraw
from apps.spaces.models import Space
from apps.spaces.services import host_pause, posting_pause, space_join, space_leave
from apps.trust.helpers import solved_shares
from apps.trust.models import AnswerMark, Choice, HelperChoice, HelperMoment
from apps.trust.selectors import could_help, helpers_now, helping, offers_for, rising_now
from apps.trust.services import answer_count, helper_choose
from apps.trust.strengths import shown_people, strongest
from tests.making import deliver_all
from tests.scoring.world import make_member, make_space
from tests.trust.world import answer, ask, at, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(kept):
    return kept(make_scene)


@pytest.fixture
def scene(made, db):
    return deepcopy(made)


def make_scene():
    """Gaelle answered two questions of others, best both times."""
    space = make_space()
    topic = make_topic(space)
    asker, thankful = make_member(space, "Alba"), make_member(space, "Bruno")
    helper = make_member(space, "Gaelle", signed_up=True)
    for day in (1, 4):
        answer(ask(space, asker, topic=topic, day=day), helper, day=day, best=True, thanks=(thankful,))
    deliver_all(at(5))
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


def test_less_than_half_is_left_after_sixty_days(scene):
    space, _topic, _asker, helper = scene
    say(helper, space, Choice.SHOWN)

    now, later = (helping(helper, space, now=at(day)) for day in (4, 64))

    assert now[0].recency > 2
    assert not later or later[0].recency < now[0].recency / 2


@pytest.mark.parametrize("choice", [Choice.LATER, Choice.NEVER])
def test_a_no_is_kept_and_nobody_sees_anything(scene, choice):
    space, topic, _asker, helper = scene

    say(helper, space, choice)

    assert offers_for(helper.account, now=at(6)) == []
    assert helpers_now(space, topic, now=at(6)) == []


def test_never_is_for_ever_and_later_is_asked_again(scene, settle):
    space, topic, asker, helper = scene
    say(helper, space, Choice.NEVER)
    answer(ask(space, asker, topic=topic, day=80), helper, day=80, best=True)

    assert offers_for(helper.account, now=at(80)) == []

    say(helper, space, Choice.LATER, day=5)
    assert offers_for(helper.account, now=at(40)) == []
    settle(at(80))
    assert offers_for(helper.account, now=at(80))


def test_never_holds_for_the_person_under_any_name(scene, settle):
    space, topic, asker, helper = scene
    say(helper, space, Choice.NEVER)
    other_name = persona_create(account=helper.account, pseudonym="Gaelle_bis", now=at(5))
    space_leave(persona=helper, space=space, now=at(5))
    space_join(persona=other_name, space=space, consent=True, now=at(5))
    for day in (5, 6):
        answer(ask(space, asker, topic=topic, day=day), other_name, day=day, best=True)
    settle(at(6))

    assert helping(other_name, space, now=at(6))
    assert offers_for(helper.account, now=at(6)) == []


def test_whoever_leaves_or_may_not_post_is_not_named_as_helping(scene):
    space, topic, _asker, helper = scene
    say(helper, space, Choice.SHOWN)
    posting_pause(persona=helper, space=space, until=at(9), now=at(5))

    assert helpers_now(space, topic, now=at(6)) == []
    assert helpers_now(space, topic, now=at(10))

    space_leave(persona=helper, space=space, now=at(10))
    assert helpers_now(space, topic, now=at(10)) == []


def test_helping_gives_no_right_and_leaves_the_space_in_no_form():
    floors = Path(apps.__file__).parent
    deciding = [*floors.glob("*/permissions.py"), floors / "trust" / "statuses.py", *floors.glob("federation/**/*.py")]

    assert len(deciding) > 5
    assert not [path for path in deciding if re.search("helper|apomediar", path.read_text(), re.IGNORECASE)]


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


def test_in_a_small_space_the_usual_are_the_upper_half_and_others_can_rise(scene, settle):
    space, topic, asker, helper = scene
    newcomer = make_member(space, "Hakim", signed_up=True)
    for day in (1, 2, 3):
        answer(ask(space, asker, topic=topic, day=day), helper, day=day, best=True)
    for day in (3, 4):
        answer(ask(space, asker, topic=topic, day=day), newcomer, day=day, best=True)
    settle(at(5))
    say(helper, space, Choice.SHOWN)

    assert rising_now(space, now=at(5)) == []

    say(newcomer, space, Choice.SHOWN)
    named = rising_now(space, now=at(5))
    assert [(someone.pseudonym, someone.topic_name) for someone in named] == [("Hakim", topic.name)]
    assert rising_now(space, now=at(200)) == []
    assert rising_now(space, make_topic(space, "ferries"), now=at(5)) == []


def test_a_topic_of_a_space_names_those_who_help_on_it_alone(scene):
    space, topic, _asker, helper = scene
    make_topic(space, "ferries")
    say(helper, space, Choice.SHOWN)

    on = {
        slug: [line.speaker.name for line in _page(space, f"topic={slug}").helpers]
        for slug in (topic.slug, "ferries", "")
    }

    assert on == {topic.slug: ["Gaelle"], "ferries": [], "": ["Gaelle"]}


def _page(space, query):
    return space_page(AnonymousUser(), QueryDict(query), space=space.slug, now=at(5))


def test_people_who_could_help_are_proposed_on_a_question_that_waits_and_nobody_is_told(scene, settle):
    space, topic, asker, helper = scene
    say(helper, space, Choice.SHOWN)
    thread = ask(space, asker, topic=topic, day=5)
    elsewhere = ask(space, asker, topic=make_topic(space, "ferries"), day=5)

    assert [found.pseudonym for found in could_help(thread, now=at(5))] == ["Gaelle"]
    assert [found.pseudonym for found in could_help(elsewhere, now=at(5))] == ["Gaelle"]  # who helps in the space

    answer(thread, make_member(space, "Ilona"), day=5)
    settle(at(5))
    assert could_help(thread, now=at(5)) == []
    assert not Notice.objects.filter(about=thread.reference).exists()


def test_whoever_asks_is_not_proposed_to_themselves(scene):
    space, topic, _asker, helper = scene
    say(helper, space, Choice.SHOWN)

    assert could_help(ask(space, helper, topic=topic, day=5), now=at(5)) == []


def test_the_page_of_a_question_that_waits_proposes_and_one_that_is_answered_does_not(scene, client, time_machine):
    space, topic, asker, helper = scene
    say(helper, space, Choice.SHOWN)
    time_machine.move_to(at(5), tick=False)
    thread = ask(space, asker, topic=topic, day=5)
    address = f"/en/s/{space.slug}/t/{thread.pk}/"

    waiting = client.get(address).content.decode()
    answer(thread, make_member(space, "Ilona"), day=5)

    assert "They could help now" in waiting
    assert "nobody is assigned" in waiting
    assert "They could help now" not in client.get(address).content.decode()


def test_choosing_the_best_answer_thanks_its_author_once(scene, settle):
    _space, _topic, asker, helper = scene

    thanked = Notice.objects.filter(kind="answer.thanked", to=helper)
    assert thanked.count() == 2

    mark = AnswerMark.objects.filter(persona=helper).first()
    best_answer_choose(persona=asker, thread=mark.post.thread, answer=mark.post, now=at(6))
    settle(at(6))
    assert thanked.count() == 2


def test_three_best_answers_invite_to_write_a_guide(scene, settle, client, time_machine):
    space, topic, asker, helper = scene
    assert not offers_for(helper.account, now=at(5))[0].invited

    answer(ask(space, asker, topic=topic, day=5), helper, day=5, best=True)
    settle(at(5))

    time_machine.move_to(at(5), tick=False)
    client.force_login(helper.account)
    assert f"?guide={topic.slug}" in client.get(reverse("trust:mine")).content.decode()
    form = client.get(f"/en/s/{space.slug}/ask/?guide={topic.slug}").context["form"]
    assert (form.initial["is_question"], form.initial["topic"]) == ("no", topic.slug)


def test_ones_own_page_says_whom_ones_answers_helped(scene, client, time_machine):
    _space, _topic, _asker, helper = scene
    time_machine.move_to(at(5), tick=False)
    client.force_login(helper.account)

    page = client.get("/en/me/trust/").content.decode()

    assert "helped 1 person" in page
    assert "Bruno" not in page  # who they are is theirs


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


def test_the_database_and_the_published_formula_name_the_same_people_in_the_same_order(scene, settle):
    space, topic, asker, helper = scene
    for name, days in (("Hakim", (2, 3, 4)), ("Ilona", (1,)), ("Jonas", ())):
        other = make_member(space, name, signed_up=True)
        for day in days:
            answer(ask(space, asker, topic=topic, day=day), other, day=day, best=day == 3, thanks=(helper,))
        say(other, space, Choice.SHOWN)
    settle(at(5))
    say(helper, space, Choice.SHOWN)
    records = {
        about: {
            moment.persona.pk: Record.from_json(moment.record)
            for moment in HelperMoment.objects.filter(space=space, topic=about).exclude(record={})
        }
        for about in (topic, None)
    }
    shares = solved_shares(space)

    by_database = strongest(space, topic, shares, now=at(40), most=9)

    strength = {
        person: apomediary.strength(record, records[None][person], at(40).timestamp(), shares[topic.pk])
        for person, record in records[topic].items()
    }
    assert len(by_database) == 3
    assert by_database == sorted(strength, key=lambda person: -strength[person])


def test_whoever_answered_questions_like_this_one_is_proposed_before_equals(scene, settle):
    space, topic, asker, _helper = scene
    people = [make_member(space, name, signed_up=True) for name in ("Hakim", "Ilona", "Jonas", "Karim")]
    titles = ("Bicycle on a ferry", "Cat on a ferry", "Bicycle in a night train to Genoa", "Where to sleep in Hendaye")
    for person, title in zip(people, titles, strict=True):
        for day in (2, 4):
            answer(ask(space, asker, topic=topic, day=day, title=title), person, day=day, best=True)
        say(person, space, Choice.SHOWN)
    settle(at(5))

    question = ask(space, asker, topic=topic, day=5, title="Taking a bicycle to Genoa by train")

    proposed = {found.pseudonym for found in could_help(question, now=at(5))}
    assert len(proposed) == 3
    assert {"Hakim", "Jonas"} <= proposed


def test_the_first_line_says_how_many_answers_were_given_to_newcomers(scene, settle, english):
    space, topic, _asker, helper = scene

    assert "1\u00a0answered somebody’s first question here" in helping(helper, space, now=at(5))[0].lines[0]

    answer(ask(space, make_member(space, "Ilona"), topic=topic, day=5), helper, day=5)
    settle(at(5))
    assert "2\u00a0answered somebody’s first question here" in helping(helper, space, now=at(5))[0].lines[0]


def test_the_statement_and_the_choices_name_the_same_people(scene):
    space, _topic, _asker, helper = scene
    people = [make_member(space, name, signed_up=True) for name in ("Hakim", "Ilona", "Jonas", "Karim", "Lou")]
    for person in (*people, helper):
        say(person, space, Choice.SHOWN)
    host_pause(persona=people[4], space=space, host="elsewhere.example", until=None)  # without an end
    say(people[0], space, Choice.LATER)
    posting_pause(persona=people[1], space=space, until=at(9), now=at(5))
    space_leave(persona=people[2], space=space, now=at(5))

    shown = HelperChoice.objects.shown(space, at(5)).values_list("persona", flat=True)

    assert shown_people(space, now=at(5)) == set(shown) == {people[3].pk, helper.pk}
    assert people[1].pk in shown_people(space, now=at(9))
