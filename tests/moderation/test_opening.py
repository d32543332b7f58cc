"""What opens a case without anybody asking: an algorithm, a draw. Neither hides anything."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.services import VersionDraft, document_create, version_publish
from apps.ledger.services import append
from apps.live.channels import may_join
from apps.moderation import sentences
from apps.moderation.models import Case
from apps.moderation.rules import COMMON, RuleCode, rule_for
from apps.moderation.selectors.figures import contested_share, hours_to_decision
from apps.moderation.selectors.items import case_of, cases_of
from apps.moderation.services.opening import ONE_IN, day_draw, is_drawn, review_flagged
from apps.moderation.states import TRANSITIONS, CaseState, Outcome
from apps.posts.states import ItemState
from tests.moderation.world import NOW, TEXT, decided, make_world, person, publish, report, sentence, talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def world():
    return make_world()


def flag(world, settle) -> None:
    payload = {"review": world.review.pk, "score": 0}
    append(kind="score.flagged", actor="", object=world.review.reference, payload=payload, now=NOW)
    settle(NOW)


def test_an_algorithm_opens_a_case_and_hides_nothing(world, settle):
    flag(world, settle)

    world.review.refresh_from_db()
    assert Case.objects.get().opened_by == "algorithm"
    assert world.review.state == ItemState.PUBLISHED


def test_what_was_read_already_is_not_opened_again_by_an_algorithm(world, settle):
    flag(world, settle)
    decided(world.alder, Case.objects.get(), Outcome.KEEP, rule=None)
    flag(world, settle)

    assert Case.objects.count() == 1


def test_what_was_imported_is_left_alone_by_algorithms(world):
    from apps.posts.models import Source

    source = Source.objects.create(slug="elsewhere", name="Elsewhere", licence="CC0", imported_at=NOW)
    type(world.review).objects.update(source=source, source_id_there="1")

    assert review_flagged(review_id=world.review.pk, why={}, now=NOW) is None


def test_the_draw_is_one_anybody_can_check(world):
    posts = [talk(world.space, world.author, f"Message {n}, nothing special.") for n in range(60)]
    drawn = {p.reference for p in posts if is_drawn(p.reference, NOW.date())}

    opened = day_draw(day=NOW.date(), now=NOW + timedelta(days=1))

    assert {c.item for c in Case.objects.filter(item_kind="post")} == drawn
    assert opened == Case.objects.count()
    assert day_draw(day=NOW.date(), now=NOW + timedelta(days=1)) == 0


def test_the_draw_takes_one_in_fifty_whatever_the_day():
    hits = sum(is_drawn(f"{n:04}-abcd", NOW.date()) for n in range(5000))

    assert 60 <= hits <= 140  # about 5000 / ONE_IN
    assert ONE_IN == 50


def test_the_rule_is_quoted_from_the_charter_in_force_in_both_languages(world):
    french = "# Charte\n\n4. Ne nommez\npersonne ici.\n\n5. Autre chose."
    english = "# Charter\n\n4. Name nobody\nhere.\n\n5. Something else."
    kind = "moderation-charter"
    charter = document_create(owner=world.space.reference, kind=kind, slug=kind, title_fr="Charte", title_en="Charter")
    draft = VersionDraft(body_fr=french, body_en=english, effective_at=NOW)
    version_publish(document=charter, draft=draft, actor="ada", signed_by="ada", now=NOW)

    rule = rule_for(RuleCode.PRIVATE_PERSON, world.space, now=NOW, language="en")
    assert (rule.text, rule.source) == ("Name nobody here.", "Moderation charter of Home repairs, version 1")
    assert rule_for(RuleCode.PRIVATE_PERSON, world.space, now=NOW, language="fr").text == "Ne nommez personne ici."
    unsaid = rule_for(RuleCode.INSULT, world.space, now=NOW - timedelta(days=1), language="en")
    assert unsaid.text == str(COMMON[RuleCode.INSULT])


def test_the_queue_is_heard_by_those_who_sit_at_that_desk(world):
    from tests.moderation.world import manager

    everywhere = manager("tm_everywhere", None)
    slug = world.space.slug

    assert may_join(world.alder, f"desk:{slug}")
    assert not may_join(world.alder, "desk:all")
    assert may_join(everywhere, "desk:all")
    assert not may_join(world.author.account, f"desk:{slug}")
    assert not may_join(None, f"desk:{slug}")


# --- what other floors read -----------------------------------------------------------------------------


def test_an_item_tells_where_it_stands(world):
    assert case_of(world.review) is None
    case = report(world.review, world.reporter).report.case
    view = case_of(world.review)
    assert view.waiting
    assert [step.title for step in view.steps] == ["Published", "Contested", "A person reads it"]

    decided(world.alder, case, spans=(sentence(TEXT, 2),))
    world.review.refresh_from_db()
    view = case_of(world.review)
    assert view.finding == "One sentence was masked. The review stays."
    assert view.stub.sentence == "Masked by a person on 20 November 2026, rule 4: Names a private person."
    assert view.steps[-1].title == "Open to appeal"


def test_a_label_is_said_beside_the_item(world):
    case = report(world.review, world.reporter).report.case
    decided(world.alder, case, Outcome.LABEL, rule=RuleCode.HIDDEN_LINK)

    assert case_of(world.review).note == "Possible link between the author and what is reviewed."


def test_many_items_cost_no_more_queries_than_one(world, django_assert_max_num_queries):
    posts = [talk(world.space, world.author, f"Message {n}, nothing special.") for n in range(12)]
    for post in posts:
        decided(world.alder, report(post, None).report.case, Outcome.KEEP, rule=None)

    with django_assert_max_num_queries(3):
        assert len(cases_of(posts)) == 12


def test_many_masked_items_cost_no_more_queries_than_one(world):
    def asked(count):
        posts = [talk(world.space, world.author, f"Message {n} of {count}, not so kind.") for n in range(count)]
        for post in posts:
            decided(world.alder, report(post, None).report.case, Outcome.MASK)
            post.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            assert all(view.stub for view in cases_of(posts).values())
        return len(queries)

    one = asked(1)

    assert one == 3
    assert asked(9) == one


def test_figures_are_counted_from_rows(world):
    publish(world.space, person("another", world.space), "Fine work, on time, and a fair price.", 5)
    case = report(world.review, world.reporter).report.case
    decided(world.alder, case, now=NOW + timedelta(hours=5))

    assert contested_share(now=NOW)[-1] == (NOW.date(), 0.5)
    assert hours_to_decision(now=NOW + timedelta(hours=6))[-1][1] == 5.0


# --- texts and tables -----------------------------------------------------------------------------------


@given(st.text(alphabet="ab .!?\n»”é", max_size=200))
def test_sentences_cover_all_words_in_order_and_never_overlap(text):
    spans = sentences.split(text)

    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    rest = text
    for start, end in reversed(spans):
        rest = rest[:start] + rest[end:]
    assert not rest.strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Dr. Bell came at 9. He left.", 2),
        ("« Jamais ! » dit-elle. Puis rien.", 3),  # the quotation keeps its mark
        ("No end", 1),
        ("A line\nanother line", 2),
        ("", 0),
    ],
)
def test_a_sentence_ends_where_a_reader_says_so(text, count):
    assert len(sentences.split(text)) == count


def test_every_state_is_reached_and_left_by_the_published_table():
    reached = {state for following in TRANSITIONS.values() for state in following} | {CaseState.OPEN}

    assert reached == set(CaseState)
    assert [state for state, following in TRANSITIONS.items() if not following] == [CaseState.CLOSED]


def test_low_and_high_ratings_go_through_the_same_doors(world):
    praise = publish(world.space, world.author, "Could not be happier with the fitter.", 5)
    low, high = report(world.review, None).report.case, report(praise, None).report.case

    assert low.decide_before - low.opened_at == high.decide_before - high.opened_at


def test_the_database_knows_the_promises_by_name():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = {row[0] for row in cursor.fetchall()}

    assert {"decision_by_another_person", "decision_taken", "decision_published", "statement_stays"} <= names
