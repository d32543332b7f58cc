"""The line of a review is kept while nothing in it changes; whatever does change is in it at the next look."""

from collections.abc import Callable, Iterator

import pytest
from django.utils.translation import override

from apps.moderation.models import Case
from apps.moderation.states import Outcome
from apps.pages.selectors.lines import review_lines
from apps.pages.selectors.spaces import NEWEST_TOLD, lines_here
from apps.people.models import Persona
from apps.posts.models import DeclaredLink, Review, Subject
from apps.posts.replying import reply_publish
from apps.posts.services import ReviewDraft, helpful_vote, review_edit
from apps.spaces.disclosure import Showing, disclosure_set
from apps.spaces.models import Space
from tests.making import make_professional
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
