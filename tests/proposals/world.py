"""An operator with a rule, members of its space, and a proposal on its way through talk, vote and decision."""

from datetime import timedelta

from apps.base import clock
from apps.documents.models import Document
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.proposals import services
from apps.proposals.models import Proposal, Vote
from apps.proposals.rules import Rule
from apps.spaces.models import Operator
from tests.factories import member, operator, space

DAY = timedelta(days=1)
RULE = "A person reads a report first. The author has 30 days to contest."
OTHER = "A person reads a report first. The author has 60 days to contest."


def at(days: float):
    """So many days from now."""
    return clock.now() + timedelta(days=days)


def text_of(op: Operator) -> Document:
    words = {"title_fr": "Maison", "title_en": "House rules"}
    document = document_create(owner=op.reference, kind="rules", slug="house-rules", **words)
    publish(document, RULE)
    return document


def publish(document: Document, words: str) -> None:
    draft = VersionDraft(body_fr="", body_en=words, effective_at=clock.now())
    version_publish(document=document, draft=draft, actor="", signed_by="rep", now=clock.now())


def draft_in(forum, **more) -> services.ProposalDraft:
    said = {
        "body_fr": "", "body_en": OTHER, "summary_fr": "", "summary_en": "Twice as long.",
        "why": "Thirty days are over before a holiday is.", "space": forum,
    }  # fmt: skip
    return services.ProposalDraft(**{**said, **more})


def propose(account, rule: Rule, forum, **more) -> Proposal:
    return services.proposal_make(
        account=account, rule=rule, draft=draft_in(forum, **more), address="https://x.example/REF", language="en",
        now=clock.now(),
    )  # fmt: skip


def proposed(voters: int = 6, op: Operator | None = None) -> tuple[Proposal, list, Operator]:
    """Members of a space of an operator; the first of them proposes."""
    op = op or operator()
    forum = space(operator=op)
    people = [member(forum) for _n in range(voters)]
    return propose(people[0], Rule.of_text(op, text_of(op)), forum), people, op


def voted(choices: str, more: int = 0, op: Operator | None = None) -> tuple[Proposal, list, Operator]:
    """f, a, n: one member each; and as many who do not vote."""
    proposal, people, op = proposed(len(choices) + more, op)
    services.proposals_move(now=at(7))
    for account, letter in zip(people, choices, strict=False):
        vote(account, proposal, letter)
    services.proposals_move(now=at(21))
    proposal.refresh_from_db()
    return proposal, people, op


def vote(account, proposal, letter: str, days: float = 8) -> Vote:
    choice = {"f": "for", "a": "against", "n": "neither"}[letter]
    return services.vote_cast(account=account, proposal=proposal, choice=choice, now=at(days))


def rule_on(account, proposal, *, adopted: bool = True, days: float = 22, notice: int = 15, why: str = "It is fair."):
    on = (at(days) + notice * DAY).date()
    draft = services.RulingDraft(adopted, "", why, on)
    return services.proposal_rule(account=account, proposal=proposal, draft=draft, now=at(days))
