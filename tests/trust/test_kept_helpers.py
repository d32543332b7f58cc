"""What is said of somebody who helps is kept while nothing in it changes; whatever does change is in it at once."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils.translation import override

from apps.people.models import Persona
from apps.posts.models import Post, Thread
from apps.spaces.models import Space, Topic
from apps.spaces.services import posting_pause
from apps.trust import helpers
from apps.trust.models import Choice
from apps.trust.selectors import HelperView, Rising, helpers_now, rising_now
from tests.making import deliver_all
from tests.scoring.world import make_member
from tests.trust.test_helpers import make_scene, say
from tests.trust.world import answer, ask, at

pytestmark = pytest.mark.django_db
NOW = at(5)


@pytest.fixture(scope="module")
def made(kept):
    return kept(make_shown)


@pytest.fixture
def scene(made, db):
    return deepcopy(made)


def make_shown():
    """Somebody helps; two who helped more keep them from being a usual one."""
    space, topic, asker, helper = make_scene()
    for name in ("Nils", "Odile"):
        other = make_member(space, name)
        for _ in range(3):
            answer(ask(space, asker, topic=topic, day=2), other, day=2, best=True)
    deliver_all(NOW)
    say(helper, space, Choice.SHOWN)
    return space, topic, asker, helper


def said(space: Space, now=NOW) -> dict[str, tuple[list[HelperView], list[Rising]]]:
    """In both languages; what was kept is what is worked out anew."""
    space.refresh_from_db()
    found = {}
    for language in ("fr", "en"):
        with override(language):
            found[language] = helpers_now(space, now=now), rising_now(space, now=now)
            for kept in (helpers._found, helpers._view, helpers._title):
                kept.cache_clear()
            assert (helpers_now(space, now=now), rising_now(space, now=now)) == found[language]
    return found


def changes(space: Space, topic: Topic, asker: Persona, helper: Persona) -> Iterator[Callable[[], object]]:
    """All that a reader can see of somebody who helps, one after the other."""
    first = Thread.objects.filter(posts__author=helper).order_by("pk")[0]
    begun = Post.objects.filter(thread=first, number=1)
    yield lambda: Persona.objects.filter(pk=helper.pk).update(pseudonym="loud_kettle")
    yield lambda: Topic.objects.filter(pk=topic.pk).update(name_fr="Autres choses", name_en="Other things")
    yield lambda: Space.objects.filter(pk=space.pk).update(name_fr="Chez soi", name_en="At home")
    yield lambda: answer(ask(space, asker, topic=topic, day=5), helper, day=5, best=True)
    yield lambda: Thread.objects.filter(pk=first.pk).update(title="A better title")
    yield lambda: begun.update(state="masked", masked_spans=[])
    yield lambda: begun.update(author=None)  # nobody's first question any more
    yield lambda: posting_pause(persona=helper, space=space, until=NOW + timedelta(days=1), now=NOW)


def test_whatever_changes_is_said_at_once(scene):
    space, topic, asker, helper = scene
    before = said(space)
    assert before["en"][0]
    assert before["en"][1]

    for number, change in enumerate(changes(space, topic, asker, helper)):
        change()
        deliver_all(NOW)
        after = said(space)
        assert after["fr"] != before["fr"], f"change {number} is not said in French"
        assert after["en"] != before["en"], f"change {number} is not said in English"
        before = after
    assert before["en"] == ([], [])


def test_a_name_that_is_shown_no_more_is_not_said_from_memory(scene):
    space, _topic, _asker, helper = scene
    assert said(space)["fr"][0]

    say(helper, space, Choice.NEVER)

    assert said(space)["fr"] == ([], [])


def test_an_answer_given_a_moment_ago_counts(scene):
    space, topic, asker, helper = scene
    moment = NOW + timedelta(seconds=7)
    before = said(space, moment)["en"][0][0]
    given = answer(ask(space, asker, topic=topic, day=5), helper, day=5, best=True)
    Post.objects.filter(pk=given.pk).update(published_at=moment)
    deliver_all(moment)

    assert said(space, moment)["en"][0][0].recency > before.recency + 0.5
