"""The source and the space of what is imported, made from the mapping when they are not there."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from apps.gate.imports.files import BadFile
from apps.gate.imports.mappings import FileMapping
from apps.posts.models import Lack, Source
from apps.spaces.models import Operator, Space, Visibility

SHIPPED = Path(__file__).parent / "mappings"
NAMES = ("name_fr", "name_en", "summary_fr", "summary_en")


def source_of(mapping: FileMapping, *, now: datetime) -> Source:
    """Where it comes from, under which licence."""
    given = mapping.table("source")
    fields = {name: given.get(name, "") for name in ("name", "url", "licence", "attribution")}
    source, _created = Source.objects.get_or_create(
        slug=given["slug"], defaults={**fields, "lacks": lacks_of(mapping), "imported_at": now}
    )
    return source


def lacks_of(mapping: FileMapping) -> list[str]:
    """What the mapping names no column for."""
    named = {Lack.AUTHOR: "author", Lack.DATE: "at", Lack.RATING: "rating", Lack.TEXT: "text"}
    if mapping.kind == "threads":
        del named[Lack.RATING]
    return [lack.value for lack, field in named.items() if field not in mapping.fields]


@transaction.atomic
def space_of(slug: str, mapping: FileMapping, *, reviews: bool, now: datetime) -> Space:
    """A space that holds nothing but imports; refuses one where people write."""
    if slugify(slug) != slug:
        raise BadFile(f"“{slug}” cannot stand in an address: letters without accents, digits and dashes only.")
    space, created = Space.objects.get_or_create(
        slug=slug,
        defaults={
            **_words(slug, mapping.table("space")),
            "operator": _host(now),
            "reviews": reviews,
            "threads": not reviews,
            "imported": True,
            "created_at": now,
        },
    )
    if not created and not space.imported:
        raise BadFile(f"People write in “{slug}”: an import needs a space of its own.")
    return space


def _words(slug: str, given: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: str(given.get(name, "")) for name in NAMES}
    for name in ("name_fr", "name_en"):
        words[name] = words[name] or slug
    return {**words, "visibility": Visibility(given.get("visibility", Visibility.PUBLIC))}


def _host(now: datetime) -> Operator:
    host, _created = Operator.objects.get_or_create(
        slug=settings.PLATFORM_OPERATOR, defaults={"name": settings.SITE_NAME, "created_at": now}
    )
    return host
