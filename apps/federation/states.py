"""Where a neighbour, a follow and a message stand: tables that code only looks up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeerState(models.TextChoices):
    """What we decided about another site."""

    ALLOWED = "allowed", _("allowed")
    LIMITED = "limited", _("read, not passed on")
    PAUSED = "paused", _("paused")
    BLOCKED = "blocked", _("blocked")


PEER_TRANSITIONS: dict[PeerState, frozenset[PeerState]] = {state: frozenset(PeerState) - {state} for state in PeerState}
PEER_MEANING = {
    PeerState.ALLOWED: _("What it sends is published at once and passed on; what is said here reaches it."),
    PeerState.LIMITED: _("What it sends is published here and not passed on to other sites."),
    PeerState.PAUSED: _("What it sends waits; what we would send waits. Nothing is lost."),
    PeerState.BLOCKED: _("Nothing from it is read, nothing is sent to it."),
}


class FollowState(models.TextChoices):
    """Whether a follow was answered."""

    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("refused")


class InboxState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    IGNORED = "ignored", _("nothing to do")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class FeedState(models.TextChoices):
    """How the reading of a site that speaks no protocol stands."""

    LOOKED = "looked", _("looked at, nothing taken yet")
    READING = "reading", _("being read")
    PAUSED = "paused", _("paused")
    STOPPED = "stopped", _("stopped")


FEED_TRANSITIONS: dict[FeedState, frozenset[FeedState]] = {
    FeedState.LOOKED: frozenset({FeedState.READING}),
    FeedState.READING: frozenset({FeedState.PAUSED, FeedState.STOPPED}),
    FeedState.PAUSED: frozenset({FeedState.READING}),
    FeedState.STOPPED: frozenset({FeedState.READING}),
}


class FeedPageState(models.TextChoices):
    """What became of a page."""

    WAITING = "waiting", _("waiting")
    READ = "read", _("read")
    FAILED = "failed", _("failed")


class HostSays(models.TextChoices):
    """What the site that hosts a space says of something in it."""

    CLOSED = "closed", _("closed there: no answer is taken any more")
    TAKEN_OFF = "taken_off", _("taken off there")
    WARNED = "warned", _("its author was warned there")
    FIRST = "first", _("put first there")
