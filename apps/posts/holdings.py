"""What this app holds about a person: their words, their votes, their replies."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.ledger.services import append
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.posts.models import (
    Closure,
    HelpfulVote,
    JoinedTalk,
    Outdated,
    Parting,
    Post,
    Reply,
    Review,
    Revision,
    Source,
    Subject,
    Thread,
    Wish,
)
from apps.posts.spoken import spoken_withdraw
from apps.posts.states import ItemState

ERASED_TITLE = "…"
STAYS = _("stays where it is, without your name")
Erase = Callable[[Account, datetime], int]


def _mine(account: Account) -> Q:
    return Q(author__account=account)


def _words(item: Post | Review) -> dict[str, Any]:
    return {
        "reference": item.reference,
        "pseudonym": item.author.pseudonym if item.author else "",
        "text": item.text,
        "language": item.language,
        "state": item.state,
        "published_at": item.published_at,
        "edited_at": item.edited_at,
        "version": item.version,
        "helpful_votes_received": item.helpful_count,
    }


def _reviews(account: Account) -> Iterator[dict[str, Any]]:
    mine = Review.objects.filter(_mine(account)).select_related("author", "space", "subject").order_by("pk")
    for r in mine.iterator():
        yield {
            **_words(r),
            "space": r.space.slug,
            "subject": r.subject.name,
            "title": r.title,
            "stars": r.stars,
            "experience_on": r.experience_on,
            "declared_link": r.link,
        }


def _posts(account: Account) -> Iterator[dict[str, Any]]:
    mine = Post.objects.filter(_mine(account)).select_related("author", "thread__space").order_by("pk")
    for p in mine.iterator():
        where = {"space": p.thread.space.slug, "thread": p.thread.title, "number": p.number}
        yield {**_words(p), **where, "stars_of_an_exchange": p.stars}


def _begun_by(account: Account) -> QuerySet[Thread]:
    return Thread.objects.filter(posts__number=1, posts__author__account=account)


def _threads(account: Account) -> Iterator[dict[str, Any]]:
    for t in _begun_by(account).select_related("space").order_by("pk").iterator():
        yield {
            "reference": t.reference,
            "space": t.space.slug,
            "title": t.title,
            "is_question": t.is_question,
            "started_at": t.started_at,
        }


def _revisions_of(account: Account) -> QuerySet[Revision]:
    reviews = Review.objects.filter(_mine(account)).values("reference")
    posts = Post.objects.filter(_mine(account)).values("reference")
    replies = Reply.objects.filter(professional__account=account).values("reference")
    return Revision.objects.filter(Q(item__in=reviews) | Q(item__in=posts) | Q(item__in=replies))


def _revisions(account: Account) -> Iterator[dict[str, Any]]:
    for r in _revisions_of(account).order_by("pk").iterator():
        yield {
            "item": r.item,
            "version": r.version,
            "title": r.title,
            "text": r.text,
            "stars": r.stars,
            "replaced_at": r.replaced_at,
        }


def _votes(account: Account) -> Iterator[dict[str, Any]]:
    mine = HelpfulVote.objects.filter(persona__account=account).select_related("post", "review").order_by("pk")
    for v in mine.iterator():
        item = v.post or v.review
        yield {"item": item.reference if item else "", "cast_at": v.cast_at}


def _replies(account: Account) -> Iterator[dict[str, Any]]:
    mine = Reply.objects.filter(professional__account=account).select_related("professional", "review").order_by("pk")
    for r in mine.iterator():
        yield {
            "reference": r.reference,
            "review": r.review.reference,
            "real_name": r.professional.real_name,
            "text": r.text,
            "state": r.state,
            "published_at": r.published_at,
            "edited_at": r.edited_at,
        }


def _erase_replies(account: Account, now: datetime) -> int:
    """Whoever was to decide about them hears that nothing is left."""
    mine = Reply.objects.filter(professional__account=account)
    for said in mine.select_related("space").order_by("pk"):
        if said.stands:
            spoken_withdraw(item=said, by=None, now=now)
    return mine.delete()[0]


def _keep_replies(account: Account, now: datetime) -> int:
    """Under the name of the trade; nobody's pseudonym stands behind it any more."""
    return Reply.objects.filter(professional__account=account).update(author=None)


def _erase_words(model: type[Post] | type[Review], kind: str, **more: str) -> Erase:
    """The words go; the place stays empty, so that the answers of others keep theirs. Wishes hold before the rule."""

    def erase(account: Account, now: datetime) -> int:
        kept = _wished(model, account, Parting.DETACH).update(author=None)
        return kept + _emptied(model, model._default_manager.filter(_mine(account)), kind, now, **more)

    return erase


def _detach(model: type[Post] | type[Review], kind: str, **more: str) -> Erase:
    """The other way round."""

    def detach(account: Account, now: datetime) -> int:
        gone = _emptied(model, _wished(model, account, Parting.DELETE), kind, now, **more)
        return gone + model._default_manager.filter(_mine(account)).update(author=None)

    return detach


def _emptied(model: type[Post] | type[Review], mine: QuerySet[Any], kind: str, now: datetime, **more: str) -> int:
    standing = list(mine.exclude(state__in=[ItemState.WITHDRAWN, ItemState.ERASED]).values_list("pk", "reference"))
    count = mine.update(author=None, text="", html="", search=None, masked_spans=[], state=ItemState.ERASED, **more)
    name = model._meta.model_name or "item"
    for pk, reference in standing:  # whoever counted it learns that it no longer counts
        append(kind=kind, actor="", object=reference, payload={name: pk}, now=now)
    return count


