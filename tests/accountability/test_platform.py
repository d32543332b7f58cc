"""The platform is operator no. 1: the same services, the same pages, no special code path."""

import hashlib
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command

from apps.accountability.platform import algorithm_cards, install
from apps.accountability.platform.texts_of import KINDS, Text
from apps.accountability.selectors.cards import line_of
from apps.algorithms import cards
from apps.base import clock
from apps.documents.models import Document, Version
from apps.documents.services import VersionDraft, version_publish
from apps.ledger import sequencer
from apps.ledger.models import LogEntry
from apps.spaces.models import Operator, Representative
from tests.factories import operator, person

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture(scope="module")
def installed(kept) -> Operator:
    kept(lambda: install.platform_install(now=NOW))
    return kept(lambda: Operator.objects.get(slug="trustmgmt"))


@pytest.fixture
def us(installed, db) -> Operator:
    return deepcopy(installed)


def test_installing_twice_publishes_nothing_twice(us):
    assert install.platform_install(now=NOW) == []


def test_every_text_is_there_in_both_languages(us):
    versions = Version.objects.all()

    assert len(versions) >= len(KINDS)
    assert all(version.body_fr and version.body_en for version in versions)


def test_our_texts_are_in_the_log_like_anybodys(us):
    sequencer.seal(now=NOW)

    assert LogEntry.objects.filter(kind="version.published").count() == Version.objects.count()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("slug", KINDS)
def test_each_text_has_its_page(us, client, language, slug):
    page = client.get(f"/{language}/o/trustmgmt/rules/{slug}/")

    assert page.status_code == 200
    assert 'class="prose doc"' in page.content.decode()


def test_the_foot_of_every_page_leads_to_our_duties(us, client):
    page = client.get("/fr/o/").content.decode()

    for address in ("/rules/legal/", "/rules/privacy/", "/rules/rules/", "/algorithms/", "/o/trustmgmt/red/"):
        assert address in page


@pytest.mark.parametrize("slug", ["legal", "privacy"])
def test_our_notices_say_who_publishes_and_hosts(us, client, settings, slug):
    assert "pas encore indiqué" in client.get(f"/fr/o/trustmgmt/rules/{slug}/").content.decode()
    named = {"publisher": "The Trust Society, Paris", "host": "Example Hosting", "contact": "contact@trust.example"}
    settings.LEGAL_NOTICE = {**named, "director": "Ada Roy"}
    later = NOW + timedelta(days=1)

    install.platform_install(now=later)

    newest = Document.objects.get(slug=slug).versions.order_by("number").last()
    for body in (newest.body_fr, newest.body_en):
        assert all(said in body for said in named.values())
        assert "{" not in body
    assert slug == "privacy" or newest.effective_at == later  # a legal notice states a fact: it binds at once


def test_a_text_our_representative_took_in_hand_is_not_written_over(us, monkeypatch):
    legal = Document.objects.get(slug="legal")
    draft = VersionDraft("Éditeur : l’association.", "Publisher: the association.", NOW)
    version_publish(document=legal, draft=draft, actor="", signed_by="somebody", now=NOW)

    assert install.platform_install(now=NOW) == []


def test_a_change_of_substance_binds_after_fifteen_days(us, monkeypatch):
    changed = [
        Text(t.slug, t.kind, t.title_fr, t.title_en, t.body_fr + "\n\nVous devez payer.", t.body_en)
        for t in install.release_texts()
        if t.slug == "rules"
    ]
    monkeypatch.setattr(install, "release_texts", lambda: changed)

    [version] = install.platform_install(now=NOW + timedelta(days=1))

    assert version.number == 2
    assert (version.effective_at - version.announced_at).days == 15


def test_the_nine_rules_of_the_charter_are_the_rules_of_the_desk(us):
    from apps.moderation.rules import RuleCode, rule_for
    from tests.factories import space

    for code in RuleCode:
        assert rule_for(code, space(), now=NOW + timedelta(days=1), language="fr").version is not None


def test_a_representative_is_named_by_a_command(us, capsys):
    person("keeper")

    call_command(
        "name_representative",
        "trustmgmt",
        "keeper",
        "--name",
        "Ada Roy",
        "--role-fr",
        "Présidente",
        "--role-en",
        "Chair",
    )

    assert Representative.objects.get(operator=us).real_name == "Ada Roy"
    us.refresh_from_db()
    assert us.claimed


def test_we_have_a_red_button_like_the_others(us, client):
    assert client.get("/en/o/trustmgmt/red/").status_code == 200


def test_each_algorithm_that_runs_has_its_card_with_the_digest_of_its_file(us, client):
    for name in cards.PUBLISHED:
        for language in ("fr", "en"):
            page = client.get(f"/{language}/o/trustmgmt/algorithms/{algorithm_cards.slug_of(name)}/").content.decode()
            assert cards.card(name, "en").source_sha256 in page


def test_the_list_of_cards_says_in_a_line_of_each_what_it_does_and_sorts_all_of_them(us, client):
    for language in ("fr", "en"):
        page = unescape(client.get(f"/{language}/o/trustmgmt/algorithms/").content.decode())
        for text in algorithm_cards.card_texts():
            title, body = (text.title_fr, text.body_fr) if language == "fr" else (text.title_en, text.body_en)
            line = line_of(body, title)
            assert len(line) > 20
            assert line[-1] in ".?!"
            assert page.count(f">{title}</a>") == 1
            assert line in page


def test_the_source_of_a_card_is_the_file_that_runs(us, client):
    answer = client.get("/en/o/trustmgmt/algorithms/surge/source.py")

    assert hashlib.sha256(answer.content).hexdigest() == cards.card("surge", "en").source_sha256


def test_no_other_operator_shows_our_source(us, client):
    assert client.get(f"/en/o/{operator().slug}/algorithms/surge/source.py").status_code == 404


def test_a_changed_algorithm_publishes_a_new_version_of_its_card_at_once(us, monkeypatch):
    changed = [
        replace(t, body_en=t.body_en.replace("2.0", "2.1")) for t in install.release_texts() if t.slug == "surge"
    ]
    monkeypatch.setattr(install, "release_texts", lambda: changed)

    [version] = install.platform_install(now=NOW)

    assert (version.number, version.effective_at) == (2, NOW)
