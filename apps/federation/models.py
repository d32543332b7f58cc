"""Other sites, who speaks there, what we sent and received. Rows are the promise; Celery only wakes up."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from apps.base.models import Referenced
from apps.base.statements import carry_out
from apps.federation.states import FeedPageState, FeedState, FollowState, HostSays, InboxState, PeerState
from apps.people.models import Persona
from apps.posts.models import Source
from apps.spaces.models import Operator, Space

ADDRESS = 1000  # characters of an address we keep


class Peer(Referenced):
    """Another site, by its host (and port, when it is not the usual one)."""

    host = models.CharField(max_length=260, unique=True)
    state = models.CharField(max_length=16, choices=PeerState.choices, default=PeerState.ALLOWED)
    software = models.CharField(max_length=80, blank=True)
    speaks = models.CharField(max_length=8, blank=True)  # the form of signature it took last: see `knocking`
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)  # in a row, of sending
    again_at = models.DateTimeField(null=True, blank=True)  # nothing is sent before
    received = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)  # at the door: no row is kept of those
    last_refusal = models.CharField(max_length=200, blank=True)


class PeerDecision(models.Model):
    """What was decided about a site, with the reason; its digest is in the public log."""

    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=16, choices=PeerState.choices)
    reason = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=64)  # the opaque reference of a mandate
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]


class SpaceFederation(models.Model):
    """What a space chose; without a row the defaults of `selectors.federates` hold."""

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="+")
    open = models.BooleanField()
    signed_reading = models.BooleanField()  # only signed requests may read it ("authorised fetch")


class ActorKey(models.Model):
    """The private keys of one of our actors, encrypted under the site's secret."""

    owner = models.CharField(max_length=80, unique=True)  # the path of the actor: s/garden, p/k7qx-…
    rsa = models.BinaryField()
    ed25519 = models.BinaryField()
    created_at = models.DateTimeField()


class ActorKind(models.TextChoices):
    """What an actor elsewhere is."""

    PERSON = "Person"
    GROUP = "Group"
    SERVICE = "Service"
    APPLICATION = "Application"
    ORGANIZATION = "Organization"


class RemoteActor(Referenced):
    """Somebody, or some group, on another site, as their site last described them."""

    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="actors")
    uri = models.CharField(max_length=ADDRESS, unique=True)
    kind = models.CharField(max_length=16, choices=ActorKind.choices)
    handle = models.CharField(max_length=260, blank=True)  # preferredUsername
    name = models.CharField(max_length=300, blank=True)
    names = models.JSONField(default=dict)  # language → name, where its site says it in ours
    summary = models.TextField(blank=True)
    summaries = models.JSONField(default=dict)  # language → summary, where its site says it in ours
    url = models.CharField(max_length=ADDRESS, blank=True)
    inbox = models.CharField(max_length=ADDRESS)
    shared_inbox = models.CharField(max_length=ADDRESS, blank=True)
    followers = models.CharField(max_length=ADDRESS, blank=True)
    moderators = models.CharField(max_length=ADDRESS, blank=True)  # the collection a group names
    keys = models.JSONField(default=dict)  # key id → PEM or Multikey
    also_known_as = models.JSONField(default=list)
    identity = models.CharField(max_length=120, blank=True)  # a key of their own (did:key) they proved to hold
    first_key = models.CharField(max_length=120, blank=True, default="")  # the first they showed: a move needs it
    persona = models.OneToOneField(Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    fetched_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    @property
    def called(self) -> str:
        """Its name in the reader's language, where its site says one."""
        return self.named_in((get_language() or "fr")[:2])

    def named_in(self, language: str) -> str:
        """Its name in one of our languages, else the only one it has."""
        return str(self.names.get(language) or self.name or self.handle)

    def summed_up_in(self, language: str) -> str:
        """The same of its summary."""
        return str(self.summaries.get(language) or self.summary)

    @property
    def shown_as(self) -> str:
        """`name@host`, as people write it."""
        return f"{self.handle or self.name or '?'}@{self.peer.host}"


class RemoteSpace(models.Model):
    """A space of another site in which people of ours take part. That site decides there."""

    actor = models.OneToOneField(RemoteActor, on_delete=models.PROTECT, related_name="space")
    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="+")
    known_since = models.DateTimeField()
    next_page = models.CharField(max_length=ADDRESS, blank=True)  # of what was said before we came; empty: all read
    pages_read = models.PositiveIntegerField(default=0)
    read_again_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.JSONField(default=list)  # names, as its own site lists them

    def is_spoken_for_by(self, actor: RemoteActor) -> bool:
        """Whether its own site says it, or whoever that lists as a moderator."""
        return actor.peer_id == self.actor.peer_id or actor.uri in self.moderated_by


