"""Proposals as pages: the list, and one with its words as a difference, its vote and its decision."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from apps.algorithms import open_vote
from apps.base.errors import NotFound
from apps.documents.changes import Difference, difference
from apps.documents.models import Version
from apps.labels.models import CriterionVersion
from apps.labels.selectors.labels import StateSign
from apps.ledger.site_key import verifies
from apps.look.moments import day
from apps.look.numbers import number
from apps.look.parts import StepState
from apps.posts.models import Post
from apps.posts.states import ItemState
from apps.proposals.documents import tally as tally_document
from apps.proposals.models import Proposal, Ruling, Tally
from apps.proposals.rules import Rule
from apps.proposals.states import ICONS, LIVE, ProposalState

SHOWN = 100
STATES = ProposalState


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list."""

    reference: str
    rule: str
    owner: str
    summary: str
    by: str
    proposed_at: datetime
    until: datetime | None
    state: str
    sign: StateSign
    path: str


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """Those that run, and those that ended."""

    running: list[ProposalRow]
    ended: list[ProposalRow]
    rule_path: str


@dataclass(frozen=True, slots=True)
class VoteCount:
    """What the vote came to."""

    sentence: str
    voters: int
    entitled: int
    quorum: int
    in_favour: int | None
    against: int | None
    neither: int | None
    signature_holds: bool
    counted_at: datetime
    body_path: str


@dataclass(frozen=True, slots=True)
class RulingView:
    """What was decided, by whom, why."""

    adopted: bool
    by: str
    role: str
    reasons: str
    at: datetime
    version_path: str
    body_path: str


@dataclass(frozen=True, slots=True)
class ProposalStep:
    """One step: done, now, or next."""

    title: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal, from its words to what became of them."""

    row: ProposalRow
    rule_title: str
    rule_path: str
    owner: str
    instead_of: int
    masked: bool
    differences: list[Difference]
    talk_path: str
    messages: int
    steps: list[ProposalStep]
    sentence: str
    turnout: str
    vote_from: datetime
    vote_until: datetime
    decide_until: datetime
    entitled: int
    quorum: int
    count: VoteCount | None
    ruling: RulingView | None
    again_path: str
    ballot_path: str
    how_path: str


def proposal_by_reference(reference: str) -> Proposal:
    """Raises NotFound."""
    found = Proposal.objects.select_related(
        "version__document", "criterion__criterion", "operator", "space", "author", "thread__space"
    )
    proposal = found.filter(reference=reference).first()
    if proposal is None:
        raise NotFound(_("There is no proposal of this reference."))
    return proposal


def proposals_page() -> ProposalsPage:
    """The newest first."""
    rows = Proposal.objects.select_related("version__document", "criterion__criterion", "operator", "author")
    return ProposalsPage(
        running=[_row(proposal) for proposal in rows.filter(state__in=LIVE)[:SHOWN]],
        ended=[_row(proposal) for proposal in rows.exclude(state__in=LIVE)[:SHOWN]],
        rule_path=_how(),
    )


def _how() -> str:
    return reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "open-vote"])


def _row(proposal: Proposal) -> ProposalRow:
    state, rule = ProposalState(proposal.state), Rule.of(proposal)
    icon, kind = ICONS[state]
    ends = {
        STATES.DISCUSSED: proposal.vote_from,
        STATES.VOTED: proposal.vote_until,
        STATES.CARRIED: proposal.decide_until,
    }
    return ProposalRow(
        reference=proposal.reference,
        rule=rule.title,
        owner=rule.owner,
        summary="" if is_masked(proposal) else proposal.summary,
        by=proposal.author.pseudonym if proposal.author else "",
        proposed_at=proposal.proposed_at,
        until=ends.get(state),
        state=state.value,
        sign=StateSign(str(state.label).capitalize(), icon, kind),
        path=reverse("proposals:proposal", args=[proposal.reference]),
    )


def is_masked(proposal: Proposal) -> bool:
    """A decision on the first words of its talk holds for the words it proposes: they are reported and judged there."""
    if proposal.thread_id is None:
        return False
    return Post.objects.filter(thread=proposal.thread_id, number=1, state=ItemState.MASKED).exists()


def proposal_page(reference: str, *, now: datetime) -> ProposalPage:
    """Raises NotFound."""
    proposal = proposal_by_reference(reference)
    rule, masked = Rule.of(proposal), is_masked(proposal)
    tally, ruling = getattr(proposal, "tally", None), getattr(proposal, "ruling", None)
    begun = proposal.entitled > 0
    return ProposalPage(
        row=_row(proposal),
        rule_title=rule.title,
        rule_path=rule.path,
        owner=rule.owner,
        instead_of=rule.number,
        masked=masked,
        differences=[] if masked else differences(rule, (proposal.body_fr, proposal.body_en)),
        talk_path=_talk(proposal),
        messages=proposal.thread.post_count if proposal.thread else 0,
        steps=_steps(proposal, tally, ruling),
        sentence=_sentence(proposal, now),
        turnout=_turnout(proposal) if proposal.state == STATES.VOTED else "",
        vote_from=proposal.vote_from,
        vote_until=proposal.vote_until,
        decide_until=proposal.decide_until,
        entitled=proposal.entitled,
        quorum=open_vote.quorum(proposal.entitled) if begun else 0,
        count=_count(proposal, tally) if tally else None,
        ruling=_ruling(proposal, ruling) if ruling else None,
        again_path=rule.propose_path if proposal.state in {STATES.OUTDATED, STATES.UNHEARD} else "",
        ballot_path=reverse("proposals:ballot", args=[reference]) if begun else "",
        how_path=_how(),
    )


def differences(rule: Rule, proposed: tuple[str, str]) -> list[Difference]:
    """What would change, in the reader's language first; a language that stays is left out."""
    order = (("en", 1), ("fr", 0)) if (get_language() or "fr").startswith("en") else (("fr", 0), ("en", 1))
    pairs = [(language, rule.bodies[at], proposed[at]) for language, at in order]
    return [difference(was, after, language=language) for language, was, after in pairs if was != after]


