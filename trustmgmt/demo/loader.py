"""The demo is there whole, or not at all. It is lived act by act: one transaction each, as in life."""

from datetime import datetime

from django.core.management import call_command
from django.db import connection

from apps.accountability.platform.install import platform_install
from apps.labels.services import criteria_install
from apps.ledger import declare, sequencer
from apps.ledger.models import Event
from apps.ledger.services import append, delivering
from apps.outside import instead
from apps.posts.models import Post, Review
from apps.spaces.models import Space
from trustmgmt.demo.contested import plan_contests
from trustmgmt.demo.doubts import plan_doubts
from trustmgmt.demo.exchanges import plan_exchanges
from trustmgmt.demo.helpers import plan_helpers
from trustmgmt.demo.juries import plan_juries
from trustmgmt.demo.labels import give_labels
from trustmgmt.demo.measures import plan_measures
from trustmgmt.demo.mediators import plan_mediators
from trustmgmt.demo.neighbours import bring, plan_neighbours
from trustmgmt.demo.operators import plan_operators
from trustmgmt.demo.recognised import plan_recognitions
from trustmgmt.demo.referred import plan_referrals
from trustmgmt.demo.reviews import plan_reviews
from trustmgmt.demo.scaled import plan_scales
from trustmgmt.demo.shown import plan_badges
from trustmgmt.demo.stories import count_cases, grant_mandates, plan_stories
from trustmgmt.demo.takeovers import plan_takeovers
from trustmgmt.demo.threads import plan_threads
from trustmgmt.demo.transparency import plan_transparency
from trustmgmt.demo.vouched import plan_references
from trustmgmt.demo.warned import plan_warnings
from trustmgmt.demo.watchers import plan_watchers
from trustmgmt.demo.world import World, build_people, build_places

STARTED, LOADED = "demo.started", "demo.loaded"
declare(STARTED)
declare(LOADED)


def is_loaded() -> bool:
    """Whether the demo is there whole."""
    return Event.objects.filter(kind=LOADED).exists()


def load(*, now: datetime) -> str:
    """Build the world and say what it holds. What an interrupted load left is removed first: nobody lived in it."""
    if Event.objects.filter(kind=STARTED).exists():
        call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # thousands of small acts; the last one is waited for
    append(kind=STARTED, actor="", object="demo", now=now)
    platform_install(now=now)  # where the start of the site has not; its news is delivered with all the rest
    criteria_install(now=now)  # likewise
    world = World(now=now)
    with delivering(), instead(world.outside):
        _live(world)
    sequencer.seal(now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    append(kind=LOADED, actor="", object="demo", now=now)
    counts = f"{Space.objects.count()} spaces, {Review.objects.count()} reviews, {Post.objects.count()} posts"
    return f"{counts}, {count_cases()}"


def _live(world: World) -> None:
    build_people(world)
    build_places(world)
    grant_mandates(world)
    plan_reviews(world)
    plan_threads(world)
    plan_stories(world)
    plan_doubts(world)
    plan_measures(world)
    plan_juries(world)
    plan_operators(world)
    plan_helpers(world)
    plan_exchanges(world)
    plan_neighbours(world)
    plan_takeovers(world)
    plan_transparency(world)
    plan_watchers(world)
    plan_warnings(world)
    plan_mediators(world)
    plan_references(world)
    plan_referrals(world)
    plan_badges(world)
    plan_recognitions(world)
    plan_scales(world)
    plan_contests(world)
    world.play()
    give_labels(world)
    bring(world.now)
