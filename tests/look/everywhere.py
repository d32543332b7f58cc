"""A small world with something on every page, and the way to each page for the person who opens it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from apps.accountability.reports.models import ReportDraft, TransparencyReport
from apps.algorithms.conformal import GROUPS
from apps.algorithms.review_suspicion import VERSION
from apps.base import clock
from apps.disputes.models import Dispute
from apps.disputes.services import dispute_open
from apps.ledger import sequencer
from apps.ledger.services import deliver_due
from apps.mediation.models import Mediation
from apps.mediation.services import mediation_accept, mediation_ask
from apps.moderation.models import Audit, Case
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.sentences import split
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.trials import rule_try
from apps.moderation.states import Outcome
from apps.notices.mailing import SALT_STOP
from apps.people.models import Account, Persona
from apps.people.services import main_persona
from apps.posts.models import Reply, Review, Source, Thread
from apps.posts.replying import reply_publish
from apps.posts.services import best_answer_choose, helpful_vote
from apps.professionals.models import Doubt
from apps.professionals.services.doubts import DoubtDraft, doubt_raise
from apps.professionals.states import Cause
from apps.professionals.verification.models import Verification
from apps.scoring.models import RuleChange
from apps.scoring.states import ChangeKind
from apps.spaces.models import Mandate, Space
from apps.trust.models import Basis, GrantedStatus, RuleRefusal
from apps.trust.refusing import Because
from apps.trust.services import refusal_keep, status_grant
from tests.badges.world import Badges, build_badges
from tests.journeys.town import Town, build_town
from tests.look.exchanged import Exchanged, build_exchanged
from tests.look.held import AUDITOR, Held, build_held
from tests.look.other_sites import OtherSites, build_other_sites
from tests.look.recognised import Recognised, build_recognised
from tests.look.referred import Referred, build_referred
from tests.look.told_reports import make_reports
from tests.look.verified import build_verified
from tests.look.vouched import Vouched, build_vouched
from tests.look.watched import Watched, build_watched
from tests.making import make_account, make_post, make_professional, make_review, make_thread, make_topic
from tests.mediation.world import appoint, given
from tests.moderation.world import audit_of, decide, report
from tests.pages.audited import make_audited, make_model
from tests.warnings.world import Warned, build_warned

MEDIATOR = "solange"
VISITOR, MEMBER, MANAGER, REPRESENTATIVE = "visitor", "member0", "tm_alder", "paul.lecerf"
READER = "member1"  # besides, of the space for members
PROFESSIONAL = "helene.marchetti"
BLAME = "Devis de 180 €, facture de 410 €, sans un appel. À l’accueil, Anne Duval, 3 rue du Lac. Neuf jours dehors."
ADVERTISED = "Courroies neuves à moitié prix, posées chez vous demain, sans devis ni rendez-vous : appelez ce soir."
ENDLESS = "a" * 400  # no page may grow as wide as a word without end
WRONG = "Le degré de la table a changé depuis : on compte l’ancien."
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Way:
    """A page by its name in this list: its address without the language, and who opens it."""

    name: str
    path: str
    person: str = VISITOR
    status: int = 200


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What the ways lead to."""

    town: Town
    review: Review
    mine: Review
    imported: Review
    thread: Thread
    members_only: Space
    decided: Case
    waiting: Case
    alike: Case  # the first of a cluster
    drawn: Audit
    trial: RuleChange
    held: Held
    exchanged: Exchanged
    referred: Referred
    status: GrantedStatus
    refused: RuleRefusal
    recognised: Recognised
    watched: Watched
    elsewhere: OtherSites
    warned: Warned
    vouched: Vouched
    doubt: Doubt
    dispute: Dispute  # a refused conversion is contested, nobody has decided
    to_verify: Verification  # a document is in, nobody has decided
    opinion: Mediation  # given, waits for the answer
    contested: Mediation  # taken by the mediator, asked for by the member
    badges: Badges

    @property
    def accounts(self) -> dict[str, Account]:
        """Who signs in."""
        people = [MEMBER, READER, MANAGER, REPRESENTATIVE, AUDITOR, PROFESSIONAL, MEDIATOR]
        return {a.username: a for a in Account.objects.filter(username__in=people)}


