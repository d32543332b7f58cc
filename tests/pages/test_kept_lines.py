"""The line of a review is kept while nothing in it changes; whatever does change is in it at the next look."""

from collections.abc import Callable, Iterator

import pytest
from django.utils.translation import override

from apps.moderation.models import Case
from apps.moderation.states import Outcome
from apps.pages.selectors.lines import lines_here, review_lines, talks_here, thread_lines
from apps.pages.selectors.spaces import LAST_TALKED_OF, NEWEST_TOLD
from apps.people.models import Persona
from apps.posts.models import DeclaredLink, Post, Review, Subject, Thread
from apps.posts.replying import reply_publish
from apps.posts.services import ReviewDraft, best_answer_choose, helpful_vote, review_edit
from apps.spaces.disclosure import Showing, disclosure_set
from apps.spaces.models import Space, Topic
from tests.making import make_persona, make_post, make_professional, make_thread, make_topic
from tests.moderation.world import NOW, World, decided, make_world, report, sentence

pytestmark = pytest.mark.django_db


def lines(space: Space) -> dict[str, list]:
    """The kept ones of both languages, which are those that are drawn up anew."""
    found = {}
    for language in ("fr", "en"):
        with override(language):
            anew = NEWEST_TOLD.objects(space=space.pk)
            for review in anew:
                review.space = space
            found[language] = lines_here(NEWEST_TOLD, space)
            assert found[language] == review_lines(anew)
    return found


def changes(world: World) -> Iterator[Callable[[], object]]:
    """All that a reader can see of one review, one after the other."""
    review, author, space = world.review, world.author, world.space
    text = f"{review.text} And nobody called back."
    draft = ReviewDraft(stars=1, text=text, experience_on=NOW.date(), link=DeclaredLink.CLIENT, language="en")
    showing = Showing(name="Maud Sorel")
    boss = make_professional(review.subject)
    mask = {"spans": (sentence(text, 0),), "seen_version": 2}
    yield lambda: review_edit(persona=author, review=review, draft=draft, now=NOW)
    yield lambda: disclosure_set(account=author.account, persona=author, space=space, showing=showing, now=NOW)
    yield lambda: helpful_vote(persona=world.reporter, item=review, now=NOW)
    yield lambda: reply_publish(professional=boss, review=review, text="We pay back the difference.", now=NOW)
    yield lambda: report(Review.objects.get(pk=review.pk), world.reporter)
    yield lambda: decided(world.alder, Case.objects.get(), Outcome.MASK, **mask)
    yield lambda: Subject.objects.filter(pk=review.subject_id).update(name="Brightwell and Sons")
    yield lambda: Persona.objects.filter(pk=author.pk).update(pseudonym="loud_kettle")
    yield lambda: Review.objects.filter(pk=review.pk).update(author=None)
    yield lambda: Review.objects.filter(pk=review.pk).update(state="withdrawn")


def test_whatever_changes_is_in_the_line_at_the_next_look(settle):
    world = make_world()
    before = lines(world.space)

    for number, change in enumerate(changes(world)):
        change()
        settle()
        after = lines(world.space)
        assert after["fr"] != before["fr"], f"change {number} is not seen in French"
        assert after["en"] != before["en"], f"change {number} is not seen in English"
        before = after


def test_a_line_says_the_name_of_its_space_as_it_is_now():
    world = make_world()
    lines(world.space)
    Space.objects.update(name_fr="Chez soi", name_en="At home")

    assert lines(Space.objects.get())["fr"][0].space == "Chez soi"


def talks(space: Space) -> dict[str, list]:
    """The same of talks."""
    found = {}
    for language in ("fr", "en"):
        with override(language):
            found[language] = talks_here(LAST_TALKED_OF, space)
            assert found[language] == thread_lines(Thread.objects.filter(space=space).select_related("space", "topic"))
    return found


def changes_of_a_talk(space: Space, thread: Thread, author: Persona, other: Persona) -> Iterator[Callable[[], object]]:
    """All that a reader can see of one talk, one after the other."""
    first = Post.objects.filter(thread=thread, number=1)
    showing = Showing(name="Maud Sorel")
    answer = make_post(thread, other, text="Under the left seat.")
    yield lambda: Thread.objects.filter(pk=thread.pk).update(title="Where is the key?")
    yield lambda: best_answer_choose(persona=author, thread=thread, answer=answer, now=NOW)
    yield lambda: make_post(Thread.objects.get(pk=thread.pk), other, text="And a spare one above.")
    yield lambda: disclosure_set(account=author.account, persona=author, space=space, showing=showing, now=NOW)
    yield lambda: Persona.objects.filter(pk=author.pk).update(pseudonym="loud_kettle")
    yield lambda: Topic.objects.filter(pk=thread.topic_id).update(name_fr="Clés", name_en="Keys")
    yield lambda: first.update(state="masked", masked_spans=[])
    yield lambda: first.update(author=None)
    yield lambda: Thread.objects.filter(pk=thread.pk).delete()


def test_whatever_changes_is_in_the_line_of_a_talk_at_the_next_look(settle):
    world = make_world()
    space, author, other = world.space, world.author, make_persona("", world.space)
    thread = make_thread(space, author, topic=make_topic(space), text="Where do they keep it?", is_question=True)
    before = talks(space)
    assert before["en"]

    for number, change in enumerate(changes_of_a_talk(space, thread, author, other)):
        change()
        settle()
        after = talks(space)
        assert after["fr"] != before["fr"], f"change {number} is not seen in French"
        assert after["en"] != before["en"], f"change {number} is not seen in English"
        before = after
