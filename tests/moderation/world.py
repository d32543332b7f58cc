"""A space with an author, a reporter and two trust managers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apps.moderation.models import Audit, Case, Decision
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.sentences import split
from apps.moderation.services.audits import ONE_IN
from apps.moderation.services.decisions import case_decide
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.reports import Receipt, ReportDraft, report_file
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import Outcome, Stratum
from apps.moderation.targets import of_item
from apps.people.models import Account, Persona
from apps.people.services import account_create
from apps.posts.models import DeclaredLink, Post, Review, Subject, SubjectKind
from apps.posts.services import ReviewDraft, review_publish, thread_start
from apps.spaces.models import Operator, Role, Space, Visibility
from apps.spaces.services import mandate_grant, space_join

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
LATER = NOW + timedelta(seconds=11)
TEXT = (
    "The fitter came on Monday and fixed the boiler. He was useless on the telephone. "
    "Sandra Bell took my call and hung up. I paid 180 euros."
)


@dataclass
class World:
    """Everybody in the story."""

    space: Space
    review: Review
    author: Persona
    reporter: Persona
    alder: Account
    rowan: Account


def person(name: str, space: Space | None = None) -> Persona:
    account = account_create(pseudonym=name, passphrase="four plain words here", language="en", now=NOW)
    persona = account.personas.get()
    if space is not None:
        space_join(persona=persona, space=space, consent=True, now=NOW)
    return persona


def manager(name: str, space: Space | None) -> Account:
    account = person(f"person behind {name}").account
    mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name=name, space=space, now=NOW)
    return account


def make_space(slug: str = "home-repairs", **fields) -> Space:
    operator, _ = Operator.objects.get_or_create(slug="atelier", defaults={"name": "Atelier", "created_at": NOW})
    names = {"name_fr": "Travaux chez soi", "name_en": "Home repairs"}
    return Space.objects.create(slug=slug, operator=operator, created_at=NOW, **{**names, **fields})


def publish(space: Space, author: Persona, text: str = TEXT, stars: int = 2, about: str = "brightwell") -> Review:
    subject, _ = Subject.objects.get_or_create(
        slug=about, defaults={"name": "Brightwell Boilers", "kind": SubjectKind.SERVICE}
    )
    draft = ReviewDraft(stars=stars, text=text, experience_on=NOW.date(), link=DeclaredLink.CLIENT, language="en")
    return review_publish(author=author, space=space, subject=subject, draft=draft, now=NOW)


def audit_of(review: Review, stratum: Stratum = Stratum.LEFT, now: datetime = NOW) -> Audit:
    """As the draw leaves it."""
    target = of_item(review)
    return Audit.objects.create(
        item=target.reference,
        space=target.space,
        author=target.author,
        stratum=stratum,
        one_in=ONE_IN[stratum],
        digest=target.digest,
        drawn_at=now,
        read_before=now + timedelta(days=7),
    )


def talk(space: Space, author: Persona, text: str = "Has anybody tried the new boiler? It hums.") -> Post:
    return thread_start(author=author, space=space, title="The new boiler", text=text, now=NOW).posts.get()


def make_world(*, members_only: bool = False) -> World:
    space = make_space(visibility=Visibility.MEMBERS if members_only else Visibility.PUBLIC)
    author = person("quiet_kettle", space)
    return World(
        space=space,
        review=publish(space, author),
        author=author,
        reporter=person("plain_speaker", space),
        alder=manager("tm_alder", space),
        rowan=manager("tm_rowan", space),
    )


def report(
    item: Review | Post,
    reporter: Persona | None = None,
    ground: Ground = Ground.PRIVATE_PERSON,
    now: datetime = NOW,
    **more,
) -> Receipt:
    draft = ReportDraft(ground=ground, **more)
    return report_file(target=of_item(item), draft=draft, reporter=reporter, now=now)


def sentence(text: str, number: int) -> tuple[int, int]:
    return split(text)[number]


def decide(
    account: Account,
    case: Case,
    outcome: Outcome = Outcome.MASK,
    *,
    rule: RuleCode | None = RuleCode.PRIVATE_PERSON,
    spans: tuple = (),
    seen_version: int = 1,
    now: datetime = NOW,
    own_words: str = "",
) -> Decision:
    draft = DecisionDraft(outcome=outcome, rule=rule, spans=spans, seen_version=seen_version, own_words=own_words)
    return case_decide(account=account, case=case, draft=draft, now=now)


def decided(account: Account, case: Case, outcome: Outcome = Outcome.MASK, *, now: datetime = NOW, **more) -> Decision:
    """Decided, and the ten seconds over."""
    decision = decide(account, case, outcome, now=now, **more)
    decisions_publish(now=now + timedelta(seconds=11))
    decision.refresh_from_db()
    return decision
