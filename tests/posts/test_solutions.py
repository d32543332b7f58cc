"""Accepted answers stand in a base that can be searched; whatever takes one away takes it out at once."""

from datetime import date, timedelta

import pytest
from django.test import Client

from apps.base import clock
from apps.base.errors import Refusal
from apps.notices.models import Notice
from apps.people.models import Account
from apps.posts.holdings import _emptied
from apps.posts.models import Outdated, Post, Thread
from apps.posts.services import best_answer_choose, item_mask, item_restore, item_withdraw
from apps.posts.solutions import alike
from apps.posts.solving import answer_keep_current, answer_outdate, best_answer_reopen
from apps.spaces.models import Space
from apps.trust.models import Feedback
from tests.making import make_persona, make_post, make_space, make_thread, make_topic

pytestmark = pytest.mark.django_db


def solved(space, title="Étriers grippés au printemps", answer="Démontez les coulisseaux.", asker=None, **more):
    """A question of one's, answered by somebody else and accepted."""
    asker = asker or make_persona(f"asker{Thread.objects.count()}", space)
    thread = make_thread(space, asker, title=title, text="Que faire ?", language="fr", **more)
    post = make_post(thread, make_persona(f"helper{thread.pk}", space), text=answer, language="fr")
    best_answer_choose(persona=asker, thread=thread, answer=post, now=clock.now())
    return post


def base(client: Client | None = None, path="/api/solutions/", **query):
    return (client or Client()).get(path, query).json()


def titles(page):
    return [line["question"] for line in page["solutions"]]


def test_an_accepted_answer_stands_in_the_base_with_its_thread_author_and_dates(settle):
    post = solved(make_space("garages"))
    settle()

    line = base()["solutions"][0]

    assert line["question"] == "Étriers grippés au printemps"
    assert line["beginning"] == "Démontez les coulisseaux."
    assert line["speaker"]["name"] == post.author.pseudonym
    assert line["accepted_by"]["name"] == "asker0"
    assert line["accepted_at"]
    assert line["answer_url"].endswith("#p2")


def test_it_is_searched_in_questions_and_answers_and_narrowed_by_space_and_topic():
    space = make_space("garages")
    solved(space, topic=make_topic(space, "freins"))

    for query in ({"q": "étrier les démontez"}, {"q": "COULISSEAUX"}, {"q": '"les coulisseaux" OR x'}, {"page": "99"},
                  {"q": "etrier -neige", "space": "garages", "topic": "freins"}):  # fmt: skip
        assert len(base(**query)["solutions"]) == 1, query
    for query in ({"q": "étrier neige"}, {"space": "x"}, {"topic": "pneus"}, {"q": "((' OR 1=1"},
                  {"q": "étrier -démontez"}, {"q": "le"}, {"q": "-"}, {"q": '"'}):  # fmt: skip
        assert Client().get("/fr/solutions/", query).status_code == 200
        assert base(**query)["solutions"] == [], query


def leave(way: str, post: Post) -> None:
    now, thread = clock.now(), Thread.objects.get(best_answer=post)
    first = thread.posts.get(number=1)
    if way == "masked":
        item_mask(item=post, case="c1", spans=[(0, 3)], now=now)
    elif way == "withdrawn":
        item_withdraw(persona=post.author, item=post, now=now)
    elif way == "erased":
        _emptied(Post, Post.objects.filter(pk=post.pk), "post.withdrawn", now)
    elif way == "question withdrawn":
        item_withdraw(persona=first.author, item=first, now=now)
    else:
        best_answer_reopen(persona=first.author, thread=thread, answer=post, now=now)


@pytest.mark.parametrize("way", ["masked", "withdrawn", "erased", "reopened", "question withdrawn"])
def test_what_is_taken_away_leaves_the_base_and_its_feed_at_once(way):
    post = solved(make_space("garages"))

    leave(way, post)

    assert base()["solutions"] == []
    assert "Démontez" not in Client().get("/fr/solutions/feed.atom").content.decode()
    assert alike("étriers grippés", Space.objects.all()) == []


