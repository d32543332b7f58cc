"""Words that a person brings from another site: theirs again, dated as there, marked imported, never trust evidence.

Nobody is told and nothing is scored or sent on: no event says “published”, and every row bears its source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.base.errors import BadInput, Refusal
from apps.base.models import clean_text, validate_text
from apps.ledger.services import append
from apps.people.archive_reading import Copy, moment_of
from apps.people.models import Account, Persona
from apps.posts.markdown import MAX_TEXT, to_html
from apps.posts.models import DeclaredLink, Post, Review, Source, Subject, SubjectKind, Thread
from apps.posts.selectors import visible_subjects
from apps.posts.services import subject_add
from apps.posts.states import ItemState
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import check_can_post, readable_spaces

MOST = 10_000
UNCONFIRMED = "-unconfirmed"
EARLIEST = 1990


@dataclass(slots=True)
class Brought:
    """What came of it."""

    reviews: int = 0
    messages: int = 0
    here_already: int = 0
    left_out: dict[str, int] = field(default_factory=dict)  # sentence → how many

    def leave(self, why: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1

    @property
    def sentence(self) -> str:
        """For the person."""
        n = self.reviews + self.messages
        brought = ngettext("%(n)d text is here now.", "%(n)d texts are here now.", n) % {"n": n}
        if not self.here_already:
            return brought
        again = ngettext("%(n)d was here already.", "%(n)d were here already.", self.here_already)
        return f"{brought} {again % {'n': self.here_already}}"


@dataclass(frozen=True, slots=True)
class _Said:
    """One text as it was read: every field checked."""

    there: str
    space: str
    text: str
    language: str
    at: datetime
    document: dict[str, Any]

    def line(self, name: str, most: int) -> str:
        return _line(self.document.get(name), most)


class _NotRead(Exception):
    """This text is not one of ours; the sentence says why."""


@transaction.atomic
def copy_bring(*, account: Account, copy: Copy, into: Space | None, now: datetime) -> Brought:
    """Bring one's words into the spaces of the same name in which one stands, and all others `into` one of them.

    Twice is once. Raises BadInput when there is more than one person ever wrote.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if len(copy.outbox) > MOST:
        raise BadInput({"copy": _("It holds more than %(n)d texts.") % {"n": MOST}})
    places = _places(account)
    fallback = into if into is not None and into.slug in places else None
    source = _source(copy, now)
    known = _known_subjects(account, copy.outbox, now)
    mover = _Mover(account, source, places, fallback, now, Brought(), _here(source, copy), known)
    for item in copy.outbox:
        mover.bring(item)
    Thread.objects.bulk_update(mover.threads.values(), ["post_count", "last_post_at"], batch_size=1_000)
    append(kind="copy.brought", actor=account.reference, object=account.reference, now=now)
    return mover.brought


def _here(source: Source, copy: Copy) -> set[str]:
    """What was brought before; of a copy made here, also what still stands, whoever brings it and however it stands:
    nobody doubles their words, takes those of another, or shows again what was masked."""
    reviews = Review.objects.filter(source=source).values_list("source_id_there", flat=True)
    brought = {*reviews, *Post.objects.filter(source=source).values_list("source_id_there", flat=True)}
    return brought | _standing(copy.outbox) if copy.site == settings.SITE_URL else brought


def _standing(outbox: list[dict[str, Any]]) -> set[str]:
    told = [item.get("object") for item in outbox]
    named = {str(one.get("id")).rpartition("/")[2]: str(one.get("id")) for one in told if isinstance(one, dict)}
    left = [ItemState.WITHDRAWN, ItemState.ERASED]
    kinds: tuple[type[Review] | type[Post], ...] = (Review, Post)
    here = (kind.objects.filter(reference__in=named).exclude(state__in=left).values_list("reference") for kind in kinds)
    return {named[reference] for rows in here for (reference,) in rows}


