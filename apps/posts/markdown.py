"""Markdown in, safe HTML out: rendered, then sanitised. No images (a picture from elsewhere tells who reads)."""

import re

import nh3
from markdown_it import MarkdownIt

MAX_TEXT = 5000  # above this, hostile brackets make any Markdown parser slow
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr", "del"}
_MARKS = re.compile(r"\*\*|__|`+|~~|^\s*>+\s?|^\s*(?:[-*+]|\d+[.)])\s+|^\s*#+\s", re.MULTILINE)
_parser = MarkdownIt("zero", {"breaks": True, "html": False}).enable(
    ["emphasis", "list", "blockquote", "backticks", "fence", "link", "newline", "hr", "escape", "strikethrough"]
)


def to_html(text: str) -> str:
    """Sanitised HTML of a text of at most `MAX_TEXT` characters; links never pass on rank or referrer."""
    return nh3.clean(
        _parser.render(text[:MAX_TEXT]),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer ugc",
    )


def plain(text: str) -> str:
    """The words without the marks of Markdown, for a few lines in a list."""
    return _MARKS.sub("", text)