def _wished(model: type[Post] | type[Review], account: Account, parting: Parting) -> QuerySet[Any]:
    wished = Wish.objects.filter(account=account, parting=parting).values("item")
    return model._default_manager.filter(_mine(account), reference__in=wished)


def _wishes(account: Account, parting: Parting) -> QuerySet[Any, Any]:
    return Wish.objects.filter(account=account, parting=parting).values("item")


def _erase_revisions(account: Account, now: datetime) -> int:
    every, kept = _revisions_of(account).count(), _wishes(account, Parting.DETACH)
    _revisions_of(account).exclude(item__in=kept).delete()
    return every


def _detach_revisions(account: Account, now: datetime) -> int:
    every = _revisions_of(account).count()
    _revisions_of(account).filter(item__in=_wishes(account, Parting.DELETE)).delete()
    return every


def _untitled(threads: QuerySet[Thread]) -> None:
    Thread.objects.filter(pk__in=threads.values("pk")).update(title=ERASED_TITLE)


def _first_words(account: Account, parting: Parting) -> QuerySet[Post]:
    return Post.objects.filter(_mine(account), number=1, reference__in=_wishes(account, parting))


def _erase_titles(account: Account, now: datetime) -> int:
    every, kept = _begun_by(account).count(), _first_words(account, Parting.DETACH).values("thread")
    _untitled(_begun_by(account).exclude(pk__in=kept))
    return every


def _detach_titles(account: Account, now: datetime) -> int:
    every = _begun_by(account).count()
    _untitled(_begun_by(account).filter(pk__in=_first_words(account, Parting.DELETE).values("thread")))
    return every


def _wish_rows(account: Account) -> Iterator[dict[str, Any]]:
    for wish in account.wishes.order_by("pk").iterator():
        yield {"item": wish.item, "when_I_erase": wish.parting, "at": wish.at}


def _erase_votes(account: Account, now: datetime) -> int:
    """A vote taken back is a vote less."""
    mine = HelpfulVote.objects.filter(persona__account=account)
    Post.objects.filter(pk__in=mine.exclude(post=None).values("post")).update(helpful_count=F("helpful_count") - 1)
    Review.objects.filter(pk__in=mine.exclude(review=None).values("review")).update(
        helpful_count=F("helpful_count") - 1
    )
    return mine.delete()[0]


def _outdated(account: Account) -> Iterator[dict[str, Any]]:
    mine = Outdated.objects.filter(persona__account=account).select_related("answer").order_by("pk")
    for mark in mine.iterator():
        yield {"answer": mark.answer.reference, "since": mark.since, "as": mark.by, "at": mark.at}


def _unname_outdated(account: Account, now: datetime) -> int:
    """Readers still need to know that an answer is no longer true; not from whom."""
    return Outdated.objects.filter(persona__account=account).update(persona=None)


def _keep(rows: QuerySet[Any]) -> int:
    """What stays public without a name is counted, and left."""
    return rows.count()


def register() -> None:
    """Called from `ready()`. What refers to an item goes before the item loses its author."""
    holds(
        Holding(
            Revision,
            _("Earlier wordings of what you edited"),
            _revisions,
            _erase_revisions,
            _("deleted"),
            order=30,
            detach=_detach_revisions,
            detach_fate=STAYS,
        )
    )
    holds(
        Holding(
            Thread,
            _("The titles of the talks you began"),
            _threads,
            _erase_titles,
            _("deleted; the answers of others stay"),
            order=31,
            detach=_detach_titles,
            detach_fate=STAYS,
        )
    )
    holds(
        Holding(
            Post,
            _("Your messages"),
            _posts,
            _erase_words(Post, "post.withdrawn"),
            _("deleted; an empty place stays, with the word “erased”"),
            order=32,
            detach=_detach(Post, "post.withdrawn"),
            detach_fate=STAYS,
        )
    )
    holds(
        Holding(
            Review,
            _("Your reviews"),
            _reviews,
            _erase_words(Review, "review.withdrawn", title=""),
            _("deleted, and counted nowhere any more"),
            order=33,
            detach=_detach(Review, "review.withdrawn", title=""),
            detach_fate=STAYS,
        )
    )
    holds(Holding(HelpfulVote, _("Your “this helped me”"), _votes, _erase_votes, _("each is taken back"), order=34))
    holds(
        Holding(
            Reply,
            _("Your replies as a professional"),
            _replies,
            _erase_replies,
            _("deleted"),
            order=35,
            detach=_keep_replies,
            detach_fate=_("stays, under the name of the trade"),
        )
    )
    holds(
        Holding(
            Wish,
            _("What you want for single texts when you erase"),
            _wish_rows,
            lambda account, now: account.wishes.all().delete()[0],
            _("done as you wished, then deleted"),
            order=36,
        )
    )
    holds(
        Holding(
            Outdated,
            _("Answers of which you said that they are no longer true"),
            _outdated,
            _unname_outdated,
            _("stays beside the answer, without your name"),
            order=37,
        )
    )
    holds_nothing(JoinedTalk, "the address of a talk that was put under another one")
    holds_nothing(Closure, "why a talk takes no answers: a case, or the word of the site that hosts the space")
    holds_nothing(Source, "where imported content comes from: a publication and its licence")
    holds_nothing(Subject, "what is reviewed: a service, product, place, firm or site; never a private person")
