"""HTML of other sites: what a text needs and nothing else. No picture: it would tell its server who reads."""

import html as entities
import re

import nh3

_TAGS = {
    "p", "br", "em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup", "ul", "ol", "li", "blockquote", "code",
    "pre", "a", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "span", "div",
}  # fmt: skip
_GONE_WITH_ALL = {"script", "style", "svg", "math", "template", "noscript", "iframe", "object", "title", "textarea"}
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6]|blockquote|div|tr)>", re.IGNORECASE)
_HIGH = re.compile(r"<(/?)h[12]>")


def clean(text: str) -> str:
    """Safe HTML: no script, no handler, no picture, no style; links without rank or referrer, headings below ours.

    Cleaning what is clean changes nothing. Empty when no word is left.
    """
    safe = nh3.clean(
        text.replace("\r\n", "\n").replace("\r", "\n"),
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_ALL,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )
    return _HIGH.sub(r"<\1h3>", safe).strip() if plain(safe) else ""


def of_plain(text: str) -> str:
    """Plain words as paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = [entities.escape(block.strip()).replace("\n", "<br>") for block in lines.split("\n\n") if block.strip()]
    return "".join(f"<p>{block}</p>" for block in blocks)


def plain(text: str) -> str:
    """The words alone, for a title, a name or a reason. They may hold a < again: pages escape them."""
    bare = nh3.clean(_BREAK.sub("\n", text), tags=set(), clean_content_tags=_GONE_WITH_ALL)
    lines = (line.strip() for line in entities.unescape(bare).split("\n"))
    return "\n".join(line for line in lines if line)
