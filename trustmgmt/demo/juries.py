"""A second appeal: a jury drawn by the public log reads a case that was decided twice, votes, and says why."""

from datetime import datetime, timedelta

from apps.algorithms.jury import TRAINING
from apps.juries import services as juries
from apps.juries.models import Jury, Seat
from apps.juries.practice import lessons_for
from apps.ledger import sequencer
from apps.moderation.models import Case
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import Outcome
from apps.people.models import Account
from apps.posts.models import Review
from trustmgmt.demo.stories import Told, decide, report, tell
from trustmgmt.demo.watchers import watched
from trustmgmt.demo.world import World

CONTESTED = Told(
    "home-repairs", "Dell & Sons Roofing", "cold_tea", 2, "A roof by a cousin of the mayor",
    "They came when they said and the ridge is straight. But the quote was a third above the two others, and I was told at the "
    "counter that a cousin of the mayor need not be cheap. I would not have written this if it had not been said twice.",
    "roofs",
)  # fmt: skip
WHY_MASKED = "Who is whose cousin is a private matter, and the sentence points at one person in a small town."
WHY_UPHELD = "Asked again: a reader in that town knows at once who is meant. The price can be told without the family."
APPEAL = "I name nobody. It was said to me at a counter, about a price, by the firm I paid."
TO_A_JURY = "Two people who do not live here decided what is private here. I ask people who hire roofers."
VOTES = (
    (Outcome.LABEL, "It names nobody. A note that the firm sees it otherwise is enough; the price is what matters."),
    (Outcome.KEEP, "It is what happened at the counter. Whoever sets a price may hear why it was too high."),
    (Outcome.LABEL, "I would not want to be that cousin, so a note. But it is not an address, and not a name."),
    (Outcome.KEEP, "A harsh word about a price. I have been told worse, and it helped me to choose."),
    (Outcome.MASK, "In a town of two thousand, that is a name. Take out the one sentence; the rest stays."),
    (Outcome.LABEL, "Roofers hear this every week. A note, so that nobody takes hearsay for a fact."),
    (Outcome.LABEL, "The review is about a roof and a quote. A note for the cousin, and let it stand."),
)


def plan_juries(world: World) -> None:
    """Plan the whole way: told, masked, appealed, upheld, called, drawn, voted, counted."""
    told: list[Review] = []
    world.at(34, lambda now: told.append(tell(world, CONTESTED, now)))
    world.at(15, lambda now: _masked(world, told[0], now))
    world.at(14.5, lambda now: _appeal(world, told[0], now))
    world.at(13, lambda now: _upheld(world, told[0], now))
    world.at(12.2, lambda now: _call(world, told[0], now))
    world.at(12.1, _draw)
    world.at(10.5, _vote)
    world.at(10.4, lambda now: juries.juries_count(now=now))


def _case(review: Review) -> Case:
    return Case.objects.get(item=review.reference)


def _mask(review: Review, words: str) -> DecisionDraft:
    return DecisionDraft(
        Outcome.MASK, RuleCode.PRIVATE_PERSON, seen_version=review.version, own_words=words, own_language="en"
    )


def _masked(world: World, review: Review, now: datetime) -> None:
    reason = "It points at a member of our family."
    case = report(world, review, "brick_lane", Ground.PRIVATE_PERSON, reason, now - timedelta(hours=6))
    decide(world, case, "tm_alder", _mask(review, WHY_MASKED), now)


def _appeal(world: World, review: Review, now: datetime) -> None:
    appeal_file(account=world.account(CONTESTED.who), case=_case(review), text=APPEAL, now=now)


def _upheld(world: World, review: Review, now: datetime) -> None:
    decide(world, _case(review), "tm_heron", _mask(review, WHY_UPHELD), now)


def _call(world: World, review: Review, now: datetime) -> None:
    juries.jury_call(account=world.account(CONTESTED.who), case=_case(review), text=TO_A_JURY, now=now)


def _draw(now: datetime) -> None:
    """Seal, let the demo's witness sign, draw."""
    sequencer.seal(now=now)
    with watched(now):
        juries.juries_draw(now=now)


def _vote(now: datetime) -> None:
    """Each reads the training cases first, then the case, alone."""
    seats = Jury.objects.get().seats.sitting().select_related("persona__account").order_by("number")
    for number, (seat, (outcome, words)) in enumerate(zip(seats, VOTES, strict=False)):
        _sit(seat, outcome, words, now + timedelta(minutes=7 * number))


def _sit(seat: Seat, outcome: Outcome, words: str, now: datetime) -> None:
    account = seat.persona.account if seat.persona is not None else None
    if account is None:
        raise LookupError(seat.lot)
    juries.seat_accept(account=account, reference=seat.reference, now=now)
    _practise(account, now)
    juries.seat_vote(account=account, reference=seat.reference, outcome=outcome, words=words, now=now)


def _practise(account: Account, now: datetime) -> None:
    for lesson in lessons_for(account, now=now)[:TRAINING]:
        juries.practice_answer(account=account, key=lesson.key, chosen=lesson.right, now=now)
