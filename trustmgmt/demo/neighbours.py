"""Other sites in the demo: their people among us, one of us among them, a site that is limited, one that is silent."""

from datetime import datetime

from apps.federation.addresses import uri
from apps.federation.documents.objects import path_of_item
from apps.federation.models import Peer, RemoteItem
from apps.federation.selectors import item_of
from apps.federation.services.answers import actor_found
from apps.federation.services.delivery import deliver_due
from apps.federation.services.peers import peer_decide
from apps.federation.services.shared_lists import list_follow, list_read
from apps.federation.states import PeerState
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import Outcome
from apps.posts.models import Post, Review, Thread
from apps.posts.services import post_add
from apps.spaces.models import Mandate
from trustmgmt.demo import far_words as words
from trustmgmt.demo.far_space import plan_far_space
from trustmgmt.demo.played import Actor, Document, Site
from trustmgmt.demo.stories import TROIS_PONTS, decide, report
from trustmgmt.demo.world import Act, World, member, settle

BACKWARDS = "\u202e"  # turns a line round: what holds it is not taken


def plan_neighbours(world: World) -> None:
    """In the last days: who hears nothing costs nothing, and with the first site that writes somebody hears."""
    la_voie = Site("forum.lavoie.example", "fr", world.outside)
    salt_path = Site("commons.saltpath.example", "en", world.outside)
    _garages(world, la_voie)
    _ferries(world, salt_path)
    _seller(world, Site("bargains.example", "en", world.outside))
    _silent(world, Site("quais.example", "fr", world.outside))
    plan_far_space(world, la_voie)
    _list(world, salt_path)
    for days_ago in (2.8, 1.4, 0.7):
        world.at(days_ago, bring)


def bring(now: datetime) -> None:
    """What was said here reaches the others."""
    settle(now)
    while deliver_due(now=now):
        pass


def _follows(world: World, who: Actor, space: str, days_ago: float) -> None:
    world.at(days_ago, lambda now: who.sends("Follow", uri(f"s/{space}"), now=now))


def _says(who: Actor, thing: Document, now: datetime) -> None:
    who.sends("Create", thing, now=now)


def _first_of(title: str) -> Post:
    return Thread.objects.get(title=title).posts.get(number=1)


def _copy_of(thing: Document) -> Post | Review:
    """What became of it here."""
    item = item_of(RemoteItem.objects.get(uri=thing["id"]).item)
    if item is None:
        raise LookupError(thing["id"])
    return item


# --- in a French space ------------------------------------------------------------------------------------------------


def _garages(world: World, site: Site) -> None:
    """A question, its answers from both sites, a review, and two who found one of ours helpful."""
    mistral, pont_levis = site.somebody("mistral", "Mistral"), site.somebody("pont_levis", "Pont-levis")
    space, asked = uri("s/route-garages"), list[Document]()

    def ask(now: datetime) -> None:
        asked.append(mistral.writes(space, words.BELT, at=now, type="Question", name=words.BELT_TITLE))
        _says(mistral, asked[0], now)

    def answer(now: datetime) -> None:
        here = world.spaces["route-garages"]
        post = _copy_of(asked[0])
        if isinstance(post, Post):
            helper = member(world, "tournevis_bleu", here, now)
            post_add(author=helper, thread=post.thread, text=words.BELT_ANSWER, now=now)

    def join_in(now: datetime) -> None:
        reply = {"type": "Note", "inReplyTo": asked[0]["id"]}
        _says(pont_levis, pont_levis.writes(space, words.BELT_PRICE, at=now, **reply), now)

    _follows(world, mistral, "route-garages", 3.5)
    _follows(world, pont_levis, "route-garages", 3.4)
    world.at(3.2, ask)
    world.at(3.0, answer)
    world.at(2.7, join_in)
    world.at(2.5, _answering(pont_levis, "Usure sur le bord intérieur, à l’avant seulement", words.TYRES, space))
    world.at(2.2, lambda now: _says(mistral, _marceau(world, mistral, space, now), now))
    for days_ago, who in ((2.0, mistral), (1.8, pont_levis)):
        world.at(days_ago, _liking(who))


def _answering(who: Actor, title: str, text: str, space: str) -> Act:
    def answer(now: datetime) -> None:
        reply = {"type": "Note", "inReplyTo": uri(path_of_item(_first_of(title)))}
        _says(who, who.writes(space, text, at=now, **reply), now)

    return answer