def _talk(proposal: Proposal) -> str:
    if proposal.thread is None:
        return ""
    return reverse("pages:thread", args=[proposal.thread.space.slug, proposal.thread.pk])


def _steps(proposal: Proposal, tally: Tally | None, ruling: Ruling | None) -> list[ProposalStep]:
    """Proposed, talked about, voted on, decided."""
    at = {STATES.DISCUSSED: 1, STATES.VOTED: 2, STATES.CARRIED: 3}.get(ProposalState(proposal.state), 4)
    days = [proposal.proposed_at, proposal.vote_from, proposal.vote_until, proposal.decide_until]
    titles = [
        pgettext("proposal", "Proposed"),
        pgettext("proposal", "Talked about"),
        pgettext("proposal", "Voted on"),
        pgettext("proposal", "Decided"),
    ]
    if ruling:
        days[3] = ruling.ruled_at
    steps = [_step(titles[n], days[n], n, at) for n in range(4)]
    if proposal.ended_at:
        ended = str(ProposalState(proposal.state).label).capitalize()
        return [steps[0], ProposalStep(ended, day(proposal.ended_at), StepState.DONE)]
    return steps if at < 4 or ruling else steps[:3]


def _step(title: str, on: datetime, n: int, at: int) -> ProposalStep:
    state = StepState.DONE if n < at else StepState.NOW if n == at else StepState.NEXT
    words = {"day": day(on)}
    return ProposalStep(title, words["day"] if state is StepState.DONE else _("until %(day)s") % words, state)


def _sentence(proposal: Proposal, now: datetime) -> str:
    """Where it stands, in words."""
    days = {
        "from": day(proposal.vote_from),
        "until": day(proposal.vote_until),
        "by": day(proposal.decide_until),
    }
    late = proposal.state == STATES.CARRIED and now > proposal.decide_until
    if late:
        return _("It carried, and the month to decide is over: whoever may change the rule has not said why.")
    said = {
        STATES.DISCUSSED: _("It is talked about. The vote begins on %(from)s and ends on %(until)s."),
        STATES.VOTED: _("The vote runs until %(until)s. Until then you may change yours, and nobody reads any."),
        STATES.CARRIED: _("More voted for than against. Whoever may change the rule decides by %(by)s, with reasons."),
        STATES.REJECTED: _("More voted against than for: it is not decided on."),
        STATES.TIED: _("As many voted for as against: that does not carry it, and it is not decided on."),
        STATES.UNHEARD: _("Too few voted. How they did is not published, so that nobody is recognised."),
        STATES.ADOPTED: _("It was adopted: the rule has these words in its next version."),
        STATES.REFUSED: _("It carried and was refused. The reasons stand below."),
        STATES.WITHDRAWN: _("Its author took it back before the vote."),
        STATES.OUTDATED: _("The rule has changed meanwhile: this was about words that are no longer the last."),
    }[ProposalState(proposal.state)]
    return said % days


def _turnout(proposal: Proposal) -> str:
    last = proposal.turnouts.last()
    if last is None:
        return _("Fewer than %(n)d people have voted so far, or it was not told yet.") % {"n": open_vote.TOLD_FROM}
    words = ngettext("%(n)s person had voted", "%(n)s people had voted", last.people) % {"n": number(last.people)}
    return _("%(people)s when it was last told.") % {"people": words}


def _count(proposal: Proposal, tally: Tally) -> VoteCount:
    return VoteCount(
        sentence=_count_in_words(tally),
        voters=tally.voters,
        entitled=tally.entitled,
        quorum=tally.quorum,
        in_favour=tally.in_favour,
        against=tally.against,
        neither=tally.neither,
        signature_holds=verifies(tally_document(tally), tally.signature),
        counted_at=tally.counted_at,
        body_path=reverse("proposals:count", args=[proposal.reference]),
    )


def _count_in_words(tally: Tally) -> str:
    if tally.in_favour is None or tally.against is None or tally.neither is None:
        said = {"voters": number(tally.voters), "quorum": number(tally.quorum), "of": number(tally.entitled)}
        return _("%(voters)s voted of %(of)s who may; %(quorum)s were needed.") % said
    said = {
        "for": number(tally.in_favour),
        "against": number(tally.against),
        "neither": number(tally.neither),
        "of": number(tally.entitled),
        "quorum": number(tally.quorum),
    }
    return (
        _("%(for)s for, %(against)s against, %(neither)s neither, of %(of)s who may vote; %(quorum)s were needed.")
        % said
    )


def _ruling(proposal: Proposal, ruling: Ruling) -> RulingView:
    who = ruling.representative
    return RulingView(
        adopted=ruling.adopted,
        by=who.name if who else ruling.named,
        role=who.role if who else _("outside auditor"),
        reasons=ruling.reasons,
        at=ruling.ruled_at,
        version_path=_version_path(proposal, ruling.version or ruling.criterion),
        body_path=reverse("proposals:ruling", args=[proposal.reference]),
    )


def _version_path(proposal: Proposal, version: Version | CriterionVersion | None) -> str:
    if version is None:
        return ""
    path = Rule.of(proposal).path
    return f"{path}?v={version.number}" if isinstance(version, Version) else path
