"""What is sent to every reader: small, without inline style or script, readable in both lights."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if path.parent.name != "archive"]  # a copy taken home is one file, read offline
CSS = (STATIC / "style.css").read_text()
GROUNDS = ("paper", "sheet", "well")
TEXT_ON_GROUNDS = ("ink", "ink-2", "ink-3", "petrol", "ochre", "red-ink")


def test_the_stylesheet_is_ten_kilobytes_at_most():
    assert len(gzip.compress(CSS.encode(), 9)) <= 10 * 1024


def test_the_script_is_two_kilobytes_at_most():
    assert (STATIC / "app.js").stat().st_size <= 2 * 1024


def test_braces_of_the_stylesheet_are_balanced():
    assert CSS.count("{") == CSS.count("}")


@pytest.mark.parametrize("template", PAGES, ids=str)
def test_no_template_carries_inline_style_or_script(template: Path):
    text = re.sub(r"{%.*?%}", "", template.read_text())

    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "<style" not in text


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_sign_that_a_template_draws_exists(template: Path):
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "signs.svg").read_text()))
    text = template.read_text()

    drawn = set(re.findall(r"""(?:{% icon |icon=)["']([a-z-]+)["']""", text))
    drawn |= set(re.findall(r"signs\.svg' %}#([a-z-]+)", text))
    assert drawn <= known


@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT_ON_GROUNDS)
def test_text_is_readable_on_every_ground(text, ground, light):
    assert _contrast(_token(text)[light], _token(ground)[light]) >= 4.5


@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
def test_edges_of_controls_are_seen(light):
    for ground in GROUNDS:
        assert _contrast(_token("edge")[light], _token(ground)[light]) >= 3


@pytest.mark.parametrize("fill", ["petrol-fill", "red"])
@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
def test_white_is_readable_on_filled_buttons(fill, light):
    assert _contrast("#ffffff", _token(fill)[light]) >= 4.5


@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
def test_doubt_and_alert_are_readable_on_their_wash(light):
    assert _contrast(_token("ink")[light], _token("ochre-wash")[light]) >= 4.5
    assert _contrast(_token("ochre")[light], _token("ochre-wash")[light]) >= 4.5
    assert _contrast(_token("red-ink")[light], _token("red-wash")[light]) >= 4.5


def _token(name: str) -> tuple[str, str]:
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", CSS)
    return found[1], found[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_was_done_is_told_once():
    """The layout tells it; a page tells it itself only where it lays out the whole page."""
    named = {template: template.read_text() for template in TEMPLATES}
    telling = [name for name, text in named.items() if "look/messages.html" in text and name.name != "base.html"]

    assert [str(name) for name in telling if not _lays_out(named, name)] == []


def _lays_out(named: dict[Path, str], name: Path) -> bool:
    """Whether this template, one it extends or one it is a part of, replaces the part of the layout that tells."""
    if "{% block page %}" in named[name] or "{% block body %}" in named[name]:
        return name.name != "base.html" or name.parent.name != "templates"
    parent = re.search(r'{% extends "([^"]+)"', named[name])
    above = settings.BASE_DIR / "templates" / parent.group(1) if parent else None
    if above is not None:
        return above in named and _lays_out(named, above)
    within = f'{{% include "{name.relative_to(settings.BASE_DIR / "templates")}" %}}'
    return any(_lays_out(named, whole) for whole, text in named.items() if within in text)
