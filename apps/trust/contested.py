"""A status that somebody says was counted wrongly: what a decider reads of it, and counting it anew.

An earned one is counted anew without the words against them about an item that the decider names: a contest never makes
it worse. A granted one is asked of whoever granted it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.base.errors import BadInput, NotNow
from apps.people.models import Persona
from apps.posts.models import Post, Review, Thread
from apps.posts.selectors import path_of
from apps.trust.grounds import Contestable, granted_contestable, register_contestable
from apps.trust.models import Explained, Feedback, GrantedStatus, StruckOut
from apps.trust.statuses import words_in

STATUS = "status"
MOST_ITEMS = 50


def register() -> None:
    """Called from `ready()`."""
    register_contestable(STATUS, find, redo, word=gettext_lazy("an earned status"))


def find(reference: str) -> Contestable | None:
    """By the address at which it is explained."""
    row = Explained.objects.filter(reference=reference).select_related("persona__account", "space", "topic").first()
    if row is None:
        status = GrantedStatus.objects.filter(reference=reference).first()
        return granted_contestable(status) if status is not None else None
    said = words_in(row.persona, row.space, row.topic)
    if not said:
        return None
    topic = row.topic.name if row.topic else ""
    return Contestable(
        persona=row.persona,
        space=row.space,
        sentence=_("A status earned here, on “%(topic)s”.") % {"topic": topic} if topic else _("A status earned here."),
        inputs=[(_("Words received"), str(len(said)), "")],
        path=reverse("trust:why", args=[row.reference]),
        involved=givers_of(said),
        named=items_against(said),
    )


def givers_of(said: Sequence[Feedback]) -> frozenset[int]:
    """Whoever gave a word has a part in what it counts for."""
    givers = Persona.objects.filter(reference__in={row.giver for row in said}, account__isnull=False)
    return frozenset(pk for pk in givers.values_list("account", flat=True) if pk is not None)


def items_against(said: Sequence[Feedback]) -> list[tuple[str, str, str]]:
    """What the words against them were about, latest first; who spoke is not said."""
    latest = sorted((row for row in said if not row.favourable), key=lambda row: row.at, reverse=True)
    by_item: dict[str, list[Feedback]] = {}
    for row in latest:
        by_item.setdefault(row.item, []).append(row)
    shown = dict(list(by_item.items())[:MOST_ITEMS])
    paths = _paths(list(shown))
    return [(item, _label(rows), paths.get(item, "")) for item, rows in shown.items()]


def _label(rows: Sequence[Feedback]) -> str:
    counted = {"day": date_format(rows[0].at), "n": len(rows)}
    return ngettext("%(day)s: one word against", "%(day)s: %(n)d words against", len(rows)) % counted


def _paths(items: Sequence[str]) -> dict[str, str]:
    posts = Post.objects.filter(reference__in=items).select_related("thread__space")
    reviews = Review.objects.filter(reference__in=items).select_related("space", "subject")
    paths = {one.reference: path_of(one) for one in [*posts, *reviews]}
    threads = Thread.objects.filter(reference__in=items).select_related("space")
    return paths | {one.reference: f"/s/{one.space.slug}/t/{one.pk}/" for one in threads}


@transaction.atomic
def redo(reference: str, named: Sequence[str], now: datetime) -> None:
    """Forget the words against about what is named, for good, also where a post is masked and restored later: what is
    earned is computed from the others whenever it is read."""
    row = Explained.objects.filter(reference=reference).first()
    if row is None:
        raise NotNow(_("This is over: there is nothing left to count."))
    against = Feedback.objects.filter(receiver=row.persona_id, space=row.space_id, topic=row.topic_id, favourable=False)
    if not against.exists():
        raise NotNow(_("No word against them is counted here: there is nothing to take out."))
    strike_out(row.persona, against, named, now)


def strike_out(persona: Persona, against: QuerySet[Feedback], named: Sequence[str], now: datetime) -> None:
    """Of these words against somebody, those about what is named count never again. Raises BadInput, NotNow."""
    if not named:
        raise BadInput({"named": _("Name at least one thing whose words do not count.")})
    struck = sorted(set(against.filter(item__in=named).values_list("item", flat=True)))
    if not struck:
        raise NotNow(_("None of these words counts any more."))
    rows = [StruckOut(receiver=persona, item=item, at=now) for item in struck]
    StruckOut.objects.bulk_create(rows, ignore_conflicts=True)
    against.filter(item__in=struck).delete()
