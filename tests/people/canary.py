"""One person who has left a trace in every table that can hold one, each with a word found nowhere else.

A new holding must leave its trace here too: the tests fail until it does.
"""

from datetime import timedelta

import numpy as np
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client, override_settings

from apps.accountability.models import Alert, Answering
from apps.accountability.services import (
    AnswerDraft,
    CommitmentDraft,
    ProofDraft,
    alert_evaluate,
    answer_publish,
    check_say,
    commitments_check,
    contest_file,
    opinion_say,
)
from apps.algorithms.conversion import Table
from apps.algorithms.site_wording import PLACES, SiteWording
from apps.audits.services import audit_announce, audit_answer, audits_draw, finding_note, link_declare
from apps.badges.consents import Consent
from apps.badges.credential import badge_address
from apps.badges.services import (
    QuestionDraft,
    badge_gather,
    badge_make,
    collection_open,
    question_ask,
    question_consent,
    question_read,
    shown_choose,
)
from apps.base import clock
from apps.disputes.services import DisputeDraft, dispute_again, dispute_decide, dispute_open
from apps.exchanges.services import answer_give
from apps.federation.asked import QuestionHeard
from apps.federation.brought import BroughtBadge
from apps.federation.models import RemoteSpace
from apps.federation.services.moving import home_add, identity_prove
from apps.federation.services.recognising import table_publish_elsewhere
from apps.gate.models import IdempotencyKey
from apps.labels.models import Assessor, CriterionVersion, Found
from apps.labels.services import AssessmentDraft, assess, reply
from apps.ledger import sequencer
from apps.ledger.models import Delivery, Event
from apps.mediation.models import MediatorOpinion
from apps.mediation.services import mediation_ask, opinion_answer
from apps.moderation.clusters.deciding import look_keep
from apps.moderation.desk_models import Check
from apps.moderation.models import Case, Decision
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.audits import reading_give
from apps.moderation.services.desk import filter_save, keys_choose, put_off
from apps.moderation.services.dialogue import word_say
from apps.moderation.services.emergencies import emergency_mask
from apps.moderation.services.opinions import opinion_give
from apps.moderation.services.orders import OrderDraft, order_enter
from apps.moderation.services.second_readings import View, second_ask
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.services.ties import TieDraft, tie_declare
from apps.moderation.services.together import decide_together
from apps.moderation.states import EmergencyGround, Outcome, Verdict
from apps.moderation.targets import of_item
from apps.notices.kinds import register_kind
from apps.notices.mailing import mailing_choose
from apps.notices.models import Notice
from apps.notices.quiet import quiet_begin
from apps.notices.services import prepare
from apps.people import export, recovery
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.invitations import arrival_note, invitation_make
from apps.people.models import Account, Persona
from apps.people.services import main_persona, persona_create
from apps.people.tokens import token_make
from apps.posts.models import DeclaredLink, Post, Review, Wish
from apps.posts.parting import wishes_set
from apps.posts.replying import reply_edit, reply_publish
from apps.posts.services import (
    ReviewDraft,
    best_answer_choose,
    helpful_vote,
    post_add,
    post_edit,
    review_edit,
    thread_start,
)
from apps.posts.solving import answer_outdate
from apps.professionals.services import answers
from apps.professionals.services.doubts import DoubtDraft, doubt_raise
from apps.professionals.states import Cause
from apps.professionals.verification import deciding
from apps.professionals.verification.asking import AskDraft, verification_ask
from apps.professionals.verification.proofs import Paper
from apps.proposals.rules import Rule
from apps.proposals.services import proposals_move
from apps.recognitions.services import conversion_ask, conversion_take_back
from apps.references.elsewhere import To
from apps.references.selectors import letter_view
from apps.references.services import letter_add, letter_ask, letter_send
from apps.referrals.models import Referral
from apps.referrals.services import asking_open
from apps.scoring.changes import change_propose, change_try
from apps.scoring.models import LearnedModel
from apps.scoring.services import report_heard
from apps.scoring.states import ChangeKind
from apps.spaces.disclosure import Showing, disclosure_set
from apps.spaces.models import Mandate, Professional, Representative, Role, Space
from apps.spaces.services import mandate_grant, posting_pause, space_join
from apps.trust.models import Basis, Choice, Explained, Feedback, StruckOut
from apps.trust.refusing import Because
from apps.trust.services import helper_choose, mark_add, refusal_keep, status_end, status_grant
from apps.warnings.services import naming, telling
from apps.warnings.services.telling import WarningDraft
from tests.accountability.world import press, represent, surge
from tests.audits import world as audits
from tests.badges.world import build_world
from tests.exchanges.world import give, make_pair
from tests.factories import PASSPHRASE, member, operator, person, space, trust_manager
from tests.federation.badges_elsewhere import Issuer
from tests.federation.world import somebody
from tests.juries import world as juries
from tests.labels.world import auditor, few, judge
from tests.mediation.world import appoint, given
from tests.moderation.world import audit_of, decided, make_world, publish, report, talk
from tests.proposals import world as proposals
from tests.recognitions import world as recognitions

