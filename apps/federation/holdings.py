"""What federation holds about a person here: what they said to other sites, where they take part, their reports."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.badges.consents import Consent
from apps.badges.models import Place
from apps.federation.addresses import uri
from apps.federation.asked import QuestionHeard
from apps.federation.asked_elsewhere import QuestionSent
from apps.federation.brought import BroughtBadge
from apps.federation.letters_heard import LetterHeard
from apps.federation.models import (
    Activity,
    ActorKey,
    Feed,
    FeedItem,
    FeedPage,
    Follow,
    Heard,
    Home,
    HostWord,
    IdentityProof,
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
    SharedList,
    SpaceFederation,
)
from apps.federation.services import erasing, letters
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.posts.models import Post, Review

BROUGHT_KEPT = timedelta(days=90)
ASKED_KEPT = timedelta(days=365)


def _paths(account: Account) -> list[str]:
    return [f"p/{reference}" for reference in account.personas.values_list("reference", flat=True)]


def _said(account: Account) -> QuerySet[Activity]:
    """What they said, and what spaces passed on of it."""
    items = [
        *Review.objects.filter(author__account=account).values_list("reference", flat=True),
        *Post.objects.filter(author__account=account).values_list("reference", flat=True),
    ]
    theirs = Q(actor__in=_paths(account)) | Q(about__in=items, actor__startswith="s/")
    for path in _paths(account):
        theirs |= Q(document__object__actor=uri(path))
    return Activity.objects.filter(theirs) | letters.letters_about(_paths(account))


def _activities(account: Account) -> Iterator[dict[str, Any]]:
    for activity in _said(account).order_by("pk").iterator():
        sites = activity.deliveries.values_list("peer__host", flat=True)
        yield {"kind": activity.kind, "at": activity.at, "to_sites": sorted(set(sites)), "said": activity.document}


def _erase_activities(account: Account, now: datetime) -> int:
    """The words go at once. The sites that heard them are told that their author is gone; then that goes too."""
    count = _said(account).count()
    letters.letters_forget(account=account, now=now)
    spaces = _wrote_in(account)
    for path in _paths(account):
        erasing.person_gone(path=path, heard=_said(account), spaces=spaces, now=now)
    _said(account).exclude(key__startswith=erasing.KEY).delete()
    return count


def _wrote_in(account: Account) -> set[str]:
    """The slugs of the spaces they wrote in."""
    reviews = Review.objects.filter(author__account=account).values_list("space__slug", flat=True)
    posts = Post.objects.filter(author__account=account).values_list("thread__space__slug", flat=True)
    return {*reviews, *posts}


def _follows(account: Account) -> Iterator[dict[str, Any]]:
    for follow in Follow.objects.filter(actor__in=_paths(account)).select_related("remote__peer").order_by("pk"):
        yield {"address": follow.remote.uri, "state": follow.state, "at": follow.at}


def _erase_follows(account: Account, now: datetime) -> int:
    return Follow.objects.filter(actor__in=_paths(account)).delete()[0]


def _flags(account: Account) -> Iterator[dict[str, Any]]:
    for flag in SentFlag.objects.filter(reporter__account=account).select_related("activity").order_by("pk"):
        yield {"report": flag.report, "item": flag.item, "at": flag.activity.at}


def _erase_flags(account: Account, now: datetime) -> int:
    """What was passed on keeps its number, so that an answer to it is understood, and none of its words."""
    mine = SentFlag.objects.filter(reporter__account=account).select_related("activity")
    for flag in mine:
        kept = {name: flag.activity.document[name] for name in ("id", "type", "actor")}
        Activity.objects.filter(pk=flag.activity_id).update(document=kept)
        PeerDelivery.objects.filter(activity=flag.activity_id, done_at=None).delete()
    return mine.update(reporter=None)


def _homes(account: Account) -> Iterator[dict[str, Any]]:
    for home in Home.objects.filter(persona__account=account).select_related("persona", "actor__peer").order_by("pk"):
        yield {
            "pseudonym": home.persona.pseudonym,
            "address": home.actor.uri,
            "since": home.since,
            "moved_at": home.moved_at,
            "came_at": home.came_at,
        }


def _erase_homes(account: Account, now: datetime) -> int:
    """With what we know of these addresses, unless somebody spoke from there or follows."""
    mine = Home.objects.filter(persona__account=account)
    named = list(mine.values_list("actor", flat=True))
    count = mine.delete()[0]
    silent = Q(persona=None, items=None, follows=None, flags=None, votes=None, heard=None, homes=None, space=None)
    RemoteActor.objects.filter(silent, pk__in=named).delete()
    return count


def _proofs(account: Account) -> Iterator[dict[str, Any]]:
    for proof in IdentityProof.objects.filter(persona__account=account).select_related("persona").order_by("pk"):
        yield {"pseudonym": proof.persona.pseudonym, "made_at": proof.made_at, "statement": proof.statement}


def _erase_proofs(account: Account, now: datetime) -> int:
    return IdentityProof.objects.filter(persona__account=account).delete()[0]


def _brought(account: Account) -> Rows:
    rows = BroughtBadge.objects.filter(persona__account=account).select_related("recognition__to_space")
    for row in rows.order_by("pk"):
        yield {
            "counts_in": row.recognition.to_space.slug,
            "site": row.site,
            "badge": row.uri,
            "about": row.subject,
            "level_there": row.level_from,
            "topic_there": row.topic_from,
            "level": row.level,
            "state": row.state,
            "why": row.why,
            "given_on": row.given_on,
            "checked_at": row.checked_at,
            "ended_at": row.ended_at,
            "document": row.document,
        }


def _erase_brought(account: Account, now: datetime) -> int:
    return BroughtBadge.objects.filter(persona__account=account).delete()[0]


def _questions_heard(account: Account) -> Rows:
    rows = QuestionHeard.objects.filter(persona__account=account)
    for row in rows.select_related("asker", "of", "topic", "persona").order_by("pk"):
        yield {
            "asking": row.asker.uri,
            "of": row.of.slug,
            "topic": row.topic.slug if row.topic else None,
            "pseudonym": row.persona.pseudonym,
            "purpose": row.purpose,
            "asked_at": row.asked_at,
            "consent": row.consent,
            "consented_at": row.consented_at,
            "answered_at": row.answered_at,
        }


def _erase_questions(account: Account, now: datetime) -> int:
    return _end_questions(QuestionHeard.objects.filter(persona__account=account), now)


def _forget_questions(now: datetime) -> int:
    """A year after it was asked; what is answered always stands while it is."""
    old = QuestionHeard.objects.filter(asked_at__lt=now - ASKED_KEPT).exclude(consent=Consent.ALWAYS)
    return _end_questions(old, now)


def _end_questions(rows: QuerySet[QuestionHeard], now: datetime) -> int:
    """Answers that were given are taken back: the public list says so."""
    places = list(rows.exclude(place=None).values_list("place", flat=True))
    count = rows.delete()[0]
    Place.objects.filter(pk__in=places, over_at=None).update(over_at=now)
    return count


def _forget_brought(now: datetime) -> int:
    return BroughtBadge.objects.filter(ended_at__lt=now - BROUGHT_KEPT).delete()[0]


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            BroughtBadge,
            _("Badges of other sites that you brought here"),
            _brought,
            _erase_brought,
            _("deleted"),
            keep_for=BROUGHT_KEPT,
            purge=_forget_brought,
            order=12,
            keep_note=_("after it ended"),
        )
    )
    holds(
        Holding(
            QuestionHeard,
            _("What spaces of other sites asked about you, and whether you answer"),
            _questions_heard,
            _erase_questions,
            _("deleted; answers that were given are taken back"),
            keep_for=ASKED_KEPT,
            purge=_forget_questions,
            order=12,
            keep_note=_("one that you always answer stays while you do"),
        )
    )
    holds(Holding(Home, _("Your addresses on other sites"), _homes, _erase_homes, _("deleted"), order=13))
    holds(Holding(IdentityProof, _("The key you show under a name"), _proofs, _erase_proofs, _("deleted"), order=14))
    holds_nothing(LetterHeard, "what a space of another site says of its member, at their request; gone after its day")
    holds_nothing(QuestionSent, "what a space here asked about a member of another site; gone after three months")
    holds_nothing(HostWord, "what the site that hosts a space says of something in it")
    holds_nothing(SharedList, "what another site decided about sites")
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
    holds_nothing(InboxItem, "what people of other sites sent; the words are deleted after thirty days")
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
    holds_nothing(Feed, "an address that is read, under the reference of whoever answers for an operator")
    holds_nothing(FeedPage, "a page of such an address, and what became of it")
    holds_nothing(FeedItem, "where something that was taken over comes from")
    holds_nothing(Heard, "a document another site published and signed")
