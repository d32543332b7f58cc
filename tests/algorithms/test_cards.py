import hashlib
import importlib
import pkgutil
from pathlib import Path

import pytest

from apps import algorithms
from apps.algorithms import cards, cards_french
from apps.algorithms.cards import Section, card, published, read_page

MODULES = {
    module.name
    for module in pkgutil.iter_modules(algorithms.__path__)
    if hasattr(importlib.import_module(f"apps.algorithms.{module.name}"), "VERSION")
}


def test_every_algorithm_is_published():
    assert set(cards.PUBLISHED) == MODULES


@pytest.mark.parametrize("name", cards.PUBLISHED)
def test_the_card_is_of_the_module_that_runs(name):
    source = Path(importlib.import_module(f"apps.algorithms.{name}").__file__).read_bytes()

    found = card(name)

    assert found.source_sha256 == hashlib.sha256(source).hexdigest()
    assert found.source.encode() == source
    assert found.version == importlib.import_module(found.module).VERSION


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", cards.PUBLISHED)
def test_every_card_says_what_for_and_what_it_misses(name, language):
    headings = [section.heading for section in card(name, language).sections]

    assert ("À quoi cela sert" if language == "fr" else "Why it matters") in headings
    assert ("Ce qui lui échappe" if language == "fr" else "What it misses") in headings


@pytest.mark.parametrize("name", cards.PUBLISHED)
def test_both_languages_have_the_same_sections_and_parameters(name):
    english, french = card(name), card(name, "fr")

    assert [bool(section.heading) for section in french.sections] == [bool(s.heading) for s in english.sections]
    assert [(p.name, p.value) for p in french.parameters] == [(p.name, p.value) for p in english.parameters]
    assert all(parameter.meaning for parameter in (*english.parameters, *french.parameters))
    assert set(cards_french.MEANINGS[name]) == {parameter.name for parameter in english.parameters}


@pytest.mark.parametrize("name", cards.PUBLISHED)
def test_the_french_was_read_again_since_the_english_changed(name):
    assert cards_french.TRANSLATED[name] == cards.english_digest(name)


def test_a_page_is_a_title_and_sections():
    title, sections = read_page(
        "A thing:\nin two lines.\n\nWhy it matters: it does,\nalways.\n\nNo heading here. Indeed: none."
    )

    assert title == "A thing: in two lines."
    assert sections == (Section("Why it matters", "It does, always."), Section("", "No heading here. Indeed: none."))


def test_french_is_set_as_french():
    section = card("surge", "fr").sections[0]

    assert section.heading == "Ce que c’est"
    assert "Deux chiffres sont toujours côte à côte\u202f: les voix" in section.text


def test_what_is_not_published_has_no_card():
    with pytest.raises(KeyError):
        card("words")


def test_the_json_card_leaves_the_source_to_its_own_address():
    fields = published()[0].as_json()

    assert "source" not in fields
    assert fields["name"] == "review_suspicion"