WORD = "zqxvcanary"
register_kind("test.canary", "A notice about %(what)s")


def say(what: str) -> str:
    """A sentence that nobody else would write."""
    return f"{what.capitalize()} {WORD} of some length. And a second sentence, {WORD} again."


def make_canary(settle) -> Account:
    """Somebody who did everything."""
    account = person(f"{WORD} main", passphrase=PASSPHRASE)
    here = space()
    me = main_persona(account)
    space_join(persona=me, space=here, now=clock.now())
    _keys(account)
    _juror(account)  # before any office: whoever holds one does not sit
    _offices(account, here)
    _shown(account, here)
    review, post = _words(me, here)
    _heard(review)
    _exchanged(me, here)
    _vouched_for(me, here)
    _brought(me, here)
    _vouched(me, here)
    _converted(me)
    _elsewhere(me)
    quiet_begin(account=account, who=main_persona(member(here)).reference, now=clock.now())
    posting_pause(persona=me, space=here, until=clock.now() + timedelta(days=1), now=clock.now())
    wishes_set(account=account, items=[review.reference], parting="", now=clock.now())
    Wish.objects.create(account=account, item="gone-long-ago", parting="delete", at=clock.now())
    settle()
    _cases(account, review, post, here)
    _doubts(account)
    _verified(account)
    _contested(account)
    _traces(account)
    _audited(account)
    _proposed(account)
    _warned(account)
    _weeks_have_passed()
    settle()
    sequencer.seal(now=clock.now())
    _keep_promises()
    return account


def _warned(account: Account) -> None:
    """A warning of theirs, answered by the person named; and a code that they looked for in an office."""
    now, there = clock.now(), space(visibility="members")
    telling.space_take_warnings(account=represent(there.operator), space=there, now=now)
    space_join(persona=main_persona(account), space=there, now=now)
    facts = f"{now:%Y-%m-%d}: asked for money, {WORD}, by transfer"
    draft = WarningDraft(f"{WORD}.example", f"{WORD}_77", facts, "en")
    telling.warning_publish(author=main_persona(account), space=there, draft=draft, now=now)
    mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name="Codes desk", space=there, now=now)
    asked = naming.claim_make(site="example.org", pseudonym="somebody_else", now=now)
    claim = naming.claim_place(claim=asked.claim, now=now)
    naming.claim_check(account=account, claim=claim, seen=False, words=say("no code"), now=now)


def _weeks_have_passed() -> None:
    """A vote takes weeks: what it left in days to come has happened by now."""
    now = clock.now()
    Event.objects.filter(at__gt=now).update(at=now)
    Delivery.objects.filter(due_at__gt=now).update(due_at=now)
    Notice.objects.filter(created_at__gt=now).update(created_at=now, after=now)