class Follow(models.Model):
    """An actor of ours and one elsewhere: who follows whom, and whether that was accepted."""

    actor = models.CharField(max_length=80, db_index=True)  # the path of ours
    remote = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="follows")
    ours = models.BooleanField()  # ours follows theirs
    uri = models.CharField(max_length=ADDRESS)  # of the Follow
    state = models.CharField(max_length=16, choices=FollowState.choices, default=FollowState.ASKED)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "remote", "ours"], name="follow_once")]


class InboxQuerySet(models.QuerySet["InboxItem"]):
    """Messages by what remains to do."""

    def due(self, now: datetime) -> "InboxQuerySet":
        """Waiting, its time has come, and its site is not paused."""
        return self.filter(state=InboxState.WAITING, due_at__lte=now).exclude(peer__state=PeerState.PAUSED)

    def keep(self, **columns: Any) -> None:
        """Store it, unless one of this name is here: one statement, because the door is where everybody knocks."""
        table, names, marks = self.model._meta.db_table, ", ".join(columns), ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (activity) DO NOTHING"  # noqa: S608 - names of columns, all ours
        carry_out(statement, [*columns.values()])


class InboxItem(models.Model):
    """A message as it came, stored once. Whatever follows from it happens later, in order per object."""

    activity = models.CharField(max_length=ADDRESS, unique=True)
    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="inbox")
    actor = models.CharField(max_length=ADDRESS)
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=ADDRESS, db_index=True)  # what it is about: the order is kept per thing
    body = models.TextField(blank=True)  # emptied after thirty days
    request = models.JSONField(default=dict)  # what its signature covers, while nobody has checked it
    verified = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=InboxState.choices, default=InboxState.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = InboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="inbox_due"),
            models.Index(fields=["peer", "-received_at"]),
        ]


class Activity(Referenced):
    """What one of our actors said. Public ones stand in its outbox."""

    actor = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=24, blank=True, db_index=True)  # the opaque reference of an item of ours
    key = models.CharField(max_length=120, unique=True)  # what it is said for: a handler that runs twice says it once
    document = models.JSONField()
    public = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["actor", "-at"], condition=Q(public=True), name="activity_outbox")]


class PeerDeliveryQuerySet(models.QuerySet["PeerDelivery"]):
    """Deliveries by what remains to do."""

    def waiting(self) -> "PeerDeliveryQuerySet":
        """Neither delivered nor given up."""
        return self.filter(done_at=None, given_up_at=None)

    def due(self, now: datetime) -> "PeerDeliveryQuerySet":
        """Its time has come and its site is one we speak to."""
        speaking = Q(peer__again_at=None) | Q(peer__again_at__lte=now)
        return self.waiting().filter(speaking, due_at__lte=now, peer__state__in=[PeerState.ALLOWED, PeerState.LIMITED])


class PeerDelivery(models.Model):
    """One activity for one inbox: delivered at least once, and the receiver counts it once."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="deliveries")
    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="deliveries")
    inbox = models.CharField(max_length=ADDRESS)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = PeerDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "inbox"], name="peer_delivery_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None, given_up_at=None), name="peer_delivery_due"),
        ]


class RemoteItem(models.Model):
    """Where an item of ours comes from. A tombstone stays: what was deleted there does not come back."""

    uri = models.CharField(max_length=ADDRESS, unique=True)
    author = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=24, blank=True, db_index=True)  # the opaque reference of our copy
    url = models.CharField(max_length=ADDRESS, blank=True)
    updated_at = models.DateTimeField()  # by their clock
    gone_at = models.DateTimeField(null=True, blank=True)
    awaits = models.CharField(max_length=ADDRESS, blank=True)  # what it answers, while nobody here knows that

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=~Q(item=""), name="remote_item_one_copy"),
        ]
        indexes = [models.Index(fields=["awaits"], condition=~Q(awaits=""), name="remote_item_awaits")]


class RemoteSubject(models.Model):
    """What another site calls a subject of ours."""

    uri = models.CharField(max_length=ADDRESS, unique=True)
    subject = models.CharField(max_length=24, db_index=True)  # its opaque reference


class ReviewTalk(models.Model):
    """The talk in which comments from elsewhere on a review are kept."""

    review = models.CharField(max_length=24, unique=True)
    thread = models.CharField(max_length=24, unique=True)


class RemoteVote(models.Model):
    """A vote from elsewhere: shown as such, never counted as trust."""

    actor = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="votes")
    item = models.CharField(max_length=24, db_index=True)
    value = models.SmallIntegerField()  # 1 or -1
    uri = models.CharField(max_length=ADDRESS)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "item"], name="remote_vote_once"),
            models.CheckConstraint(condition=Q(value__in=[1, -1]), name="remote_vote_up_or_down"),
        ]


class ReceivedFlag(models.Model):
    """A report from another site, whose reporter stays a pseudonym made for us alone."""

    uri = models.CharField(max_length=ADDRESS, unique=True)
    sender = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="flags")
    report = models.CharField(max_length=24, db_index=True)  # the opaque reference of a moderation report
    case = models.CharField(max_length=24, db_index=True)
    reporter = models.CharField(max_length=64, blank=True)  # `trust:reporter`
    at = models.DateTimeField()


class SentFlag(models.Model):
    """A report of somebody here that we passed on; the answer comes back to them."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="flag")
    report = models.CharField(max_length=24, db_index=True)
    reporter = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    item = models.CharField(max_length=24)


