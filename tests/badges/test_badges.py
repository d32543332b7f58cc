"""A badge is made by whoever earned it, read by anybody, checked without us, and taken back at any time."""

import io
import json
from copy import deepcopy
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from openvc.errors import OpenvcError

from apps.badges import services
from apps.badges.credential import badge_address
from apps.badges.models import Badge
from apps.badges.states import BadgeState
from apps.badges.verifying import State, check
from apps.base import clock
from apps.base.errors import NotFound, NotNow, NotYours
from apps.ledger.models import Pending
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.people.models import Account
from apps.people.services import main_persona
from apps.signatures.errors import SignatureRefused
from apps.spaces.models import Space, Visibility
from apps.trust.models import Basis
from apps.trust.services import status_grant
from tests.badges.world import World, answers, build_world
from tests.factories import member
from tests.labels.verifiers import openbadges, openvc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(scope="module")
def made(kept):
    return kept(build_world)


@pytest.fixture
def world(made, db) -> World:
    return deepcopy(made)


def make(world: World) -> Badge:
    return services.badge_make(**world.earned, now=clock.now())


def page(client, badge: Badge) -> str:
    return client.get(f"/en/badge/{badge.reference}/").content.decode()


def file(client, badge: Badge, kind: str = "json") -> dict:
    return client.get(f"/credentials/badge/{badge.reference}.{kind}").json()


def test_the_page_says_in_plain_words_who_what_where_and_what_it_does_not_say(client, world):
    shown = page(client, make(world))

    for words in ("Margaux", "This badge holds today", "General", "Nothing about other spaces", "Known"):
        assert words in shown
    assert world.space.name in shown


def test_its_files_hold_no_pseudonym_and_verify_by_software_that_we_did_not_write(client, world):
    badge = make(world)
    jcs, rdfc, lists = file(client, badge), file(client, badge, "rdfc.json"), answers(client, world.space)

    assert (openvc(jcs, lists), openvc(rdfc, lists), openbadges(rdfc, lists)) == (True, True, True)
    assert "Margaux" not in json.dumps([jcs, rdfc])
    verdict = check(jcs, audience="", now=clock.now(), fetch=lists.__getitem__)
    assert verdict.state == State.VALID
    assert (verdict.claim.space, verdict.claim.topic, verdict.claim.level) == (world.space.slug, "general", "known")


def test_the_command_on_its_page_checks_it_with_software_that_we_did_not_write(client, world, monkeypatch, capsys):
    badge = make(world)
    page = unescape(client.get(reverse("badges:badge", args=[badge.reference])).content.decode())
    program = page.partition("python - <<'END'\n")[2].partition("END</code>")[0]
    lists, altered = answers(client, world.space), {}

    def answer(address):
        path = "/" + address.split("/", 3)[3]
        told = lists.get(address) or client.get(path).json()
        return io.StringIO(json.dumps(told | (altered if "proof" in told and address not in lists else {})))

    monkeypatch.setattr("urllib.request.urlopen", answer)
    exec(program, {})
    assert "It holds: " in capsys.readouterr().out

    altered = {"name": "A reference everywhere"}
    with pytest.raises(OpenvcError):
        exec(program, {})
    altered = {}
    kept = client.get(f"/credentials/badge/{badge.reference}.json").json()
    services.badge_take_back(account=world.account, badge=badge, now=clock.now())
    lists = answers(client, world.space) | {f"{badge_address(badge.reference)}.json": kept}
    with pytest.raises(OpenvcError):
        exec(program, {})
    assert "It holds" not in capsys.readouterr().out


def test_the_space_signs_with_the_key_of_its_actor(client, world):
    issuer = file(client, make(world))["issuer"]["id"]

    actor = client.get(f"/ap/s/{world.space.slug}", headers={"accept": "application/activity+json"}).json()

    assert actor["assertionMethod"][0]["publicKeyMultibase"] == issuer.removeprefix("did:key:")


def test_taken_back_its_page_image_list_and_readers_say_so_and_nobody_is_named(client, world):
    badge = make(world)
    jcs, rdfc = file(client, badge), file(client, badge, "rdfc.json")

    services.badge_take_back(account=world.account, badge=badge, now=clock.now())

    shown, lists = page(client, badge), answers(client, world.space)
    assert "no longer holds: the person it is about shows it no longer" in shown
    assert "Margaux" not in shown
    assert client.get(f"/credentials/badge/{badge.reference}.json").status_code == 410
    assert (openvc(jcs, lists), openvc(rdfc, lists), openbadges(rdfc, lists)) == (False, False, False)
    assert check(jcs, audience="", now=clock.now(), fetch=lists.__getitem__).state == State.REVOKED
    again = make(world)
    assert again.reference != badge.reference
    assert "This badge holds today" in page(client, again)


def test_a_status_that_is_lost_is_told_at_the_next_look_and_in_the_list_once_reviewed(client, world):
    badge = make(world)
    jcs = file(client, badge)

    world.forget()

    assert "is not earned at the moment" in page(client, badge)
    assert client.get(f"/credentials/badge/{badge.reference}.json").status_code == 410
    assert services.badges_review(now=clock.now()) == 1
    lists = answers(client, world.space)
    assert check(jcs, audience="", now=clock.now(), fetch=lists.__getitem__).state == State.REVOKED
    assert Badge.objects.get(pk=badge.pk).state == BadgeState.LOST
    assert Notice.objects.filter(to=world.persona, kind="badge.lost").count() == 1


