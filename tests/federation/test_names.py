"""A space of another site is called as its site calls it, in the language of whoever reads."""

import pytest
from django.utils.translation import override

from apps.algorithms.conversion import Table
from apps.base import clock
from apps.federation.letter_pages import letter_lines
from apps.federation.letters_heard import LetterHeard
from apps.federation.models import RemoteActor
from apps.federation.services.answers import space_mirror
from apps.federation.services.contents import actor_gone
from apps.federation.services.recognising import table_publish_elsewhere
from apps.recognitions.models import Recognition
from apps.references.elsewhere import To
from apps.references.selectors import my_letters
from apps.references.services import letter_ask
from tests.factories import trust_manager
from tests.federation.badges_elsewhere import HOST, Issuer
from tests.making import make_persona, make_space, make_topic

pytestmark = pytest.mark.django_db
NAMES = {"fr": "Auberges", "en": "Inns", "de": "Gasthäuser"}


def in_both(ask) -> tuple[str, str]:
    told = []
    for language in ("fr", "en"):
        with override(language):
            told.append(ask())
    return tuple(told)


@pytest.fixture
def inns(settings) -> Issuer:
    return Issuer()


def test_only_the_languages_of_this_site_are_kept_and_the_others_read_its_plain_name(inns):
    actor = inns.space.known(name="Inns & more", nameMap=NAMES)
    assert actor.names == {"fr": "Auberges", "en": "Inns"}
    assert in_both(lambda: actor.called) == ("Auberges", "Inns")

    actor = inns.space.known(name="Inns & more", nameMap={"fr": "Auberges"})
    assert in_both(lambda: actor.called) == ("Auberges", "Inns & more")


@pytest.mark.parametrize(
    "told", ["Inns", ["Inns"], None, {"fr": 7, "en": ["Inns"]}, {"fr": "x" * 3_000, "en": "\u202e"}]
)
def test_what_is_no_name_says_nothing(inns, told):
    actor = inns.space.known(name="Inns & more", nameMap=told)

    assert actor.names == {}
    assert in_both(lambda: actor.called) == ("Inns & more",) * 2


def test_markup_in_a_name_is_no_markup(inns):
    actor = inns.space.known(nameMap={"fr": "<b>Auberges</b>", "en": "Inns <script>x</script>"})
    assert "<" not in "".join(in_both(lambda: actor.called))


def test_one_that_says_its_name_in_languages_alone_has_a_name(inns):
    assert inns.space.known(nameMap=NAMES).name == "Auberges"


def test_a_space_that_we_take_part_in_bears_both_names(inns, elsewhere):
    elsewhere.shown[inns.space.uri] = inns.space.document(name="Inns", nameMap=NAMES)
    space = space_mirror(group=inns.space.known(nameMap=NAMES), now=clock.now())
    assert (space.name_fr, space.name_en) == ("Auberges", "Inns")

    inns.space.known(name="Good inns", nameMap={"fr": "Bonnes auberges"})
    space.refresh_from_db()
    assert (space.name_fr, space.name_en) == ("Bonnes auberges", "Good inns")


def test_it_is_summed_up_in_both_where_its_site_does(inns, elsewhere):
    both = {"summary": "<p>Beds.</p>", "summaryMap": {"fr": "<p>Des <b>lits</b>.</p>", "en": "<p>Beds.</p>", "de": "x"}}
    elsewhere.shown[inns.space.uri] = inns.space.document(**both)
    space = space_mirror(group=inns.space.known(**both), now=clock.now())
    assert (space.summary_fr, space.summary_en) == ("Des lits.", "Beds.")

    inns.space.known(summary="<p>Good beds.</p>", summaryMap={"fr": "<p>De bons lits.</p>", "en": 7})
    space.refresh_from_db()
    assert (space.summary_fr, space.summary_en) == ("De bons lits.", "Good beds.")

    inns.space.known(summary="<p>One language alone.</p>")
    space.refresh_from_db()
    assert (space.summary_fr, space.summary_en) == ("One language alone.",) * 2


def test_who_left_their_site_has_no_name_here_in_any_language(inns):
    actor = inns.person.known(nameMap={"fr": "Margaux la vraie"}, summaryMap={"fr": "<p>De Nantes.</p>"})
    actor_gone(actor=actor, now=clock.now())

    actor.refresh_from_db()
    assert (actor.name, actor.names, actor.summary, actor.summaries) == ("", {}, "", {})


def test_so_is_one_whose_statuses_count_here(inns):
    space = make_space("slow-roads")
    topic = make_topic(space, "food")
    manager, _mandate = trust_manager(space)
    draft = Table((("recognised", "known"),), ((topic.slug, topic.slug),), "known", 5, 90)
    shown = inns.shown() | {"nameMap": NAMES}
    table_publish_elsewhere(account=manager, space=space, shown=shown, draft=draft, now=clock.now())

    row = Recognition.objects.get()
    assert in_both(lambda: row.source_name) == (f"Auberges ({HOST})", f"Inns ({HOST})")
    assert "Auberges" in row.tables.get().version.body_fr


def test_so_is_one_to_which_a_letter_goes_and_one_from_which_it_comes(inns):
    group, space = inns.space.known(nameMap=NAMES), make_space("slow-roads")
    me, now = make_persona("walker", space), clock.now()
    to = To(address=group.uri, name="Inns")
    letter_ask(account=me.account, persona=me, space=space, to=to, parts=["time"], add=False, now=now)
    assert in_both(lambda: my_letters(me.account)[0].recipient) == (f"Auberges ({HOST})", f"Inns ({HOST})")

    came = LetterHeard(issuer=group, space=space, about="Margaux", received_at=now, until=now)
    assert in_both(lambda: letter_lines([came])[0].origin) == (f"Auberges ({HOST})", f"Inns ({HOST})")
    RemoteActor.objects.update(names={})
    assert my_letters(me.account)[0].recipient.endswith(f"({HOST})")
