"""Every string a person can read is found, kept, checked and compiled."""

import gettext
import re

import pytest

from trustmgmt import messages

VIEWS = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
TITLE = _("Trust is earned")
COUNT = ngettext("%(n)d voice", "%(n)d voices", 2)
VERB = pgettext_lazy("button", "Open")
LONG = _("One sentence in "
         "two lines")
"""
PAGE = """{% load i18n %}
<h1>{% translate "Read the rules" %}</h1>
    <p>{% blocktranslate count n=voices trimmed %}
        {{ n }} voice at <b>{{ site }}</b>
      {% plural %}
        {{ n }} voices at <b>{{ site }}</b>
    {% endblocktranslate %}</p>
{% if "don't" == word %}<a title="{{ _("Why?") }}">100 %</a>{% endif %}
{% translate "Open" context "button" %}
"""


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A project with one app and one page."""
    monkeypatch.setattr(messages, "BASE_DIR", tmp_path)
    for place, text in {
        "apps/posts/__init__.py": "",
        "apps/posts/views.py": VIEWS,
        "apps/look/__init__.py": "",
        "templates/posts/page.html": PAGE,
        "templates/base.html": '{% load i18n %}{% translate "Skip to the content" %}',
        "trustmgmt/settings.py": "",
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def ids(catalog):
    return {message.id for message in catalog if message.id}


def translate(house, **words):
    """Fill the catalogue of posts in, as a translator would."""
    path = messages.catalogue_path("posts", "fr")
    catalog = messages.read("posts", "fr")
    for message in catalog:
        if message.id:
            plural = message.pluralizable
            key = message.id[0] if plural else message.id
            message.string = words.get(key, ("un", "des %(n)s %(n)d %(site)s") if plural else "traduit")
            if plural:
                names = messages.PLACEHOLDER.findall(message.id[1])
                message.string = ("une voix " + " ".join(names), "des voix " + " ".join(names))
    messages._write(catalog, path, "fr")


def test_code_and_templates_are_read(house):
    assert ids(messages.extract("posts")) == {
        "Trust is earned",
        ("%(n)d voice", "%(n)d voices"),
        "Open",
        "One sentence in two lines",
        "Read the rules",
        ("%(n)s voice at <b>%(site)s</b>", "%(n)s voices at <b>%(site)s</b>"),
        "Why?",
    }


def test_a_template_of_no_app_belongs_to_the_layout(house):
    assert ids(messages.extract("look")) == {"Skip to the content"}


def test_an_update_keeps_translations_and_forgets_what_nobody_says(house):
    messages.update("posts", "fr")
    translate(house, **{"Trust is earned": "La confiance se gagne"})

    (house / "apps/posts/views.py").write_text('from x import _\nA = _("Trust is earned")\nB = _("New")')
    catalog = messages.update("posts", "fr")

    assert catalog.get("Trust is earned").string == "La confiance se gagne"
    assert catalog.get("New").string == ""
    assert catalog.get("One sentence in two lines") is None


def test_an_update_of_nothing_changes_no_byte(house):
    messages.update("posts", "fr")
    translate(house)
    messages.update("posts", "fr")
    before = messages.catalogue_path("posts", "fr").read_bytes()

    messages.update("posts", "fr")

    assert messages.catalogue_path("posts", "fr").read_bytes() == before
    assert b"POT-Creation-Date" not in before


def test_a_finished_catalogue_has_nothing_to_settle(house):
    messages.update("posts", "fr")
    translate(house)

    assert messages.check("posts", "fr") == []


@pytest.mark.parametrize(
    ("english", "french", "complaint"),
    [
        ("Trust", "", "not translated"),
        ("Hello %(name)s", "Bonjour", r"placeholder %\(name\)s differs"),
        ("Hello {name}", "Bonjour {nom}", r"placeholder \{nom?\} differs|\{name\} differs"),
        ("Why?", "Pourquoi ?", "French spacing"),
        ("Why?", "Pourquoi?", "French spacing"),
        ("Note: read", "Note: lire", "French spacing"),
        ("“Rule”", "« Règle »", "French spacing"),
    ],
)
def test_what_is_wrong_is_said(house, english, french, complaint):
    (house / "templates/posts/page.html").unlink()
    (house / "apps/posts/views.py").write_text(f"_({english!r})")
    messages.update("posts", "fr")
    catalog = messages.read("posts", "fr")
    catalog.get(english).string = french
    messages._write(catalog, messages.catalogue_path("posts", "fr"), "fr")

    lines = messages.check("posts", "fr")

    assert re.search(complaint, lines[-1])


@pytest.mark.parametrize(
    "french",
    [
        "Pourquoi\u202f? Parce que\u202f: «\u00a0oui\u00a0»\u202f; voilà\u202f!",
        'Voir <a href="https://exemple.fr/?a=1;b">la règle</a>',
        "À 14:30, 95\u00a0% des voix",
        "Bonjour&nbsp;!",
    ],
)
def test_good_french_passes(french):
    assert not messages.UNFRENCH.search(messages._words(french))


def test_one_english_with_two_french_is_found(house):
    for app, french in {"posts": "Ouvrir", "look": "Ouvert"}.items():
        path = messages.catalogue_path(app, "fr")
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid "Open"\nmsgstr "{french}"\n')

    (line,) = messages.contradictions("fr", ["posts"])
    assert messages.contradictions("fr", ["trustmgmt"]) == []

    assert "'Ouvrir' in posts" in line
    assert "'Ouvert' in look" in line


def test_only_what_is_translated_is_compiled(house):
    messages.update("posts", "fr")
    catalog = messages.read("posts", "fr")
    catalog.get("Why?").string = "Pourquoi\u202f?"
    messages._write(catalog, messages.catalogue_path("posts", "fr"), "fr")

    assert messages.compile_stale() == 1
    assert messages.compile_stale() == 0

    with messages.catalogue_path("posts", "fr").with_suffix(".mo").open("rb") as binary:
        compiled = gettext.GNUTranslations(binary)
    assert compiled.gettext("Why?") == "Pourquoi\u202f?"
    assert compiled.ngettext("%(n)d voice", "%(n)d voices", 2) == "%(n)d voices"


def test_the_command_names_unknown_apps(house, capsys):
    assert messages.main(["check", "nobody"]) == 1
    assert "No such app: nobody" in capsys.readouterr().out


def test_the_command_counts_what_is_left(house, capsys):
    assert messages.main(["update"]) == 0
    assert messages.main(["check", "posts"]) == 1

    assert "7 to translate" in capsys.readouterr().out


def test_no_sentence_hides_from_the_catalogues_behind_another_name():
    """`from … import gettext as say`: whatever `say` says would stay English on French pages."""
    renamed = re.compile(r"import (?:.*\b)?[a-z]*gettext\w* as (\w+)")
    known = messages.KEYWORDS

    unknown = {
        f"{path.name}: {name}"
        for app in messages.apps()
        for path in messages.sources(app)
        if path.suffix == ".py"
        for name in renamed.findall(path.read_text())
        if name not in known
    }

    assert unknown == set()
