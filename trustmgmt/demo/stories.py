"""The stories a visitor should find: a bought ring, a masked professional, a blackmail, cases decided and appealed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from apps.moderation.blindness import is_blind
from apps.moderation.consulting import reading_note
from apps.moderation.models import Appeal, Case, Decision
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.cases import case_take
from apps.moderation.services.decisions import case_decide
from apps.moderation.services.desk import filter_save
from apps.moderation.services.dialogue import word_say
from apps.moderation.services.emergencies import emergency_mask
from apps.moderation.services.opinions import opinion_give
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.services.second_readings import View, second_ask
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import EmergencyGround, Outcome, Verdict
from apps.moderation.targets import of_item
from apps.notices.quiet import quiet_begin
from apps.posts.models import DeclaredLink, Review
from apps.posts.replying import reply_publish
from apps.posts.selectors import AnyWords
from apps.posts.services import ReviewDraft, post_add, review_edit, review_publish
from apps.spaces.disclosure import Showing, disclosure_set
from apps.spaces.models import Operator, Professional, Role
from apps.spaces.services import mandate_grant, representative_name
from trustmgmt.demo.places import SPACES
from trustmgmt.demo.verified import plan_faces, verify_faces
from trustmgmt.demo.world import World, member, person

UNDO = timedelta(seconds=11)


@dataclass(frozen=True, slots=True)
class Told:
    """A review told by hand."""

    space: str
    subject: str
    who: str
    stars: int
    title: str
    text: str
    topic: str
    link: DeclaredLink = DeclaredLink.CLIENT


TROIS_PONTS = Told(
    "route-garages", "Garage des Trois Ponts", "marelle_75", 2, "Devis doublé, freins bien refaits",
    "Voiture déposée pour les freins avant. Devis signé : 240 €. À la reprise, on m’annonce 515 €, disques et étriers "
    "compris, sans m’avoir appelée avant. J’ai payé parce que j’avais besoin de la voiture le soir même.\n\n"
    "Le travail, lui, est bien fait : ça freine droit, plus de bruit. Mais on prévient, avant. La personne à l’accueil "
    "m’a répondu que « c’est comme ça avec les vieilles voitures ».",
    "freins",
)  # fmt: skip
TROIS_PONTS_REPLY = (
    "Vous avez raison sur un point : nous aurions dû vous appeler. Les étriers étaient grippés, il fallait les changer, mais "
    "c’était à vous d’en décider. Je vous propose de venir voir les pièces, que j’ai gardées, et je vous rembourse la "
    "main-d’œuvre non prévue, soit 95 €."
)
RING_BODY = (
    "Our engineer arrived on time, was polite and tidy, explained every step and left the place spotless. "
    "Fair price, no surprises, and the boiler has been silent since. "
)
RING = (
    ("sunny_side_81", "Could not be happier", RING_BODY + "Could not be happier."),
    ("happy_home_22", "Highly recommended", RING_BODY + "Highly recommended."),
    ("warm_rooms", "Five stars from us", RING_BODY + "Five stars from the whole family."),
    ("leeds_lad_90", "Great service", RING_BODY + "Great service."),
    ("cosy_corner_7", "Spotless", RING_BODY + "Thank you all."),
    ("bright_morning", "Best in town", RING_BODY + "Best in town."),
)
COPIED = (
    "We keep smart radiator valves in our warehouse in Leeds and send them the same day, half the price of the shops. "
    "Write to us by name, say where you read this, and we add a second one."
)
COPIED_ENDS = ("Yes, for this boiler too.", "They fit old pipes.", "Ask for Dan.", "Offer ends on Sunday night.")
MASKED_PROFESSIONAL = Told(
    "home-repairs", "Oakline Kitchens", "counter_top_fan", 5, "Our best kitchen yet",
    "Our fitters were in and out in three days and our designer thought of everything. Compared with the other firms around York, "
    "nobody offers our ten-year guarantee. Ask for the spring offer when you call.",
    "kitchens", DeclaredLink.NONE,
)  # fmt: skip
BLACKMAIL_BEFORE = Told(
    "home-repairs", "Marlow Tiling", "grout_and_doubt", 4, "Neat floor, late start",
    "Started two weeks late, finished in three days. The floor is level and the edges are neat.",
    "kitchens",
)  # fmt: skip
BLACKMAIL_AFTER = (
    "I told them on the phone: refund the whole invoice or the stars go down. They did not, so here we are. "
    "One star until the money is back."
)
PRIVATE_PERSON = Told(
    "home-repairs", "Dell & Sons Roofing", "chimney_pot_5", 2, "Left half way",
    "They took down the old gutter and left for nine days. The one who answers the phone is Gemma Harrow of 14 Mill Lane, go and ask "
    "her. The second half was done properly by somebody else.",
    "roofs",
)  # fmt: skip
DELETED_TALK = "Vous êtes tous des incapables dans ce garage, et vos clients des moutons. Allez vous faire voir."


def grant_mandates(world: World) -> None:
    """Two trust managers for every space, an auditor, a professional, and who answers for the platform."""
    opened = world.now - timedelta(days=125)
    for pseudonym in ("tm_alder", "tm_heron"):
        mandate_grant(account=world.account(pseudonym), role=Role.TRUST_MANAGER, public_name=pseudonym, now=opened)
    mandate_grant(account=world.account("fern_audit"), role=Role.AUDITOR, public_name="fern_audit", now=opened)
    verify_faces(world, opened)
    representative_name(
        operator=Operator.objects.get(slug=settings.PLATFORM_OPERATOR),
        account=world.account("platform.desk"),
        real_name="Colette Vasseur",
        role_fr="Réponses et recours",
        role_en="Answers and appeals",
        now=world.now,
    )


def plan_stories(world: World) -> None:
    """Plan them all."""
    _garage_story(world)
    _ring_story(world)
    _masked_story(world)
    _overturned_story(world)
    _blackmail_story(world)
    _open_reports(world)
    plan_faces(world)
    world.at(8, lambda now: _shows_since_when(world, "marelle_75", "route-garages", now))


def _shows_since_when(world: World, who: str, where: str, now: datetime) -> None:
    """Somebody shows a little more than a pseudonym."""
    showing = Showing(attested="since")
    persona, space = world.personas[who], world.spaces[where]
    disclosure_set(account=world.account(who), persona=persona, space=space, showing=showing, now=now)


def tell(world: World, told: Told, now: datetime, *, experienced: int = 4) -> Review:
    """Publish a review told by hand."""
    space = world.spaces[told.space]
    language = next(plan.language for plan in SPACES if plan.slug == told.space)
    person(world, told.who, language=language, now=now)
    draft = ReviewDraft(
        stars=told.stars,
        title=told.title,
        text=told.text,
        experience_on=(now - timedelta(days=experienced)).date(),
        link=told.link,
        language=language,
    )
    return review_publish(
        author=member(world, told.who, space, now),
        space=space,
        subject=world.subjects[told.subject],
        topic=world.topics[told.space, told.topic],
        draft=draft,
        now=now,
    )


def _garage_story(world: World) -> None:
    told: list[Review] = []

    def reply(now: datetime) -> None:
        professional = Professional.objects.get(real_name="Hélène Marchetti")
        reply_publish(professional=professional, review=told[0], text=TROIS_PONTS_REPLY, now=now)

    world.at(9, lambda now: told.append(tell(world, TROIS_PONTS, now, experienced=9)))
    world.at(8, reply)


def _ring_story(world: World) -> None:
    """Six reviews of one plumber, same evening, by accounts opened that day."""
    for number, (who, title, text) in enumerate(RING):
        told = Told("home-repairs", "Brightwell Boilers", who, 5, title, text, "plumbing")
        world.at(1.1 - number * 0.012, _telling(world, told))
    world.at(0.6, lambda now: tell(world, MASKED_PROFESSIONAL, now))


def _telling(world: World, told: Told) -> Callable[[datetime], object]:
    return lambda now: tell(world, told, now)


def report(world: World, item: AnyWords, by: str, ground: Ground, text: str, now: datetime, passage: str = "") -> Case:
    """Somebody reports an item; the case it opened or joined."""
    draft = ReportDraft(ground=ground, passages=(passage,) if passage else (), text=text)
    receipt = report_file(target=of_item(item), draft=draft, reporter=world.personas[by], now=now)
    return receipt.report.case


def decide(world: World, case: Case, by: str, draft: DecisionDraft, now: datetime) -> Decision:
    """A trust manager takes the case, decides, and lets the ten seconds pass."""
    account = world.account(by)
    taken = case_take(account=account, case=case, now=now)
    if taken.claimed_by is not None:
        reading_note(taken, taken.claimed_by, now=now)  # as the page of the desk does
    if is_blind(taken):
        said = Verdict.GENUINE if draft.outcome == Outcome.KEEP else Verdict.CANNOT_TELL
        opinion_give(account=account, case=taken, verdict=said, note="", now=now + timedelta(minutes=2))
    decision = case_decide(account=account, case=taken, draft=draft, now=now + timedelta(minutes=4))
    decisions_publish(now=now + timedelta(minutes=4) + UNDO)
    return decision


def _masked_story(world: World) -> None:
    """One sentence names a private person and her street: it is masked, the review stays."""
    told: list[Review] = []

    def decided(now: datetime) -> None:
        text = told[0].text
        sentence = "The one who answers the phone is Gemma Harrow of 14 Mill Lane, go and ask her."
        start = text.index(sentence)
        case = report(
            world,
            told[0],
            "slate_and_rain",
            Ground.PRIVATE_PERSON,
            "Her home address.",
            now - timedelta(hours=9),
            sentence,
        )
        draft = DecisionDraft(
            Outcome.MASK, RuleCode.PRIVATE_PERSON, seen_version=1, spans=((start, start + len(sentence)),),
            own_words="Write “the person who answers the phone” and nothing is missing.", own_language="en",
        )  # fmt: skip
        cannot_wait = EmergencyGround.PRIVATE_DATA
        account = world.account("tm_heron")
        emergency_mask(account=account, case=case, draft=draft, ground=cannot_wait, now=now - timedelta(hours=8))
        decide(world, case, "tm_alder", draft, now)

    def talked_over(now: datetime) -> None:
        case = Case.objects.get(item=told[0].reference)
        author, alder = world.account(PRIVATE_PERSON.who), world.account("tm_alder")
        asked = word_say(account=author, case=case, text="May I say “the owner’s wife”, without the street?", now=now)
        answer = "Say what she did, and that she works there: that is enough for whoever reads it."
        word_say(account=alder, case=case, text=answer, now=now + timedelta(hours=3), to=asked)

    world.at(18, lambda now: told.append(tell(world, PRIVATE_PERSON, now)))
    world.at(17, decided)
    world.at(16.5, talked_over)


def _overturned_story(world: World) -> None:
    """A first decision masks too much; on appeal somebody else makes the message whole again."""
    told: list[Review] = []
    words = Told(
        "slow-roads", "Adria Night Ferry", "quiet_kettle", 1, "Seven hours on a quay",
        "The ferry left seven hours late. Nobody at the desk, no water, and a recorded voice that wished us a pleasant crossing. "
        "I call that contempt for people who have paid.",
        "ferries",
    )  # fmt: skip

    def masked(now: datetime) -> None:
        case = report(world, told[0], "ferry_cat", Ground.INSULT, "Insulting to the crew.", now - timedelta(hours=5))
        draft = DecisionDraft(
            Outcome.MASK,
            RuleCode.INSULT,
            seen_version=1,
            own_words="“Contempt” is said of the crew.",
            own_language="en",
        )
        decide(world, case, "tm_alder", draft, now)

    def appealed(now: datetime) -> None:
        case = Case.objects.get(item=told[0].reference)
        text = "I wrote of the company, not of anybody on board. Contempt is a judgement of what was done."
        appeal_file(account=world.account("quiet_kettle"), case=case, text=text, now=now)

    def overturned(now: datetime) -> None:
        case = Case.objects.get(item=told[0].reference)
        draft = DecisionDraft(
            Outcome.KEEP, None, seen_version=1, own_language="en",
            own_words="The sentence judges what a firm did. We masked it by mistake; the mistake is counted.",
        )  # fmt: skip
        decide(world, case, "tm_heron", draft, now)

    world.at(21, lambda now: told.append(tell(world, words, now)))
    world.at(20, masked)
    world.at(16, appealed)
    world.at(14.5, overturned)


def _blackmail_story(world: World) -> None:
    """Four stars, then a threat, then one star: the edit is public history, the case is open."""
    told: list[Review] = []

    def threaten(now: datetime) -> None:
        review = told[0]
        review_edit(
            persona=world.personas["grout_and_doubt"],
            review=review,
            draft=ReviewDraft(
                stars=1,
                title="One star until the money is back",
                text=BLACKMAIL_AFTER,
                experience_on=review.experience_on or now.date(),
                link=DeclaredLink.CLIENT,
                language="en",
            ),
            now=now,
        )

    def reported(now: datetime) -> None:
        review = Review.objects.get(pk=told[0].pk)
        passage = "refund the whole invoice or the stars go down"
        report(world, review, "door_ajar", Ground.PRESSURE, "It says so itself.", now, passage)

    world.at(13, lambda now: told.append(tell(world, BLACKMAIL_BEFORE, now)))
    world.at(3, threaten)
    world.at(1.6, reported)


def _open_reports(world: World) -> None:
    """Something is always waiting on the desk, and one appeal."""

    def insult(now: datetime) -> None:
        space = world.spaces["route-garages"]
        talk = space.talk.get(title__startswith="Un devis dépassé")
        person(world, "rouge_vif", language="fr", now=now)
        post = post_add(author=member(world, "rouge_vif", space, now), thread=talk, text=DELETED_TALK, now=now)
        quiet_begin(account=world.account("marelle_75"), who=world.personas["rouge_vif"].reference, now=now)
        case = report(world, post, "clio_verte", Ground.INSULT, "Cela n’aide personne.", now + timedelta(hours=2))
        doubt = View(Outcome.LABEL, RuleCode.INSULT, "Dur envers le métier, envers personne en particulier.")
        second_ask(
            account=world.account("tm_alder"),
            case=case,
            view=doubt,
            seen_version=post.version,
            now=now + timedelta(hours=3),
        )
        filter_save(account=world.account("tm_heron"), name="À décider sous 24 h", query="?age=soon")

    def copies(now: datetime) -> None:
        space, places = world.spaces["home-repairs"], world.spaces["home-repairs"].talk.order_by("pk")[:4]
        person(world, "valve_vendor", language="en", now=now)
        for number, talk in enumerate(places):
            at = now + timedelta(minutes=9 * number)
            text = f"{COPIED} {COPIED_ENDS[number]}"
            post = post_add(
                author=member(world, "valve_vendor", space, at), thread=talk, text=text, language="en", now=at
            )
            report(
                world, post, "slate_and_rain", Ground.ADVERTISING, "The same in every talk.", at + timedelta(hours=1)
            )

    def garage(now: datetime) -> None:
        review = Review.objects.get(title=TROIS_PONTS.title)
        text = "Le montant de 515 € comprend des pneus, que l’avis ne cite pas."
        report(world, review, "berline_grise", Ground.NOT_REAL, text, now)

    def waiting_appeal(now: datetime) -> None:
        review = Review.objects.filter(space=world.spaces["tables"], stars=1).exclude(author=None).order_by("pk")[0]
        author = review.author
        case = report(
            world, review, "sel_gris", Ground.OFF_TOPIC, "Parle du site, pas de la table.", now - timedelta(days=1)
        )
        draft = DecisionDraft(
            Outcome.LABEL, RuleCode.OFF_TOPIC, seen_version=review.version,
            own_words="Une phrase sur deux parle du site d’avis.", own_language="fr",
        )  # fmt: skip
        decide(world, case, "tm_heron", draft, now)
        if author is not None and author.account is not None:
            text = "Le site et la table ont le même patron : c’est tout le sujet de mon avis."
            appeal_file(
                account=author.account, case=Case.objects.get(pk=case.pk), text=text, now=now + timedelta(hours=30)
            )

    world.at(0.9, insult)
    world.at(0.5, copies)
    world.at(0.4, garage)
    world.at(4, waiting_appeal)


def count_cases() -> str:
    """What the desk and the archive hold, in words."""
    return f"{Case.objects.count()} cases, {Decision.objects.count()} decisions, {Appeal.objects.count()} appeals"
