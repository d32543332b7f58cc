"""Warn, take back, let run out; open a space to warnings and close it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.notices.kinds import in_each_language
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.posts.spoken import spoken_withdraw
from apps.spaces.models import Space
from apps.warnings.kinds import about
from apps.warnings.models import HoldsWarnings, PersonWarning, key_of
from apps.warnings.patterns import Pattern, asked_in, found_in, is_a_name, looks_like_a_name, vouches
from apps.warnings.permissions import check_can_open, check_can_warn
from apps.warnings.states import KEPT

MAX_FACTS, MAX_FACT = 12, 400
OLDEST = timedelta(days=3 * 366)
_SITE = re.compile(r"^(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+$")
_DATED = re.compile(r"^\W*(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))\s*[:,.–—-]?\s*(.*)$")


@dataclass(frozen=True, slots=True)
class WarningDraft:
    """As it was typed."""

    site: str
    pseudonym: str
    facts: str
    language: str = "fr"
    vouched: tuple[str, ...] = ()  # words of which they say that these name nobody


@transaction.atomic
def warning_publish(*, author: Persona, space: Space, draft: WarningDraft, now: datetime) -> PersonWarning:
    """Publish it at once, for the members of this space. Raises BadInput with a sentence per field."""
    check_can_warn(author, space, now=now)
    site, pseudonym, facts = _checked(draft, now)
    try:
        with transaction.atomic():
            warning = PersonWarning.objects.create(
                space=space,
                author=author,
                language=draft.language,
                text=facts,
                site=site,
                pseudonym=pseudonym,
                key=key_of(site, pseudonym),
                published_at=now,
                expires_at=now + KEPT,
            )
    except IntegrityError as error:
        raise NotNow(
            _("A warning of yours about this pseudonym stands here. Take it back to say otherwise.")
        ) from error
    payload = {"warning": warning.pk}
    append(kind="warning.published", actor=author.reference, object=warning.reference, payload=payload, now=now)
    return warning


def site_of(typed: str) -> str:
    """The name of a site, without what stands around it in an address; BadInput when it is none."""
    bare = re.sub(r"^[a-z]+://", "", clean_text(typed).casefold()).removeprefix("www.")
    name, _slash, path = bare.partition("/")
    if path.strip("/?#"):
        raise BadInput({"site": _("Name the site only, such as example.org: no address of a page or a profile.")})
    if len(name) > 253 or not _SITE.match(name):
        raise BadInput({"site": _("Write the site by its address, such as example.org.")})
    return name


def pseudonym_of(typed: str, *, vouched: Collection[str] = ()) -> str:
    """A pseudonym and nothing that says more; BadInput otherwise."""
    name = " ".join(clean_text(typed).split())
    if not name or len(name) > 80:
        raise BadInput({"pseudonym": _("Write the pseudonym as it stands on that site; at most 80 characters.")})
    _check_no_name(name, vouched)
    for pattern, found in found_in(name.lstrip("@")):
        raise BadInput({"pseudonym": _refused(pattern, found)})
    return name


def _check_no_name(name: str, vouched: Collection[str]) -> None:
    words = {"found": name}
    if is_a_name(name):
        said = _(
            "“%(found)s” looks like a first name and a surname. Only a pseudonym can be warned of: where a site shows "
            "real names, no warning about a person can stand here."
        )
        raise BadInput({"pseudonym": said % words})
    if looks_like_a_name(name) and not vouches(vouched, name):
        asked = _(
            "Is “%(found)s” the real name of a person? Then no warning can stand. If it is not, tick it in the form."
        )
        raise BadInput({"pseudonym": asked % words})


def _refused(pattern: Pattern, found: str) -> str:
    words = {"found": found, "what": pattern.name, "instead": pattern.instead}
    return _("“%(found)s” looks like %(what)s. %(instead)s") % words


def _asked(pattern: Pattern, found: str) -> str:
    words = {"found": found, "what": pattern.name, "instead": pattern.instead}
    return _("“%(found)s” is %(what)s. %(instead)s") % words


def _checked(draft: WarningDraft, now: datetime) -> tuple[str, str, str]:
    errors: dict[str, Any] = {}
    found: dict[str, str] = {}
    try:
        found["site"] = site_of(draft.site)
    except BadInput as refusal:
        errors |= refusal.errors
    try:
        found["pseudonym"] = pseudonym_of(draft.pseudonym, vouched=draft.vouched)
    except BadInput as refusal:
        errors |= refusal.errors
    site, pseudonym = found.get("site", ""), found.get("pseudonym", "")
    try:
        facts = facts_of(draft.facts, but=(site, pseudonym), vouched=draft.vouched, now=now)
    except BadInput as refusal:
        errors |= refusal.errors
    if errors:
        raise BadInput(errors)
    return site, pseudonym, facts


def facts_of(typed: str, *, but: tuple[str, ...], vouched: Collection[str] = (), now: datetime) -> str:
    """One fact a line, each with its day first; BadInput with the line and what to do."""
    lines = [line.strip() for line in clean_text(typed).split("\n") if line.strip()]
    if not lines:
        raise BadInput({"facts": _("Write what happened, one fact a line, each with its day first.")})
    if len(lines) > MAX_FACTS:
        raise BadInput({"facts": _("At most %(n)d facts: keep those that matter most.") % {"n": MAX_FACTS}})
    said = "\n".join(_fact(number, line, now) for number, line in enumerate(lines, 1))
    check_words(said, "facts", but=but, vouched=vouched)
    return said


def _fact(number: int, line: str, now: datetime) -> str:
    match = _DATED.match(line)
    on = _day(match) if match else None
    words = match.group(7).strip() if match else ""
    if on is None:
        said = _("Line %(n)d does not begin with a day. Write it as 2026-03-31 or 31/03/2026, then what happened.")
        raise BadInput({"facts": said % {"n": number}})
    if on > (now + timedelta(hours=14)).date():
        raise BadInput({"facts": _("Line %(n)d tells of a day to come. Tell what has happened.") % {"n": number}})
    if on < (now - OLDEST).date():
        raise BadInput({"facts": _("Line %(n)d is more than three years old: leave it out.") % {"n": number}})
    if len(words) < 10:
        raise BadInput({"facts": _("Line %(n)d has a day and too few words. Say what was done.") % {"n": number}})
    if len(words) > MAX_FACT:
        lengths = {"n": number, "max": MAX_FACT}
        raise BadInput({"facts": _("Line %(n)d is longer than %(max)d characters. Split or shorten it.") % lengths})
    return f"{on.isoformat()}: {words}"


def _day(match: re.Match[str]) -> date | None:
    year, month, day_, day2, month2, year2 = match.groups()[:6]
    try:
        return date(int(year or year2), int(month or month2), int(day_ or day2))
    except ValueError:
        return None


def check_words(text: str, field: str, *, but: tuple[str, ...], vouched: Collection[str] = ()) -> None:
    """Refuse what the published list finds, and ask about what it is unsure of; all of it at once."""
    said = [_refused(pattern, found) for pattern, found in found_in(text, but=but)]
    asked = asked_in(text, but=but).items()
    said += [_asked(pattern, found) for found, pattern in asked if not vouches(vouched, found)]
    if said:
        raise BadInput({field: " ".join(said)})


@transaction.atomic
def warning_withdraw(*, account: Account, warning: PersonWarning, now: datetime) -> None:
    """Its author takes it back: the facts go at once, and the answer with them."""
    warning = PersonWarning.objects.select_for_update(of=("self",)).select_related("author", "space").get(pk=warning.pk)
    if warning.author is None or warning.author.account_id != account.pk:
        raise NotYours(_("Only whoever wrote it takes it back. You may contest it."))
    _withdraw_answer(warning, now)
    spoken_withdraw(item=warning, by=warning.author, now=now)


def _withdraw_answer(warning: PersonWarning, now: datetime) -> None:
    answer = getattr(warning, "answer", None)
    if answer is not None and answer.stands:
        spoken_withdraw(item=answer, by=None, now=now)


def warnings_expire(*, now: datetime) -> int:
    """After twelve months the row goes, with its answer; its author is told, the log says that one expired."""
    due = PersonWarning.objects.filter(expires_at__lte=now).order_by("pk").values_list("pk", flat=True)[:500]
    return sum(_expire(pk, now) for pk in list(due))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    rows = PersonWarning.objects.select_for_update(of=("self",), skip_locked=True).select_related("author", "space")
    warning = rows.filter(pk=pk, expires_at__lte=now).first()
    if warning is None:
        return False
    if warning.stands:
        _withdraw_answer(warning, now)
        spoken_withdraw(item=warning, by=None, now=now)  # whoever was to decide about it hears that nothing is left
        _record_expiry(warning, now)
    warning.delete()
    return True


def _record_expiry(warning: PersonWarning, now: datetime) -> None:
    if warning.author is not None:
        prepare(
            kind="warning.expired",
            to=[warning.author],
            about=warning.reference,
            path=f"/s/{warning.space.slug}/warnings/",
            context={"about": in_each_language(lambda: about(warning))},
            now=now,
        )
    append(
        kind="warning.expired",
        actor="",
        object=warning.reference,
        secret={"kind": "warning.expired", "warning": warning.reference, "at": now.isoformat()},
        owner=warning.author.reference if warning.author else warning.reference,
        now=now,
    )


@transaction.atomic
def space_take_warnings(*, account: Account, space: Space, now: datetime) -> HoldsWarnings:
    """Whoever answers for the space's operator lets it hold warnings from now on."""
    representative = check_can_open(account, space, now=now)
    row, _made = HoldsWarnings.objects.select_for_update().get_or_create(space=space, defaults={"since": now})
    if not _made and row.until is None:
        raise NotNow(_("This space takes warnings already."))
    row.since, row.until = now, None
    row.save(update_fields=["since", "until"])
    _say_space("warnings.opened", space, representative.reference, now)
    return row


@transaction.atomic
def space_end_warnings(*, account: Account, space: Space, now: datetime) -> None:
    """It takes no new ones; those that stand run out by themselves."""
    representative = check_can_open(account, space, now=now)
    if not HoldsWarnings.objects.filter(space=space, until=None).update(until=now):
        raise NotNow(_("This space takes no warnings about people."))
    _say_space("warnings.closed", space, representative.reference, now)


def _say_space(kind: str, space: Space, actor: str, now: datetime) -> None:
    body = {"type": kind, "space": space.slug, "operator": space.operator.slug, "months": 12}
    append(kind=kind, actor=actor, object=space.reference, body=body, now=now)