def _referred(town: Town, now: datetime) -> GrantedStatus:
    """A member whom two others referred."""
    return status_grant(
        persona=main_persona(town.members[0]),
        space=town.space,
        topic=None,
        basis=Basis.REFERRED,
        level="known",
        because="a-round",
        rule="referral 1.0",
        until=now + timedelta(days=180),
        now=now,
    )


def _refused(town: Town, now: datetime) -> RuleRefusal:
    """The same member may not vouch for others yet."""
    facts = {"in_favour": 2, "against": 1, "least": 5, "share": 0.1}
    because = Because("vouch", "no_right", facts, "referral 1.1")
    me = main_persona(town.members[0])
    return refusal_keep(persona=me, space=town.space, topic=None, because=because, now=now)


def build_everywhere() -> Everywhere:
    """Everything through the services that people use, so that each page has what it has in life."""
    now = clock.now()
    call_command("install_platform", verbosity=0)
    town = build_town("fr")
    topic = make_topic(town.space)
    people = [main_persona(account) for account in town.members]
    review, mine = _reviews(town, people, topic, now)
    thread = _talk(town, people, topic, now)
    members_only = _members_only(town, now)
    decided, waiting = _cases(review, mine, thread, people, now)
    _noted(town, people, topic, now)
    alike = _alike(thread, people, now)
    doubt = _doubt(town, people[0], topic, now)
    to_verify = build_verified(town, now)
    fresh = make_review(
        town.space, people[2], town.subject, text=BLAME, stars=3, title="Correct", topic=topic, now=now - DAY
    )
    opinion, contested = _mediations(town, decided, mine)
    drawn = audit_of(fresh, now=now)
    limits = {"limits": dict.fromkeys(GROUPS, -5.0)}
    manager = Mandate.objects.get(public_name="tm_heron").account
    trial = rule_try(account=manager, kind=ChangeKind.THRESHOLDS, parameters=limits, now=now)
    held = build_held(town, now)
    exchanged = build_exchanged(town, now)
    recognised = build_recognised(town, now)
    dispute = dispute_open(
        account=town.members[0], kind="conversion", reference=recognised.refused.reference, words=WRONG, now=now
    )
    referred = build_referred(town, now)
    status, refused = _referred(town, now), _refused(town, now)
    make_reports(town.operator, now)
    watched = build_watched(town, held.auditors)
    elsewhere = build_other_sites(town.space, town.operator, Mandate.objects.get(public_name=MANAGER), now)
    face = Account.objects.get(username=REPRESENTATIVE)
    warned = build_warned(members_only, main_persona(town.members[1]), face, manager, now)
    vouched = build_vouched(town, now)
    make_audited(now, f"{VERSION}+{make_model(now).version}", members_only)  # curves on the pages about errors
    deliver_due(now=now, limit=10_000)
    sequencer.seal(now=now)
    return Everywhere(
        town=town,
        review=review,
        mine=mine,
        imported=Review.objects.exclude(source=None).get(),
        thread=thread,
        members_only=members_only,
        decided=decided,
        waiting=waiting,
        alike=alike,
        drawn=drawn,
        trial=trial,
        held=held,
        exchanged=exchanged,
        recognised=recognised,
        referred=referred,
        status=status,
        refused=refused,
        watched=watched,
        elsewhere=elsewhere,
        warned=warned,
        vouched=vouched,
        doubt=doubt,
        dispute=dispute,
        to_verify=to_verify,
        opinion=opinion,
        contested=contested,
        badges=build_badges(town.space, town.members[0], "tm_alder"),
    )


