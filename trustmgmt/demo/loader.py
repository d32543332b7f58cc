"""All or nothing: the demo is there whole, or not at all."""

from datetime import datetime

from django.core.management import call_command
from django.db import transaction

from apps.ledger import sequencer
from apps.posts.models import Post, Review
from apps.spaces.models import Operator, Space
from trustmgmt.demo.places import OPERATORS
from trustmgmt.demo.reviews import plan_reviews
from trustmgmt.demo.threads import plan_threads
from trustmgmt.demo.world import World, build_people, build_places


def is_loaded() -> bool:
    """Whether the demo's first operator stands."""
    return Operator.objects.filter(slug=OPERATORS[0].slug).exists()


@transaction.atomic
def load(*, now: datetime) -> str:
    """Build the world and say what it holds."""
    call_command("install_platform", verbosity=0)
    world = World(now=now)
    build_people(world)
    build_places(world)
    plan_reviews(world)
    plan_threads(world)
    world.play()
    sequencer.seal(now=now)
    return f"{Space.objects.count()} spaces, {Review.objects.count()} reviews, {Post.objects.count()} posts"