def _keep_promises() -> None:
    """What the database checks at the end of a transaction it checks now: here the test is the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _keys(account: Account) -> None:
    now = clock.now()
    persona_create(account=account, pseudonym=f"{WORD} second", now=now)
    recovery.codes_make(account=account, now=now)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    address = EmailAddress.objects.create(user=account, email=f"{WORD}@example.org")
    EmailConfirmation.objects.create(email_address=address, key=f"{WORD}key", sent=now)
    Account.objects.filter(pk=account.pk).update(email=f"{WORD}@example.org")
    Client().force_login(account)
    IdempotencyKey.objects.create(scope=f"account:{account.pk}", key=WORD, path=f"/{WORD}/", created_at=now)
    invitation_make(account=account, now=now)
    arrival_note(account=account, reference=invitation_make(account=person(), now=now).reference, now=now)
    token_make(account=account, name=f"{WORD} robot", scopes=["read"], days=7, now=now)


def _offices(account: Account, here: Space) -> None:
    now = clock.now()
    mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name="Heron", space=None, now=now)
    Representative.objects.create(
        operator=here.operator,
        account=account,
        real_name=say("name"),
        role_fr="porte-parole",
        role_en="spokesperson",
        from_at=now,
    )


def _shown(account: Account, here: Space) -> None:
    """Shows a name in a space; somebody in office looked."""
    now, me = clock.now(), main_persona(account)
    disclosure_set(account=account, persona=me, space=here, showing=Showing(name=f"{WORD} Martin"), now=now)
    mailing_choose(account=account, address=f"{WORD}.mail@example.org", often={"mine": "weekly"}, now=now)
    note = {"office": Office.MEDIATOR, "by": "Wren", "purpose": Purpose.MEDIATE, "about": WORD, "path": f"/{WORD}/"}
    consultations_note(people=[account.pk], reader=None, now=now, **note)


def _words(me: Persona, here: Space) -> tuple[Review, Post]:
    now = clock.now()
    review = publish(here, me, text=say("review"))
    edited = ReviewDraft(
        stars=1, text=say("edited review"), experience_on=now.date(), link=DeclaredLink.CLIENT, title=say("title")[:60]
    )
    review = review_edit(persona=me, review=review, draft=edited, now=now)
    post = talk(here, me, text=say("talk"))
    post.thread.title = say("thread")[:100]
    post.thread.save()
    post_edit(persona=me, post=post, text=say("edited talk"), now=now)
    somebody = main_persona(member(here))
    theirs = publish(here, somebody)
    answer = post_add(author=somebody, thread=post.thread, text="An answer by somebody else.", now=now)
    helpful_vote(persona=me, item=answer, now=now)
    trade = Professional.objects.create(
        account=me.account,
        real_name=say("trade"),
        job_fr="plombier",
        job_en="plumber",
        subject=theirs.subject.reference,
        verified_at=now,
    )
    replied = reply_publish(professional=trade, review=theirs, text=say("reply"), now=now)
    reply_edit(professional=trade, reply=replied, text=say("other reply"), now=now)
    _help(me, here)
    return review, post


OF_ANOTHER = "Nobody of this name came to us in that week."


def _doubts(account: Account) -> None:
    """Doubts a review as a professional; answers a doubt about a review of one's own; both are decided."""
    now, there, me = clock.now(), space(), main_persona(account)
    somebody = main_persona(member(there))
    space_join(persona=me, space=there, now=now)
    theirs, mine = publish(there, somebody, about="doubted"), publish(there, me, about="house")
    for who, review, name in ((account, theirs, say("name")), (person(), mine, "Jean Dupont")):
        face = {"real_name": name, "job_fr": "gérant", "job_en": "manager", "verified_at": now}
        Professional.objects.create(account=who, subject=review.subject.reference, **face)
        draft = DoubtDraft(Cause.NOT_CLIENT, *((say("reasons"), say("aside")) if who == account else (OF_ANOTHER, "")))
        doubt = doubt_raise(account=who, review=review, draft=draft, now=now)
        if who != account:
            shown = answers.AnswerDraft(say("answer to a doubt"), say("file").encode(), f"{WORD}.txt")
            answers.answer_give(account=account, doubt=doubt, draft=shown, now=now)
        manager, _mandate = trust_manager(there)
        decided(manager, doubt.case, Outcome.KEEP, rule=None, now=clock.now())


