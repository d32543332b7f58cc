"""The red button: alerts about operators, the voices behind them, what the rule said when, and who answered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accountability.states import AlertState, CommitmentState
from apps.base.models import Referenced
from apps.people.models import Account, Persona
from apps.posts.models import Thread
from apps.spaces.models import Mandate, Operator, Representative, in_language


class Tile(models.TextChoices):
    """The six tiles of the red button: what happened, in the words of the person it happened to."""

    REMOVED = "removed", _("My review was removed or hidden without a reason")
    PRESSURE = "pressure", _("I am threatened or put under pressure")
    FAKE = "fake", _("Reviews are bought or invented")
    DATA = "data", _("My data are in danger")
    LEAVING = "leaving", _("I cannot leave, or have my data erased")
    OTHER = "other", _("Something else")


class Answering(models.TextChoices):
    """What an operator says to an alert, in one word."""

    ACCEPTED = "accepted", _("accepted, with commitments")
    REJECTED = "rejected", _("rejected, with reasons")
    NOT_CONCERNED = "not_concerned", _("not concerned, with reasons")


class AlertQuerySet(models.QuerySet["Alert"]):
    """Alerts by what is public about them."""

    def open(self) -> "AlertQuerySet":
        """Voices still join it."""
        return self.filter(closed_at=None)

    def public(self) -> "AlertQuerySet":
        """Something was published about it: a batch of voices, or a state."""
        return self.exclude(public_since=None)


class Alert(Referenced):
    """One issue about one operator: the voices of one tile, until it has been calm for long."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="alerts")
    tile = models.CharField(max_length=16, choices=Tile.choices)
    title_fr = models.CharField(max_length=160, blank=True)  # empty: the words of the tile
    title_en = models.CharField(max_length=160, blank=True)
    text_number = models.PositiveIntegerField(default=1)  # which version of its words; each has a row in IssueText
    issue_sha256 = models.CharField(max_length=64)  # of the words a voice agrees to; other words, other voices
    state = models.CharField(max_length=16, choices=AlertState.choices, default=AlertState.CALM)
    state_since = models.DateTimeField()
    opened_at = models.DateTimeField()
    public_since = models.DateTimeField(null=True, blank=True)  # the hour of the first voice is never public
    answer_asked_at = models.DateTimeField(null=True, blank=True)  # from when its date runs
    answer_due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    merge_why = models.CharField(max_length=300, blank=True)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    under_review = models.BooleanField(default=False)  # one cluster is over-full: shown with the next batch
    read_at = models.DateTimeField(null=True, blank=True)  # a representative opened it first, since the last answer
    reminders = models.PositiveSmallIntegerField(default=0)  # sent to its representatives so far

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "tile", "issue_sha256"],
                condition=Q(closed_at=None),
                name="alert_one_open_per_issue",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed_at__isnull=False), name="alert_merged_is_closed"
            ),
        ]

    @property
    def subject(self) -> str:
        """What it is about, in the reader's language."""
        return in_language(self, "title") or str(Tile(self.tile).label)


class IssueText(models.Model):
    """A version of the words of an alert. Voices belong to one version, by its digest; the others are history."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    title_fr = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    sha256 = models.CharField(max_length=64)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["alert", "number"]
        constraints = [models.UniqueConstraint(fields=["alert", "number"], name="issue_text_number_once")]

    @property
    def title(self) -> str:
        """In the reader's language."""
        return in_language(self, "title") or str(Tile(self.alert.tile).label)


class Discount(models.TextChoices):
    """Why a voice does not count as independent (codes of apps.algorithms.clusters). It stays in the raw count."""

    NONE = "", _("counts")
    BLOCK = "block", _("same network, same day")
    MEMBERS = "members", _("more than three members of one network in a day")
    WORDING = "wording", _("nearly the same words")
    CREATED = "created", _("accounts made in the same minutes")
    INVITATION = "invitation", _("accounts of one invitation")
    DAILY = "daily", _("more than five without account from one network in a day")
    CHAIN = "chain", _("linked by another voice")


class VoiceQuerySet(models.QuerySet["Voice"]):
    """Voices by what they count for."""

    def live(self) -> "VoiceQuerySet":
        """Raised and not taken back."""
        return self.filter(withdrawn_at=None)


