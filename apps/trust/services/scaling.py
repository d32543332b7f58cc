"""Announce a scale: its fields, the text made from them, and fifteen days before it binds."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotYours
from apps.base.models import clean_text
from apps.documents.meanwhile import check_nothing_since
from apps.documents.models import ChangeClass, Document
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.people.models import Account
from apps.spaces.models import Role, Space
from apps.spaces.permissions import Visitor, mandate_for, representative_of
from apps.trust.models import ScaleVersion
from apps.trust.scale_words import body, in_both
from apps.trust.scales import ScaleLevel

KIND = "status-scale"
NOTICE = timedelta(days=15)
MOST_LEVELS = 6
MOST_GIVERS = 100
LONGEST_NAME, LONGEST_MEANING = 40, 300
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


def check_can_announce(account: Visitor, space: Space, *, now: datetime) -> str:
    """The reference under which somebody answers for the scale: a trust manager's here, or a representative's."""
    try:
        return mandate_for(account, space, Role.TRUST_MANAGER, now=now).reference
    except NotYours:
        return representative_of(account, space.operator, now=now).reference


@transaction.atomic
def scale_announce(
    *,
    account: Account,
    space: Space,
    levels: Sequence[ScaleLevel],
    referred: str = "",
    after: int | None = None,
    now: datetime,
) -> ScaleVersion:
    """Publish the next version of a space's scale; it binds in fifteen days. Raises BadInput, NotNow, NotYours.

    `after`: the number of the version that was read when this one was written; another one since then refuses it.
    """
    signed_by = check_can_announce(account, space, now=now)
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)  # two at once: one after the other
    check_nothing_since(scale_document(space), after)
    clean = _checked(levels)
    given = _given(clean, referred)
    french, english = in_both(lambda: body(clean, given))
    document = _document(space)
    first = not document.versions.exists()
    version = version_publish(
        document=document,
        draft=VersionDraft(french, english, now + NOTICE, change_class="" if first else ChangeClass.SUBSTANTIVE),
        actor=signed_by,
        signed_by=signed_by,
        now=now,
    )
    fields = [asdict(level) for level in clean]
    return ScaleVersion.objects.create(
        version=version, space=space, effective_at=version.effective_at, levels=fields, referred=given.code
    )


def scale_document(space: Space) -> Document | None:
    """The text of which each scale of this space is a version; none before the first."""
    return Document.objects.filter(owner=space.reference, kind=KIND).order_by("pk").first()


def _document(space: Space) -> Document:
    return scale_document(space) or document_create(
        owner=space.reference,
        kind=KIND,
        slug=f"scale-{space.slug}"[:80],
        title_fr=f"Échelle des statuts de « {space.name_fr or space.name_en} »"[:160],
        title_en=f"Scale of statuses of “{space.name_en or space.name_fr}”"[:160],
    )


def _checked(levels: Sequence[ScaleLevel]) -> list[ScaleLevel]:
    clean = [_clean(level) for level in levels]
    errors: dict[str, str] = {}
    if not 1 <= len(clean) <= MOST_LEVELS or len({level.code for level in clean}) < len(clean):
        errors["levels"] = _("From one to %(most)d steps, each with a name of its own.") % {"most": MOST_LEVELS}
    for level in clean:
        if not CODE.fullmatch(level.code) or not level.name_fr or not level.name_en:
            errors["levels"] = _("Name each step in both languages.")
        if not level.meaning_fr or not level.meaning_en:
            errors["levels"] = _("Say in both languages what each step means.")
        if not 0 < level.at_least < 1 or not 1 <= level.givers <= MOST_GIVERS:
            errors["levels"] = _("A cautious figure lies between 0 and 1; from 1 to 100 members speak.")
    for lower, higher in pairwise(clean):
        if higher.at_least < lower.at_least or higher.givers < lower.givers:
            errors["levels"] = _("A higher step may not ask for less than a lower one.")
    if errors:
        raise BadInput(dict(errors))
    return clean


def _given(levels: Sequence[ScaleLevel], referred: str) -> ScaleLevel:
    """The step that a referral gives; the first where none is named."""
    given = next((level for level in levels if level.code == (referred or levels[0].code)), None)
    if given is None:
        raise BadInput({"referred": _("Two members who vouch give one of the steps of this scale.")})
    return given


def _clean(level: ScaleLevel) -> ScaleLevel:
    return replace(
        level,
        name_fr=clean_text(level.name_fr)[:LONGEST_NAME],
        name_en=clean_text(level.name_en)[:LONGEST_NAME],
        meaning_fr=clean_text(level.meaning_fr)[:LONGEST_MEANING],
        meaning_en=clean_text(level.meaning_en)[:LONGEST_MEANING],
        at_least=round(level.at_least, 3),
    )