def _verified(account: Account) -> None:
    """Asks to be verified with a document, is refused, contests; asks a second time by e-mail."""
    now, there = clock.now(), space()
    subject = publish(there, main_persona(member(there)), about="verified").subject
    paper = Paper(say("paper"), say("document").encode(), f"{WORD}.txt")
    named = (f"{WORD} Martin", f"{WORD} house", f"{WORD} city", "plombier", "plumber")
    asked = verification_ask(account=account, draft=AskDraft(*named, "paper", [subject], paper=paper), now=now)
    said = deciding.DecisionDraft(False, "other_house", say("refused because"))
    first, second, now = trust_manager(there)[0], trust_manager(there)[0], clock.now()
    deciding.verification_decide(account=first, verification=asked, draft=said, now=now)
    deciding.decision_contest(account=account, verification=asked, words=say("contested because"), paper=paper, now=now)
    granted = deciding.DecisionDraft(True)
    deciding.verification_decide(account=second, verification=asked, draft=granted, now=now)
    draft = AskDraft(*named, "mail", [subject], f"{WORD}.example", f"{WORD}@{WORD}.example")
    verification_ask(account=account, draft=draft, now=now)


def _heard(review: Review) -> None:
    """A wording model serves in the review's language, and a party tells of a bargain."""
    now = clock.now()
    wording = SiteWording("en", np.zeros(2 * PLACES, np.float32), slope=1.0, shift=0.5, texts=200)
    LearnedModel.objects.create(
        version=wording.version,
        language=wording.language,
        parameters=wording.as_json(),
        places=wording.as_bytes(),
        thresholds={},
        decisions=wording.texts,
        decided_from=now,
        decided_until=now,
        served_precision=0.0,
        candidate_precision=0.5,
        canary={"blocks": False},
        trained_at=now,
        is_serving=True,
        released_at=now,
        released_by="tm_alder",
    )
    report_heard(review_id=review.pk, text="He blackmailed us over this review.", now=now)


def _elsewhere(me: Persona) -> None:
    """In a space that another site hosts: taking part, writing, reporting; another home, a key of one's own."""
    now, there = clock.now(), space()
    RemoteSpace.objects.create(actor=somebody("garden", kind="Group").known(), space=there, known_since=now)
    space_join(persona=me, space=there, now=now)
    post = talk(there, me, text=say("talk elsewhere"))
    theirs = post_add(author=main_persona(member(there)), thread=post.thread, text="Contested there.", now=now)
    report(theirs, me, ground=Ground.PRIVATE_PERSON, text=say("report elsewhere"), now=now)
    home_add(account=me.account, persona=me, actor=somebody(WORD).known(), now=now)
    identity_prove(account=me.account, persona=me, private="", now=now)


def _exchanged(me: Persona, here: Space) -> None:
    """One exchange proposed, one whose rating is held, one that both rated and one answered."""
    for word, side in (("proposed", ""), ("held", "proposer"), ("rated", "other")):
        partner, said = main_persona(member(here)), word if side == "other" else f"{WORD} {word}"
        two = {"proposer": partner, "other": me} if side == "other" else {"proposer": me, "other": partner}
        pair = make_pair(here, confirmed=bool(side), what=said, **two)
        if side:
            give(pair, side, say(word))
        if side == "other":
            give(pair, "proposer", "As agreed.")
            answer = {"text": say("my answer"), "language": "en", "now": clock.now()}
            answer_give(account=pair.account(side), reference=pair.exchange.reference, **answer)


def _brought(me: Persona, here: Space) -> None:
    """A badge of another site, and the status it gave, taken away again."""
    now, desk, issuer = clock.now(), trust_manager(here)[0], Issuer()
    draft = Table((("recognised", "known"),), (("", ""),), "known", 5, 90)
    table = table_publish_elsewhere(account=desk, space=here, shown=issuer.shown(), draft=draft, now=clock.now())
    row = {"uri": f"https://{WORD}.example/1", "issuer": "did:key:z", "subject": f"https://{WORD}.example/ap/p/1"}
    row |= {"site": f"{WORD}.example", "document": {"name": WORD}, "level_from": "recognised", "level": "known"}
    row |= {"given_on": now.date(), "checked_at": now, "looked_at": now, "until": now + timedelta(days=90)}
    BroughtBadge.objects.create(persona=me, recognition=table.recognition, table=table, **row)
    asked = {"purpose": say("purpose elsewhere"), "asked_at": now, "until": now + timedelta(days=14)}
    QuestionHeard.objects.create(asker=issuer.space.known(), persona=me, of=here, **asked)