class Voice(Referenced):
    """One person's press of the red button. Who it was is never public, nor shown to the operator."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="voices")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="voices")
    persona = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="voices")
    member = models.BooleanField()  # raised while signed in; stays true when the account is erased
    known = models.BooleanField(default=False)  # of a member who was active there a fortnight before
    issue_sha256 = models.CharField(max_length=64, blank=True)  # the version of the words it agrees to
    apart = models.BooleanField(default=False)  # contested, and found to stand on its own
    browser = models.CharField(max_length=64, blank=True)  # digest of this browser's token for this alert alone
    network = models.CharField(max_length=32, blank=True)  # digest of the network block, kept 30 days
    words = models.TextField(blank=True)
    wording = models.BinaryField(blank=True, default=b"")  # signature of the words, to recognise copies
    token = models.CharField(max_length=64, unique=True)  # the receipt's private link
    raised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    tally = models.ForeignKey("Tally", on_delete=models.PROTECT, null=True, blank=True, related_name="voices")
    over_limit = models.BooleanField(default=False)  # beyond the daily five of its network: raw count only
    discount = models.CharField(max_length=16, choices=Discount.choices, blank=True, default=Discount.NONE)
    discount_numbers = models.JSONField(default=dict, blank=True)  # minutes, similarity, rank: for the sentence

    objects = VoiceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["alert", "raised_at"]), models.Index(fields=["network", "raised_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "account"],
                condition=Q(withdrawn_at=None, account__isnull=False),
                name="voice_one_live_per_person",
            ),
            models.UniqueConstraint(
                fields=["alert", "browser"],
                condition=Q(withdrawn_at=None, member=False) & ~Q(browser=""),
                name="voice_one_live_per_browser",
            ),
        ]


class StateChange(models.Model):
    """What the rule said, when, in which version, from which figures. The figures are committed to, not published."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=AlertState.choices)
    at = models.DateTimeField()
    rule = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=16)
    inputs = models.JSONField()

    class Meta:
        ordering = ["alert", "number"]
        constraints = [models.UniqueConstraint(fields=["alert", "number"], name="state_change_number_once")]


class Tally(models.Model):
    """A published batch of voices: at least three new ones, by the hour. Published once, never adjusted in silence."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="tallies")
    number = models.PositiveIntegerField()
    until = models.DateTimeField()  # the full hour up to which voices are in it
    new = models.PositiveIntegerField()
    raw = models.PositiveIntegerField()  # all voices published so far
    independent = models.PositiveIntegerField()  # those that stand on their own, so far
    hides_among = models.PositiveIntegerField()  # people each new voice hides among
    discounted = models.JSONField(default=dict)  # reason → voices of this batch
    text_number = models.PositiveIntegerField(default=1)  # the version of the words these voices agree to
    under_review = models.BooleanField(default=False)  # one cluster was over-full then

    class Meta:
        ordering = ["alert", "number"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "number"], name="tally_number_once"),
            models.UniqueConstraint(fields=["alert", "until"], name="tally_once_per_hour"),
            models.CheckConstraint(condition=Q(new__gte=3), name="tally_three_at_least"),
            models.CheckConstraint(condition=Q(independent__lte=F("raw")), name="tally_independent_within_raw"),
        ]


class Answer(Referenced):
    """What a representative says about an alert, under name and face, signed."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="answers")
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="answers")
    says = models.CharField(max_length=16, choices=Answering.choices, blank=True)  # empty: older than the choice
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        ordering = ["answered_at"]
        constraints = [models.CheckConstraint(condition=~Q(text_fr="", text_en=""), name="answer_has_a_text")]

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self, "text")


class Commitment(Referenced):
    """A promise with a date, made in an answer; part of what was signed."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="commitments")
    text_fr = models.CharField(max_length=300, blank=True)
    text_en = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=16, choices=CommitmentState.choices, default=CommitmentState.DUE)
    checked_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # voices and panel were asked whether it was kept
    drawn_from = models.BigIntegerField(null=True, blank=True)  # size of the checkpoint whose root drew the panel
    found = models.JSONField(default=dict, blank=True)  # what they said: side → verdict → people; once published

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text_fr="", text_en=""), name="commitment_has_a_text")]

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self, "text")


class CommitmentCheck(models.Model):
    """What one person says of a promise once its day has come: one who raised the alert, or one drawn by lot."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="checks")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, null=True, blank=True, related_name="checks")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, null=True, blank=True, related_name="panels")
    verdict = models.CharField(max_length=16, choices=CommitmentState.choices, blank=True)  # empty: asked, not said
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "voice"], name="commitment_check_once_per_voice"),
            models.UniqueConstraint(fields=["commitment", "persona"], name="commitment_check_once_per_panelist"),
            models.CheckConstraint(
                condition=Q(voice__isnull=False, persona=None) | Q(voice=None, persona__isnull=False),
                name="commitment_check_one_side",
            ),
        ]


class Opinion(models.Model):
    """Whether an answer helped, says one who raised the alert. Representatives are judged afterwards, never before."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="opinions")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="opinions")
    helped = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "voice"], name="opinion_once_per_voice")]


class Contest(Referenced):
    """Somebody says that their voice stands on its own; a person without a link to the operator decides."""

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="contest")
    words = models.TextField()
    filed_at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["filed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(upheld=None, decided_at=None)
                | (Q(upheld__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="contest_decided_with_a_reason",
            )
        ]


class Dialogue(models.Model):
    """The official topic of an alert in a space of its operator: one per alert, pinned while the alert is open."""

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="dialogue")
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="dialogue")
    opened_at = models.DateTimeField()


from apps.accountability.kept import Proof, RepresentativeKey  # noqa: E402, F401 - models are found through this module
from apps.accountability.reports.models import (  # noqa: E402, F401
    AuthorityOrder,
    OutsideDispute,
    ReportDraft,
    ReportEdition,
    TransparencyReport,
)
from apps.accountability.stated import ClauseTalk, StatedFacts  # noqa: E402, F401
