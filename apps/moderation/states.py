"""The one state of a case and how it may change (design §8); the documentation's diagram is printed from here."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

UNDO = timedelta(seconds=10)  # nothing is sent, nothing changes
LEASE = timedelta(minutes=5)  # renewed by whoever works on the case
APPEAL_WINDOW = timedelta(days=183)  # six months; then the evidence is destroyed
APPEAL_ANSWERED_WITHIN = timedelta(days=14)
PAUSE_DAYS = 7  # of posting, in one space, unless whoever decides says otherwise
SHORTEST_PAUSE, LONGEST_PAUSE = 1, 90
CONFIRMED_WITHIN = timedelta(hours=24)  # what one person masked in an emergency; else it ends by itself


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("open")
    CLAIMED = "claimed", _("being read")
    DECIDED = "decided", _("decided, not sent yet")
    NOTIFIED = "notified", _("decided, open to appeal")
    APPEALED = "appealed", _("under appeal")
    JURY = "jury", _("before a jury")
    CLOSED = "closed", _("closed")


TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.CLAIMED, CaseState.CLOSED}),  # closed: its author withdrew it
    CaseState.CLAIMED: frozenset({CaseState.OPEN, CaseState.APPEALED, CaseState.DECIDED, CaseState.CLOSED}),
    CaseState.DECIDED: frozenset({CaseState.CLAIMED, CaseState.NOTIFIED, CaseState.CLOSED}),  # claimed: undone
    CaseState.NOTIFIED: frozenset({CaseState.APPEALED, CaseState.JURY, CaseState.CLOSED}),
    CaseState.APPEALED: frozenset({CaseState.CLAIMED, CaseState.CLOSED}),
    CaseState.JURY: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset(),
}
STEPS: dict[tuple[CaseState, CaseState], str] = {  # in words, for docs/states.md
    (CaseState.OPEN, CaseState.CLAIMED): "A trust manager takes it, for five minutes at a time.",
    (
        CaseState.OPEN,
        CaseState.CLOSED,
    ): "Its author withdrew or edited the words before anybody decided; reporters hear of it.",
    (
        CaseState.CLAIMED,
        CaseState.OPEN,
    ): "It was put off, nobody has worked on it for five minutes, or it was masked in an emergency: another decides.",
    (CaseState.CLAIMED, CaseState.APPEALED): "The same, for a case under appeal.",
    (
        CaseState.CLAIMED,
        CaseState.DECIDED,
    ): "A person decides, with reasons; ten seconds to undo, nothing is sent.",
    (CaseState.CLAIMED, CaseState.CLOSED): "Its author withdrew the words while somebody was reading.",
    (CaseState.DECIDED, CaseState.CLAIMED): "The decision was undone, or was about words that changed meanwhile.",
    (
        CaseState.DECIDED,
        CaseState.NOTIFIED,
    ): "Ten seconds later: the item changes, all are told, the log has it.",
    (CaseState.DECIDED, CaseState.CLOSED): "Its author withdrew the words within the ten seconds.",
    (CaseState.NOTIFIED, CaseState.APPEALED): "The author or a reporter appeals, within six months.",
    (
        CaseState.NOTIFIED,
        CaseState.CLOSED,
    ): "Six months are over: nobody can appeal any more, the evidence is destroyed.",
    (CaseState.APPEALED, CaseState.CLAIMED): "Another person takes it; whoever decided first is refused.",
    (CaseState.NOTIFIED, CaseState.JURY): "The appeal was answered; a party asks for a jury, once, in the six months.",
    (CaseState.JURY, CaseState.CLOSED): "The jury has answered, or gave no answer in 14 days, or the words are gone.",
    (CaseState.APPEALED, CaseState.CLOSED): "Its author withdrew the words before the appeal was answered.",
}
WAITING = frozenset({CaseState.OPEN, CaseState.CLAIMED, CaseState.APPEALED})  # somebody must decide
LIVE = WAITING | {CaseState.DECIDED, CaseState.JURY}  # what a further report joins


class Instance(models.TextChoices):
    """Who reads: a first person, then, on appeal, another. An emergency comes before the first and replaces nobody."""

    EMERGENCY = "emergency", _("emergency")
    FIRST = "first", _("first decision")
    APPEAL = "appeal", _("decision on appeal")
    JURY = "jury", _("decision of a jury")


class ItemKind(models.TextChoices):
    """What a case is about."""

    REVIEW = "review", _("review")
    POST = "post", _("message")
    PROFILE = "profile", _("profile")
    WARNING = "warning", _("warning about a person")
    NAMED = "named", _("answer of a person named")
    REASONS = "reasons", _("reasons of a professional’s doubt")
    OPINION = "opinion", _("opinion of a mediator")
    RESPONSE = "response", _("answer to a mediator’s opinion")
    REPLY = "reply", _("reply of a professional")


class OpenedBy(models.TextChoices):
    """What brings an item before a person."""

    REPORT = "report", _("a report")
    DOUBT = "doubt", _("a professional's reasoned doubt")
    ALGORITHM = "algorithm", _("a published algorithm")
    RANDOM = "random", _("a random draw")
    AUDIT = "audit", _("a blind audit")
    ORDER = "order", _("an order of an authority")
    MANAGER = "manager", _("a trust manager, to end a pause early")


class Outcome(models.TextChoices):
    """What a person can decide."""

    KEEP = "keep", _("kept")
    LABEL = "label", _("kept, with a note")
    ASK_EDIT = "ask_edit", _("author asked to edit")
    MASK = "mask", _("masked")
    PAUSE = "pause", _("posting paused")
    CLOSE = "close", _("talk closed to answers")
    LIFT = "lift", _("pause ended early")


OUTCOMES: dict[ItemKind, tuple[Outcome, ...]] = {
    ItemKind.REVIEW: (Outcome.KEEP, Outcome.LABEL, Outcome.MASK, Outcome.ASK_EDIT),
    ItemKind.POST: (Outcome.KEEP, Outcome.LABEL, Outcome.MASK, Outcome.ASK_EDIT),
    ItemKind.PROFILE: (Outcome.KEEP, Outcome.ASK_EDIT, Outcome.PAUSE),
    ItemKind.WARNING: (Outcome.KEEP, Outcome.LABEL, Outcome.MASK),
    ItemKind.NAMED: (Outcome.KEEP, Outcome.LABEL, Outcome.MASK),
    ItemKind.REASONS: (Outcome.KEEP, Outcome.MASK),
    ItemKind.OPINION: (Outcome.KEEP, Outcome.MASK),
    ItemKind.RESPONSE: (Outcome.KEEP, Outcome.MASK),
    ItemKind.REPLY: (Outcome.KEEP, Outcome.MASK),
}
OF_TALKS = (Outcome.CLOSE,)  # besides, about the message that began a talk
OF_PAUSED = (Outcome.LIFT,)  # besides, about a member whose posting is paused
WITHOUT_RULE = frozenset({Outcome.KEEP, Outcome.LIFT})  # nothing is held against anybody


TOGETHER = "together"  # how a machine had a part in a decision: an algorithm put like texts together


class EmergencyGround(models.TextChoices):
    """The two things that cannot wait for a second person."""

    PRIVATE_DATA = "private_data", _("a third party's private data")
    DANGER = "danger", _("danger to somebody")


class EmergencyEnd(models.TextChoices):
    """How an emergency ended."""

    CONFIRMED = "confirmed", _("confirmed by another person")
    LIFTED = "lifted", _("lifted by another person")
    LAPSED = "lapsed", _("nobody confirmed it in time")
    MOOT = "moot", _("nothing was left to confirm")


class Closing(models.TextChoices):
    """What closed a case before anybody decided."""

    WITHDRAWN = "withdrawn", _("its author withdrew it")
    EDITED = "edited", _("its author changed the words")


class Result(models.TextChoices):
    """What an appeal led to."""

    UPHELD = "upheld", _("first decision upheld")
    CHANGED = "changed", _("first decision changed")
    OVERTURNED = "overturned", _("first decision overturned")


class Party(models.TextChoices):
    """In what capacity somebody appeals."""

    AUTHOR = "author", _("author")
    REPORTER = "reporter", _("reporter")


class Verdict(models.TextChoices):
    """What a reader thinks of a review before anybody has told them anything. An opinion, never a decision."""

    GENUINE = "genuine", _("genuine")
    FAKE = "fake", _("fake")
    CANNOT_TELL = "cannot_tell", _("cannot tell")


class Stratum(models.TextChoices):
    """The two sides of the draw: what the score asked a person to look at, and what it left alone."""

    FLAGGED = "flagged", _("flagged")
    LEFT = "left", _("left alone")


class Shown(models.TextChoices):
    """What whoever decided had before their eyes."""

    OPEN = "open", _("the score was there from the start")
    AFTER = "after", _("the score opened after a first opinion")