def _known_subjects(account: Account, outbox: list[dict[str, Any]], now: datetime) -> dict[str, Subject]:
    """Those of exactly these names that this person may read of: asked once for all."""
    names = {_name_in(item) for item in outbox} - {""}
    found = visible_subjects(readable_spaces(account, now=now)).filter(name__in=names)
    return {subject.name: subject for subject in found.order_by("-pk")}


def _name_in(item: dict[str, Any]) -> str:
    told: Any = item
    for name in ("object", "schema:review", "schema:itemReviewed"):
        told = told.get(name) if isinstance(told, dict) else None
    try:
        return _line(told.get("schema:name"), 160) if isinstance(told, dict) else ""
    except _NotRead:
        return ""


def is_confirmed(source: Source) -> bool:
    """Whether the site itself says that its key signed what was brought from it."""
    return not source.slug.endswith(UNCONFIRMED)


def _places(account: Account) -> dict[str, Membership]:
    rows = Membership.objects.filter(persona__account=account, space__imported=False)
    return {row.space.slug: row for row in rows.select_related("space", "persona").order_by("-joined_at", "-pk")}


def _source(copy: Copy, now: datetime) -> Source:
    """One per site and key: what two keys signed is not mixed."""
    slug = f"moved-{slugify(copy.host)[:50]}-{copy.key[-12:].lower()}{'' if copy.confirmed else UNCONFIRMED}"[:80]
    told = {"name": copy.host, "url": copy.site, "licence": "©", "imported_at": now}
    return Source.objects.get_or_create(slug=slug, defaults=told)[0]


@dataclass(slots=True)
class _Mover:
    account: Account
    source: Source
    places: dict[str, Membership]
    fallback: Space | None
    now: datetime
    brought: Brought
    here: set[str]  # what came before, in this copy or another
    subjects: dict[str, Subject]  # by name
    threads: dict[tuple[str, int], Thread] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)  # space → why one may not write there

    def bring(self, item: dict[str, Any]) -> None:
        """One text; whatever is wrong with it leaves it out and stops nothing."""
        try:
            said = _said(item, self.now)
            if said.there in self.here:
                self.brought.here_already += 1
            elif "schema:review" in said.document:
                self._review(said, self._where(said))
                self.brought.reviews += 1
            else:
                self._message(said, self._where(said))
                self.brought.messages += 1
            self.here.add(said.there)
        except _NotRead as why:
            self.brought.leave(str(why))

    def _where(self, said: _Said) -> Membership:
        found = self.places.get(said.space) or (self.places.get(self.fallback.slug) if self.fallback else None)
        if found is None:
            raise _NotRead(_("You are in no space “%(space)s” here.") % {"space": said.space})
        if found.space_id not in self.refused:
            self.refused[found.space_id] = _refusal(found.persona, found.space, self.now)
        if self.refused[found.space_id]:
            raise _NotRead(self.refused[found.space_id])
        return found

    def _fields(self, said: _Said, where: Membership) -> dict[str, Any]:
        return {
            "author": where.persona,
            "source": self.source,
            "source_id_there": said.there,
            "language": said.language,
            "text": said.text,
            "html": to_html(said.text),
            "published_at": said.at,
        }

    def _review(self, said: _Said, where: Membership) -> None:
        if not where.space.reviews:
            raise _NotRead(_("That space is for talk; it has no reviews."))
        told = said.document["schema:review"]
        told = told if isinstance(told, dict) else {}
        stars, about = told.get("schema:reviewRating"), told.get("schema:itemReviewed")
        if type(stars) is not int or not 1 <= stars <= 5 or not isinstance(about, dict):
            raise _NotRead(_("A review without stars from 1 to 5, or about nothing."))
        link = said.document.get("trust:declaredLink")
        Review.objects.create(
            **self._fields(said, where),
            space=where.space,
            subject=self._subject(about, where),
            title=said.line("trust:title", 160),
            stars=stars,
            experience_on=_day(said.document.get("trust:experiencedOn"), said.at.date()),
            link=link if link in DeclaredLink.values else DeclaredLink.OTHER,
        )

    def _subject(self, about: dict[str, Any], where: Membership) -> Subject:
        name, kind = _line(about.get("schema:name"), 160), about.get("trust:kind")
        if not name or kind not in SubjectKind.values or kind == SubjectKind.ACCOUNT:
            raise _NotRead(_("A review without stars from 1 to 5, or about nothing."))
        if name not in self.subjects:
            added = subject_add(name=name, kind=SubjectKind(kind), author=where.persona, now=self.now)
            self.subjects[name] = added
        return self.subjects[name]

    def _message(self, said: _Said, where: Membership) -> None:
        if not where.space.threads:
            raise _NotRead(_("That space is for reviews; it has no talk."))
        thread = self._thread(said, where.space)
        thread.post_count += 1
        thread.last_post_at = max(thread.last_post_at, said.at)
        Post.objects.create(**self._fields(said, where), thread=thread, number=thread.post_count)

    def _thread(self, said: _Said, space: Space) -> Thread:
        """The talk there, as far as it was mine: what others said stayed there."""
        there = f"{self.account.reference}:{_line(said.document.get('context'), 90)}"[:120]
        if (there, space.pk) not in self.threads:
            title = said.line("trust:talk", 200) or said.line("name", 200) or _("A talk elsewhere")
            defaults = {"title": title, "started_at": said.at, "last_post_at": said.at, "space": space}
            thread, _made = Thread.objects.get_or_create(source=self.source, source_id_there=there, defaults=defaults)
            self.threads[there, space.pk] = thread
        return self.threads[there, space.pk]