def _vouched_for(me: Persona, here: Space) -> None:
    """A reference with a trust manager's words, sent."""
    desk, to = trust_manager(here)[0], To(space())
    now = clock.now()
    letter = letter_ask(account=me.account, persona=me, space=here, to=to, parts=["time"], add=True, now=now)
    letter = letter_add(account=desk, reference=letter.reference, text=say("reference"), now=now)
    read = letter_view(letter, now=now).read
    letter_send(account=me.account, reference=letter.reference, read=read, now=now)


def _vouched(me: Persona, here: Space) -> None:
    """Somebody vouches for them, they ask for more; long ago they vouched for somebody themselves."""
    ada, now = main_persona(member(here)), clock.now()
    asking = asking_open(persona=me, space=here, topic=None, now=now)
    two = {"space": here, "asked_at": now, "given_at": now, "ends_at": now + timedelta(days=90), "state": "given"}
    Referral.objects.create(referrer=ada, referee=me, round=asking.round, **two)
    Referral.objects.create(referrer=me, referee=ada, round="long-ago", **two)


def _converted(me: Persona) -> None:
    """What they earned in one space counted in another, where they bear another name, until they took it back."""
    pair, now = recognitions.make_pair(), clock.now()
    pair.publish()
    space_join(persona=me, space=pair.there, now=now)
    recognitions.earn(me, pair.there, at=now)
    other = persona_create(account=me.account, pseudonym=f"{WORD} elsewhere", now=now)
    space_join(persona=other, space=pair.here, now=now)
    made = conversion_ask(account=me.account, recognition=pair.recognition, topic="food", linked=True, now=now)
    conversion_take_back(account=me.account, reference=made.reference, now=now)


def _contested(account: Account) -> None:
    """Says that a status is wrong, twice; it stands, twice."""
    there, me, now = space(), main_persona(account), clock.now()
    space_join(persona=me, space=there, now=now)
    review = publish(there, me, about="contested")
    row = {"receiver": me, "space": there, "kind": "helpful", "item": review.reference, "giver": "somebody-else"}
    Feedback.objects.create(**row, at=now, giver_earned=True)
    StruckOut.objects.create(receiver=me, item=review.reference, at=now)
    why = Explained.objects.create(persona=me, space=there)
    said = {"account": account, "words": say("wrong because"), "now": now}
    dispute = dispute_open(**said, kind="status", reference=why.reference)
    because = Because("vouch", "no_right", {"in_favour": 0, "against": 1, "least": 5, "share": 0.1}, "referral 1.1")
    refusal_keep(persona=me, space=there, topic=None, because=because, now=now)
    draft = DisputeDraft(False, say("it stands because"))
    for again in (False, True):
        if again:
            dispute_again(**said, reference=dispute.reference)
        dispute_decide(account=trust_manager(there)[0], dispute=dispute, draft=draft, now=clock.now())