def _reviews(town: Town, people: list[Persona], topic, now: datetime) -> tuple[Review, Review]:
    forum = Source.objects.create(
        slug="elder",
        name="Elder forum",
        licence="CC BY 4.0",
        attribution="its members",
        url="https://elder.example/",
        imported_at=now,
    )
    mine, other = (
        make_review(town.space, who, town.subject, text=BLAME, stars=1, title=title, topic=topic, now=now - 2 * DAY)
        for who, title in ((people[0], "Devis doublé"), (people[1], "Jamais rappelée"))
    )
    Review.objects.create(
        source=forum, source_id_there="1", author_name="elder_1", space=town.space, subject=town.subject, stars=4,
        title="Courroie", text=f"Delay kept. {ENDLESS}", html=f"<p>Delay kept. {ENDLESS}</p>",
        language="en", published_at=now - 900 * DAY,
    )  # fmt: skip
    boss = make_professional(town.subject, make_account("helene.marchetti"))
    reply_publish(professional=boss, review=other, text="Nous remboursons la différence cette semaine.", now=now - DAY)
    helpful_vote(persona=people[3], item=other, now=now)
    return other, mine


def _doubt(town: Town, author: Persona, topic, now: datetime) -> Doubt:
    """Of the professional, about a review that stays as it is."""
    review = make_review(
        town.space, author, town.subject, text="Deux mois pour une courroie.", stars=2, topic=topic, now=now - DAY
    )
    reasons = f"Aucune facture ni rendez-vous à ce nom cette semaine-là. {ENDLESS}"
    draft = DoubtDraft(Cause.NOT_CLIENT, reasons, "Le registre de mars, page 12.")
    return doubt_raise(account=Account.objects.get(username=PROFESSIONAL), review=review, draft=draft, now=now - DAY)


def _talk(town: Town, people: list[Persona], topic, now: datetime) -> Thread:
    thread = make_thread(town.space, people[0], topic=topic, now=now - 3 * DAY)
    answers = [make_post(thread, who, now=now - 2 * DAY) for who in people[1:4]]
    for grateful in (people[0], people[4]):
        helpful_vote(persona=grateful, item=answers[0], now=now - DAY)
    best_answer_choose(persona=people[0], thread=thread, answer=answers[0], now=now - DAY)
    return thread


def _members_only(town: Town, now: datetime) -> Space:
    return Space.objects.create(
        slug="patients",
        name_fr="Patients",
        name_en="Patients",
        summary_fr="On y parle de traitements et de soins, entre membres.",
        summary_en="About treatments and care, between members.",
        operator=town.operator,
        visibility="members",
        health_data=True,
        created_at=now - 60 * DAY,
    )


def _cases(review: Review, mine: Review, thread: Thread, people: list[Persona], now: datetime) -> tuple[Case, Case]:
    """One decided and upheld on appeal, one overturned, one that waits."""
    first, second = (Mandate.objects.get(public_name=name).account for name in ("tm_alder", "tm_heron"))
    decided = _case(review, people[3], now - DAY)
    mask = {"rule": RuleCode.PRIVATE_PERSON, "spans": (split(BLAME)[1],)}
    _decided(second, decided, Outcome.MASK, now - DAY, **mask)
    other = _case(mine, people[4], now - DAY)
    _decided(first, other, Outcome.MASK, now - DAY, **mask)
    appeal_file(account=people[0].account, case=other, text="Son nom est sur la facture.", now=now - DAY / 2)
    _decided(second, other, Outcome.KEEP, now - DAY / 3, rule=None)
    return decided, _case(thread.posts.get(number=3), None, now, Ground.OFF_TOPIC)


def _noted(town: Town, people: list[Persona], topic, now: datetime) -> None:
    """A review that stays, with a note beside it: the longest that the desk writes."""
    noted = make_review(
        town.space, people[1], town.subject, text=BLAME, stars=2, title="Su", topic=topic, now=now - DAY
    )
    manager = Mandate.objects.get(public_name="tm_alder").account
    _decided(manager, _case(noted, people[4], now - DAY), Outcome.LABEL, now - DAY, rule=RuleCode.PRIVATE_PERSON)


