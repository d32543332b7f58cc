"""Who watches operators in the small world: audits, and proposals of other words for a rule."""

from dataclasses import dataclass

from apps.audits import services as audits
from apps.audits.models import Audit
from apps.base import clock
from apps.juries.models import Jury, Seat
from apps.juries.services import seat_accept
from apps.ledger import sequencer
from apps.people.models import Account
from apps.people.services import main_persona
from apps.proposals.models import Proposal
from apps.proposals.rules import Rule
from apps.spaces.services import space_join
from tests.accountability.world import represent
from tests.audits import world as auditing
from tests.journeys.town import Town
from tests.juries import world as juries
from tests.moderation.world import World, make_space, manager, person, publish
from tests.proposals import world as proposing


@dataclass(frozen=True, slots=True)
class Watched:
    """What the ways to it lead to."""

    audit: Audit
    audited: Audit
    proposal: Proposal
    decided: Proposal
    carried: Proposal
    jury: Jury
    seat: Seat  # of the member of the small world, before a vote


def build_watched(town: Town, auditors: list[Account]) -> Watched:
    """One of each under way, one of each at its end."""
    decided, _people, other = proposing.voted("fffffn")
    proposing.rule_on(represent(other), decided)
    carried, _people, _same = proposing.voted("fffffn", op=town.operator)
    with auditing.watched():
        audit, audited = _drawn(town, auditors), _answered()
        jury, seat = _jury(town)
    return Watched(
        audit=audit,
        audited=audited,
        decided=decided,
        carried=carried,
        proposal=_proposed(town, carried),
        jury=jury,
        seat=seat,
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


def _jury(town: Town) -> tuple[Jury, Seat]:
    """Of five: a member of the small world has taken a seat, and read the training cases."""
    now, space = clock.now(), make_space("bench-room")
    author, reporter = person("bench_author", space), person("bench_reporter", space)
    juror = main_persona(town.members[0])
    space_join(persona=juror, space=space, consent=True, now=juries.BEFORE)
    publish(space, juror)
    managers = manager("tm_bench", space), manager("tm_stool", space)
    world = World(space, publish(space, author), author, reporter, *managers)
    found = juries.called(world, many=4, at=now)
    seat = next(seat for seat in juries.drawn(found, now) if seat.persona == juror)
    seat_accept(account=town.members[0], reference=seat.reference, now=now)
    juries.practised(town.members[0])
    return found, seat