def test_what_fades_is_told_without_anybody_ending_it(client, world):
    badge = make(world)

    with pytest.MonkeyPatch.context() as patch:
        later = clock.now() + timedelta(days=500)
        patch.setattr(clock, "now", lambda: later)
        assert "is not earned at the moment" in page(client, badge)


def test_an_erased_person_leaves_a_calm_page_and_no_name(client, world, settle):
    badge = make(world)
    jcs = file(client, badge)

    account_erase(account=Account.objects.get(pk=world.account.pk), words=Words.DELETE, now=clock.now())
    settle()

    answer = client.get(f"/en/badge/{badge.reference}/")
    assert answer.status_code == 410
    assert "Whoever it was about took their data away" in answer.content.decode()
    assert "Margaux" not in answer.content.decode()
    lists = answers(client, world.space)
    assert check(jcs, audience="", now=clock.now(), fetch=lists.__getitem__).state == State.REVOKED


def test_only_what_is_earned_becomes_a_badge(world):
    newcomer = member(world.space)
    persona, now = main_persona(newcomer), clock.now()
    status_grant(
        persona=persona, space=world.space, topic=world.topic, basis=Basis.REFERRED, level="known",
        because="a referral", rule="referral 1.0", until=now + timedelta(days=180), now=now,
    )  # fmt: skip

    with pytest.raises(NotNow, match="nothing else"):
        services.badge_make(account=newcomer, persona=persona, space=world.space, topic=world.topic, now=now)


def test_nobody_makes_or_takes_back_the_badge_of_another(world):
    badge, stranger = make(world), member(world.space)

    with pytest.raises(NotYours):
        services.badge_make(**{**world.earned, "account": stranger}, now=clock.now())
    with pytest.raises(NotFound):
        services.badge_take_back(account=stranger, badge=badge, now=clock.now())


def test_that_one_stands_in_a_space_for_members_only_is_not_published(client, world):
    badge = make(world)
    Space.objects.filter(pk=world.space.pk).update(visibility=Visibility.MEMBERS)
    world.space.refresh_from_db()

    with pytest.raises(NotNow, match="members only"):
        make(world)
    assert "Margaux" not in page(client, badge)


def test_a_space_that_closes_its_doors_takes_its_badges_back_in_its_list_too(client, world):
    jcs = file(client, make(world))
    Space.objects.filter(pk=world.space.pk).update(visibility=Visibility.MEMBERS)

    assert services.badges_review(now=clock.now()) == 1

    lists = answers(client, world.space)
    assert check(jcs, audience="", now=clock.now(), fetch=lists.__getitem__).state == State.REVOKED


def test_made_twice_it_is_one(world):
    assert make(world).pk == make(world).pk


def test_my_page_offers_what_i_earned_and_shows_what_i_made(client, world):
    client.force_login(world.account)
    mine = reverse("badges:mine")
    offered = client.get(mine).content.decode()
    assert "Make a badge" in offered
    assert "earned by one’s own activity there, since" in offered
    assert "cautious figure" not in offered

    asked = {"persona": world.persona.reference, "space": world.space.slug, "topic": "general"}
    shown = client.post(reverse("badges:make"), asked, follow=True).content.decode()

    assert "Show it, or take it back" in shown
    assert '<code class="cmd" tabindex="0">&lt;a href=' in shown
    taken = client.post(reverse("badges:take_back", args=[Badge.objects.get().reference]), follow=True)
    assert "No longer shown" in taken.content.decode()


def test_the_image_says_what_stands_in_both_languages_and_needs_nothing_from_elsewhere(client, world):
    badge = make(world)

    french, english = (client.get(f"/credentials/badge/{badge.reference}.{lang}.svg") for lang in ("fr", "en"))

    assert "Space" in english.content.decode()
    assert "Espace" in french.content.decode()
    assert "prefers-color-scheme" in english.content.decode()
    assert "style-src 'unsafe-inline'" in english["Content-Security-Policy"]


def test_the_image_of_one_that_ended_says_so_in_the_language_it_is_asked_in(client, world):
    badge = make(world)
    services.badge_take_back(account=world.account, badge=badge, now=clock.now())

    assert "Ne vaut plus" in client.get(f"/credentials/badge/{badge.reference}.fr.svg").content.decode()
    assert "No longer holds" in client.get(f"/credentials/badge/{badge.reference}.en.svg").content.decode()


def test_no_altered_file_of_ours_is_believed(client, world):
    from itertools import islice
    from random import Random

    from tests.badges.forging import mutations

    jcs, lists = file(client, make(world)), answers(client, world.space)
    for forged in islice(mutations(jcs, Random(3)), 40):
        try:
            assert check(forged, audience="", now=clock.now(), fetch=lists.__getitem__).state != State.VALID
        except SignatureRefused as wrong:
            pytest.fail(str(wrong))


def test_what_ends_one_badge_ends_no_other(world):
    other = build_world(name="Nolwenn")
    lost, stands = make(world), make(other)
    world.forget()

    assert services.badges_review(now=clock.now()) == 1

    assert set(Badge.objects.standing()) == {stands}
    services.badge_take_back(account=other.account, badge=stands, now=clock.now())
    assert Badge.objects.get(pk=lost.pk).state == BadgeState.LOST
    ended = Pending.objects.filter(kind="badge.revoked").values_list("object", "opening__owner")
    assert set(ended) == {(lost.reference, world.persona.reference), (stands.reference, other.persona.reference)}
