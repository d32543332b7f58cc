"""A space with members who wrote something a while ago, a case that was appealed, and a jury called about it."""

from datetime import datetime, timedelta

from apps.juries import services
from apps.juries.models import Jury, Practice, Seat
from apps.juries.practice import lessons_for
from apps.ledger import sequencer
from apps.moderation.models import Case
from apps.moderation.rules import RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.states import Outcome
from apps.people.models import Account, Persona
from apps.spaces.models import Space
from apps.spaces.services import space_join
from tests.audits.world import cosign
from tests.moderation.world import NOW, World, decided, make_world, person, publish, report

BEFORE = NOW - timedelta(days=40)
CALLED = NOW + timedelta(days=2)
WHY = "It says where somebody lives, and nothing else in it does."


def members(space: Space, many: int, *, texts: int = 1, called: str = "member") -> list[Persona]:
    """They have stood there for more than a month, and wrote something."""
    found = []
    for n in range(many):
        persona = person(f"{called} {n}")
        space_join(persona=persona, space=space, consent=True, now=BEFORE)
        for _n in range(texts):
            publish(space, persona, text=f"Came on time, number {n}.")
        found.append(persona)
    return found


def appealed(
    world: World, *, first: Outcome = Outcome.MASK, second: Outcome = Outcome.MASK, at: datetime = CALLED
) -> Case:
    """Decided, appealed by the author, decided again by somebody else, in the two days before."""
    at = at - timedelta(days=2)
    report(world.review, world.reporter, now=at)
    case = Case.objects.get(item=world.review.reference)
    decided(world.alder, case, first, rule=None if first == Outcome.KEEP else RuleCode.PRIVATE_PERSON, now=at)
    by = world.reporter if first == Outcome.KEEP else world.author
    appeal_file(account=by.account, case=case, text="It is mine.", now=at + timedelta(hours=1))
    rule = None if second == Outcome.KEEP else RuleCode.PRIVATE_PERSON
    decided(world.rowan, case, second, rule=rule, now=at + timedelta(hours=2))
    case.refresh_from_db()
    return case


def called(world: World | None = None, *, many: int = 9, at: datetime = CALLED, **more) -> Jury:
    """The author asked for a jury."""
    world = world or make_world()
    members(world.space, many, called="juror")
    case = appealed(world, at=at, **more)
    return services.jury_call(account=world.author.account, case=case, text="Read it yourselves.", now=at)


def drawn(jury: Jury, at: datetime = CALLED) -> list[Seat]:
    """Sealed, signed by the witness, and drawn."""
    sequencer.seal(now=at)
    cosign()
    services.juries_draw(now=at)
    jury.refresh_from_db()
    return list(jury.seats.sitting())


def practised(account: Account) -> None:
    """All training cases answered, each as it was decided."""
    for lesson in lessons_for(account, now=CALLED):
        Practice.objects.get_or_create(
            account=account, key=lesson.key, defaults={"chosen": lesson.right, "right": True, "answered_at": CALLED}
        )


def vote(seat: Seat, outcome: Outcome, *, now=CALLED, words: str = WHY) -> Seat:
    """Accepted, practised, voted."""
    account = seat.persona.account
    services.seat_accept(account=account, reference=seat.reference, now=now)
    practised(account)
    return services.seat_vote(account=account, reference=seat.reference, outcome=outcome, words=words, now=now)