def _help(me: Persona, here: Space) -> None:
    """Somebody asked, the canary answered, it helped."""
    asker, now = main_persona(member(here)), clock.now()
    topic = here.topics.get()
    question = thread_start(
        author=asker, space=here, topic=topic, title="Who can tell?", text="I cannot.", is_question=True, now=now
    )
    answer = post_add(author=me, thread=question, text=say("answer"), now=now)
    helpful_vote(persona=asker, item=answer, now=now)
    best_answer_choose(persona=asker, thread=question, answer=answer, now=now)
    answer_outdate(account=me.account, answer=answer, since=now.date(), now=now)
    helper_choose(account=me.account, persona=me.reference, space=here.slug, choice=Choice.SHOWN, now=now)
    because = {"persona": me, "space": here, "because": WORD}
    known = {"basis": Basis.REFERRED, "level": "known", "rule": "a rule 1", "until": now + timedelta(days=180)}
    status_end(status=status_grant(**because, topic=topic, **known, now=now), why="withdrawn", now=now)
    mark_add(**because, amount=0.25, now=now)
    shown = build_world(account=me.account)
    badge = badge_make(**shown.earned, now=now)
    badge_gather(account=me.account, text=badge_address(badge.reference), now=now)
    collection_open(account=me.account, open_=True, now=now)
    shown_choose(account=me.account, persona=me.reference, space=here.slug, keys=[f"badge-{badge.pk}"], now=now)
    draft = QuestionDraft(me.pseudonym, shown.space.slug, "general", say("purpose"))
    boss, now = trust_manager(here)[0], clock.now()
    question = question_ask(account=boss, asking=here, draft=draft, now=now)
    question_consent(account=me.account, question=question, consent=Consent.ONCE, now=now)
    question_read(account=boss, question=question, now=now)


def _cases(account: Account, review: Review, post: Post, here: Space) -> None:
    """Reported and masked, appealed; a report of one's own; a decision of one's own."""
    me, other = main_persona(account), main_persona(member(here))
    manager, _mandate = trust_manager(here)
    mine = report(review, other, now=clock.now()).report.case
    spans = ((0, review.text.index(".") + 1),)
    decided(manager, mine, Outcome.MASK, spans=spans, seen_version=review.version, now=clock.now())
    appeal_file(account=account, case=mine, text=say("appeal"), now=clock.now())
    another, _mandate = trust_manager(here)
    decided(another, mine, Outcome.MASK, spans=spans, seen_version=review.version, now=clock.now())
    theirs = post_add(author=other, thread=post.thread, text="Words that somebody contests.", now=clock.now())
    report(theirs, me, ground=Ground.PRIVATE_PERSON, text=say("report"), now=clock.now())
    there = space()  # where this person answers for nobody: at home, others decide
    case = report(talk(there, main_persona(member(there))), main_persona(member(there))).report.case
    decision = decided(account, case, Outcome.MASK, rule=RuleCode.PRIVATE_PERSON, now=clock.now())
    _beside(account, mine, decision, there)
    _mediated(account, mine, decision)
    _opinions(account, review, there)


def _mediated(account: Account, mine: Case, decision: Decision) -> None:
    """Asked for an opinion, answered one, gave one."""
    now, outside = clock.now(), appoint("outside_view")
    given(mediation_ask(account=account, case=mine, text=say("handed"), now=now), outside)
    author = decision.case.author.account
    theirs = given(mediation_ask(account=author, case=decision.case, text="Why?", now=now), outside)
    opinion_answer(account=account, mediation=theirs, follows=True, text="It is right.", now=now)
    inside = appoint("inside_view", say("real name"), account=account)
    before = theirs.opinions.get()  # one's own opinion: whoever decides here gives none, and this person decides
    MediatorOpinion.objects.create(
        mediation=theirs, number=2, recommendation="none", mandate=inside.mandate, space=before.space,
        author=main_persona(account), text="No opinion.", published_at=now,
    )  # fmt: skip


def _beside(account: Account, mine: Case, decision: Decision, there: Space) -> None:
    """What stands beside cases: a dialogue on either side, links, an emergency, an order, two texts decided as one."""
    (manager, other), me = trust_manager(there), main_persona(account)
    now = clock.now()
    word_say(account=account, case=mine, text=say("word"), now=now)
    asked = word_say(account=decision.case.author.account, case=decision.case, text="Why, please?", now=now)
    word_say(account=account, case=decision.case, text=say("answer"), now=now, to=asked)
    mandate = Mandate.objects.get(account=account, role=Role.TRUST_MANAGER)
    tie_declare(account=account, draft=TieDraft(mandate, space=space(), reason=say("tie")), now=now)
    tie_declare(account=account, draft=TieDraft(other, space=space(), reason=say("another")), now=now)
    space_join(persona=me, space=there, now=now)
    texts = [talk(there, me, say(name)) for name in ("first", "second", "third", "fourth")]
    reporter = main_persona(member(there))
    cases = [report(text, reporter, Ground.PRIVATE_PERSON).report.case for text in texts]
    draft = DecisionDraft(Outcome.MASK, RuleCode.PRIVATE_PERSON, seen_version=1)
    emergency_mask(account=manager, case=cases[0], draft=draft, ground=EmergencyGround.PRIVATE_DATA, now=now)
    seen = {case.reference: 1 for case in cases[1:3]}
    decide_together(account=manager, cases=cases[1:3], draft=draft, seen=seen, now=now)
    order = OrderDraft("Tribunal", "1", "FR", "Loi", "France", "Cour", "0" * 64, received_at=now)
    order_enter(account=manager, target=of_item(texts[3]), draft=order, now=now)