class Heard(Referenced):
    """A signed document of another site: a decision with its reasons, a version of rules, the state of an alert."""

    uri = models.CharField(max_length=ADDRESS, unique=True)
    kind = models.CharField(max_length=40)
    issuer = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="heard")
    item = models.CharField(max_length=24, blank=True, db_index=True)  # of our copy, when it is about one
    document = models.JSONField()
    heard_at = models.DateTimeField()

    class Meta:
        ordering = ["-heard_at", "-pk"]


# --- sites that speak no protocol -------------------------------------------------------------------------------------


class Feed(Referenced):
    """The address of a site that speaks no protocol, read for an operator: politely, and never as evidence of trust."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=ADDRESS)
    host = models.CharField(max_length=260, db_index=True)
    form = models.CharField(max_length=20)  # rss20, discourse, page…
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="fr")
    state = models.CharField(max_length=16, choices=FeedState.choices, default=FeedState.LOOKED)
    every = models.PositiveSmallIntegerField(default=0)  # hours between two readings; 0: once
    preview = models.JSONField(default=dict)  # what was found when somebody looked; emptied once it is confirmed
    lacks = models.JSONField(default=list)  # of posts.Lack
    left = models.JSONField(default=dict)  # why items were left out → how many
    taken = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)  # of those, on the public log
    asked_by = models.CharField(max_length=64)  # the opaque reference of a representative or a mandate
    looked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    source = models.OneToOneField(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    robots = models.TextField(blank=True)  # what the site asks of programs
    robots_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    failure = models.CharField(max_length=80, blank=True)  # a code
    not_before = models.DateTimeField(null=True, blank=True)  # nothing is asked of its host earlier
    again_at = models.DateTimeField(null=True, blank=True)  # when the address itself is read anew

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "address"], name="feed_once_per_operator")]


class FeedPage(models.Model):
    """A page of it, to be read or read: what was in it, or why it failed."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="pages")
    url = models.CharField(max_length=2 * ADDRESS)
    state = models.CharField(max_length=16, choices=FeedPageState.choices, default=FeedPageState.WAITING)
    changed = models.CharField(max_length=60, blank=True)  # the mark of its topic when it was last asked for
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    failure = models.CharField(max_length=80, blank=True)
    found = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "url"], name="feed_page_once")]
        indexes = [models.Index(fields=["feed"], condition=Q(state="waiting"), name="feed_page_waiting")]


class FeedItem(models.Model):
    """One message or review of it, by its address there: taken once, however often it is met."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    url = models.CharField(max_length=2 * ADDRESS)
    talk = models.CharField(max_length=2 * ADDRESS, blank=True)  # the address of the talk it stands in
    item = models.CharField(max_length=24, db_index=True)  # the opaque reference of our copy

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "url"], name="feed_item_once")]


class Home(models.Model):
    """An address elsewhere of which a person says that it is theirs too. The two sites say so of one another, or it
    is only said."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="homes")
    actor = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="homes")
    since = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)  # they live there now
    came_at = models.DateTimeField(null=True, blank=True)  # they moved here from there

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["persona", "actor"], name="home_once"),
            models.UniqueConstraint(
                fields=["persona"], condition=Q(moved_at__isnull=False), name="home_moved_to_one_place"
            ),
        ]


class IdentityProof(models.Model):
    """A key of a person's own and its word that this pseudonym is theirs (FEP-c390). The key itself is not kept."""

    persona = models.OneToOneField(Persona, on_delete=models.CASCADE, related_name="identity_proof")
    did = models.CharField(max_length=120)
    statement = models.JSONField()
    made_at = models.DateTimeField()


class HostWord(models.Model):
    """What the site that hosts a space says of something in it. It is shown beside it and hides nothing here."""

    item = models.CharField(max_length=24)  # the opaque reference of a message or review
    kind = models.CharField(max_length=16, choices=HostSays.choices)
    by = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="words")
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "kind"], name="host_word_once")]


class SharedList(models.Model):
    """What another site decided about other sites, signed by it: read as proposals, never applied by itself."""

    author = models.OneToOneField(RemoteActor, on_delete=models.CASCADE, related_name="shared_list")
    uri = models.CharField(max_length=ADDRESS)
    document = models.JSONField(default=dict)
    failure = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField()


from apps.federation.asked import QuestionHeard  # noqa: E402, F401 - likewise
from apps.federation.asked_elsewhere import QuestionSent  # noqa: E402, F401 - likewise
from apps.federation.brought import BroughtBadge, BroughtState  # noqa: E402, F401 - a table of its own file
from apps.federation.letters_heard import LetterHeard  # noqa: E402, F401 - likewise
