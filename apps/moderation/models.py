"""Reports, cases, decisions, statements of reasons, appeals. What the charter promises, the database keeps."""

import secrets
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from apps.base.compiled import Compiled, any_of
from apps.base.models import ALPHABET, Referenced, check_transition
from apps.documents.models import Version
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.states import (
    LIVE,
    TRANSITIONS,
    WAITING,
    CaseState,
    Closing,
    Instance,
    ItemKind,
    OpenedBy,
    Outcome,
    Party,
    Result,
    Shown,
    Stratum,
    Verdict,
)
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate, Space


def new_case_reference() -> str:
    """Short enough to be read over the telephone: `k7qx-2mpd`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by what they wait for."""

    def waiting(self) -> "CaseQuerySet":
        """Somebody must decide."""
        return self.filter(state__in=WAITING)

    def live(self) -> "CaseQuerySet":
        """Waiting, or decided and not sent yet: what a further report joins."""
        return self.filter(state__in=LIVE)

    def without_an_answer(self) -> "CaseQuerySet":
        """Their jury ended without a decision: what was decided in them before does not stand."""
        answered = Decision.objects.published().filter(instance=Instance.JURY).values("case")
        return self.filter(state=CaseState.CLOSED, instance=Instance.JURY).exclude(pk__in=answered)

    def in_order(self) -> "CaseQuerySet":
        """The hour by which one must decide, and nothing else."""
        return self.order_by("decide_before", "pk")


class Case(models.Model):
    """One item before one person, then perhaps before another."""

    reference = models.CharField(max_length=24, unique=True, default=new_case_reference, editable=False)
    item = models.CharField(max_length=24, db_index=True)  # the opaque reference of a review, a post or a persona
    item_kind = models.CharField(max_length=16, choices=ItemKind.choices)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="cases")
    author = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_by = models.CharField(max_length=16, choices=OpenedBy.choices)
    rule = models.PositiveSmallIntegerField(choices=RuleCode.choices, null=True, blank=True)  # what was alleged first
    why = models.JSONField(default=dict)  # numbers behind the one line that says why it is here
    state = models.CharField(max_length=16, choices=CaseState.choices, default=CaseState.OPEN)
    instance = models.CharField(max_length=16, choices=Instance.choices, default=Instance.FIRST)
    claimed_by = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(db_index=True)
    decide_before = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=16, choices=Closing.choices, blank=True)  # before anybody decided

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "item"],
                condition=Q(state__in=["open", "claimed", "decided"], instance="first") & ~Q(opened_by="order"),
                name="case_one_open_per_item",
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", claimed_at__isnull=False, lease_until__isnull=False) | ~Q(state="claimed"),
                name="case_claimed_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "decide_before"], condition=Q(state__in=sorted(WAITING)), name="case_queue")
        ]

    def move_to(self, state: CaseState) -> None:
        """Take one step of the published table, or refuse; the caller saves."""
        check_transition(TRANSITIONS, CaseState(self.state), state)
        self.state = state


class Evidence(models.Model):
    """What the item said when it was first contested. Destroyed when the appeal window closes."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="evidence")
    item_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField()


class Report(Referenced):
    """Anyone's notice: reason, exact place, words, receipt. It hides nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    ground = models.CharField(max_length=24, choices=Ground.choices)
    passages = models.JSONField(default=list)  # quoted from the item; empty: all of it
    text = models.TextField(blank=True)
    reporter = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports")
    item_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    receipt_digest = models.CharField(max_length=64, unique=True)  # of the token in the private link
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reporter"], condition=Q(reporter__isnull=False), name="report_once_per_case"
            )
        ]
        indexes = [models.Index(fields=["reporter", "filed_at"])]


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions by whether they count."""

    def standing(self) -> "DecisionQuerySet":
        """Not undone."""
        return self.filter(undone_at=None)

    def published(self) -> "DecisionQuerySet":
        """Sent, public."""
        return self.standing().exclude(published_at=None)

    def due(self, now: datetime) -> "DecisionQuerySet":
        """The ten seconds are over."""
        return self.standing().filter(published_at=None, publish_at__lte=now)


class Decision(Referenced):
    """One person's decision. Undone within ten seconds, it counts for nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    instance = models.CharField(max_length=16, choices=Instance.choices)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    rule = models.PositiveSmallIntegerField(choices=RuleCode.choices, null=True, blank=True)
    rule_version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=16, choices=Result.choices, blank=True)  # of an appeal
    spans = models.JSONField(default=list)  # [[start, end], …] of what is masked; empty: all of it
    item_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of what the item said
    decided_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    decider_name = models.CharField(max_length=40, blank=True)  # the mandate's public name; the role once erased
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_up_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    publish_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)  # of a pause
    score_shown = models.CharField(max_length=8, choices=Shown.choices, blank=True)  # empty: there was no score
    score_asked = models.BooleanField(null=True)  # whether that score asked for a look; None: too little data
    together = models.ForeignKey(
        "moderation.Together", on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "decided_by"], condition=Q(undone_at=None), name="decision_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["case", "instance"], condition=Q(undone_at=None), name="decision_once_per_instance"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(published_at=None), name="decision_undone_or_published"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(published_at__gte=F("publish_at")), name="decision_after_ten_seconds"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["keep", "lift"]) | Q(rule__isnull=False), name="decision_names_its_rule"
            ),
            models.CheckConstraint(condition=Q(outcome="mask") | Q(spans=[]), name="decision_spans_only_masked"),
            models.CheckConstraint(
                condition=Q(outcome="pause", ends_at__isnull=False) | (~Q(outcome="pause") & Q(ends_at=None)),
                name="decision_pause_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(instance__in=["emergency", "first"], result="")
                | ~Q(instance__in=["emergency", "first"]) & ~Q(result=""),
                name="decision_on_appeal_says_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(instance="emergency") | Q(outcome="mask"), name="decision_in_an_emergency_masks"
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at"], condition=Q(published_at=None, undone_at=None), name="decision_to_publish"
            ),
            models.Index(fields=["-published_at"]),
        ]


