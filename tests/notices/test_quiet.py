"""A member stops hearing from another: for themselves alone, without a word to anybody."""

import pytest
from django.test import Client

from apps.base import clock
from apps.base.errors import NotFound, NotNow
from apps.notices.models import Notice, Quiet
from apps.notices.quiet import quiet_begin, quiet_end
from apps.people.erasure import Words, account_erase
from apps.people.services import main_persona
from apps.posts.services import best_answer_choose, post_add, thread_start
from tests.factories import member, space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def three():
    here = space("quiet-corner")
    return here, [member(here, name) for name in ("Corvin", "Odile", "Third")]


def window(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_their_thanks_are_not_told_and_what_names_me_is_folded_for_me_alone(three, settle):
    here, (loud, me, other) = three
    now = clock.now()
    question = thread_start(
        author=main_persona(loud), space=here, title="Which boiler?", text="It hums.", is_question=True, now=now
    )
    answer = post_add(author=main_persona(me), thread=question, text="Bleed it first.", now=now)
    post_add(author=main_persona(loud), thread=question, text="Listen, odile, you know nothing.", now=now)
    post_add(author=main_persona(loud), thread=question, text="It still hums. Odiles are birds.", now=now)
    page = f"/en/s/{here.slug}/t/{question.pk}/"

    sent = window(me).post("/en/me/quiet/", {"who": main_persona(loud).reference, "act": "begin"}, follow=True)
    best_answer_choose(persona=main_persona(loud), thread=question, answer=answer, now=now)
    settle()

    assert "Corvin" in sent.content.decode()
    assert not Notice.objects.filter(to__account=me, kind="answer.thanked").exists()
    assert window(me).get(page).content.decode().count("Folded for you alone") == 1
    for account in (loud, other):
        assert "Folded for you alone" not in window(account).get(page).content.decode()
        assert "sourdine" not in window(account).get("/fr/me/").content.decode()


def test_it_is_taken_back_and_goes_with_either(three):
    _here, (loud, me, other) = three
    who = main_persona(loud).reference
    with pytest.raises(NotNow):
        quiet_begin(account=loud, who=who, now=clock.now())
    with pytest.raises(NotFound):
        quiet_begin(account=me, who="nobody", now=clock.now())

    quiet_begin(account=me, who=who, now=clock.now())
    quiet_begin(account=me, who=who, now=clock.now())
    assert Quiet.objects.count() == 1
    quiet_end(account=me, who=who, now=clock.now())
    assert not Quiet.objects.exists()
    quiet_begin(account=me, who=who, now=clock.now())
    quiet_begin(account=loud, who=main_persona(other).reference, now=clock.now())
    account_erase(account=loud, words=Words.DELETE, now=clock.now())

    assert not Quiet.objects.exists()
