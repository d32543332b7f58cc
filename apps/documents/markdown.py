"""Published texts as safe HTML. Their headings start below the page's own."""

import nh3
from django.core.cache import cache
from markdown_it import MarkdownIt
from markdown_it.token import Token

from apps.documents.models import Version

MAX_BODY = 200_000
WEEK = 7 * 24 * 3600
_TAGS = {
    "p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).disable(["image"]).enable("table")


def to_html(text: str) -> str:
    """Sanitised: no picture, no script, links without rank or referrer."""
    tokens = _parser.parse(text)
    _set_headings(tokens)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


def _set_headings(tokens: list[Token]) -> None:
    """The text's highest heading becomes an h2, below the page's own title; a level left out is closed up."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(6, levels.index(token.tag) + 2)}"


def version_html(version: Version, language: str) -> str:
    """A version never changes: neither does its page, so it is rendered once."""
    key = f"version-html:3:{version.sha256}:{language}"
    html = cache.get(key)
    if not isinstance(html, str):
        html = to_html(version.body_fr if language == "fr" else version.body_en)
        cache.set(key, html, WEEK)
    return html