def _opinions(account: Account, review: Review, here: Space) -> None:
    """A draw among one's own, an opinion about what was drawn of somebody else's, and a first opinion."""
    now, other = clock.now(), main_persona(member(here))
    audit_of(review, now=now)
    drawn = audit_of(publish(here, other), now=now)
    reading_give(account=account, audit=drawn, verdict=Verdict.FAKE, note=say("reading"), now=now)
    theirs = publish(here, main_persona(member(here)), about="elsewhere")  # one speaks for the other one
    case = report(theirs, other, now=now).report.case
    with override_settings(DESK_BLIND_ONE_IN=1):
        opinion_give(account=account, case=case, verdict=Verdict.FAKE, note=say("opinion"), now=now)
    _desk(account, here, now)
    mandate = Mandate.objects.filter(account=account, role=Role.TRUST_MANAGER).first()
    change = change_try(proposer=mandate, kind=ChangeKind.THRESHOLDS, parameters={"limits": {}}, replay={}, now=now)
    change_propose(change=change, proposer=mandate, reason=say("reason"), now=now)


def _desk(account: Account, here: Space, now) -> None:
    """Keys of one's own, a filter, a case put off, a second opinion asked, a review whose answer was known, an item
    of a cluster opened."""
    keys_choose(account=account, typed={"keep": "y"}, on=True)
    filter_save(account=account, name=say("filter")[:40], query="?age=late")
    case = report(talk(here, main_persona(member(here))), None, now=now).report.case
    view = View(Outcome.KEEP, None, say("second opinion"))
    second_ask(account=account, case=case, view=view, seen_version=1, now=now)
    put_off(account=account, found=case, now=now)
    look_keep(account=account, case=case, version=1, now=now)
    Check.objects.create(
        reader=account, item=case.item, space=here, digest="0" * 64, known="fake", by_appeal=False, placed_at=now,
        verdict="fake", given_at=now,
    )  # fmt: skip


def _traces(account: Account) -> None:
    now = clock.now()
    _button(account)
    _pressed(account)
    _verdicts(account)
    prepare(kind="test.canary", to=[main_persona(account)], about="x", context={"what": WORD}, now=now)
    export.export_make(export_id=export.export_request(account=account, now=now).pk, now=now)


def _button(account: Account) -> None:
    """A voice, another that counts with a neighbour's and is contested; an answer for one's own operator."""
    now, before = clock.now(), clock.now() - timedelta(minutes=30)
    proof = ProofDraft(say("proof"), say("file").encode(), f"{WORD}.txt")
    press(operator(), words=say("voice"), account=account, browser=WORD, network=WORD, proof=proof, now=now)
    shared = operator()
    press(shared, account=person(), network="house", now=before)
    later = before + timedelta(minutes=1)
    mine = press(shared, words=say("second voice"), account=account, network="house", now=later).voice
    alert_evaluate(alert_id=mine.alert_id, now=now)
    contest_file(voice=mine, words=say("contest"), now=now)
    about = Representative.objects.get(account=account).operator
    surge(about, now=before)  # a state shows two looks after
    alert = alert_evaluate(alert_id=Alert.objects.get(operator=about).pk, now=now)
    answer = AnswerDraft("Une réponse.", "An answer.", says=Answering.REJECTED)  # an act of the office: it stays
    answer_publish(account=account, alert=alert, draft=answer, now=now)


