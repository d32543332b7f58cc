"""A space that another site hosts, in which one of ours takes part: what that site says of things in it is read here."""

from datetime import datetime

from apps.federation.addresses import uri
from apps.federation.documents.actors import moment
from apps.federation.documents.objects import path_of_item
from apps.federation.models import Follow
from apps.federation.services.answers import actor_found, space_join_elsewhere
from apps.federation.services.backfill import read_due
from apps.federation.services.moving import home_add
from apps.posts.models import Post
from apps.posts.services import thread_start
from apps.spaces.models import Space
from trustmgmt.demo import far_words as words
from trustmgmt.demo.played import Actor, Document, Site
from trustmgmt.demo.world import Act, World, settle

WHO = "marelle_75"


def plan_far_space(world: World, site: Site) -> None:
    """She joins it, reads what was said before, writes there, and hears why a sentence was masked there."""
    places = {name: site.at(f"c/velo-et-train/{name}") for name in ("contents", "featured")}
    shown = {
        "trust:contents": places["contents"],
        "featured": places["featured"],
        "summary": words.FAR_SUMMARY,
        "trust:reviews": False,
    }
    group = site.somebody("velo-et-train", words.FAR_SPACE, "Group", **shown)
    talks, joined = list[Document](), list[Space]()

    def join(now: datetime) -> None:
        talks.extend(_contents(world, site, group, places["contents"], now))
        account, persona = world.account(WHO), world.personas[WHO]
        found = actor_found(f"velo-et-train@{site.host}", now=now)
        place = space_join_elsewhere(account=account, persona=persona, group=found, consent=True, now=now)
        joined.append(place)
        follow = Follow.objects.get(remote=found, ours=True)
        group.sends("Accept", follow.uri, now=now)
        read_due(now=now)

    def write(now: datetime) -> None:
        persona = world.personas[WHO]
        thread_start(author=persona, space=joined[0], title=words.GARAGE_TITLE, text=words.GARAGE, now=now)

    world.at(2.4, join)
    world.at(2.3, _announcing_rules(group, site))
    world.at(2.0, write)
    world.at(1.4, lambda now: _decide(group, talks, places["featured"], now))
    world.at(1.3, _naming_a_home(world, site))


def _contents(world: World, site: Site, group: Actor, place: str, now: datetime) -> list[Document]:
    """What was said there before, in order, as its collection offers it."""
    mistral, pont_levis = (Actor(site, site.at(f"u/{name}"), name) for name in ("mistral", "pont_levis"))
    talks = [
        who.writes(group.uri, text, at=now, name=title)
        for who, (title, text) in zip((pont_levis, mistral), words.FAR_TALKS, strict=True)
    ]
    answer = mistral.writes(group.uri, words.FAR_ANSWER, at=now, type="Note", inReplyTo=talks[0]["id"])
    things = [*talks, answer]
    world.outside.show(place, {"id": place, "type": "OrderedCollection", "orderedItems": things})
    return things


def _announcing_rules(group: Actor, site: Site) -> Act:
    def announce(now: datetime) -> None:
        rules = {
            "id": site.at("rules/2"),
            "type": "trust:OperatorRules",
            "name": words.RULES_NAME["fr"],
            "nameMap": words.RULES_NAME,
            "published": moment(now),
            "url": site.at("rules"),
        }
        group.sends("Announce", group.proves(rules, at=now), now=now)

    return announce


def _decide(group: Actor, talks: list[Document], featured: str, now: datetime) -> None:
    """One talk is put first, one closed; in hers a sentence is masked, with its reasons."""
    settle(now)
    hers = uri(path_of_item(Post.objects.get(thread__title=words.GARAGE_TITLE, number=1)))
    group.sends("Add", talks[0]["id"], now=now, target=featured)
    group.sends("Lock", talks[1]["id"], now=now, summary=words.CLOSED)
    group.sends("Announce", group.proves(_statement(group, hers, now), at=now), now=now)
    group.sends("Warn", hers, now=now, summary=words.WARNED)


def _statement(group: Actor, about: str, now: datetime) -> Document:
    case = group.site.at("cases/41")
    return {
        "id": case,
        "type": "trust:StatementOfReasons",
        "object": about,
        "published": moment(now),
        "trust:outcome": "mask",
        "trust:decidedBy": "La Voie · atalante",
        "trust:reasons": words.REASONS,
        "trust:toAuthor": words.TO_AUTHOR,
        "url": case,
    }


def _naming_a_home(world: World, site: Site) -> Act:
    """Her other address: both sites say so."""

    def name(now: datetime) -> None:
        persona = world.personas[WHO]
        site.somebody("marelle", "Marelle", alsoKnownAs=[uri(f"p/{persona.reference}")])
        other = actor_found(f"marelle@{site.host}", now=now)
        home_add(account=world.account(WHO), persona=persona, actor=other, now=now)

    return name