class StatementOfReasons(models.Model):
    """Why, in both languages: generated from the codes when it was decided, completed by hand, never changed."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="statement")
    words_fr = models.JSONField()  # the fields of wording.Words
    words_en = models.JSONField()
    own_words = models.TextField(blank=True)  # by the person who decided, in one language
    own_language = models.CharField(max_length=2, blank=True)
    automated = models.CharField(max_length=32, blank=True)  # code: what part a machine had
    appeal_until = models.DateTimeField()


class Appeal(Referenced):
    """A party contests a decision; somebody else answers."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appeals")
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    by = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="appeals")
    party = models.CharField(max_length=16, choices=Party.choices)
    text = models.TextField()
    filed_at = models.DateTimeField()
    answered_by = models.OneToOneField(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="answers"
    )


class FirstOpinion(models.Model):
    """What a trust manager thought before the desk said why the case is there. Kept as it was given."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="first_opinions")
    reader = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    reader_name = models.CharField(max_length=40, blank=True)  # the mandate's public name; the role once erased
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64)  # of what the item said
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "reader"], name="first_opinion_once")]


class AuditQuerySet(models.QuerySet["Audit"]):
    """Audits by what they wait for."""

    def waiting(self) -> "AuditQuerySet":
        """Somebody must still read it."""
        return self.filter(settled_at=None, lapsed_at=None)

    def settled(self) -> "AuditQuerySet":
        """Read by two people who agree, or by three."""
        return self.exclude(settled_at=None)


class Audit(models.Model):
    """A review that the public draw named: read by two people who know nothing of each other, nor of any score.

    It is no case: nothing is decided here, and while nobody finds anything wrong its author is left in peace.
    """

    reference = models.CharField(max_length=24, unique=True, default=new_case_reference, editable=False)
    item = models.CharField(max_length=24, unique=True)  # the opaque reference of the review: drawn once
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, related_name="+")
    stratum = models.CharField(max_length=8, choices=Stratum.choices)
    one_in = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # of what it said when it was drawn
    drawn_at = models.DateTimeField()
    read_before = models.DateTimeField()
    finding = models.CharField(max_length=16, choices=Verdict.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)  # edited, withdrawn or erased before it was read
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="audits")

    objects = AuditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="", settled_at=None) | ~Q(finding="") & Q(settled_at__isnull=False),
                name="audit_settled_has_a_finding",
            ),
            models.CheckConstraint(condition=Q(settled_at=None) | Q(lapsed_at=None), name="audit_settled_or_lapsed"),
            models.CheckConstraint(condition=Q(case=None) | Q(finding="fake"), name="audit_case_only_when_found"),
        ]
        indexes = [
            models.Index(
                fields=["space", "read_before"], condition=Q(settled_at=None, lapsed_at=None), name="audit_queue"
            )
        ]


class Reading(models.Model):
    """One reader's seat at an audit, then their opinion. The seat comes free when nobody works on it."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="readings")
    seat = models.PositiveSmallIntegerField()  # first, second; third when those two differ
    reader = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    reader_name = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField()
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True)
    note = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "reader"], name="reading_once_per_person"),
            models.UniqueConstraint(fields=["audit", "seat"], name="reading_once_per_seat"),
            models.CheckConstraint(condition=Q(seat__gte=1, seat__lte=3), name="reading_three_at_most"),
            models.CheckConstraint(
                condition=Q(verdict="", given_at=None) | ~Q(verdict="") & Q(given_at__isnull=False),
                name="reading_given_with_its_moment",
            ),
        ]


def with_reports(case: Case) -> Case:
    """Its reports and who sent them, read once for all of a page."""
    theirs = models.Prefetch("reports", Report.objects.select_related("reporter").order_by("filed_at", "pk"))
    models.prefetch_related_objects([case], theirs)
    return case


def has_reports(case: Case) -> bool:
    """Whether they were read so."""
    return "reports" in getattr(case, "_prefetched_objects_cache", {})


def waiting_count(spaces: list[int] | None = None) -> int:
    """How much waits at the desk, cases and audits alike: in these spaces, or in all."""
    return sum(waiting_by_space(spaces).values())


def waiting_by_space(spaces: list[int] | None = None) -> dict[int, int]:
    """The same, space by space."""
    found: Counter[int] = Counter()
    for space, number in WAITING_THERE.rows(spaces=spaces) if spaces is not None else WAITING_EVERYWHERE.rows():
        found[space] += number
    return found


def _waiting(**only: Any) -> models.QuerySet[Any, Any]:
    cases, audits = Case.objects.waiting().filter(**only), Audit.objects.waiting().filter(**only)
    counted = [rows.order_by().values_list("space").annotate(n=models.Count("pk")) for rows in (cases, audits)]
    return counted[0].union(counted[1], all=True)


WAITING_EVERYWHERE, WAITING_THERE = Compiled(_waiting), Compiled(lambda: _waiting(space=any_of("spaces")))


import apps.moderation.desk_models  # noqa: E402, F401 - what the desk keeps beside the cases
from apps.moderation.looks import Look  # noqa: E402, F401 - models are found through this module, like those below
from apps.moderation.measures import Emergency, Order, Together, Word  # noqa: E402, F401
from apps.moderation.ties import Tie  # noqa: E402, F401
