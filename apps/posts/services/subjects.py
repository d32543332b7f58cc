"""What reviews are about: a thing, a place or a profession, never a private person."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.base.models import clean_text, new_reference
from apps.ledger.services import append
from apps.people.models import Persona
from apps.posts.models import Review, Subject, SubjectKind
from apps.posts.selectors import label_of, subjects_like, subjects_named
from apps.posts.subject_names import wrong_with_subject
from apps.spaces.models import Space


@transaction.atomic
def subject_add(*, name: str, kind: SubjectKind, author: Persona, now: datetime, place: str = "") -> Subject:
    """Make something reviewable: a thing, a place or a profession, never a private person."""
    called = clean_text(name)
    if not called:
        raise BadInput({"subject": _("Say what your review is about.")})
    subject = Subject.objects.create(
        slug=_free_slug(called), name=called[:160], kind=kind, place=clean_text(place)[:120]
    )
    payload = {"subject": subject.pk}
    append(kind="subject.added", actor=author.reference, object=subject.reference, payload=payload, now=now)
    return subject


def subject_choose(
    *, typed: str, kind: str, author: Persona, space: Space, readable: QuerySet[Space], now: datetime
) -> Subject:
    """The subject a person means: the one of that name, or a new one once they said what it is."""
    name = clean_text(typed)
    same = subjects_named(name, readable)
    here = [s for s in same if Review.objects.filter(subject=s, space=space).exists()] or same
    if len(here) == 1:
        return here[0]
    if here:
        raise BadInput({"subject": _several(name, here)})
    if kind not in SubjectKind or kind == SubjectKind.ACCOUNT:
        raise BadInput({"subject_kind": _unheard_of(name, subjects_like(name, readable))})
    if said := wrong_with_subject(name):
        raise BadInput({"subject": said})
    return subject_add(name=name, kind=SubjectKind(kind), author=author, now=now)


def _several(name: str, subjects: list[Subject]) -> str:
    listed = ", ".join(_("“%(name)s”") % {"name": label_of(s)} for s in subjects)
    return _("Several bear the name “%(name)s”. Which one: %(listed)s?") % {"name": name, "listed": listed}


def _unheard_of(name: str, alike: list[Subject]) -> str:
    if not alike:
        return _("“%(name)s” is new here. Say what it is, and it will be added.") % {"name": name}
    listed = ", ".join(_("“%(name)s”") % {"name": label_of(s)} for s in alike)
    words = {"name": name, "listed": listed}
    return _("“%(name)s” is new here. Say what it is; or did you mean %(listed)s?") % words


def _free_slug(name: str) -> str:
    plain = slugify(name)[:80] or "x"
    taken = Subject.objects.filter(slug=plain).exists()
    return f"{plain}-{new_reference()[:9]}" if taken else plain
