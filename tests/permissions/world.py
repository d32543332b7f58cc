"""One world for the whole matrix: ten people, and the same words in five states, each with a canary of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from apps.base import clock
from apps.base.models import new_reference
from apps.disputes.models import Dispute
from apps.disputes.services import dispute_open
from apps.ledger import sequencer
from apps.ledger.services import deliver_due
from apps.moderation.models import Case
from apps.moderation.sentences import split
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import Outcome
from apps.people.erasure import Words, account_erase
from apps.people.export import export_make, export_request
from apps.people.models import Account, Export, Persona
from apps.people.services import main_persona
from apps.people.tokens import token_make
from apps.posts.models import Review, Subject, Thread
from apps.posts.services import item_withdraw
from apps.spaces.models import Mandate, Operator, Role, Space
from apps.spaces.services import mandate_grant, space_join
from apps.trust.models import Explained, Feedback, Kind
from tests.accountability.world import represent
from tests.factories import PASSPHRASE
from tests.look.everywhere import REPRESENTATIVE, Everywhere, build_everywhere
from tests.look.held import AUDITOR
from tests.making import make_account, make_post, make_review, make_subject, make_thread
from tests.moderation.world import decide, report

ROLES = (
    "visitor",
    "elsewhere",  # a member of another space
    "member",  # of the space
    "author",
    "reporter",
    "manager",  # trust manager of the space
    "far",  # trust manager of another space
    "operator",  # who represents the operator of the space
    "auditor",  # from outside
    "platform",  # who answers for the platform itself
)
CANARIES = {
    "public": "chardonneret",
    "members": "troglodyte",
    "masked": "bergeronnette",
    "partly": "pinson",
    "withdrawn": "rougequeue",
    "erased": "rossignol",
}
STATES = tuple(CANARIES)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """The same words in one state: as a review and as a talk, and what people did about them."""

    space: Space
    subject: Subject
    review: Review
    thread: Thread
    post: str
    author: Persona
    name: str
    case: Case
    receipt: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of the author: one thing that they contest, one that they may."""

    contested: Dispute
    other: Explained


@dataclass(frozen=True, slots=True)
class World:
    """Who asks, and what for."""

    everywhere: Everywhere
    accounts: dict[str, Account]
    said: dict[str, Said]
    export: Export
    counted: Counted


def build_world() -> World:
    """Through the services that people use, as everything else in these tests."""
    everywhere, now = build_everywhere(), clock.now()
    spaces = dict.fromkeys(STATES, everywhere.town.space) | {"members": everywhere.members_only}
    accounts = _people(everywhere, now)
    gone = make_account("gone_writer")
    _join(gone, [everywhere.town.space], now)
    subjects = {"public": make_subject("Le Bec croisé", slug="bec"), "members": make_subject("La Huppe", slug="huppe")}
    said = {
        state: _say(state, spaces[state], subjects, gone if state == "erased" else accounts["author"], accounts, now)
        for state in STATES
    }
    _hide(said, gone, now)
    counted = _counted(accounts["author"], everywhere, now)
    deliver_due(now=now, limit=10_000)
    sequencer.seal(now=now)
    return World(everywhere, accounts, said, _kept_by(accounts["author"], now), counted)


def _people(world: Everywhere, now: datetime) -> dict[str, Account]:
    inside = [world.town.space, world.members_only]
    found = {name: make_account(name) for name in ("elsewhere", "member", "author", "reporter", "manager", "far")}
    _join(found["elsewhere"], [world.town.empty], now)
    for name in ("member", "author", "reporter"):
        _join(found[name], inside, now)
    for name, spaces in (("manager", inside), ("far", [world.town.empty])):
        for number, space in enumerate(spaces):
            name_there = f"tm_{name}_{number}"
            mandate_grant(
                account=found[name], role=Role.TRUST_MANAGER, public_name=name_there, space=space, now=now - DAY
            )
    there = Account.objects.in_bulk([REPRESENTATIVE, AUDITOR], field_name="username")
    desk = represent(Operator.objects.get(slug=settings.PLATFORM_OPERATOR))
    others = {"operator": there[REPRESENTATIVE], "auditor": there[AUDITOR], "platform": desk}
    for account in others.values():
        account.set_password(PASSPHRASE)
        account.save(update_fields=["password"])
    return found | others


def _kept_by(account: Account, now: datetime) -> Export:
    """What one person alone may take or end."""
    token_make(account=account, name="feed reader", scopes=["read"], days=7, now=now)
    asked = export_request(account=account, now=now)
    export_make(export_id=asked.pk, now=now)
    return asked


def _counted(account: Account, world: Everywhere, now: datetime) -> Counted:
    me, pages = main_persona(account), []
    for space in (world.town.space, world.members_only):
        said = {"space": space, "receiver": me, "giver": new_reference(), "kind": Kind.HELPFUL, "at": now}
        Feedback.objects.create(**said, item=new_reference(), favourable=False, giver_earned=True)
        pages.append(Explained.objects.create(space=space, persona=me))
    words = "This word was about somebody else."
    contested = dispute_open(account=account, kind="status", reference=pages[0].reference, words=words, now=now)
    return Counted(contested, pages[1])


def _join(account: Account, spaces: list[Space], now: datetime) -> None:
    for space in spaces:
        space_join(persona=main_persona(account), space=space, consent=True, now=now)


def _say(
    state: str, space: Space, subjects: dict[str, Subject], account: Account, people: dict[str, Account], now: datetime
) -> Said:
    author, canary = main_persona(account), CANARIES[state]
    subject = subjects.get(state, subjects["public"])
    title = "About a bird" if state == "partly" else f"About the {canary}"
    words = {"text": f"The {canary} sang twice. The quote said 240.", "title": title}
    begun = now - timedelta(hours=3 + STATES.index(state))
    review = make_review(space, author, subject, now=begun, **words)
    thread = make_thread(space, author, now=begun, **words)
    receipt = report(review, main_persona(people["reporter"]), text="Look closely.", now=begun)
    report(thread.posts.get(number=1), main_persona(people["reporter"]), text="Look closely.", now=begun)
    make_post(thread, main_persona(people["member"]), text="Mine sang for the same price.", now=begun)
    post = thread.posts.get(number=1).reference
    return Said(space, subject, review, thread, post, author, author.pseudonym, receipt.report.case, receipt.token)


def _hide(said: dict[str, Said], gone: Account, now: datetime) -> None:
    """Each comes into its state as it does in life; the decisions are another trust manager's, of every space."""
    judge = Mandate.objects.get(public_name="tm_heron").account
    decided = now - timedelta(minutes=5)
    decide(judge, said["members"].case, Outcome.KEEP, rule=None, own_words="It may stay.", now=decided)
    for state in ("masked", "partly", "erased"):
        talk = Case.objects.get(item=said[state].post)
        spans = (split(said[state].review.text)[0],) if state == "partly" else ()
        for case in (said[state].case, talk):
            decide(judge, case, Outcome.MASK, spans=spans, own_words="A private person.", now=decided)
    decisions_publish(now=decided + timedelta(seconds=11))
    taken = said["withdrawn"]
    for item in (taken.review, taken.thread.posts.get(number=1)):
        item_withdraw(persona=taken.author, item=item, now=now)
    account_erase(account=gone, words=Words.DELETE, now=now)
