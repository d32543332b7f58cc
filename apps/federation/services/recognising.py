"""A table of a space here for a space of another site: published like any other, read from what that site shows."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import conversion
from apps.algorithms.conversion import WHOLE, Fault, Table
from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.documents.models import ChangeClass
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.federation.addresses import host_of, is_ours
from apps.ledger.services import append
from apps.people.models import Account
from apps.recognitions import wording
from apps.recognitions.models import Recognition, TableVersion
from apps.recognitions.permissions import check_can_manage, check_can_take_part
from apps.recognitions.scales import Side, side_of
from apps.recognitions.services.publishing import FAULTS, KIND, NOTICE, table_in_force
from apps.recognitions.states import RecognitionState
from apps.spaces.models import Space

Document = dict[str, Any]
MOST = 20  # steps of a scale that we read


def side_elsewhere(shown: Document) -> Side:
    """A space of another site, as its actor describes it, in the language of the moment."""
    host, language = host_of(str(shown.get("id"))), (get_language() or "fr")[:2]
    told = shown.get("trust:scale")
    steps = [one for one in told[:MOST] if isinstance(one, dict)] if isinstance(told, list) else []
    names = {str(one.get("trust:code"))[:40]: _name(one, language) for one in steps}
    return Side(f"{_name(shown, language)} ({host})", tuple(names), names, {WHOLE: _("the whole space")})


def _name(shown: Document, language: str) -> str:
    told = shown.get("nameMap")
    said = told.get(language) if isinstance(told, dict) else None
    return clean_text(str(said or shown.get("name") or shown.get("trust:code") or "?"))[:120]


@transaction.atomic
def table_publish_elsewhere(
    *, account: Account, space: Space, shown: Document, draft: Table, now: datetime
) -> TableVersion:
    """`shown` is the actor of the space there, read at its own site."""
    mandate = check_can_manage(account, space, now=now)
    check_can_take_part(space)
    address = str(shown.get("id"))
    site, slug = host_of(address), address.rstrip("/").rpartition("/")[2][:60]
    if shown.get("type") != "Group" or not site or is_ours(address) or not slug:
        raise BadInput({"address": _("This is not a space of another site.")})
    _check(draft, side_elsewhere(shown), side_of(space, now=now))
    recognition = Recognition.objects.select_for_update().filter(to_space=space, from_site=site, from_slug=slug).first()
    recognition = recognition or _opened(space, shown, site, slug, now)
    binds_at = _binds_at(recognition, draft, shown, now)
    recognition.state, recognition.ends_at = RecognitionState.PUBLISHED, None
    recognition.save(update_fields=["state", "ends_at"])
    table = _version(recognition, shown, draft, mandate.reference, binds_at, now)
    append(
        kind="recognition.published",
        actor=mandate.reference,
        object=recognition.reference,
        version=str(table.version.number),
        payload={"recognition": recognition.pk, "table": table.pk},
        now=now,
    )
    return table


def _check(draft: Table, there: Side, here: Side) -> None:
    faults = conversion.faults(draft, there=there.steps, here=here.steps)
    if faults:
        raise BadInput({"rows": str(FAULTS[Fault(faults[0])]())})
    if any(topic not in here.topic_names for _there, topic in draft.topics):
        raise BadInput({"topics": _("Choose topics that this space has.")})
    bounds = 1 <= draft.quota <= conversion.MOST_A_DAY
    if not (bounds and conversion.AGE_LEAST <= draft.max_age <= conversion.AGE_MOST):
        raise BadInput({"quota": _("The number of a day or the age is out of bounds.")})


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


def _version(
    recognition: Recognition, shown: Document, draft: Table, mandate: str, binds_at: datetime, now: datetime
) -> TableVersion:
    space = recognition.to_space
    said = wording.in_both(lambda: wording.body(draft, lambda: (side_elsewhere(shown), side_of(space, now=now))))
    first = not recognition.tables.exists()
    weight = ChangeClass.SUBSTANTIVE if binds_at > now else ChangeClass.EDITORIAL
    version = version_publish(
        document=recognition.document,
        draft=VersionDraft(said.fr, said.en, binds_at, change_class="" if first else weight),
        actor=mandate,
        signed_by=mandate,
        now=now,
    )
    return TableVersion.objects.create(
        recognition=recognition,
        version=version,
        rows=[list(pair) for pair in draft.rows],
        topics=[list(pair) for pair in draft.topics],
        cap=draft.cap,
        quota=draft.quota,
        max_age=draft.max_age,
        effective_at=version.effective_at,
    )