def test_what_is_shown_again_comes_back():
    post = solved(make_space("garages"))
    leave("masked", post)

    item_restore(item=Post.objects.get(pk=post.pk), now=clock.now())

    assert len(base()["solutions"]) == 1


def test_members_only_solutions_are_for_members():
    space = make_space("inside", visibility="members")
    asker = make_persona("ada", space)
    solved(space, asker=asker)
    member = Client()
    member.force_login(asker.account, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert titles(base(member)) == titles(base(member, "/api/s/inside/solutions/")) == ["Étriers grippés au printemps"]
    assert base(member, "/api/s/inside/solutions/")["feed_url"] == ""
    assert base()["solutions"] == base()["spaces"] == []
    assert Client().get("/api/s/inside/solutions/").status_code == 404
    assert b"<entry>" not in member.get("/fr/solutions/feed.atom").content


def test_whoever_asked_takes_the_choice_back_and_it_counts_no_more(settle):
    post = solved(make_space("garages"))
    settle()
    assert Feedback.objects.filter(kind="best").count() == 1

    thread = Thread.objects.get(best_answer=post)
    with pytest.raises(Refusal):
        best_answer_reopen(persona=post.author, thread=thread, answer=post, now=clock.now())
    best_answer_reopen(persona=thread.posts.get(number=1).author, thread=thread, answer=post, now=clock.now())
    settle()

    assert not Feedback.objects.filter(kind="best").exists()
    assert Notice.objects.filter(kind="posts.reopened", to=post.author).count() == 1
    with pytest.raises(Refusal):  # twice
        best_answer_reopen(persona=thread.posts.get(number=1).author, thread=thread, answer=post, now=clock.now())


def test_an_answer_is_said_to_be_out_of_date_and_stays(settle):
    post = solved(make_space("garages"))
    asker: Account = post.thread.posts.get(number=1).author.account
    now = clock.now()

    with pytest.raises(Refusal):
        answer_outdate(account=make_persona("zoe").account, answer=post, since=date(2026, 3, 1), now=now)
    with pytest.raises(Refusal):
        answer_outdate(account=asker, answer=post, since=now.date() + timedelta(days=3), now=now)
    answer_outdate(account=asker, answer=post, since=date(2026, 3, 1), now=now)

    line = base()["solutions"][0]["outdated"]
    assert (line["since"], line["by"]) == ("2026-03-01", "la personne qui a posé la question")
    assert "1 March 2026" in Client().get("/en/solutions/").content.decode()
    assert "1er mars 2026" in Client().get("/fr/solutions/feed.atom").content.decode()
    with pytest.raises(Refusal):  # somebody else said it
        answer_keep_current(account=post.author.account, answer=post, now=now)
    answer_keep_current(account=asker, answer=post, now=now)
    assert not Outdated.objects.exists()


def test_whoever_asks_is_shown_what_was_solved_and_is_never_held_back():
    space = make_space("garages")
    solved(space)
    solved(space, title="Pneus neige obligatoires ?", answer="Oui, en montagne.")
    asker = make_persona("bea", space)
    browser = Client()
    browser.force_login(asker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = {"title": "Mes étriers sont grippés", "text": "Encore.", "is_question": "yes"}

    looked = browser.post("/fr/s/garages/ask/", {**said, "preview": "1"}).content.decode()
    typing = Client().post("/fr/s/garages/ask/alike/", said).content.decode()
    refused = browser.post("/fr/s/garages/ask/", {**said, "text": ""}).content.decode()

    for page in (looked, typing, refused):
        assert "Étriers grippés au printemps" in page
        assert "Pneus neige" not in page
    assert Thread.objects.count() == 2
    assert browser.post("/fr/s/garages/ask/", said).status_code == 302
    assert Thread.objects.count() == 3
