"""On a page in one space stands of elsewhere what its member ticked, in a sentence, while it holds; else nothing."""

from copy import deepcopy

import pytest

from apps.badges import services
from apps.badges.models import Gathered, OnPage
from apps.badges.selectors.shown import pages_of, shown_on
from apps.badges.services import looking
from apps.base import clock
from apps.base.errors import BadInput, NotFound
from apps.federation.models import RemoteActor
from apps.people.services import main_persona
from apps.spaces.services import space_join
from tests.badges.forging import SITE
from tests.badges.test_gathering import far, theirs  # noqa: F401 - a fixture
from tests.badges.world import World, build_world
from tests.factories import member, space
from tests.federation.badges_elsewhere import lives_at
from tests.federation.world import HERE, Somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def build() -> tuple[World, object]:
    world, there = build_world(), space()
    space_join(persona=world.persona, space=there, now=clock.now())
    return world, there


@pytest.fixture(scope="module")
def made(kept):
    return kept(build)


@pytest.fixture
def world(made, db) -> World:
    return deepcopy(made[0])


@pytest.fixture
def there(made, db):
    return deepcopy(made[1])


def make(world: World) -> str:
    return f"badge-{services.badge_make(**world.earned, now=clock.now()).pk}"


def choose(world: World, there, *keys: str, account=None) -> None:
    services.shown_choose(
        account=account or world.account, persona=world.persona.reference, space=there.slug, keys=keys, now=clock.now()
    )


def said(world: World, there) -> list[str]:
    return [badge.sentence for badge in shown_on(world.persona, there, clock.now())]


def page(client, world: World, there) -> str:
    return client.get(f"/en/s/{there.slug}/m/{world.persona.pseudonym}/").content.decode()


def test_nothing_of_elsewhere_stands_on_a_page_before_its_member_ticks_it(client, world, there):
    key = make(world)
    assert "What they show of elsewhere" not in page(client, world, there)

    client.force_login(world.account)
    sent = {"persona": world.persona.reference, "space": there.slug, "show": key}
    assert client.post("/en/me/badges/shown/", sent).status_code == 302
    client.logout()

    shown = page(client, world, there)
    assert f"in {world.space.name}, for General: earned by one’s own activity there, since" in shown
    assert "nothing is added up" in shown
    choose(world, there)
    assert "What they show of elsewhere" not in page(client, world, there)


def test_what_holds_no_more_is_no_longer_shown(world, there):
    choose(world, there, make(world))
    assert len(said(world, there)) == 1

    world.forget()

    assert said(world, there) == []


def test_a_badge_stands_on_no_page_of_somebody_else_and_not_where_it_was_earned(client, world, there):
    key, stranger = make(world), member(there)
    with pytest.raises(NotFound):
        choose(world, there, key, account=stranger)
    for where, who in ((there, main_persona(stranger)), (world.space, world.persona)):
        with pytest.raises(BadInput, match="does not hold any more"):
            services.shown_choose(
                account=who.account, persona=who.reference, space=where.slug, keys=[key], now=clock.now()
            )
    client.force_login(stranger)
    sent = {"persona": main_persona(stranger).reference, "space": there.slug, "show": key}
    refused = client.post("/en/me/badges/shown/", sent)
    assert (refused.status_code, "does not hold any more" in refused.content.decode()) == (422, True)


@pytest.fixture
def by_far(world, far, settings):  # noqa: F811
    """Gathered of another site, about somebody of whom this site may know that it is them."""
    settings.SITE_URL = HERE
    return services.badge_gather(account=world.account, text=theirs(far), now=clock.now())


def test_of_another_site_only_what_both_sites_say_is_about_this_person_and_its_issuer_confirmed(world, there, by_far):
    key = f"gathered-{by_far.pk}"
    with pytest.raises(BadInput):
        choose(world, there, key)

    lives_at(world.persona, Somebody(f"{SITE}/ap/p/k7qx", "Person"))
    choose(world, there, key)

    assert said(world, there)[0].startswith("“Recognised on food”: earned by one’s own activity at far.example, which")
    Gathered.objects.update(said="revoked")
    assert said(world, there) == []
    Gathered.objects.update(said="valid")
    RemoteActor.objects.update(also_known_as=[])
    assert said(world, there) == []


def test_a_page_without_a_choice_costs_one_question(world, there, django_assert_num_queries):
    make(world)

    with django_assert_num_queries(1):
        assert said(world, there) == []


def test_the_form_has_what_was_ticked_and_a_badge_that_is_deleted_stands_nowhere(world, there):
    choose(world, there, make(world))
    page = next(one for one in pages_of(world.account, clock.now()) if one.space == there.slug)
    assert [(one.shown, one.who) for one in page.choices] == [(True, "")]

    OnPage.objects.get().badge.delete()

    assert not OnPage.objects.exists()


def test_badges_that_others_see_are_asked_about_though_no_page_of_ones_own_is_open(world, there, by_far):
    lives_at(world.persona, Somebody(f"{SITE}/ap/p/k7qx", "Person"))
    choose(world, there, f"gathered-{by_far.pk}")
    Gathered.objects.update(asked_at=clock.now() - looking.ASKED_AGAIN)

    assert services.gathered_look(now=clock.now()) == 1
