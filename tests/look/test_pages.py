import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from apps.base.errors import BadInput, NotFound, NotYours, TooMany
from apps.look import views
from tests.look.drawing import HOSTILE

ROOT = Path(__file__).resolve().parent.parent.parent
ENGLISH_LEFT_OVER = re.compile(r">\s*(Sign in|Skip to|See the|Who speaks)[^<]*<")


@pytest.mark.parametrize(("language", "title"), [("fr", "Qui parle"), ("en", "Who speaks?")])
def test_the_style_guide_shows_every_part_in_both_languages(client: Client, language, title, db):
    response = client.get(f"/{language}/signs/")

    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert title in page
    for css in ("sign--lg", "ribbon", "timeline", "reasons", "chart--wide", "tiles", "chips", "receipt", "diff"):
        assert css in page or css == "receipt"
    assert language == "en" or not ENGLISH_LEFT_OVER.search(page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_missing_page_is_calm_and_leads_on(client: Client, language, db, settings):
    settings.DEBUG = False

    response = client.get(f"/{language}/no/such/page/")

    assert response.status_code == 404
    assert f'href="/{language}/"' in response.content.decode()


def test_no_page_sends_its_forms_as_from_nowhere():
    """Under `no-referrer` a browser says `Origin: null` of each form, which the guard against forged ones refuses."""
    said = [path for path in (ROOT / "templates").rglob("*.html") if "no-referrer" in path.read_text()]
    said += [path for path in (ROOT / "apps").rglob("*.py") if '= "no-referrer"' in path.read_text()]

    assert said == []


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_broken_house_needs_neither_request_nor_database(template, language):
    with translation.override(language):
        page = render_to_string(template)

    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert 'href="/"' in page


def test_the_handlers_of_a_broken_page_touch_no_database(rf, french):
    assert b"Quelque chose" in views.server_error(rf.get("/fr/signs/")).content
    assert views.bad_request(rf.get("/fr/signs/"), ValueError()).status_code == 400


@pytest.mark.parametrize("template", ["403.html", "429.html", "look/csrf.html"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_refused_page_says_what_to_do(template, language, rf, db):
    with translation.override(language):
        page = render_to_string(template, request=rf.get(f"/{language}/signs/"))

    assert page.count("<h1") == 1
    assert 'class="btn btn--main"' in page


@pytest.mark.parametrize(
    "refusal",
    [
        NotYours(HOSTILE),
        NotFound(HOSTILE),
        TooMany(HOSTILE, seconds=60),
        BadInput({"title": HOSTILE, "text": "Too long."}),
    ],
)
def test_a_refusal_is_a_sentence_on_a_page(refusal, rf, english, db):
    page = render_to_string("look/refusal.html", {"refusal": refusal}, request=rf.post("/en/signs/"))

    assert "alert(1)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sign_in_pages_speak_of_pseudonym_and_passphrase(language, rf):
    from allauth.account.forms import LoginForm

    request = rf.get(f"/{language}/signs/")
    with translation.override(language):
        page = render_to_string("account/form_body.html", {"form": LoginForm(request=request)}, request=request)

    assert ("Phrase de passe" if language == "fr" else "Passphrase") in page
    assert ("Pseudonyme" if language == "fr" else "Pseudonym") in page
    assert "Username" not in page