def _liking(who: Actor) -> Act:
    def like(now: datetime) -> None:
        review = Review.objects.get(title=TROIS_PONTS.title)
        who.sends("Like", uri(path_of_item(review)), now=now)

    return like


def _marceau(world: World, who: Actor, space: str, now: datetime) -> Document:
    return _review(world, who, space, "Atelier Marceau", 4, words.MARCEAU_TITLE, words.MARCEAU, now)


def _review(
    world: World, who: Actor, space: str, subject: str, stars: int, title: str, text: str, now: datetime
) -> Document:
    """With its stars on their own scale, as the software of that site writes them."""
    about = uri(f"x/{world.subjects[subject].reference}")
    rating = {"type": "Rating", "value": 2 * stars, "best": 10, "worst": 1, "withRegardTo": about}
    return who.writes(space, text, at=now, name=title, relatedWith=[rating], tag=[{"id": about, "name": subject}])


# --- in an English one ------------------------------------------------------------------------------------------------


def _ferries(world: World, site: Site) -> None:
    """A review, an answer; and a change that is refused: its stars got lost on the way."""
    gannet, tidewater = site.somebody("gannet", "Gannet"), site.somebody("tidewater", "Tidewater")
    space, reviewed = uri("s/slow-roads"), list[Document]()

    def review(now: datetime) -> None:
        args = ("Adria Night Ferry", 2, words.FERRY_TITLE, words.FERRY)
        reviewed.append(_review(world, gannet, space, *args, now))
        _says(gannet, reviewed[0], now)

    def change(now: datetime) -> None:
        bare = {name: part for name, part in reviewed[0].items() if name not in {"relatedWith", "tag"}}
        gannet.sends("Update", bare, now=now)

    _follows(world, gannet, "slow-roads", 3.3)
    _follows(world, tidewater, "slow-roads", 3.2)
    world.at(3.1, review)
    world.at(
        1.7, _answering(tidewater, "Foot passenger with a bicycle: do I board with the cars?", words.BICYCLE, space)
    )
    world.at(1.5, change)


def _seller(world: World, site: Site) -> None:
    """An advert that is reported and set apart with its reasons, one that is not taken; then its site is limited."""
    seller, space = site.somebody("best_deals", "Best deals"), uri("s/slow-roads")
    said = list[Document]()

    def advertise(now: datetime) -> None:
        said.append(seller.writes(space, words.ADVERT, at=now, name=words.ADVERT_TITLE))
        _says(seller, said[0], now)
        _says(seller, seller.writes(space, f"{words.ADVERT} {BACKWARDS}elpmaxe.laed", at=now), now)

    def decided(now: datetime) -> None:
        post = _copy_of(said[0])
        case = report(world, post, "slow_ana", Ground.ADVERTISING, "Nobody travels here.", now)
        draft = DecisionDraft(
            Outcome.LABEL, RuleCode.ADVERTISING, seen_version=1, own_words=words.ADVERT_WHY, own_language="en"
        )
        decide(world, case, "tm_heron", draft, now)

    def limit(now: datetime) -> None:
        mandate = Mandate.objects.get(public_name="tm_alder")
        peer = Peer.objects.get(host=site.host)
        peer_decide(peer=peer, state=PeerState.LIMITED, reason=words.LIMITED, mandate=mandate, now=now)

    _follows(world, seller, "slow-roads", 2.1)
    world.at(1.6, advertise)
    world.at(1.3, decided)
    world.at(1.2, limit)


def _silent(world: World, site: Site) -> None:
    """It followed a space, then fell silent: what is said for it waits, and delays nobody."""
    _follows(world, site.somebody("vent_arriere", "Vent arrière"), "route-garages", 2.6)
    world.at(2.4, lambda now: world.outside.silent.add(site.host))


def _list(world: World, site: Site) -> None:
    """What a site decided about sites, signed by it, read as proposals."""

    def read(now: datetime) -> None:
        commons = site.somebody("commons", "Salt Path Commons", "Application", **{"trust:sites": site.at("sites")})
        lines = [
            {"type": "trust:PeerDecision", "object": host, "trust:state": "blocked", "summary": why}
            for host, why in words.SHARED
        ]
        listed = {"id": site.at("sites"), "type": "OrderedCollection", "orderedItems": lines}
        world.outside.show(site.at("sites"), commons.proves(listed, at=now))
        author = actor_found(f"commons@{site.host}", now=now)
        list_read(author=author, now=now)
        list_follow(author=author, now=now)

    world.at(1.0, read)
