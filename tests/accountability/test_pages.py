"""The register and its twins: what a page shows, JSON says; no question breaks them."""

from datetime import timedelta

import pytest

from apps.accountability import selectors, services
from apps.accountability.models import Alert
from apps.accountability.platform.install import platform_install
from apps.accountability.selectors.faces import initials
from apps.base import clock
from apps.documents.markdown import to_html
from apps.documents.models import Document, Version
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.spaces.models import Operator
from tests.accountability.world import LOOKED, NOON, represent, surge
from tests.factories import operator, space

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def op() -> Operator:
    found = operator("voix-de-table")
    represent(found)
    return found


def publish(op, text, now=NOON, slug="rules"):
    document = Document.objects.filter(owner=op.reference, slug=slug).first() or document_create(
        owner=op.reference, kind="rules", slug=slug, title_fr="Règles", title_en="Rules"
    )
    draft = VersionDraft(text, text, now)
    return version_publish(
        document=document, draft=draft, actor="", signed_by=op.representatives.get().reference, now=now
    )


def confirm(op) -> Alert:
    surge(op)
    return services.alert_evaluate(alert_id=Alert.objects.get(operator=op).pk, now=LOOKED)


def test_the_register_is_alphabetical_and_searched_by_name(client):
    for slug in ("zebra", "alpha", "mid"):
        operator(slug)

    found = [row["name"] for row in client.get("/api/o/").json()["operators"]]
    searched = [row["name"] for row in client.get("/api/o/?q=ALPH").json()["operators"]]

    assert found == ["Alpha", "Mid", "Zebra"]
    assert searched == ["Alpha"]


def test_the_register_keeps_those_in_a_state(client, op):
    operator("calm-one")
    confirm(op)

    assert [row["slug"] for row in client.get("/api/o/?state=confirmed").json()["operators"]] == [op.slug]
    assert "Alerte confirmée" in client.get("/fr/o/?state=confirmed").content.decode()


def test_the_register_costs_as_many_queries_for_fifty_as_for_one(client, django_assert_max_num_queries):
    for number in range(50):
        represent(operator(f"op-{number}"))

    with django_assert_max_num_queries(12):
        client.get("/en/o/")


@pytest.mark.parametrize("address", ["/en/o/nobody/", "/api/o/nobody/", "/en/o/voix-de-table/rules/none/"])
def test_what_is_not_there_is_a_sentence(client, op, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["?q=%00", "?state=x", "?page=9999", "?page=x", "?v=x", "?v=99999999999", "?text=de"])
@pytest.mark.parametrize(
    "address",
    ["/en/o/", "/api/o/", "/en/o/voix-de-table/rules/rules/", "/api/o/voix-de-table/rules/rules/diff/1/2/"],
)
def test_no_question_breaks_a_page(client, op, address, query):
    publish(op, "One.")
    publish(op, "One. Two more words here.", now=NOON + DAY)

    assert client.get(address + query).status_code in {200, 404}


def test_page_and_twin_of_an_operator_say_the_same(client, op, english):
    publish(op, "A person reads it first.")
    space(operator=op)
    confirm(op)

    page = client.get(f"/en/o/{op.slug}/").content.decode()
    twin = client.get(f"/api/o/{op.slug}/", headers={"accept-language": "en"}).json()

    assert twin["tag"]["word"] == "Confirmed alert"
    for words in (twin["name"], twin["documents"][0]["title"], twin["faces"][0]["name"], twin["alerts"][0]["subject"]):
        assert words in page


def test_the_diff_page_shows_what_changed_and_with_how_much_notice(client, op, english):
    publish(op, "A person reads it first. They have 30 days to contest.")
    publish(op, "A person reads it first. They have 14 days to contest.", now=NOON + DAY)

    page = client.get(f"/en/o/{op.slug}/rules/rules/diff/1/2/").content.decode()
    twin = client.get(f"/api/o/{op.slug}/rules/rules/diff/1/2/").json()

    assert "<ins>14 </ins>" in page
    assert "0 days of notice" in page
    assert "Substantive" in page
    assert twin["difference"]["changed"] == 1


def test_versions_asked_for_backwards_are_turned_round(client, op):
    publish(op, "One.")
    publish(op, "Two.", now=NOON + DAY)

    assert client.get(f"/en/o/{op.slug}/rules/rules/diff/2/1/")["Location"].endswith("/diff/1/2/")


def test_an_operator_that_calls_a_change_less_than_it_is_has_both_opinions_shown(client, op, english):
    first = publish(op, "They have 30 days to contest.")
    draft = VersionDraft(
        "They have 14 days to contest.", "They have 14 days to contest.", NOON + DAY, "", "", "editorial"
    )
    version_publish(document=first.document, draft=draft, actor="", signed_by="", now=NOON + DAY)

    assert "Both opinions stay" in client.get(f"/en/o/{op.slug}/rules/rules/diff/1/2/").content.decode()