def _refusal(persona: Persona, space: Space, now: datetime) -> str:
    try:
        check_can_post(persona, space, now=now)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


def _said(item: dict[str, Any], now: datetime) -> _Said:
    """A Create of a text, with nothing in it that we could not have published."""
    document = item.get("object")
    if item.get("type") != "Create" or not isinstance(document, dict):
        raise _NotRead(_("Not a text."))
    there, source, at = document.get("id"), document.get("source"), moment_of(document.get("published"))
    text = source.get("content") if isinstance(source, dict) else None
    if not isinstance(there, str) or not re.fullmatch(r"[\x21-\x7e]{1,120}", there) or not isinstance(text, str):
        raise _NotRead(_("A text without its address or its words."))
    if at is None or at > now or at.year < EARLIEST:
        raise _NotRead(_("A text without a date, or from days to come."))
    given = document.get("contentMap")
    language = next(iter(given), "") if isinstance(given, dict) else ""
    words, space = _text(text), _line(document.get("trust:space"), 60)
    return _Said(there, space, words, language if language in {"fr", "en"} else "fr", at, document)


def _text(text: str) -> str:
    words = _clean(text)
    if not words or len(words) > MAX_TEXT:
        raise _NotRead(_("A text that is empty, or longer than one may publish here."))
    return words


def _clean(text: str) -> str:
    try:
        validate_text(text)
    except ValidationError as wrong:
        raise _NotRead(_("A text with hidden characters that reverse or break the line.")) from wrong
    return clean_text(text)


def _line(value: object, most: int) -> str:
    return " ".join(_clean(value).split())[:most] if isinstance(value, str) else ""


def _day(value: object, latest: date) -> date | None:
    try:
        found = date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
    return found if date(1970, 1, 1) <= found <= latest else None


def lines_left_out(brought: Brought) -> Iterator[str]:
    """Why, and how many, most first."""
    for why, n in sorted(brought.left_out.items(), key=lambda pair: -pair[1]):
        yield ngettext("%(n)d text left out: %(why)s", "%(n)d texts left out: %(why)s", n) % {"n": n, "why": why}
