"""Who watches operators in the small world: audits, and proposals of other words for a rule."""

from dataclasses import dataclass

from apps.audits import services as audits
from apps.audits.models import Audit
from apps.base import clock
from apps.ledger import sequencer
from apps.people.models import Account
from apps.proposals.models import Proposal
from apps.proposals.rules import Rule
from tests.accountability.world import represent
from tests.audits import world as auditing
from tests.journeys.town import Town
from tests.proposals import world as proposing


@dataclass(frozen=True, slots=True)
class Watched:
    """What the ways to it lead to."""

    audit: Audit
    audited: Audit
    proposal: Proposal
    decided: Proposal
    carried: Proposal


def build_watched(town: Town, auditors: list[Account]) -> Watched:
    """One of each under way, one of each at its end."""
    decided, _people, other = proposing.voted("fffffn")
    proposing.rule_on(represent(other), decided)
    carried, _people, _same = proposing.voted("fffffn", op=town.operator)
    with auditing.watched():
        audit, audited = _drawn(town, auditors), _answered()
    return Watched(
        audit=audit,
        audited=audited,
        decided=decided,
        carried=carried,
        proposal=_proposed(town, carried),
    )


def _drawn(town: Town, auditors: list[Account]) -> Audit:
    """Two look; they have said that they have no link."""
    now, operator = clock.now(), town.operator
    for account in auditors:
        audits.link_declare(account=account, operator=operator, linked=False, words="", now=now)
    audit = audits.audit_announce(account=auditors[0], operator=operator, draft=auditing.draft(size=2), now=now)
    sequencer.seal(now=now)
    auditing.cosign()
    audits.audits_draw(now=now)
    return audit


def _answered() -> Audit:
    """Found wrong in part, and answered."""
    audit, looking = auditing.drawn()
    for account in looking:
        auditing.look(audit, account, "rwru")
    boss = represent(audit.operator)
    audits.audit_answer(
        account=boss, audit=audit, text_fr="Nous annonçons plus tôt.", text_en="We announce earlier.", now=clock.now()
    )
    return audit


def _proposed(town: Town, carried: Proposal) -> Proposal:
    """Other words for the same rule."""
    return proposing.propose(town.members[1], Rule.of(carried), town.space)
