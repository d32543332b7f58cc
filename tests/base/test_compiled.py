"""Query sets worked out once say what Django says of them, whatever the values."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.base.compiled import Compiled, any_of, given
from apps.posts.models import Review
from apps.spaces.models import Topic
from tests.making import make_persona, make_review, make_space, make_subject, make_topic

pytestmark = pytest.mark.django_db

BY_AUTHOR = Compiled(
    lambda: (
        Review.objects.filter(author=any_of("authors"), published_at__lte=given("until"))
        .select_related("author", "subject", "topic")
        .defer("search")
        .order_by("pk")
    )
)
OF_SPACE = Compiled(lambda: Topic.objects.filter(space=given("space")).order_by("slug").values_list("slug", "pk"))
MASKS = Compiled(lambda: Review.objects.filter(pk=given("pk")).values_list("masked_spans"))


@pytest.fixture
def space():
    return make_space("garages")


@pytest.fixture
def told(space):
    authors = [make_persona("", space) for _ in range(3)]
    topic = make_topic(space)
    return [make_review(space, author, make_subject(), text="brakes", topic=topic) for author in authors]


def columns(item):
    return {name: value for name, value in vars(item).items() if name != "_state"}


def test_rows_come_as_django_makes_them(told):
    until, authors = told[-1].published_at + timedelta(days=1), [review.author for review in told[:2]]

    compiled = BY_AUTHOR.objects(authors=[author.pk for author in authors], until=until)

    asked = Review.objects.filter(author__in=authors, published_at__lte=until).select_related("author", "subject")
    plain = list(asked.select_related("topic").defer("search").order_by("pk"))
    assert [columns(review) for review in compiled] == [columns(review) for review in plain]
    assert [columns(review.subject) for review in compiled] == [columns(review.subject) for review in plain]
    assert [review.author for review in compiled] == authors
    assert BY_AUTHOR.objects(authors=[], until=until) == []


def test_what_stands_beside_comes_with_them_and_is_asked_for_no_more(told):
    with CaptureQueriesContext(connection) as asked:
        found = BY_AUTHOR.objects(authors=[review.author_id for review in told], until=told[-1].published_at)
        assert [review.topic.space_id for review in found] == [review.space_id for review in told]

    assert len(asked) == 1  # whoever counts queries sees it, and nothing else


def test_other_values_bring_other_rows(space, told):
    make_topic(space, slug="abc")

    assert OF_SPACE.rows(space=space.pk) == list(
        Topic.objects.filter(space=space).order_by("slug").values_list("slug", "pk")
    )
    assert OF_SPACE.count(space=space.pk) == 2
    assert OF_SPACE.exists(space=space.pk)
    assert not OF_SPACE.exists(space=0)
    assert OF_SPACE.row(space=0) is None


def test_json_is_read_as_django_reads_it(told):
    Review.objects.filter(pk=told[0].pk).update(masked_spans=[[0, 3]])

    assert MASKS.row(pk=told[0].pk) == ([[0, 3]],)
    assert MASKS.rows(pk=told[1].pk) == [([],)]


TAGGED = Compiled(
    lambda: Topic.objects.filter(space=any_of("spaces")).values_list("pk").union(OF_SPACE._build().values_list("pk"))
)
NEITHER = Compiled(lambda: Topic.objects.exclude(space=any_of("spaces")).values_list("pk"))


def test_an_empty_list_that_leaves_nothing_to_find_asks_nothing(told):
    with CaptureQueriesContext(connection) as asked:
        assert BY_AUTHOR.objects(authors=[], until=told[0].published_at) == []
        assert BY_AUTHOR.first(authors=[], until=told[0].published_at) is None
        assert BY_AUTHOR.count(authors=[], until=told[0].published_at) == 0
        assert not BY_AUTHOR.exists(authors=[], until=told[0].published_at)

    assert len(asked) == 0


def test_an_empty_list_beside_other_conditions_is_asked_about(space, told):
    topics = Topic.objects.count()

    assert topics > 0
    assert len(TAGGED.rows(spaces=[], space=space.pk)) == topics
    assert len(NEITHER.rows(spaces=[])) == topics