def _mediations(town: Town, decided: Case, mine: Review) -> tuple[Mediation, Mediation]:
    """Two parties asked: one has an opinion, the other is being read."""
    now, mediator = clock.now(), appoint("outside_view", account=make_account(MEDIATOR))
    second = Case.objects.get(item=mine.reference)
    said, read = (
        mediation_ask(account=case.author.account, case=case, text="The invoice is at hand.", now=now)
        for case in (decided, second)
    )
    mediation_accept(account=mediator.mandate.account, mediation=read, now=now)
    appoint("another_view", "Ivo Brandt", account=make_account("ivo_b"))  # whoever is asked next
    return given(said, mediator), read


def _alike(thread: Thread, people: list[Persona], now: datetime) -> Case:
    """Two messages that say nearly the same, both reported."""
    texts = (f"{ADVERTISED} Demandez {name}." for name in ("Luc", "Ève"))
    posts = [make_post(thread, people[4], text=text, now=now - DAY) for text in texts]
    first, _second = (_case(post, None, now, Ground.ADVERTISING) for post in posts)
    return first


def _case(item, reporter: Persona | None, now: datetime, ground: Ground = Ground.PRIVATE_PERSON) -> Case:
    return report(item, reporter, ground, text="Son nom et son adresse.", now=now).report.case


def _decided(account: Account, case: Case, outcome: Outcome, now: datetime, **more) -> None:
    decide(account, Case.objects.get(pk=case.pk), outcome, own_words="Une personne privée.", now=now, **more)
    decisions_publish(now=now + timedelta(seconds=11))


