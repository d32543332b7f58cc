"""What federation holds about a person here: what they said to other sites, where they take part, their reports."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.federation.models import (
    Activity,
    ActorKey,
    Follow,
    Heard,
    InboxItem,
    Peer,
    PeerDecision,
    PeerDelivery,
    ReceivedFlag,
    RemoteActor,
    RemoteItem,
    RemoteSpace,
    RemoteSubject,
    RemoteVote,
    ReviewTalk,
    SentFlag,
    SpaceFederation,
)
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.posts.models import Post, Review

BODIES_KEPT = timedelta(days=30)


def _paths(account: Account) -> list[str]:
    return [f"p/{reference}" for reference in account.personas.values_list("reference", flat=True)]


def _said(account: Account) -> QuerySet[Activity]:
    """What they said, and what spaces passed on of it."""
    items = [
        *Review.objects.filter(author__account=account).values_list("reference", flat=True),
        *Post.objects.filter(author__account=account).values_list("reference", flat=True),
    ]
    return Activity.objects.filter(Q(actor__in=_paths(account)) | Q(about__in=items, actor__startswith="s/"))


def _activities(account: Account) -> Iterator[dict[str, Any]]:
    for activity in _said(account).order_by("pk").iterator():
        sites = activity.deliveries.values_list("peer__host", flat=True)
        yield {"kind": activity.kind, "at": activity.at, "to_sites": sorted(set(sites)), "said": activity.document}


def _erase_activities(account: Account, now: datetime) -> int:
    """The words go; that something was said stays, so that its withdrawal still reaches whoever heard it."""
    count = 0
    for activity in _said(account):
        kept = {name: activity.document[name] for name in ("id", "type", "actor") if name in activity.document}
        Activity.objects.filter(pk=activity.pk).update(document=kept, public=False)
        PeerDelivery.objects.filter(activity=activity, done_at=None).delete()
        count += 1
    return count


def _follows(account: Account) -> Iterator[dict[str, Any]]:
    for follow in Follow.objects.filter(actor__in=_paths(account)).select_related("remote__peer").order_by("pk"):
        yield {"address": follow.remote.uri, "state": follow.state, "at": follow.at}


def _erase_follows(account: Account, now: datetime) -> int:
    return Follow.objects.filter(actor__in=_paths(account)).delete()[0]


def _flags(account: Account) -> Iterator[dict[str, Any]]:
    for flag in SentFlag.objects.filter(reporter__account=account).select_related("activity").order_by("pk"):
        yield {"report": flag.report, "item": flag.item, "at": flag.activity.at}


def _erase_flags(account: Account, now: datetime) -> int:
    return SentFlag.objects.filter(reporter__account=account).update(reporter=None)


def _purge_bodies(now: datetime) -> int:
    from apps.federation.services.inbox import bodies_forget

    return bodies_forget(before=now - BODIES_KEPT)


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Activity,
            _("What you said to other sites"),
            _activities,
            _erase_activities,
            _("the words are deleted here, and the sites that heard them are told that you withdrew them"),
            order=15,
        )
    )
    holds(
        Holding(
            Follow,
            _("Spaces of other sites you take part in"),
            _follows,
            _erase_follows,
            _("deleted"),
            order=16,
        )
    )
    holds(
        Holding(
            SentFlag,
            _("Your reports that were passed on, without your name"),
            _flags,
            _erase_flags,
            _("the report stays, without you"),
            order=17,
        )
    )
    holds(
        Holding(
            InboxItem,
            _("Messages of other sites"),
            lambda account: [],
            lambda account, now: 0,
            _("about people elsewhere; the words are deleted after thirty days"),
            keep_for=BODIES_KEPT,
            purge=_purge_bodies,
            order=18,
        )
    )
    holds_nothing(Peer, "a site and how it behaves; nobody in particular")
    holds_nothing(PeerDecision, "what was decided about a site, under the reference of a mandate")
    holds_nothing(PeerDelivery, "the way of a message to a site; what it says is under Activity")
    holds_nothing(SpaceFederation, "a choice of a space")
    holds_nothing(ActorKey, "a key; it names an actor and says nothing of anybody")
    holds_nothing(RemoteActor, "who speaks on another site, as that site shows them; nobody with an account here")
    holds_nothing(RemoteSpace, "a space of another site")
    holds_nothing(RemoteItem, "where something that was said elsewhere comes from")
    holds_nothing(RemoteSubject, "what another site calls a thing that is reviewed")
    holds_nothing(RemoteVote, "a vote of somebody without an account here")
    holds_nothing(ReviewTalk, "which talk is about which review")
    holds_nothing(ReceivedFlag, "a report of another site, whose reporter is a pseudonym made for us alone")
    holds_nothing(Heard, "a document another site published and signed")