def _pressed(account: Account) -> None:
    """Last week, about an operator who promised something: did the answer help, was the promise kept."""
    now, then, other = clock.now(), clock.now() - timedelta(days=7), operator()
    boss, mine = represent(other), press(other, words=say("old voice"), account=account, network=WORD, now=then).voice
    surge(other, members=0, visitors=6, now=then)
    alert = alert_evaluate(alert_id=mine.alert_id, now=then + timedelta(minutes=30))
    promise = CommitmentDraft("Rétablir.", "Restore.", (then + timedelta(days=2)).date())
    draft = AnswerDraft("Oui.", "Yes.", [promise])
    answer = answer_publish(account=boss, alert=alert, draft=draft, now=then + timedelta(days=1))
    commitments_check(now=now)
    opinion_say(voice=mine, answer=answer, helped=True, now=now)
    check_say(commitment=answer.commitments.get(), verdict="kept", account=account, voice=None, now=now)


def _verdicts(account: Account) -> None:
    """A member's verdict on an operator, and an answer to somebody else's verdict for one's own operator."""
    now, there, mine = clock.now(), space(), Representative.objects.get(account=account).operator
    few(now)
    version = CriterionVersion.objects.get(criterion__code="REV-3")
    space_join(persona=main_persona(account), space=there, now=now)
    draft = AssessmentDraft(Found.PART, "", say("verdict"))
    assess(account=account, by=Assessor.COMMUNITY, operator=there.operator, version=version, draft=draft, now=now)
    said = judge(auditor(now), mine, codes=("REV-3",), now=now)
    reply(account=account, assessment=said[0], text_fr="Nous l’avons changé.", text_en="We changed it.", now=now)


def _juror(account: Account) -> None:
    """Drawn for a jury, trained, and voted."""
    with audits.watched():
        world = make_world()
        juries.members(world.space, 4, called="juror")
        stands(main_persona(account), world.space)
        for seat in juries.drawn(juries.called(world, many=0)):
            if seat.persona.account_id == account.pk:
                juries.vote(seat, Outcome.KEEP, words=say("vote of a jury"))


def stands(persona: Persona, there: Space) -> None:
    """For more than a month, with a text."""
    space_join(persona=persona, space=there, consent=True, now=juries.BEFORE)
    publish(there, persona)


def _audited(account: Account) -> None:
    """Declares, announces an audit, is drawn and looks; answers another for one's own operator."""
    now, mine = clock.now(), Representative.objects.get(account=account).operator
    mandate_grant(account=account, role=Role.AUDITOR, public_name="Curlew", now=now)
    with audits.watched():
        op = operator()
        audits.texts(op, 3)
        audits.free_auditors(op, 1)
        now = clock.now()
        link_declare(account=account, operator=op, linked=False, words=say("link"), now=now)
        audit = audit_announce(account=account, operator=op, draft=audits.draft(size=2), now=now)
        sequencer.seal(now=now)
        audits.cosign()
        audits_draw(now=now)
        finding_note(account=account, audit=audit, number=1, verdict="wrong", words="Announced late.", now=now)
        theirs, looking = audits.drawn(op=mine)
        for one in looking:
            audits.look(theirs, one, "rrrr")
        audit_answer(account=account, audit=theirs, text_fr="", text_en="We are glad of it.", now=now)


def _proposed(account: Account) -> None:
    """Proposes other words for a rule, votes on those of somebody else, decides on a third for one's own operator."""
    forum = space()
    space_join(persona=main_persona(account), space=forum, now=clock.now())
    rule = Rule.of_text(forum.operator, proposals.text_of(forum.operator))
    theirs = proposals.propose(member(forum), rule, forum)
    proposals_move(now=proposals.at(7))
    proposals.vote(account, theirs, "f")
    mine = Representative.objects.get(account=account).operator
    carried, _people, _op = proposals.voted("fffff", op=mine)
    proposals.rule_on(account, carried)
    proposals.propose(account, rule, forum, body_en=say("rule"), summary_en=say("what it changes"), why=say("why"))
