"""How the desk words one item: what it is, whose it is, what is known of it, what can be decided."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.look.moments import day, hour
from apps.look.signage import Voice, VoiceKind
from apps.moderation.keys import KEYS
from apps.moderation.rules import CHIPS, RuleCode
from apps.moderation.selectors.item_view import Act, Chip
from apps.moderation.states import ItemKind, Outcome, Verdict
from apps.moderation.targets import Target
from apps.posts.models import Review
from apps.posts.spoken import Spoken
from apps.posts.states import ItemState
from apps.scoring.selectors import ScoreView

VERDICTS = {
    Verdict.GENUINE: lambda: _("Genuine"),
    Verdict.FAKE: lambda: _("Fake"),
    Verdict.CANNOT_TELL: lambda: _("Cannot tell"),
}


def algorithm_voice(score: ScoreView | None) -> Voice:
    """Who speaks where the score is shown; nameless where nothing was computed."""
    name = _("Suspicion of a review, version %(version)s") % {"version": score.version} if score else ""
    return Voice(VoiceKind.ALGORITHM, name, word=_("Published algorithm"))


def author_voice(target: Target) -> Voice:
    """Who wrote it, and in what capacity."""
    if isinstance(target.item, Spoken):
        if target.kind == ItemKind.RESPONSE:
            return Voice(VoiceKind.TRUST_MANAGER, target.author_name)
        return Voice(VoiceKind.PROFESSIONAL if target.uncovered else VoiceKind.PERSON, target.author_name)
    if target.author is None:
        origin = target.item.source.name if target.item is not None and target.item.source else ""
        return Voice(VoiceKind.IMPORTED, target.author_name, origin=origin)
    return Voice(VoiceKind.PERSON, target.author_name, word=_("Member, in this space only"))


ACTS = {
    Outcome.KEEP: lambda: _("Keep"),
    Outcome.LABEL: lambda: _("Label"),
    Outcome.MASK: lambda: _("Mask"),
    Outcome.ASK_EDIT: lambda: _("Ask to edit"),
    Outcome.PAUSE: lambda: _("Pause posting"),
    Outcome.CLOSE: lambda: _("Close the talk"),
    Outcome.LIFT: lambda: _("End the pause early"),
}


def over(target: Target, now: datetime) -> str:
    """The line above the words: what this is, about what, since when."""
    places = {"about": target.about, "day": _short(target.published_at, now), "hour": hour(target.published_at)}
    words = {
        ItemKind.REVIEW: _("Review of %(about)s, %(day)s, %(hour)s"),
        ItemKind.POST: _("Message in “%(about)s”, %(day)s, %(hour)s"),
        ItemKind.PROFILE: _("Profile in %(about)s, since %(day)s"),
        ItemKind.WARNING: _("Warning about %(about)s, %(day)s, %(hour)s"),
        ItemKind.NAMED: _("Answer of %(about)s, %(day)s, %(hour)s"),
        ItemKind.REASONS: _("Doubt about a review of %(about)s, %(day)s, %(hour)s"),
        ItemKind.OPINION: _("Opinion of a mediator on case %(about)s, %(day)s, %(hour)s"),
        ItemKind.REPLY: _("Reply to a review of %(about)s, %(day)s, %(hour)s"),
        ItemKind.RESPONSE: _("Answer to a mediator’s opinion on case %(about)s, %(day)s, %(hour)s"),
    }
    return words[target.kind] % places


def title(target: Target) -> str:
    """Its own, or that of what it stands in."""
    if isinstance(target.item, Review):
        return target.item.title or _("Without a title")
    return target.title


def _short(at: datetime, now: datetime) -> str:
    """The day, and its year when it is another one."""
    return day(at, short=at.year == now.year)


def facts(target: Target) -> list[str]:
    """What its author said of it, and whether they changed it. Not whether it stands: see `standing`."""
    lines = []
    if isinstance(target.item, Review):
        if target.item.experience_on:
            lines.append(_("Experience dated %(day)s.") % {"day": day(target.item.experience_on)})
        lines.append(_("Declared link: %(link)s.") % {"link": target.item.get_link_display()})
    if target.version > 1:
        lines.append(_("Edited: this is version %(n)d.") % {"n": target.version})
    return lines


def standing(target: Target) -> str:
    """Whether readers see it now. Of a review whose answer is known, that would tell the answer."""
    return STANDING[ItemState(target.item.state) if target.item else ItemState.PUBLISHED]()


STANDING = {
    ItemState.PUBLISHED: lambda: _("Published at once, visible now."),
    ItemState.MASKED: lambda: _("Masked now: readers find a note in its place."),
    ItemState.WITHDRAWN: lambda: _("Withdrawn by its author."),
    ItemState.ERASED: lambda: _("Erased."),
}


def verdicts() -> list[Act]:
    """What whoever reads first may say."""
    return [Act(verdict.value, str(n), str(VERDICTS[verdict]())) for n, verdict in enumerate(Verdict, start=1)]


def acts(target: Target) -> list[Act]:
    """What may be decided about this."""
    return [Act(outcome.value, KEYS[outcome.value], str(ACTS[outcome]())) for outcome in target.outcomes]


def chips(chosen: int | None) -> list[Chip]:
    """The rules of the bar."""
    return [Chip(rule.value, str(CHIPS[rule]), str(rule.label), rule.value == chosen) for rule in RuleCode]
