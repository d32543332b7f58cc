"""A table of a space here for a space of another site: published like any other, read from what that site shows."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import conversion
from apps.algorithms.conversion import Table
from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.documents.services import document_create
from apps.federation.addresses import host_of, is_ours
from apps.people.models import Account
from apps.recognitions import wording
from apps.recognitions.models import Recognition, TableVersion
from apps.recognitions.permissions import check_can_manage, check_can_take_part
from apps.recognitions.scales import Side, far_side, side_of
from apps.recognitions.selectors.desk import TablePreview, seen_of
from apps.recognitions.services.publishing import (
    KIND,
    NOTICE,
    check_still_last,
    last_number,
    say_published,
    table_in_force,
    version_write,
    wrong_in,
)
from apps.recognitions.states import RecognitionState
from apps.spaces.models import Space

Document = dict[str, Any]
MOST = 20  # steps of a scale that we read
MOST_TOPICS = 40


def told_by(shown: Document) -> dict[str, Any]:
    """What a space of another site shows of itself, as we keep it: its address; its name, steps and topics in two
    languages."""
    return {
        "address": str(shown.get("id"))[:500],
        "names": {language: _name(shown, language) for language in ("fr", "en")},
        "steps": _named(shown.get("trust:scale"), "trust:code", MOST),
        "topics": _named(shown.get("trust:topics"), "trust:slug", MOST_TOPICS),
    }


def _named(told: object, key: str, most: int) -> list[list[str]]:
    listed = [one for one in told[:most] if isinstance(one, dict)] if isinstance(told, list) else []
    known = {str(one[key])[:40]: one for one in listed if isinstance(one.get(key), str) and one[key].strip()}
    return [[code, _name(one, "fr"), _name(one, "en")] for code, one in known.items()]


def side_elsewhere(shown: Document) -> Side:
    """A space of another site, as its actor describes it, in the language of the moment."""
    name = _name(shown, (get_language() or "fr")[:2])
    return far_side(f"{name} ({host_of(str(shown.get('id')))})", told_by(shown))


def _name(shown: Document, language: str) -> str:
    told = shown.get("nameMap")
    said = told.get(language) if isinstance(told, dict) else None
    return clean_text(str(said or shown.get("name") or shown.get("trust:code") or shown.get("trust:slug") or "?"))[:120]


def place_of(shown: Document) -> tuple[str, str]:
    """Host and slug; BadInput for what is no space of another site."""
    address = str(shown.get("id"))
    site, slug = host_of(address), address.rstrip("/").rpartition("/")[2][:60]
    if shown.get("type") != "Group" or not site or is_ours(address) or not slug:
        raise BadInput({"address": _("This is not a space of another site.")})
    return site, slug


def way_from(space: Space, shown: Document) -> Recognition | None:
    """What the space here says of it already."""
    site, slug = place_of(shown)
    return Recognition.objects.filter(to_space=space, from_site=site, from_slug=slug).first()


def preview_elsewhere(draft: Table, space: Space, shown: Document, *, now: datetime) -> TablePreview:
    """In words, as it would be published."""
    _check(draft, shown, space, now)
    there, here, way = side_elsewhere(shown), side_of(space, now=now), way_from(space, shown)
    at = _binds_at(way, draft, shown, now) if way else now
    return TablePreview(
        says=tuple(wording.sentences(draft, there, here)),
        bounds=tuple(wording.bounds(draft, there, here)),
        who=_("How many could ask is known at that site only. Each brings a badge, which it confirms."),
        effective_at=at,
        waits=at > now,
        seen=seen_of(draft, last_number(way)),
    )


@transaction.atomic
def table_publish_elsewhere(
    *, account: Account, space: Space, shown: Document, draft: Table, after: int | None = None, now: datetime
) -> TableVersion:
    """`shown` is the actor of the space there, read at its own site."""
    mandate = check_can_manage(account, space, now=now)
    check_can_take_part(space)
    site, slug = place_of(shown)
    _check(draft, shown, space, now)
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)  # two first tables at once: one after the other
    recognition = Recognition.objects.select_for_update().filter(to_space=space, from_site=site, from_slug=slug).first()
    check_still_last(recognition, after)
    recognition = recognition or _opened(space, shown, site, slug, now)
    binds_at = _binds_at(recognition, draft, shown, now)
    recognition.state, recognition.ends_at = RecognitionState.PUBLISHED, None
    recognition.from_name, recognition.from_shown = _name(shown, "en"), told_by(shown)
    recognition.save(update_fields=["state", "ends_at", "from_name", "from_shown"])
    table = version_write(recognition, draft, mandate, binds_at, now)
    say_published(table, mandate, now)
    return table


def _check(draft: Table, shown: Document, space: Space, now: datetime) -> None:
    """A site may issue badges on topics that it does not list: any of its topics may be named."""
    there = side_elsewhere(shown)
    if not there.steps:
        raise BadInput(
            {"address": _("This space does not say what its statuses mean: no table can be written for it.")}
        )
    errors = wrong_in(draft, there.with_topics(was for was, _here in draft.topics), side_of(space, now=now))
    if errors:
        raise BadInput(dict(errors))


def _binds_at(recognition: Recognition, draft: Table, shown: Document, now: datetime) -> datetime:
    """At once, or fifteen days later where somebody would get less."""
    before = table_in_force(recognition, now=now)
    if before is None or not before.rows:
        return now
    there, here = side_elsewhere(shown).steps, side_of(recognition.to_space, now=now).steps
    return now + NOTICE if conversion.takes_away(before.terms(), draft, there=there, here=here) else now


def _opened(space: Space, shown: Document, site: str, slug: str, now: datetime) -> Recognition:
    named = wording.in_both(lambda: wording.title(lambda: (side_elsewhere(shown), side_of(space, now=now))))
    name = f"space-{space.pk}-recognises-{slug}-at-{site.replace('.', '-').replace(':', '-')}"[:80].rstrip("-")
    document = document_create(owner=space.reference, kind=KIND, slug=name, title_fr=named.fr, title_en=named.en)
    return Recognition.objects.create(
        to_space=space,
        from_site=site,
        from_slug=slug,
        from_name=_name(shown, "en"),
        document=document,
        published_at=now,
    )