def ways(world: Everywhere) -> Iterator[Way]:
    """Every page, in the order in which one discovers them."""
    space, operator = world.town.space.slug, world.town.operator.slug
    of_space, of_operator = [space], [operator]
    item = world.review.reference
    document, held = [operator, "rules"], world.held
    alert, watched = [operator, held.alert.reference], world.watched
    exchanged, partner = world.exchanged, world.exchanged.published.proposer.pseudonym
    told = TransparencyReport.objects.filter(operator=world.town.operator)
    begun = ReportDraft.objects.filter(operator=world.town.operator)
    yield from (
        _way("home", "pages:home"),
        _way("spaces", "pages:spaces"),
        _way("space", "pages:space", of_space),
        _way("thread", "pages:thread", [space, world.thread.pk]),
        _way("review", "pages:review", [space, world.review.pk]),
        _way("review from elsewhere", "pages:review", [space, world.imported.pk]),
        _way("subject", "pages:subject", [world.town.subject.slug]),
        _way("member", "pages:member", [space, MEMBER]),
        _way("a door that is closed", "pages:space", [world.members_only.slug]),
        _way("exchange, published", "exchanges:exchange", [space, exchanged.published.exchange.reference]),
        _way("talk of two", "pages:thread", [space, exchanged.published.now().thread_id]),
        _way("who recognises whom", "recognitions:directory"),
        _way("circles", "recognitions:circles"),
        _way("a circle", "recognitions:circle", [world.recognised.circle.slug]),
        _way("a recognition", "recognitions:gateway", [world.recognised.recognition.reference]),
        _way("recognitions of a space", "recognitions:space", of_space),
        _way("to be referred", "referrals:home", of_space),
        _way("how to be recognised in a space", "trust:scale", of_space),
        _way("why somebody has a status", "trust:why", [world.status.reference]),
        _way("who judges severely", "trust:severity", person=MANAGER),
        _way("to change a scale", "trust:scale_change", of_space, MANAGER),
        _way("history", "posts:history", [item]),
        Way("search", _path("pages:search") + "?q=facture"),
        _way("what was solved", "pages:solutions"),
        _way("what was solved in a space", "pages:space_solutions", of_space),
        Way("nothing solved", _path("pages:solutions") + "?q=neige"),
        _way("report", "moderation:report", [item]),
        _way("case", "moderation:case", [world.decided.reference]),
        _way("decisions", "moderation:cases"),
        _way("declared links", "moderation:links"),
        _way("figures of moderation", "moderation:figures"),
        _way("operators", "accountability:operators"),
        _way("operator", "accountability:operator", of_operator),
        _way("the platform itself", "accountability:operator", [settings.PLATFORM_OPERATOR]),
        _way("red button", "accountability:red", of_operator),
        _way("alert", "accountability:alert", alert),
        _way("after a press", "ledger:receipt", [held.voice.token]),
        _way("my alert", "accountability:voice", [operator, held.voice.token]),
        _way("taking it back", "accountability:withdraw", [operator, held.voice.token]),
        _way("who signed an answer", "accountability:signature", [*alert, held.promise.answer.reference]),
        _way("what was heard", "accountability:heard", of_operator),
        _way("button for other sites", "accountability:button", of_operator),
        _way("text", "accountability:document", document),
        _way("diff", "accountability:diff", [*document, 1, 2]),
        _way("reports", "accountability:reports", of_operator),
        *(_way(f"report {r.slug}", "accountability:report", [operator, r.slug]) for r in told),
        _way("money", "accountability:document", [operator, "disclosure"]),
        _way("an archive's copy", "accountability:copy", document),
        _way("known by its texts alone", "accountability:operator", ["route-apart"]),
        _way("sentences", "accountability:clauses", [*document, 1]),
        _way("one sentence", "accountability:clause_point", [*document, 1, "fr", 0]),
        _way("clause", "accountability:clause", [*document, held.clause.reference]),
        _way("label", "labels:home"),
        _way("criterion", "labels:criterion", ["trm-2"]),
        _way("an operator under the criteria", "labels:operator", of_operator),
        Way("criteria with every reason", _path("labels:operator", ["sentier"]) + "?show=met"),
        _way("we under the criteria", "labels:operator", [settings.PLATFORM_OPERATOR]),
        _way("badge", "labels:label", [held.label.reference]),
        _way("audits of operators", "audits:home"),
        _way("an audit under way", "audits:audit", [watched.audit.reference]),
        _way("an audit and its answer", "audits:audit", [watched.audited.reference]),
        _way("doubts", "professionals:doubts"),
        _way("verified professionals", "professionals:register"),
        _way("a doubt", "professionals:doubt", [world.doubt.reference]),
        _way("doubts about a subject", "professionals:of_subject", [world.town.subject.slug]),
        _way("a badge of a member", "badges:badge", [world.badges.badge.reference]),
        _way("badges somebody gathered", "badges:of", [world.badges.page.reference]),
        _way("who mediates", "mediation:home"),
        _way("an opinion", "mediation:mediation", [world.opinion.reference]),
        _way("how juries vote", "juries:figures"),
        _way("a jury", "juries:jury", [watched.jury.case.reference]),
        _way("proposals", "proposals:home"),
        _way("a proposal", "proposals:proposal", [watched.proposal.reference]),
        _way("a proposal decided", "proposals:proposal", [watched.decided.reference]),
        _way("algorithms", "accountability:algorithms", [settings.PLATFORM_OPERATOR]),
        _way("algorithm", "pages:algorithm", [settings.PLATFORM_OPERATOR, "learned-suspicion"]),
        _way("log", "ledger:log"),
        _way("log entry", "ledger:entry", [1]),
        _way("state of the log", "ledger:state"),
        _way("audit", "pages:audit"),
        _way("is a pseudonym named", "warnings:ask"),
        _way("what a warning may not hold", "warnings:rules"),
        _way("what the person named reads", "warnings:private", [world.warned.token]),
        _way("who asks gets a code", "warnings:private", [world.warned.fresh]),
        _way("contest a warning", "moderation:contest_warning", [world.warned.token, world.warned.warning.reference]),
        _way("api", "pages:about_api"),
        _way("retention", "people:retention"),
        _way("sign-up", "account_signup"),
        _way("sign-in", "account_login"),
        Way("nothing here", "/nothing/", status=404),
        _way("talk from elsewhere", "pages:thread", [space, world.elsewhere.message.thread_id]),
        _way("other sites of a space", "federation:space", of_space),
        _way("other sites of a space of theirs", "federation:space", [world.elsewhere.mirror.slug]),
        _way("join from elsewhere", "federation:from_elsewhere", of_space),
        _way("decided elsewhere", "federation:decision", [world.elsewhere.decision.reference]),
        _way("labels of others", "labels:outside_list"),
        _way("label of another body", "labels:outside", [world.elsewhere.label.reference]),
        _way("what is taken over", "federation:source", [operator, world.elsewhere.read.reference]),
    )
    yield from (
        _way("write", "posts:write", of_space, MEMBER),
        _way("ask", "posts:ask", of_space, MEMBER),
        Way("ask, solved already", _path("posts:ask", of_space) + "?title=price+fair", MEMBER),
        _way("no longer true", "posts:outdated", [world.thread.posts.get(number=2).reference], MEMBER),
        _way("edit", "posts:edit", [world.mine.reference], MEMBER),
        _way("join", "spaces:join", [world.members_only.slug], MEMBER),
        _way("me", "people:me", person=MEMBER),
        _way("warnings", "warnings:space", [world.warned.space.slug], READER),
        _way("a warning", "warnings:warning", [world.warned.space.slug, world.warned.warning.reference], READER),
        _way("to warn", "warnings:write", [world.warned.space.slug], READER),
        _way("my data", "people:data", person=MEMBER),
        _way("my names", "people:personas", person=MEMBER),
        _way("my notices", "notices:list", person=MEMBER),
        _way("my exchanges", "exchanges:mine", person=MEMBER),
        _way("exchange to confirm", "exchanges:exchange", [space, exchanged.asked.exchange.reference], MEMBER),
        _way("exchange, my rating held", "exchanges:exchange", [space, exchanged.held.exchange.reference], MEMBER),
        _way("exchange to rate", "exchanges:rate", [space, exchanged.open.exchange.reference], MEMBER),
        _way("rating, held, to change", "exchanges:rate", [space, exchanged.held.exchange.reference], MEMBER),
        _way("ratings to answer", "exchanges:answer", [space, exchanged.published.exchange.reference], MEMBER),
        _way("member, as a member", "pages:member", [space, partner], MEMBER),
        _way("exchange to record", "exchanges:propose", [space, partner], MEMBER),
        _way("references", "references:mine", person=MEMBER),
        _way("what other sites ask me", "federation:asked", person=MEMBER),
        _way("a reference to send", "references:letter", [world.vouched.ready.reference], MEMBER),
        _way("who vouches for me", "referrals:home", of_space, READER),
        _way("for whom I vouch", "referrals:home", of_space, MEMBER),
        _way("to vouch", "referrals:one", [space, world.referred.asking.reference], MEMBER),
        _way("my cases", "moderation:my_cases", person=MEMBER),
        _way("whom I do not hear", "notices:quiet", None, MEMBER),
        _way("an opinion I asked for", "mediation:mediation", [world.contested.reference], MEMBER),
        _way("opinions to give", "mediation:home", None, MEDIATOR),
        _way("an opinion to give", "mediation:mediation", [world.contested.reference], MEDIATOR),
        _way("my juries", "juries:mine", person=MEMBER),
        _way("training cases", "juries:training", person=MEMBER),
        _way("a case before me", "juries:seat", [watched.seat.reference], MEMBER),
        _way("asking to be verified", "professionals:mine", person=MEMBER),
        _way("my verification", "professionals:mine", person=PROFESSIONAL),
        _way("professionals to verify", "professionals:desk", None, MANAGER),
        _way("one to verify", "professionals:desk_request", [world.to_verify.reference], MANAGER),
        _way("a reply of mine", "posts:my_reply", [Reply.objects.get(review=world.review).reference], PROFESSIONAL),
        _way("a doubt of mine", "professionals:doubt", [world.doubt.reference], PROFESSIONAL),
        _way("a doubt about my review", "professionals:doubt", [world.doubt.reference], MEMBER),
        _way("invitations", "people:invitations", person=MEMBER),
        _way("my trust", "trust:mine", person=MEMBER),
        _way("why a rule refused me", "trust:refusal", [world.refused.reference], MEMBER),
        _way("to contest a refusal", "disputes:open", ["refusal", world.refused.reference], MEMBER),
        _way("my badges", "badges:mine", person=MEMBER),
        _way("badges on my pages", "badges:shown", person=MEMBER),
        _way("badges I gathered", "badges:collection", person=MEMBER),
        _way("recognitions at the desk", "recognitions:desk", None, MANAGER),
        _way("a table to write", "recognitions:write", [world.town.empty.slug, world.town.space.slug], MANAGER),
        _way("another site to recognise", "federation:recognise", [world.town.space.slug], MANAGER),
        _way("a circle to found", "recognitions:circle_found", [world.town.space.slug], MANAGER),
        _way("a circle to change", "recognitions:circle_change", [world.recognised.circle.slug], MANAGER),
        _way("a circle at the desk", "recognitions:circle", [world.recognised.circle.slug], MANAGER),
        _way("badges asked for", "badges:desk", None, MANAGER),
        _way("what spaces of other sites are asked", "federation:asking", None, MANAGER),
        _way("what I earned, to count elsewhere", "recognitions:ask", [world.recognised.recognition.reference], MEMBER),
        _way("a conversion that counts", "recognitions:conversion", [world.recognised.given.reference], MEMBER),
        _way("to contest a conversion", "disputes:open", ["conversion", world.recognised.given.reference], MEMBER),
        _way("what I contested", "disputes:mine", [world.dispute.reference], MEMBER),
        _way("how contests turn out", "disputes:figures"),
        _way("contests at the desk", "disputes:desk", None, MANAGER),
        _way("a contest to decide", "disputes:desk_one", [world.dispute.reference], MANAGER),
        _way("a conversion refused", "recognitions:conversion", [world.recognised.refused.reference], MEMBER),
        _way("erase", "people:erase", person=MEMBER),
        _way("text by text", "posts:parting", person=MEMBER),
        _way("bring my words", "posts:bring", person=MEMBER),
        _way("my time line", "people:timeline", person=MEMBER),
        _way("who looked at my data", "people:journal", person=MEMBER),
        _way("my mirror", "pages:mirror", person=MEMBER),
        Way("my mirror, at the desk", _path("pages:mirror") + "?as=manager", MEMBER),
        _way("what I show", "spaces:shown", person=MEMBER),
        _way("summaries by e-mail", "notices:mailing", person=MEMBER),
        _way("no more summaries", "notices:stop", [signing.dumps([1, ""], salt=SALT_STOP, compress=True)]),
        _way("take part elsewhere", "federation:elsewhere", person=MEMBER),
        _way("my other homes", "federation:homes", person=MEMBER),
        _way("badges from other sites", "federation:badges", person=MEMBER),
        _way("second factor", "mfa_index", person=MEMBER),
        _way("a clause, as a member", "accountability:clause", [*document, held.clause.reference], MEMBER),
        _way("promise", "accountability:promise", [operator, held.promise.reference], MEMBER),
        _way("other words for a rule", "proposals:to_text", document, MEMBER),
        _way("other words for a criterion", "proposals:to_criterion", ["trm-2"], MEMBER),
        _way("a member's verdict", "labels:assess", [operator, "trm-2"], MEMBER),
        _way("my voice in a vote", "proposals:proposal", [watched.proposal.reference], MEMBER),
        _way("my keys for programs", "people:tokens", person=MEMBER),
        _way("nobody to answer for", "accountability:consoles", person=MEMBER),
        _way("desk", "moderation:item", [world.waiting.reference], MANAGER),
        _way("order of an authority", "moderation:order", [item], MANAGER),
        _way("a link to declare", "moderation:links", None, MANAGER),
        _way("review to read first", "moderation:item", [world.drawn.reference], MANAGER),
        Way("desk under a filter", _path("moderation:item", [world.waiting.reference]) + "?opened=report", MANAGER),
        _way("my desk", "moderation:my_desk", None, MANAGER),
        _way("clusters", "moderation:clusters", None, MANAGER),
        _way("a cluster", "moderation:cluster", [world.alike.reference], MANAGER),
        _way("one of a cluster", "moderation:look", [world.alike.reference] * 2, MANAGER),
        _way("what I did at the desk", "moderation:load", None, MANAGER),
        _way("rules", "moderation:rules", None, MANAGER),
        _way("rule on trial", "moderation:rule", [world.trial.reference], MANAGER),
        _way("quarantine", "moderation:quarantine", person=MANAGER),
        _way("codes to look for", "warnings:checks", person=MANAGER),
        _way("warnings without a seat", "warnings:space", [world.warned.space.slug], REPRESENTATIVE),
        _way("references at the desk", "references:desk", person=MANAGER),
        _way("a reference that came", "references:at_desk", [world.vouched.sent.reference], MANAGER),
        _way("a reference to add to", "references:at_desk", [world.vouched.asked.reference], MANAGER),
        _way("references from other sites", "federation:letters", person=MANAGER),
        _way("a reference from another site", "federation:letter", [world.elsewhere.letter.reference], MANAGER),
        _way("other sites", "federation:sites", person=MANAGER),
        _way("another site", "federation:site", [world.elsewhere.site.reference], MANAGER),
        _way("lists of other sites", "federation:lists", person=MANAGER),
        _way("both sides of a doubt", "professionals:aside", [world.doubt.reference], MANAGER),
        _way("a review to doubt", "professionals:raise", [space, world.review.pk], PROFESSIONAL),
        _way("a review, for its professional", "pages:review", [space, world.review.pk], PROFESSIONAL),
        _way("console", "accountability:console", of_operator, REPRESENTATIVE),
        _way("end a mandate", "accountability:leave", of_operator, REPRESENTATIVE),
        _way("new text", "accountability:publish", document, REPRESENTATIVE),
        _way("answer", "accountability:answer", alert, REPRESENTATIVE),
        _way("first text", "accountability:publish_new", of_operator, REPRESENTATIVE),
        _way("what it lives on", "accountability:disclose", of_operator, REPRESENTATIVE),
        _way("a proposal to decide on", "proposals:decide", [watched.carried.reference], REPRESENTATIVE),
        _way("answer to an audit", "audits:answer", [watched.audit.reference], REPRESENTATIVE),
        _way("answer to a verdict", "labels:reply", [held.verdict.reference], REPRESENTATIVE),
        _way("show a label", "labels:bring", of_operator, REPRESENTATIVE),
        _way("my reports", "accountability:report_console", of_operator, REPRESENTATIVE),
        _way("count a report", "accountability:report_write", of_operator, REPRESENTATIVE),
        _way("orders and disputes", "accountability:report_recorded", of_operator, REPRESENTATIVE),
        *(_way("brought", "accountability:report_draft", [operator, d.reference], REPRESENTATIVE) for d in begun),
        _way("take over", "federation:sources", of_operator, REPRESENTATIVE),
        _way("before taking over", "federation:source", [operator, world.elsewhere.seen.reference], REPRESENTATIVE),
        _way("alert, closely", "accountability:alert", alert, AUDITOR),
        _way("proof", "accountability:proof", [*alert, held.proof.reference], AUDITOR),
        _way("words of an alert", "accountability:words", alert, AUDITOR),
        _way("contested voice", "accountability:contest", [*alert, held.contest.reference], AUDITOR),
        _way("verdict", "labels:assess", [operator, "trm-2"], AUDITOR),
        _way("an audit to announce", "audits:announce", None, AUDITOR),
        _way("links of an auditor", "audits:declare", None, AUDITOR),
        _way("a sample to look at", "audits:look", [watched.audit.reference], AUDITOR),
        _way("one thing of it", "audits:finding", [watched.audit.reference, 1], AUDITOR),
        _way("an audit taken back", "audits:withdraw", [watched.audit.reference], AUDITOR),
        _way("a label to give", "labels:operator", ["sentier"], AUDITOR),
        _way("a label to change", "labels:change", [held.label.reference], AUDITOR),
    )


def _way(name: str, route: str, arguments: list | None = None, person: str = VISITOR) -> Way:
    return Way(name, _path(route, arguments), person)


def _path(route: str, arguments: list | None = None) -> str:
    with override("en"):
        return reverse(route, args=arguments).removeprefix("/en")
