"""Text by text: what goes with its author, and what stays without their name, on the day they erase."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.people.models import Account
from apps.posts.models import Parting, Post, Review, Wish
from apps.posts.selectors import BEGUN, path_of, title_of
from apps.posts.states import ItemState
from apps.spaces.models import Space

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Mine:
    """One of my texts, and my wish for it."""

    reference: str
    title: str
    path: str
    kind: str
    space: str
    at: datetime
    wish: str
    wish_words: str


def _reviews(account: Account) -> QuerySet[Review]:
    return Review.objects.filter(author__account=account).exclude(state=ItemState.ERASED)


def _posts(account: Account) -> QuerySet[Post]:
    return Post.objects.filter(author__account=account).exclude(state=ItemState.ERASED)


def mine_page(account: Account, number: str) -> tuple[Page[Any], list[Mine]]:
    """Newest first."""
    both = [
        rows.order_by().annotate(kind=Value(kind, output_field=CharField()), moment=F("published_at"))
        for kind, rows in (("review", _reviews(account)), ("post", _posts(account)))
    ]
    first, second = (rows.values_list("pk", "kind", "moment") for rows in both)
    page = Paginator(first.union(second, all=True).order_by("-moment", "-pk"), PER_PAGE).get_page(number)
    keys = list(page.object_list)
    found = _found(account, keys)
    wishes = dict(Wish.objects.filter(account=account).values_list("item", "parting"))
    return page, [_mine(found[kind, pk], kind, wishes) for pk, kind, _at in keys if (kind, pk) in found]


def _found(account: Account, keys: list[tuple[int, str, datetime]]) -> dict[tuple[str, int], Review | Post]:
    reviews = _reviews(account).filter(pk__in=[pk for pk, kind, _at in keys if kind == "review"])
    posts = _posts(account).filter(pk__in=[pk for pk, kind, _at in keys if kind == "post"])
    found: dict[tuple[str, int], Review | Post] = {
        ("review", r.pk): r for r in reviews.select_related("space", "subject")
    }
    return found | {("post", p.pk): p for p in posts.select_related("thread__space").prefetch_related(BEGUN)}


def _mine(item: Review | Post, kind: str, wishes: dict[str, str]) -> Mine:
    space = item.space if isinstance(item, Review) else item.thread.space
    wish = wishes.get(item.reference, "")
    return Mine(
        reference=item.reference,
        title=title_of(item),
        path=path_of(item),
        kind=_("review") if kind == "review" else _("message"),
        space=space.name,
        at=item.published_at,
        wish=wish,
        wish_words=str(Parting(wish).label) if wish else "",
    )


@transaction.atomic
def wishes_set(*, account: Account, items: Iterable[str], parting: str, now: datetime) -> int:
    """One wish for these of my texts; an empty one takes it back. How many it is about."""
    if parting not in {"", *Parting.values}:
        raise BadInput({"parting": _("Choose what becomes of it.")})
    asked = Q(reference__in=list(items))
    mine = [*_reviews(account).filter(asked).values_list("reference", flat=True)]
    mine += _posts(account).filter(asked).values_list("reference", flat=True)
    return _wish(account, mine, parting, now)


@transaction.atomic
def wishes_for_all(*, account: Account, kind: str, space: str, parting: str, now: datetime) -> int:
    """The same for all my reviews, all my messages, or both; in one space, or everywhere."""
    if parting not in {"", *Parting.values}:
        raise BadInput({"parting": _("Choose what becomes of it.")})
    mine: list[str] = []
    if kind != "post":
        here = Q(space__slug=space) if space else Q()
        mine += _reviews(account).filter(here).values_list("reference", flat=True)
    if kind != "review":
        here = Q(thread__space__slug=space) if space else Q()
        mine += _posts(account).filter(here).values_list("reference", flat=True)
    return _wish(account, mine, parting, now)


def _wish(account: Account, references: list[str], parting: str, now: datetime) -> int:
    Wish.objects.filter(account=account, item__in=references).delete()
    if parting:
        rows = [Wish(account=account, item=reference, parting=parting, at=now) for reference in references]
        Wish.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    return len(references)


def spaces_of_mine(account: Account) -> list[tuple[str, str]]:
    """Where I wrote: slug and name."""
    wrote = Q(pk__in=_reviews(account).values("space")) | Q(pk__in=_posts(account).values("thread__space"))
    return [(space.slug, space.name) for space in Space.objects.filter(wrote).order_by("slug")]
