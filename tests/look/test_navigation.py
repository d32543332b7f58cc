import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _

from apps.look import navigation
from apps.look.context import Layout
from apps.look.navigation import Place
from tests.look.drawing import draw


class SomebodySignedIn(AnonymousUser):
    is_authenticated = True


@pytest.fixture(autouse=True)
def _empty_registry(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_footer_lines", [])


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.get("/en/signs/?page=2")
    request.user = SomebodySignedIn()
    return request


def test_a_link_whose_route_is_missing_is_left_out(request_, english):
    navigation.register_nav("signs", "Signs", "look:signs")
    navigation.register_nav("gone", "Gone", "no-such-route")

    assert [link.key for link in Layout(request_).main] == ["signs"]


def test_links_stand_in_the_order_given(request_, english):
    navigation.register_nav("b", "B", "look:signs", order=20)
    navigation.register_nav("a", "A", "look:signs", order=10)
    navigation.register_nav("c", "C", "look:signs", place=Place.ABOUT)

    assert [link.key for link in Layout(request_).main] == ["a", "b"]
    assert [label for _url, label in Layout(request_).foot.about] == ["C"]


def test_the_page_one_is_on_is_marked(request_, english):
    navigation.register_nav("signs", "Signs", "look:signs")

    assert 'aria-current="page"' in draw('{% include "look/masthead.html" %}', request_)
    assert "aria-current" not in draw('{% include "look/masthead.html" %}', request_, nav="other")


def test_labels_are_said_in_the_language_of_the_page(request_, french):
    navigation.register_nav("signs", _("Signs"), "look:signs")

    assert "Signes" in draw('{% include "look/masthead.html" %}', request_)


def test_the_account_menu_counts_what_waits(request_, english):
    navigation.register_account_item("Cases", "look:signs", count=lambda request: 3)

    layout = Layout(request_)

    assert layout.waiting == 3
    assert layout.account[0].count == 3


def test_an_entry_is_shown_only_to_those_it_is_for(request_, english):
    navigation.register_account_item("Desk", "look:signs", shown=lambda request: False)

    assert Layout(request_).account == []


def test_a_visitor_has_no_account_menu(request_, english):
    request_.user = AnonymousUser()
    navigation.register_account_item("Cases", "look:signs", count=lambda request: 3)

    assert Layout(request_).account == []


def test_footer_lines_say_only_what_they_have_to_say(request_):
    navigation.register_footer_line(lambda request: "Public log: 3 entries.")
    navigation.register_footer_line(lambda request: None)

    assert list(Layout(request_).foot.footer_lines) == ["Public log: 3 entries."]


def test_the_other_language_leads_to_the_same_page(request_, english):
    french, english_ = Layout(request_).languages

    assert (french.code, french.url, french.current) == ("fr", "/fr/signs/?page=2", False)
    assert english_.current


def test_a_page_without_a_twin_leads_to_the_front_page(rf, english):
    languages = Layout(rf.get("/no/such/page")).languages

    assert [language.url for language in languages] == ["/fr/", "/en/"]