def test_an_operator_known_only_by_its_texts_is_marked_and_attributed(client, english):
    known = operator("elsewhere")
    Operator.objects.filter(pk=known.pk).update(affiliated=False)
    attribution = "Open Terms Archive contributors"
    text = Document.objects.create(
        owner=known.reference,
        kind="Terms of Service",
        slug="terms",
        title_fr="T",
        title_en="T",
        attribution=attribution,
    )
    Version.objects.create(
        document=text, number=1, body_en="Terms.", sha256="0" * 64, announced_at=NOON, effective_at=NOON,
        change_class="first", imported=True,
    )  # fmt: skip

    for address in (f"/en/o/{known.slug}/", f"/en/o/{known.slug}/rules/terms/"):
        page = client.get(address).content.decode()
        assert "ot affiliated with us" in page
        assert attribution in page


def test_a_text_of_a_space_stands_under_its_operator(client, op):
    forum = space(operator=op)
    text = document_create(owner=forum.reference, kind="charter", slug="charter", title_fr="Charte", title_en="Charter")
    version_publish(document=text, draft=VersionDraft("1. Oui.", "1. Yes.", NOON), actor="", signed_by="", now=NOON)

    assert client.get(f"/en/o/{op.slug}/rules/charter/").status_code == 200


def test_home_hears_how_many_operators_are_in_alert(op):
    confirm(op)
    later = NOON + 3 * DAY

    days = selectors.operators_in_alert(now=later)

    assert len(days) == 30
    assert [(d.possible, d.confirmed) for d in days[-5:]] == [(0, 0), (0, 1), (0, 1), (0, 1), (0, 1)]
    assert selectors.alert_states() == {op.slug: "confirmed"}


def test_a_spaces_page_hears_who_answers(op):
    confirm(op)

    card = selectors.operator_card(op, now=clock.now())

    assert card.face.name == "Awa Ndour"
    assert card.tag.state == "confirmed"


@pytest.mark.parametrize(
    ("name", "letters"), [("Awa Ndour", "AN"), ("Jean-Luc de la Tour", "JT"), ("Ørsted", "Ø"), ("", "")]
)
def test_a_portrait_is_drawn_from_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_operator_no_1_opens(client, language):
    platform_install(now=NOON)

    for part in ("", "red/", "algorithms/", "rules/rules/", "algorithms/surge/"):
        assert client.get(f"/{language}/o/trustmgmt/{part}").status_code == 200


# --- publishing from the console ---


def test_a_representative_opens_a_text_sees_what_changes_and_publishes(client, op, english):
    client.force_login(op.representatives.get().account)
    new, today = f"/en/o/{op.slug}/console/publish/", "2099-01-01"
    first = {"kind": "rules", "title_fr": "Règles", "title_en": "House rules", "body_fr": "Un.", "effective_on": today}

    opened = client.post(new, {**first, "publish": ""})
    address = f"/en/o/{op.slug}/console/version/house-rules/"
    second = {"body_fr": "Un. Vous devez payer 12 euros.", "effective_on": today}
    preview = client.post(address, {**second, "preview": ""}).content.decode()
    published = client.post(address, {**second, "publish": ""})

    assert opened["Location"].endswith("/rules/house-rules/")
    assert "What readers will see" in preview
    assert "Vous devez payer 12 euros." in preview
    assert published["Location"].endswith("/rules/house-rules/diff/1/2/")
    assert client.get(published["Location"]).status_code == 200


def test_a_version_that_binds_in_the_past_comes_back_with_its_words(client, op, english):
    client.force_login(op.representatives.get().account)
    data = {"kind": "rules", "title_fr": "R", "title_en": "R", "body_en": "My words.", "effective_on": "2001-01-01"}

    answer = client.post(f"/en/o/{op.slug}/console/publish/", {**data, "publish": ""})

    assert answer.status_code == 422
    assert "cannot bind people before" in answer.content.decode()
    assert "My words." in answer.content.decode()
    assert not Version.objects.exists()


def test_a_representative_of_another_operator_publishes_nothing_here(client, op):
    other = operator()
    client.force_login(represent(other, "Paul Lecerf"))

    assert client.post(f"/en/o/{op.slug}/console/publish/", {"body_en": "x"}).status_code == 403


def test_an_open_page_can_ask_for_the_state_alone(client, op, english):
    alert = confirm(op)

    for address in (f"/en/o/{op.slug}/state/", f"/en/o/{op.slug}/alert/{alert.reference}/state/"):
        fragment = client.get(address).content.decode()
        assert "Confirmed alert" in fragment
        assert "<html" not in fragment


def test_a_state_that_turns_on_an_open_page_brings_the_way_to_its_alert(client, op, english):
    assert client.get(f"/en/o/{op.slug}/state/").content.strip() == b""
    alert = confirm(op)

    fragment = client.get(f"/en/o/{op.slug}/state/").content.decode()

    assert f'href="/en/o/{op.slug}/alert/{alert.reference}/"' in fragment


def test_the_console_opens_with_two_proofs_where_the_site_asks_for_them(client, op, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(op.representatives.get().account)

    answer = client.get(f"/en/o/{op.slug}/console/")

    assert answer.status_code == 302
    assert "2fa" in answer["Location"]


def test_headings_of_a_text_start_below_the_title_and_leave_no_step_out():
    html = to_html("## One\n\n#### Two\n\n## Three")

    assert [html.count(f"<h{n}>") for n in (1, 2, 3, 4)] == [0, 2, 1, 0]
