"""Badges in the copy of a person's data, and out of the copy that another instance made.

What is taken along: those one shows, signed anew that day, with their images; and those gathered on one's page, as
their issuers signed them. Each proves itself: nothing depends on who made the copy.
"""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from apps.badges.credential import credential, in_both_forms
from apps.badges.errors import Gone
from apps.badges.issuers import key_of_space
from apps.badges.models import Badge, Gathered
from apps.badges.selectors.badges import badge_page, image_context, said_by
from apps.people.archive_parts import register_file, register_files
from apps.people.archive_reading import read_json
from apps.people.models import Account

FILE = "badges.json"
BYTES = 64_000_000  # five thousand badges in both forms


def register() -> None:
    """Called from `ready()`."""
    register_file(FILE, _("Your badges, signed: another instance reads them from here"), documents)
    register_files("badges", _("The images of your badges"), images)


def documents(account: Account, now: datetime) -> Iterator[bytes]:
    """Every badge that stands, in both forms, and every one gathered."""
    yield b'{"badges": ['
    for number, document in enumerate(_documents(account, now)):
        yield (b",\n" if number else b"\n") + json.dumps(document, ensure_ascii=False).encode()
    yield b"\n]}\n"


def _documents(account: Account, now: datetime) -> Iterator[dict[str, Any]]:
    mine = set[str]()
    for badge in _standing(account):
        try:
            said = said_by(badge, now)
        except Gone:
            continue  # no longer earned: nobody signs it
        key = key_of_space(said.space, now)
        mine.add(said.id)
        yield from in_both_forms(credential(said, key), key, said.begins)
    for row in Gathered.objects.filter(account=account).exclude(uri__in=mine):
        yield row.document


def images(account: Account, now: datetime) -> Iterator[tuple[str, bytes]]:
    """As they look that day, in the language of the person."""
    with override(account.language):
        for badge in _standing(account):
            context = image_context(badge.reference, badge_page(badge, now))
            yield f"badges/{badge.reference}.svg", render_to_string("badges/badge.svg", context).encode()


def _standing(account: Account) -> Iterator[Badge]:
    mine = Badge.objects.standing().filter(persona__account=account)
    yield from mine.select_related("persona", "space", "topic", "place").order_by("pk")


def badges_of_copy(file: BinaryIO, *, size: int, now: datetime) -> list[object]:
    """The signed files in a copy that somebody brings. Raises BadInput. One of the two forms of each is enough."""
    content = io.BytesIO(file.read())
    told = read_json(content, FILE, size=size, most=BYTES, now=now).get("badges")
    found: dict[object, object] = {}
    for document in told if isinstance(told, list) else []:
        named = document.get("id") if isinstance(document, dict) else None
        found.setdefault(named if isinstance(named, str) else len(found), document)
    return list(found.values())
