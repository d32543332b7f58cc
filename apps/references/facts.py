"""The facts of a space about one of its members, in words; each from what is published there."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.look.moments import day
from apps.people.models import Persona
from apps.posts.models import Post, Review
from apps.references.parts import Part, register_part
from apps.referrals.selectors import vouches_of
from apps.signatures.documents import moment
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import Feedback, Kind
from apps.trust.statuses import statuses_of

HELPED = (Kind.HELPFUL, Kind.BEST)  # an exchange that went well is another thing than an answer
BANDS = (100, 30, 10, 5)  # how many people, from the highest on; fewer are "some"


def register() -> None:
    """Called from `ready()`."""
    register_part(
        Part(
            "statuses",
            gettext_lazy("What I have earned there, in words"),
            gettext_lazy("Earned there, in words"),
            gettext_lazy("Only what you earned by your own activity, topic by topic. Never a figure."),
            statuses,
            order=10,
            told=("trust:statuses", statuses_told),
        )
    )
    register_part(
        Part(
            "time",
            gettext_lazy("Since when I am a member"),
            gettext_lazy("Time as a member"),
            gettext_lazy("The day you joined."),
            time,
            order=20,
        )
    )
    register_part(
        Part(
            "contributions",
            gettext_lazy("How much I wrote, by topic"),
            gettext_lazy("Contributions, by topic"),
            gettext_lazy("Messages and reviews that stand there today. Not what they say."),
            contributions,
            order=30,
        )
    )
    register_part(
        Part(
            "helped",
            gettext_lazy("How many people I helped"),
            gettext_lazy("People helped"),
            gettext_lazy("As a band, “at least ten people”; never who."),
            helped,
            order=40,
        )
    )
    register_part(
        Part(
            "vouched",
            gettext_lazy("That members there vouch for me"),
            gettext_lazy("Vouched for by members there"),
            gettext_lazy("On what, and until when; never who."),
            vouched,
            order=50,
            ticked=False,
            told=("trust:vouches", vouches_told),
        )
    )


def statuses(persona: Persona, space: Space, now: datetime) -> list[str]:
    """Level and topic, each with its basis."""
    found = statuses_of(persona, space, now)
    if not found:
        return [_("Has earned no status here yet.")]
    said = _("On %(topic)s: %(level)s, by their own activity here.")
    everywhere = _("In the whole space: %(level)s, by their own activity here.")
    return [(said if v.topic_name else everywhere) % {"topic": v.topic_name, "level": v.label} for v in found]


def statuses_told(persona: Persona, space: Space, now: datetime) -> list[dict[str, Any]]:
    """The same for programs, by the codes of the scale that the space shows (`trust:scale`)."""
    return [
        {"trust:topic": view.topic, "trust:level": view.level, "trust:basis": "earned"}
        for view in statuses_of(persona, space, now)
    ]


def vouched(persona: Persona, space: Space, now: datetime) -> list[str]:
    """By how many, on what, until when; their names are theirs to say."""
    found = vouches_of(persona, space, now)
    if not found:
        return [_("Nobody vouches for them here at the moment.")]
    said = _("%(n)d members who have earned their status here vouch for them on %(topic)s, until %(day)s.")
    everywhere = _("%(n)d members who have earned their status here vouch for them, until %(day)s.")
    return [
        (said if one.topic else everywhere)
        % {"n": one.by, "topic": one.topic.name if one.topic else "", "day": day(one.until)}
        for one in found
    ]


def vouches_told(persona: Persona, space: Space, now: datetime) -> list[dict[str, Any]]:
    """A `trust:Vouch` each: words of a space about a newcomer of its own, which no table counts anywhere else."""
    return [
        {
            "type": "trust:Vouch",
            "trust:topic": one.topic.slug if one.topic else "",
            "trust:by": one.by,
            "published": moment(one.since),
            "trust:validUntil": moment(one.until),
        }
        for one in vouches_of(persona, space, now)
    ]


def time(persona: Persona, space: Space, now: datetime) -> list[str]:
    """The day of joining."""
    joined = Membership.objects.filter(persona=persona, space=space).values_list("joined_at", flat=True).first()
    return [_("A member since %(day)s.") % {"day": day(joined)}] if joined else [_("No longer a member.")]


def contributions(persona: Persona, space: Space, now: datetime) -> list[str]:
    """What stands, counted by topic."""
    counted = _counted(persona, space)
    if not counted:
        return [_("Has written nothing that stands here.")]
    names = {topic.pk: topic.name for topic in Topic.objects.filter(pk__in=[pk for pk in counted if pk])}
    said = [_written(n, names[pk]) for pk, n in counted.most_common() if pk in names]
    other = sum(n for pk, n in counted.items() if pk not in names)
    return [*said, _written(other, "")] if other else said


def helped(persona: Persona, space: Space, now: datetime) -> list[str]:
    """How many different people said so, as a band."""
    said = Feedback.objects.filter(receiver=persona, space=space, favourable=True, kind__in=HELPED)
    people = said.values("giver").distinct().count()
    if not people:
        return [_("Nobody has said yet that an answer of theirs helped.")]
    for least in BANDS:
        if people >= least:
            return [_("At least %(n)d different people said that an answer of theirs helped.") % {"n": least}]
    return [_("Some people said that an answer of theirs helped: fewer than %(n)d.") % {"n": BANDS[-1]}]


def _counted(persona: Persona, space: Space) -> Counter[int | None]:
    posts = Post.objects.standing().filter(author=persona, thread__space=space).order_by()
    reviews = Review.objects.standing().filter(author=persona, space=space).order_by()
    counted: Counter[int | None] = Counter()
    for topic, n in [
        *posts.values_list("thread__topic").annotate(Count("pk")),
        *reviews.values_list("topic").annotate(Count("pk")),
    ]:
        counted[topic] += n
    return counted


def _written(n: int, topic: str) -> str:
    if not topic:
        return ngettext("%(n)d message or review on no topic.", "%(n)d messages and reviews on no topic.", n) % {"n": n}
    said = ngettext("%(n)d message or review on %(topic)s.", "%(n)d messages and reviews on %(topic)s.", n)
    return said % {"n": n, "topic": topic}
