"""Posts: threads (`Page`), comments (`Note`) and everything other software calls by other names."""

from decimal import Decimal, InvalidOperation
from typing import Any

from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.things import Link, Post, Rating
from apps.federation.reading.values import (
    TEXT,
    Fields,
    address,
    addresses,
    kinds,
    language,
    mapping,
    mappings,
    maybe_address,
    moment,
    page,
    recipients,
    text,
    yes,
)

KINDS = {
    "Page", "Article", "Note", "Question", "Event", "Video", "Audio", "Image",
    "Review", "Rating", "Comment", "Quotation",
}  # fmt: skip
_OF_A_BOOK = {"Review", "Rating"}  # BookWyrm: 0 to 5, 0 says that there is none
_MOST = {"options": 500, "tags": 500, "links": 100, "related": 32}
_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")


def read(fields: Fields, kind: str) -> Post:
    """A post as it says it is."""
    rating = _rating(fields, kind)
    about = rating.about if rating else _about(fields)
    is_review = rating is not None or "Review" in kinds(fields) or bool(_related(fields, "Review"))
    body, title = _html(fields), html.plain(text(fields, "name"))
    links = _links(fields)
    options = _options(fields) if kind == "Question" else ()
    if not (body or title or links or options or rating):
        raise Unreadable(No.EMPTY)
    tags = mappings(fields, "tag", _MOST["tags"])
    return Post(
        id=address(fields.get("id"), "id", No.ID),
        kind=kind,
        authors=_authors(fields),
        title=title,
        html=body,
        source=_source(fields),
        summary=html.plain(text(fields, "summary", TEXT)),
        language=language(fields),
        url=page(fields),
        reply_to=maybe_address(fields, "inReplyTo"),
        context=_where(fields, "context") or _where(fields, "conversation"),
        audience=recipients(fields, "audience"),
        to=recipients(fields, "to"),
        cc=recipients(fields, "cc"),
        published=moment(fields, "published"),
        updated=moment(fields, "updated"),
        sensitive=yes(fields, "sensitive"),
        rating=rating,
        is_review=is_review,
        about=about,
        options=options,
        starts=moment(fields, "startTime"),
        ends=moment(fields, "endTime"),
        place=html.plain(_name_of(fields.get("location"))),
        links=links,
        mentions=tuple(_where(tag, "href") for tag in tags if "Mention" in kinds(tag) and _where(tag, "href")),
        hashtags=tuple(_hashtag(tag) for tag in tags if "Hashtag" in kinds(tag) and _hashtag(tag)),
        quotes=next((found for name in _QUOTES if (found := _where(fields, name))), ""),
        replies=_where(fields, "replies"),
        proven="proof" in fields,
    )


def _authors(fields: Fields) -> tuple[str, ...]:
    """Who is said to have written it: addresses, at least one."""
    name = "attributedTo" if fields.get("attributedTo") is not None else "actor"
    found = addresses(fields, name, No.AUTHOR, most=16)
    if not found:
        raise Unreadable(No.AUTHOR, "attributedTo")
    return found


def _html(fields: Fields) -> str:
    content = text(fields, "content", TEXT)
    if not content:
        named = mapping(fields.get("contentMap"))
        content = next((one for one in named.values() if isinstance(one, str)), "")
        if len(content) > TEXT:
            raise Unreadable(No.LONG, "contentMap")
    plain = fields.get("mediaType") in {"text/plain", "text/markdown"}
    return html.of_plain(content) if plain else html.clean(content)


def _source(fields: Fields) -> str:
    source = mapping(fields.get("source"))
    return text(source, "content", TEXT) if source.get("mediaType") == "text/markdown" else ""


def _options(fields: Fields) -> tuple[str, ...]:
    name = "oneOf" if fields.get("oneOf") else "anyOf"
    return tuple(html.plain(text(one, "name")) for one in mappings(fields, name, _MOST["options"]))


def _links(fields: Fields) -> tuple[Link, ...]:
    found = mappings(fields, "attachment", _MOST["links"])
    listed = [(page(one, "href") or page(one), one) for one in found]
    return tuple(Link(where, _media(one), html.plain(_name_of(one))) for where, one in listed if where)


def _media(fields: Fields) -> str:
    media = fields.get("mediaType")
    return media[:100] if isinstance(media, str) else ""


def _name_of(value: object) -> str:
    name = mapping(value).get("name")
    return name[:500] if isinstance(name, str) else ""


def _hashtag(tag: Fields) -> str:
    name = tag.get("name")
    return name.lstrip("#")[:200] if isinstance(name, str) else ""


def _where(fields: Fields, name: str) -> str:
    """An address that may be missing, wrong or something else: then there is none."""
    try:
        return maybe_address(fields, name)
    except Unreadable:
        return ""


# --- ratings -----------------------------------------------------------------------------------------------


def _rating(fields: Fields, kind: str) -> Rating | None:
    """In whichever form it came: `relatedWith` (1 to 10), a book's 0 to 5, or schema.org's."""
    for related in _related(fields, "Rating"):
        about = maybe_address(related, "withRegardTo")
        return _scale(related.get("value"), related.get("worst", 1), related.get("best", 10), about)
    said = mapping(fields.get("reviewRating"))
    if said:
        worst, best = said.get("worstRating", 1), said.get("bestRating", 5)
        return _scale(said.get("ratingValue"), worst, best, _about(fields))
    if kind in _OF_A_BOOK and fields.get("rating") is not None:
        return _scale(fields["rating"], 0, 5, _about(fields))
    return None


def _related(fields: Fields, kind: str) -> list[Fields]:
    return [one for one in mappings(fields, "relatedWith", _MOST["related"]) if kind in kinds(one)]


def _about(fields: Fields) -> str:
    """What is reviewed, in the words of each software."""
    for related in (*_related(fields, "Rating"), *_related(fields, "Review")):
        if found := _where(related, "withRegardTo"):
            return found
    return _where(fields, "inReplyToBook") or _where(fields, "itemReviewed") or _where(fields, "withRegardTo")


def _scale(value: Any, worst: Any, best: Any, about: str) -> Rating | None:
    """Numbers within their scale; zero below a scale that begins at one, or at zero, says that there is none."""
    numbers = [_number(one) for one in (value, worst, best)]
    if numbers[0] == 0 and numbers[1] in (0, 1):
        return None
    if not (0 <= numbers[1] < numbers[2] <= 100 and numbers[1] <= numbers[0] <= numbers[2]):
        raise Unreadable(No.RATING, "range")
    return Rating(numbers[0], numbers[1], numbers[2], about)


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(No.RATING, "number")
    try:
        read = Decimal(str(value))
    except InvalidOperation as wrong:
        raise Unreadable(No.RATING, "number") from wrong
    if not read.is_finite():
        raise Unreadable(No.RATING, "number")
    return read
