"""What a list says of the case of each line is what the page of the item says."""

from datetime import timedelta

import pytest

from apps.moderation.models import Case
from apps.moderation.rules import Ground
from apps.moderation.selectors.items import NO_MARK, cases_of, marks_of
from apps.moderation.services.appeals import appeal_file
from apps.moderation.states import Outcome
from apps.posts.models import DeclaredLink
from apps.posts.services import ReviewDraft, review_edit
from tests.moderation.world import NOW, decided, make_world, publish, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_list_says_of_each_case_what_the_page_of_its_item_says(django_assert_max_num_queries):
    world = make_world()
    texts = ("The first of many.", "A second one, apart.", "Something else again.", "Nobody minds this.")
    items = [world.review, *(publish(world.space, world.author, text) for text in texts)]
    outcomes = (Outcome.LABEL, Outcome.MASK, Outcome.KEEP)
    for item in items[:4]:
        report(item, world.reporter, now=NOW)
    cases = {case.item: case for case in Case.objects.all()}
    for item, outcome in zip(items, outcomes, strict=False):
        more = {"rule": None} if outcome == Outcome.KEEP else {}
        decided(world.alder, cases[item.reference], outcome, now=NOW, **more)
    appeal_file(account=world.author.account, case=cases[items[1].reference], text="It is mine.", now=NOW)

    with django_assert_max_num_queries(3):
        marks = marks_of({item.reference: item.version for item in items})

    views = cases_of(items)
    assert {ref: (mark.waiting, mark.note) for ref, mark in marks.items()} == {
        ref: (view.waiting, view.note) for ref, view in views.items()
    }
    assert marks[items[0].reference].note
    assert [bool(marks[items[n].reference].waiting) for n in (0, 1, 3)] == [False, True, True]
    assert marks.get(items[4].reference, NO_MARK) == NO_MARK


def test_to_contest_words_anew_hides_no_note_and_other_words_bear_none():
    world = make_world()
    report(world.review, world.reporter, now=NOW)
    first = Case.objects.get()
    decided(world.alder, first, Outcome.LABEL, now=NOW)
    note = cases_of([world.review])[world.review.reference].note

    report(world.review, world.rowan.personas.get(), Ground.INSULT, now=NOW)
    anew = cases_of([world.review])[world.review.reference]
    assert note
    assert (anew.note, bool(anew.waiting), anew.reference != first.reference) == (note, True, True)
    assert marks_of({world.review.reference: 1})[world.review.reference].note == note

    draft = ReviewDraft(stars=1, text="Other words.", experience_on=NOW.date(), link=DeclaredLink.CLIENT, language="en")
    review_edit(persona=world.author, review=world.review, draft=draft, now=NOW + timedelta(days=1))
    world.review.refresh_from_db()
    assert not cases_of([world.review])[world.review.reference].note
    assert not marks_of({world.review.reference: 2})[world.review.reference].note
