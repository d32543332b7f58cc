"""Found a circle, change its text, leave it. Joining is publishing a table made from its template (`publishing`)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.algorithms import conversion
from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.documents.meanwhile import check_nothing_since
from apps.documents.models import Document
from apps.documents.services import VersionDraft, document_create, document_rename, version_publish
from apps.ledger.services import append
from apps.people.models import Account
from apps.recognitions import circle_words, telling
from apps.recognitions.circles import Belonging, Circle, CircleVersion
from apps.recognitions.models import Recognition
from apps.recognitions.permissions import check_can_manage, check_can_take_part
from apps.recognitions.services.ending import ended
from apps.recognitions.services.publishing import FAULTS, NOTICE
from apps.recognitions.states import RecognitionState
from apps.recognitions.template import MOST_TOPICS, Template, faults
from apps.recognitions.wording import in_both
from apps.spaces.models import Mandate, Space

KIND = "circle"
LONGEST_NAME, LONGEST_PURPOSE, LONGEST_TOPIC = 80, 2_000, 60


@dataclass(frozen=True, slots=True)
class CircleDraft:
    """As it was typed; one language at least."""

    name_fr: str
    name_en: str
    purpose_fr: str
    purpose_en: str
    template: Template


@transaction.atomic
def circle_found(*, account: Account, space: Space, draft: CircleDraft, now: datetime) -> Circle:
    """Publish a circle; the space that founds it is the first in it. It recognises nobody by that."""
    mandate = check_can_manage(account, space, now=now)
    check_can_take_part(space)
    clean = circle_checked(draft)
    slug = free_slug(clean)
    document = document_create(
        owner=space.reference, kind=KIND, slug=f"circle-{slug}"[:80], title_fr=clean.name_fr, title_en=clean.name_en
    )
    circle = _created(clean, slug, document, space, now)
    Belonging.objects.create(circle=circle, space=space, since=now)
    _version(circle, clean, mandate, now)
    _say("circle.founded", circle, mandate, now)
    return circle


@transaction.atomic
def circle_change(*, account: Account, circle: Circle, draft: CircleDraft, after: int, now: datetime) -> CircleVersion:
    """Another version of the template, by the space that has been in it longest. No table changes by it.

    `after`: the number of the version that was read when this one was written.
    """
    circle = Circle.objects.select_for_update(of=("self",)).select_related("document").get(pk=circle.pk)
    mandate = check_can_change(account, circle, now=now)
    check_nothing_since(circle.document, after)
    clean = circle_checked(draft)
    made = _version(circle, clean, mandate, now)
    circle.name_fr, circle.name_en = clean.name_fr, clean.name_en
    circle.save(update_fields=["name_fr", "name_en"])
    document_rename(document=circle.document, title_fr=clean.name_fr, title_en=clean.name_en)
    _say("circle.changed", circle, mandate, now)
    telling.tell_circle("circle.changed", circle, keeper(circle, now=now), now, now)
    return made


@transaction.atomic
def circle_leave(*, account: Account, circle: Circle, space: Space, now: datetime) -> Belonging:
    """Announced today: the tables of this space that were made from the template end in fifteen days."""
    mandate = check_can_manage(account, space, now=now)
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)  # not while a colleague publishes a table
    rows = Belonging.objects.select_for_update(of=("self",)).select_related("circle")
    held = rows.filter(circle=circle, space=space, until=None).first()
    if held is None:
        raise NotNow(_("“%(space)s” is not in this circle, or is leaving it already.") % {"space": space.name})
    for way in Recognition.objects.filter(to_space=space, circle=circle, state=RecognitionState.PUBLISHED):
        ended(way, mandate, now)
    held.until = now + NOTICE
    held.save(update_fields=["until"])
    _say("circle.left", circle, mandate, now)
    telling.tell_circle("circle.left", circle, space, held.until, now)
    return held


def keeper(circle: Circle, *, now: datetime) -> Space:
    """The space that has been in it longest: its trust managers may change the template."""
    first = Belonging.objects.now(now).filter(circle=circle).select_related("space__operator").first()
    return first.space if first else circle.founder


def check_can_change(account: Account, circle: Circle, *, now: datetime) -> Mandate:
    """Raises NotYours with the name of who may."""
    space = keeper(circle, now=now)
    try:
        return check_can_manage(account, space, now=now)
    except NotYours as refusal:
        said = _("The template is changed by “%(space)s”, which has been in this circle longest.")
        raise NotYours(said % {"space": space.name}) from refusal


def _version(circle: Circle, draft: CircleDraft, mandate: Mandate, now: datetime) -> CircleVersion:
    french = draft.name_fr, draft.purpose_fr
    said = in_both(lambda: circle_words.body(*french, draft.template))
    english = in_both(lambda: circle_words.body(draft.name_en, draft.purpose_en, draft.template))
    version = version_publish(
        document=circle.document,
        draft=VersionDraft(said.fr, english.en, now),
        actor=mandate.reference,
        signed_by=mandate.reference,
        now=now,
    )
    terms = draft.template
    return CircleVersion.objects.create(
        circle=circle,
        version=version,
        purpose_fr=draft.purpose_fr,
        purpose_en=draft.purpose_en,
        rows=[list(pair) for pair in terms.rows],
        topics=[list(pair) for pair in terms.topics],
        cap=terms.cap,
        quota=terms.quota,
        max_age=terms.max_age,
    )


def circle_checked(draft: CircleDraft) -> CircleDraft:
    """Cleaned, each text in both languages; BadInput with a sentence per field."""
    french, english = clean_text(draft.name_fr), clean_text(draft.name_en)
    meant_fr, meant_en = clean_text(draft.purpose_fr), clean_text(draft.purpose_en)
    errors: dict[str, str] = {}
    if not (french or english) or max(len(french), len(english)) > LONGEST_NAME:
        errors["name_fr"] = _("A name of at most %(n)d characters, in one language at least.") % {"n": LONGEST_NAME}
    if not (meant_fr or meant_en) or max(len(meant_fr), len(meant_en)) > LONGEST_PURPOSE:
        lengths = {"n": LONGEST_PURPOSE}
        errors["purpose_fr"] = _("Say what it is for, in at most %(n)d characters.") % lengths
    errors |= _wrong(draft.template)
    if errors:
        raise BadInput(dict(errors))
    return CircleDraft(french or english, english or french, meant_fr or meant_en, meant_en or meant_fr, draft.template)


def _wrong(template: Template) -> dict[str, str]:
    found = faults(template)
    errors = {"rows": str(FAULTS[found[0]]())} if found else {}
    if len(template.topics) > MOST_TOPICS or any(
        len(name) > LONGEST_TOPIC for pair in template.topics for name in pair
    ):
        most = {"most": MOST_TOPICS, "n": LONGEST_TOPIC}
        errors["topics"] = _("At most %(most)d topics, each with a name of at most %(n)d characters.") % most
    if not 1 <= template.quota <= conversion.MOST_A_DAY:
        errors["quota"] = _("From 1 to %(most)d a day.") % {"most": conversion.MOST_A_DAY}
    if not conversion.AGE_LEAST <= template.max_age <= conversion.AGE_MOST:
        ages = {"least": conversion.AGE_LEAST, "most": conversion.AGE_MOST}
        errors["max_age"] = _("From %(least)d to %(most)d days.") % ages
    return errors


def free_slug(draft: CircleDraft) -> str:
    """Readable; two circles of one name are refused, since nobody could tell them apart."""
    slug = slugify(draft.name_en)[:70].rstrip("-") or slugify(draft.name_fr)[:70].rstrip("-")
    if not slug or Circle.objects.filter(slug=slug).exists():
        raise _taken()
    return slug


def _taken() -> BadInput:
    said = _("There is a circle of this name already, or it holds no letter. Choose another name.")
    return BadInput({"name_fr": said})


def _created(draft: CircleDraft, slug: str, document: Document, founder: Space, now: datetime) -> Circle:
    """Of two founded under one name at once, the second is refused like one that comes later."""
    names = {"name_fr": draft.name_fr, "name_en": draft.name_en}
    try:
        with transaction.atomic():
            return Circle.objects.create(slug=slug, **names, document=document, founder=founder, founded_at=now)
    except IntegrityError as error:
        raise _taken() from error


def _say(kind: str, circle: Circle, mandate: Mandate, now: datetime) -> None:
    append(kind=kind, actor=mandate.reference, object=circle.document.reference, payload={"circle": circle.pk}, now=now)
