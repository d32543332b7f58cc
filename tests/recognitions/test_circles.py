"""A circle proposes a table; each space publishes its own, changes it first, and leaves when it wants."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from apps.base.errors import BadInput, NotNow, NotYours
from apps.documents.models import Version
from apps.documents.services import document_create
from apps.ledger.models import Event
from apps.ledger.places import places_of
from apps.notices.models import Notice
from apps.recognitions.circles import Belonging, Circle
from apps.recognitions.models import Conversion, Recognition
from apps.recognitions.scales import side_of
from apps.recognitions.selectors.circles import circle_lines, circle_page
from apps.recognitions.services import (
    CircleDraft,
    circle_change,
    circle_found,
    circle_leave,
    conversion_ask,
    recognition_end,
    recognitions_expire,
    table_publish,
)
from apps.recognitions.template import Template, filled
from apps.spaces.models import Visibility
from apps.trust.scales import DEFAULT
from apps.trust.services.scaling import scale_announce
from tests.making import make_space, make_topic
from tests.recognitions.world import DAY, Pair, earn, make_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEMPLATE = Template(rows=((2, 1), (3, 2)), topics=(("Freins", "Brakes"),), cap=2, quota=3, max_age=180)
DRAFT = CircleDraft("Bricoler", "Slow hands", "Pour qui répare.", "For those who mend.", TEMPLATE)
TYPED = {
    "name_fr": "Mains lentes", "name_en": "Slow hands", "purpose_fr": "Pour qui répare.", "purpose_en": "",
    "step-2": "1", "step-3": "2", "topics": "Freins / Brakes", "cap": "2", "quota": "3", "max_age": "180",
}  # fmt: skip


@pytest.fixture
def pair(kept) -> Pair:
    return kept(make_pair)


@pytest.fixture
def circle(pair) -> Circle:
    """Founded by the space “Slow Roads”, which is alone in it."""
    return circle_found(account=pair.other_manager, space=pair.there, draft=DRAFT, now=pair.begun)


def join(pair: Pair, circle: Circle, *, day: float = 0, **change: object):
    """“Home repairs” publishes its table for “Slow Roads”."""
    [way] = proposal(pair, circle)
    draft = replace(way, **change)
    now = pair.begun + day * DAY
    return table_publish(account=pair.manager, space=pair.here, source=pair.there, draft=draft, circle=circle, now=now)


def proposal(pair: Pair, circle: Circle):
    terms = circle.templates.order_by("version__number").last().terms()
    sides = side_of(pair.there, now=pair.begun), side_of(pair.here, now=pair.begun)
    return [filled(terms, pair.there, pair.here, *sides)]


def inside(circle: Circle, now) -> list[str]:
    return [row.space.name for row in Belonging.objects.now(now).filter(circle=circle)]


def test_a_circle_is_a_published_text_that_recognises_nobody(pair, circle):
    version = Version.objects.get(document=circle.document)

    assert "Step 2 there, counted from the lowest, or more, counts as step 1 here." in version.body_en
    assert "Pour qui répare." in version.body_fr
    assert "It is for these topics: Brakes." in version.body_en
    assert version.signature
    assert Event.objects.filter(kind="version.published", object=circle.document.reference).exists()
    assert not Recognition.objects.filter(circle=circle).exists()
    assert inside(circle, pair.begun) == ["Slow Roads"]


def test_only_a_trust_manager_of_a_public_space_founds_one(pair):
    with pytest.raises(NotYours):
        circle_found(account=pair.manager, space=pair.there, draft=DRAFT, now=pair.begun)
    pair.there.visibility = Visibility.MEMBERS
    pair.there.save()
    with pytest.raises(NotNow, match="members only"):
        circle_found(account=pair.other_manager, space=pair.there, draft=DRAFT, now=pair.begun)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rows": ((1, 2),)}, "rows"),
        ({"rows": ()}, "rows"),
        ({"rows": ((2, 2), (3, 1))}, "rows"),
        ({"cap": 7}, "rows"),
        ({"quota": 0}, "quota"),
        ({"max_age": 9}, "max_age"),
        ({"topics": (("x", "y"),) * 13}, "topics"),
    ],
)
def test_a_template_keeps_the_rules_of_a_table(pair, change, field):
    draft = replace(DRAFT, template=replace(TEMPLATE, **change))

    with pytest.raises(BadInput) as refused:
        circle_found(account=pair.other_manager, space=pair.there, draft=draft, now=pair.begun)
    assert field in refused.value.errors


def test_a_space_joins_with_a_table_of_its_own_and_the_others_are_told(pair, circle):
    table = join(pair, circle)

    assert inside(circle, pair.begun) == ["Slow Roads", "Home repairs"]
    assert "Published in the circle “Slow hands”, by this space alone." in table.version.body_en
    assert not Recognition.objects.filter(to_space=pair.there).exists()
    told = Notice.objects.filter(kind="circle.joined")
    assert [notice.to.account_id for notice in told] == [pair.other_manager.pk]


def test_a_table_of_a_circle_is_for_a_space_that_is_in_it(pair, circle):
    third = make_space()
    make_topic(third, "food")

    with pytest.raises(NotNow, match="is not in this circle"):
        join(replace(pair, there=third), circle, topics=(("food", "lodging"),))
    assert inside(circle, pair.begun) == ["Slow Roads"]


def test_what_a_table_says_otherwise_is_told_in_words(pair, circle):
    join(pair, circle, rows=(("recognised", "known"),), quota=1, max_age=90, cap="known")

    [table] = circle_page(circle, now=pair.begun).tables
    assert table.differences == (
        "“a reference here” counts as “known here”; the template says “recognised here”.",
        "Never more than “known here”; the template says “recognised here”.",
        "1 a day; the template says 3.",
        "At most 90 days old; the template says 180.",
    )


def test_a_row_that_gives_what_the_template_gives_by_a_lower_row_is_no_difference(pair, circle):
    rows = (("recognised", "known"), ("reference", "recognised"))
    circle.templates.update(rows=[[1, 1]], cap=1)

    join(pair, circle, rows=rows, cap="known")

    [table] = circle_page(circle, now=pair.begun).tables
    assert table.differences == ("“known here” counts for nothing; the template says “known here”.",)


def test_a_table_published_as_proposed_says_nothing_otherwise_until_the_template_changes(pair, circle):
    join(pair, circle)
    assert circle_page(circle, now=pair.begun).tables[0].differences == ()

    draft = replace(DRAFT, template=replace(TEMPLATE, quota=9))
    circle_change(account=pair.other_manager, circle=circle, draft=draft, after=1, now=pair.begun)

    page = circle_page(circle, now=pair.begun)
    assert page.version == 2
    assert page.tables[0].differences == ("3 a day; the template says 9.",)
    assert page.tables[0].gateway.version == 1
    assert Notice.objects.filter(kind="circle.changed").count() == 1


def test_the_template_is_changed_by_the_space_that_has_been_in_longest_after_what_was_read(pair, circle):
    join(pair, circle, day=1)
    change = {"circle": circle, "draft": replace(DRAFT, purpose_en="Other."), "now": pair.begun + 2 * DAY}

    with pytest.raises(NotYours, match="“Slow Roads”, which has been in this circle longest"):
        circle_change(account=pair.manager, after=1, **change)
    circle_change(account=pair.other_manager, after=1, **change)
    with pytest.raises(NotNow, match=r"while you were writing\. It now says: “Other”"):
        circle_change(account=pair.other_manager, after=1, **change)
    circle_leave(account=pair.other_manager, circle=circle, space=pair.there, now=pair.begun + 3 * DAY)
    circle.refresh_from_db()
    later = change | {"draft": replace(DRAFT, purpose_en="Third."), "now": pair.begun + 20 * DAY}
    circle_change(account=pair.manager, after=2, **later)


def test_a_circle_that_is_renamed_is_called_so_wherever_its_text_is(pair, circle, client):
    draft = replace(DRAFT, name_fr="Mains calmes", name_en="Calm hands")
    circle_change(account=pair.other_manager, circle=circle, draft=draft, after=1, now=pair.begun)

    circle.refresh_from_db()
    assert (circle.name_en, circle.document.title_en, circle.document.title_fr) == (
        "Calm hands", "Calm hands", "Mains calmes",
    )  # fmt: skip
    assert circle.slug == "slow-hands"  # what others link to stays


def test_leaving_is_announced_and_ends_the_tables_of_the_circle_and_no_other_spaces(pair, circle):
    join(pair, circle)
    back = replace(pair, here=pair.there, there=pair.here, manager=pair.other_manager)
    join(back, circle, topics=(("lodging", "food"),))
    persona = pair.member()
    earn(persona, pair.there, at=pair.begun)
    made = conversion_ask(account=persona.account, recognition=pair.recognition, topic="food", now=pair.begun)

    left = circle_leave(account=pair.manager, circle=circle, space=pair.here, now=pair.begun)

    assert left.until == pair.begun + 15 * DAY
    assert inside(circle, pair.begun + 14 * DAY) == ["Slow Roads", "Home repairs"]
    assert inside(circle, pair.begun + 15 * DAY) == ["Slow Roads"]
    assert recognitions_expire(now=pair.begun + 15 * DAY) == 1
    assert (pair.recognition.state, back.recognition.state) == ("ended", "published")
    assert Conversion.objects.get(pk=made.pk).recognition == pair.recognition
    with pytest.raises(NotNow, match="leaving it already"):
        circle_leave(account=pair.manager, circle=circle, space=pair.here, now=pair.begun)
    with pytest.raises(NotYours):
        circle_leave(account=pair.manager, circle=circle, space=pair.there, now=pair.begun)


def test_whoever_leaves_may_come_back_before_and_after(pair, circle):
    join(pair, circle)
    for day in (1, 30):
        circle_leave(account=pair.manager, circle=circle, space=pair.here, now=pair.begun + day * DAY)
        join(pair, circle, day=day + (5 if day == 1 else 20))

    row = Belonging.objects.get(circle=circle, space=pair.here)
    assert (row.since, row.until) == (pair.begun + 50 * DAY, None)


def test_a_table_published_while_its_space_leaves_is_of_no_circle(pair, circle):
    join(pair, circle)
    circle_leave(account=pair.manager, circle=circle, space=pair.here, now=pair.begun)

    pair.publish(now=pair.begun + DAY)

    assert pair.recognition.circle is None
    assert circle_page(circle, now=pair.begun + DAY).tables == ()


def test_topics_meet_by_name_in_either_language_and_steps_by_their_place(pair, circle):
    [draft] = proposal(pair, circle)

    assert draft.topics == (("food", "lodging"),)  # both are called “Brakes” here
    assert draft.rows == (("recognised", "known"), ("reference", "recognised"))
    circle.templates.update(topics=[["Musique", "Music"]])
    assert proposal(pair, circle)[0].topics == ()


def test_a_trust_manager_founds_joins_and_leaves_in_the_pages(pair, client):
    client.force_login(pair.other_manager)
    founded = published(client, f"/en/desk/circles/found/{pair.there.slug}/", TYPED)
    assert "It recognises nobody yet" in founded.content.decode()
    assert "As the template says" not in founded.content.decode()

    client.force_login(pair.manager)
    asked = {"here": pair.here.slug, "there": pair.there.slug, "circle": "slow-hands"}
    form = client.get("/en/desk/recognitions/", asked, follow=True)
    assert "Filled in from the template" in form.content.decode()
    bound = form.context["form"]
    sent = {name: bound[name].value() or "" for name in bound.fields} | {"circle": "slow-hands", "after": "0"}
    read = client.post(form.request["PATH_INFO"], sent | {"preview": "1", "quota": "2"})
    assert "2 a day; the template says 3." in read.content.decode()
    seen = read.context["preview"].seen
    client.post(form.request["PATH_INFO"], sent | {"publish": "1", "quota": "2", "seen": seen})
    page = client.get("/en/circles/slow-hands/").content.decode()
    assert "2 a day; the template says 3." in page
    assert "1 table of 2" in page
    told = client.get("/api/circles/slow-hands/").json()
    assert [space["space"] for space in told["spaces"]] == [pair.there.slug, pair.here.slug]
    assert "Slow hands" in client.get("/en/recognitions/").content.decode()
    left = client.post(f"/en/desk/circles/slow-hands/leave/{pair.here.slug}/", follow=True).content.decode()
    assert "its tables of this circle end then" in left


def published(client, path: str, typed: dict[str, str]):
    """Read in words first, then published."""
    read = client.post(path, typed | {"preview": "1"})
    return client.post(path, typed | {"publish": "1", "seen": read.context["preview"].seen}, follow=True)


def test_the_text_of_a_circle_is_said_in_words_before_it_is_published(pair, client):
    client.force_login(pair.other_manager)
    found = f"/en/desk/circles/found/{pair.there.slug}/"

    read = client.post(found, TYPED | {"publish": "1"})
    page = read.content.decode()
    assert "Step 2 there, counted from the lowest, or more, counts as step 1 here." in page
    assert "Nothing adds up in a circle" in page
    assert not Circle.objects.exists()

    seen = {"publish": "1", "seen": read.context["preview"].seen}
    other = client.post(found, TYPED | seen | {"quota": "2"}).content.decode()
    assert "You changed something since you read it" in other
    assert not Circle.objects.exists()
    assert "It recognises nobody yet" in client.post(found, TYPED | seen, follow=True).content.decode()


def test_a_text_of_that_name_which_is_no_circle_is_said_beside_the_name(pair, client):
    document_create(
        owner=pair.there.reference, kind="rules", slug="circle-slow-hands", title_fr="Mains", title_en="Hands"
    )
    client.force_login(pair.other_manager)

    refused = published(client, f"/en/desk/circles/found/{pair.there.slug}/", TYPED)

    assert refused.status_code == 422
    assert "There is a text of this name already" in refused.content.decode()


def test_what_is_refused_stays_typed_and_what_a_colleague_published_is_not_written_over(pair, circle, client):
    client.force_login(pair.other_manager)
    found, change = f"/en/desk/circles/found/{pair.there.slug}/", f"/en/desk/circles/{circle.slug}/change/"

    refused = client.post(found, TYPED | {"name_en": "Other", "quota": "0"})
    assert (refused.status_code, refused.context["form"]["topics"].value()) == (422, "Freins / Brakes")
    assert "There is a circle of this name already" in client.post(found, TYPED).content.decode()
    assert 'name="after" value="1"' in client.get(change).content.decode()
    assert 'name="after" value="0"' in client.post(change, TYPED | {"after": "0", "quota": ""}).content.decode()
    told = client.post(change, TYPED | {"after": "0"}).content.decode()
    assert "while you were writing" in told
    assert 'name="after" value="1"' in told
    assert "No table changed by it" in published(client, change, TYPED | {"after": "1"}).content.decode()
    client.force_login(pair.manager)
    assert client.get(change).status_code == 403
    assert client.get(found).status_code == 404


def test_the_list_costs_the_same_for_any_number(pair, circle, django_assert_max_num_queries):
    circle_found(account=pair.manager, space=pair.here, draft=replace(DRAFT, name_en="Second"), now=pair.begun)

    with django_assert_max_num_queries(4):
        assert [line.name for line in circle_lines(now=pair.begun)] == ["Second", "Slow hands"]


ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, path: str) -> list[str]:
    feed = ElementTree.fromstring(client.get(path).content)
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def test_a_feed_tells_what_is_new_changed_and_at_its_end(pair, circle, client):
    join(pair, circle, day=1)
    join(pair, circle, day=2, quota=1)
    recognition_end(account=pair.manager, recognition=pair.recognition, now=pair.begun + 3 * DAY)

    told = [title.rpartition(": ")[2] for title in titles(client, "/en/recognitions.atom")]

    assert [words.split(" ")[0] for words in told] == ["ends", "changed,", "new", "new"]
    assert told[-1] == "new circle"


def test_a_feed_tells_of_announced_scales_of_public_spaces_only(pair, client):
    scale_announce(account=pair.manager, space=pair.here, levels=DEFAULT.levels, now=pair.begun)
    assert "binds from" in titles(client, "/en/statuses.atom")[0]

    pair.here.visibility = Visibility.MEMBERS
    pair.here.save()
    assert titles(client, "/en/statuses.atom") == []


def test_leaves_of_the_log_lead_to_tables_and_circles(pair, circle):
    join(pair, circle)
    keys = [("version.published", one.reference, "1") for one in (circle.document, pair.recognition.document)]

    found = places_of(keys)

    assert [key in found for key in keys] == [True, True]
    assert found[keys[0]].path.endswith(f"/rules/{circle.document.slug}/?v=1")
    assert "Slow hands" in found[keys[0]].name
