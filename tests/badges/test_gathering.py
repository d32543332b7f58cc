"""A page of one's own: badges of several issuers, each confirmed by its own, shown only by the person's choice."""

import io
import json
import zipfile
from copy import deepcopy
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from apps.badges import services
from apps.badges.credential import badge_address
from apps.badges.models import Collection, Gathered
from apps.badges.own import at as at_ours
from apps.badges.selectors.gathered import collection_of
from apps.badges.services import bringing, gathering
from apps.badges.taking_along import badges_of_copy
from apps.base import clock
from apps.base.errors import BadInput
from apps.base.models import new_reference
from apps.outside import Client, instead
from apps.outside.errors import NoAnswer, Why
from apps.people import archive
from apps.signatures import documents, keys
from tests.badges.forging import LIST, SITE, Issuer
from tests.badges.world import World, answers, build_world
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class Silence(Client):
    """Nobody answers outside."""

    def hop(self, request, target, budget, sign):
        raise NoAnswer(Why.NO_CONNECTION)


@pytest.fixture(scope="module")
def made(kept):
    return kept(build_world)


@pytest.fixture
def world(made, db) -> World:
    return deepcopy(made)


@pytest.fixture
def far(monkeypatch):
    """A body of another site, asked instead of the world."""
    issuer = Issuer(at=clock.now().replace(microsecond=0))
    monkeypatch.setattr(gathering, "fetch", lambda address, **asked: issuer.fetch(address))
    return issuer


def theirs(issuer: Issuer, **changed) -> str:
    now = clock.now()
    dates = {
        "validFrom": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
        "validUntil": f"{now + timedelta(days=5):%Y-%m-%dT%H:%M:%SZ}",
    }
    return json.dumps(issuer.badge(**{**dates, **changed}))


def states(account) -> list[str]:
    return [row.state for row in collection_of(account, clock.now()).rows]


IMAGE = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><title>Reference</title></svg>'


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://far.example/badge", "Nobody answers there at the moment."),
        (f"{settings.SITE_URL}/credentials/badge/never-made", "Nothing stands there."),
        (f"{settings.SITE_URL}/no/such/thing", "Nothing stands there."),
        (IMAGE, "This is the image of a badge"),
        (f"{settings.SITE_URL}/credentials/badge/x.en.svg?v=2", "This is the image of a badge"),
        ("https://far.example/badge.SVG", "This is the image of a badge"),
        ("[1, 2]", "not a badge in a form we read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_not_codes(world, typed, said):
    with instead(Silence()), pytest.raises(BadInput) as refused:
        services.badge_gather(account=world.account, text=typed, now=clock.now())

    assert said in refused.value.errors["badge"]


def test_a_hidden_character_is_one_fault_not_two(client, world):
    client.force_login(world.account)
    page = client.post(reverse("badges:collection"), {"text": "a\u202eb"}).content.decode()

    assert "hidden character" in page
    assert "Paste the file of a badge" not in page


def test_badges_of_here_and_elsewhere_stand_on_one_page_in_the_order_chosen(client, world, far):
    badge = services.badge_make(**world.earned, now=clock.now())
    ours = badge_address(badge.reference)
    services.badge_gather(account=world.account, text=ours, now=clock.now())
    services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    references = [row.reference for row in Gathered.objects.filter(account=world.account)]
    services.gathered_order(account=world.account, references=references[::-1])
    page = services.collection_open(account=world.account, open_=True, now=clock.now())

    shown = client.get(f"/en/badges/of/{page.reference}/").content.decode()

    assert shown.index("Recognised on food") < shown.index("Known here · General")
    assert shown.count("Its issuer last answered") == 2


def test_a_site_that_answers_slowly_keeps_nobody_elses_badges_waiting(world, far, monkeypatch):
    services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    services.collection_open(account=world.account, open_=True, now=clock.now())
    one = Gathered.objects.get()
    for number, site in enumerate(("slow.example", "slow.example", "third.example")):
        one.pk, one.reference, one.uri, one.site = None, new_reference(), f"https://{site}/{number}", site
        one.save(force_insert=True)
    Gathered.objects.update(asked_at=clock.now() - timedelta(hours=2))
    purses = {}
    monkeypatch.setattr(
        gathering, "fetch", lambda _address, *, budget, oldest: purses.setdefault(id(budget), budget) and far.fetch("")
    )

    assert services.gathered_look(now=clock.now()) == 4
    assert len(purses) == 3
    assert all(purse.seconds <= 15 for purse in purses.values())


def test_a_space_of_another_site_is_named_in_the_language_of_the_reader(world, far):
    achieved = json.loads(theirs(far))["credentialSubject"]
    achieved["achievement"]["achievementType"] = "ext:EarnedStatus"
    services.badge_gather(account=world.account, text=theirs(far, credentialSubject=achieved), now=clock.now())
    Gathered.objects.update(issuer_name="Road & garages / Route & garages · far")

    (shown,) = collection_of(world.account, clock.now()).rows
    assert shown.issuer_name == "Road & garages · far"
    with override("fr"):
        (shown,) = collection_of(world.account, clock.now()).rows
    assert shown.issuer_name == "Route & garages · far"


def test_a_badge_of_this_site_is_looked_at_whenever_it_is_shown(world):
    badge = services.badge_make(**world.earned, now=clock.now())
    services.badge_gather(account=world.account, text=badge_address(badge.reference), now=clock.now())
    assert states(world.account) == ["valid"]

    services.badge_take_back(account=world.account, badge=badge, now=clock.now())

    assert states(world.account) == ["revoked"]


def test_closed_it_is_as_if_it_had_never_been_and_opened_again_it_has_another_address(client, world):
    account = world.account
    first = services.collection_open(account=account, open_=True, now=clock.now())
    services.collection_open(account=account, open_=False, now=clock.now())
    assert client.get(f"/en/badges/of/{first.reference}/").status_code == 404

    second = services.collection_open(account=account, open_=True, now=clock.now())

    assert second.reference != first.reference
    assert client.get(f"/en/badges/of/{second.reference}/").status_code == 200


def test_programs_read_what_people_read_of_a_badge_and_of_an_open_page(client, world, far):
    badge = services.badge_make(**world.earned, now=clock.now())
    services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    page = services.collection_open(account=world.account, open_=True, now=clock.now())

    told = client.get(f"/api/badge/{badge.reference}/").json()
    assert (told["holds"], told["who"]) == (True, world.persona.pseudonym)
    answer = client.get(f"/api/badges/of/{page.reference}/")
    assert [(row["state"], row["site"]) for row in answer.json()["rows"]] == [("valid", "far.example")]
    assert answer["X-Robots-Tag"] == "noindex"

    services.badge_take_back(account=world.account, badge=badge, now=clock.now())
    services.collection_open(account=world.account, open_=False, now=clock.now())
    assert client.get(f"/api/badge/{badge.reference}/").json()["who"] == ""
    assert client.get(f"/api/badges/of/{page.reference}/").status_code == 404


def test_a_copy_with_many_badges_keeps_every_one_also_while_their_issuer_is_silent(world, far):
    brought = [json.loads(theirs(far, id=f"{SITE}/credentials/badge/{number}")) for number in range(40)]
    far.silent = True

    found = services.copy_gather(account=world.account, documents=brought, now=clock.now())
    assert (found.kept, found.left, len(far.asked)) == (40, {}, 1)  # a list that is silent is asked for once

    assert {row.state for row in collection_of(world.account, clock.now()).rows} == {"unverified"}


def test_an_answer_that_was_signed_for_one_space_is_no_badge_of_a_copy(world, far):
    bound = {"domain": "https://here.example/ap/s/velo", "challenge": "why", "expires": "2099-01-01T00:00:00Z"}
    answer = json.loads(theirs(far, bound=bound))

    found = services.copy_gather(account=world.account, documents=[answer], now=clock.now())

    assert (found.kept, list(found.left)) == (0, ["It was made for somebody else, and says nothing here."])
    assert not Gathered.objects.exists()


def test_a_copy_that_takes_longer_than_one_waits_goes_on_where_it_stopped_and_every_badge_is_here(
    client, world, far, monkeypatch
):
    brought = [json.loads(theirs(far, id=f"{SITE}/credentials/badge/{number}")) for number in range(120)]
    altered = brought[7] | {"name": "Reference on everything"}
    bring = partial(services.copy_gather, account=world.account, documents=[*brought[:7], altered, *brought[8:]])
    monkeypatch.setattr(bringing, "BATCH", 50)

    half = bring(now=clock.now(), seconds=0)
    again, lists = bring(now=clock.now()), far.asked.count(LIST)

    assert (half.kept, sum(half.left.values()), half.waiting) == (49, 1, 70)
    assert (again.kept, again.waiting, lists) == (119, 0, 2)  # each list once a copy; what is here is not checked twice
    client.force_login(world.account)
    page = client.get("/en/me/badges/page/?page=3")
    assert (len(page.context["page"].rows), page.context["page"].badges) == (19, 119)
    assert "Page 3 of 3" in page.content.decode()


def test_a_page_that_is_full_says_how_many_stayed_out_and_loses_none_that_it_holds(world, far, monkeypatch, client):
    monkeypatch.setattr(gathering, "MOST", 3)
    monkeypatch.setattr(bringing, "MOST", 5)
    brought = [json.loads(theirs(far, id=f"{SITE}/credentials/badge/{number}")) for number in range(6)]

    found = services.copy_gather(account=world.account, documents=brought, now=clock.now())

    assert (found.kept, found.unread, list(found.left.values())) == (3, 1, [2])
    assert Gathered.objects.count() == 3


def test_what_is_taken_back_at_its_issuer_is_seen_at_the_next_look_and_silence_is_never_valid(world, far):
    row = services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    assert states(world.account) == ["valid"]

    far.silent = True
    Gathered.objects.update(said_at=clock.now() - timedelta(hours=2))
    services.gathered_ask(row=row, now=clock.now())
    assert states(world.account) == ["unverified"]
    far.silent, far.taken_back = False, {7}
    services.gathered_ask(row=row, now=clock.now())

    assert states(world.account) == ["revoked"]


def test_a_site_that_changed_its_key_is_said_to_have_and_the_newer_file_takes_the_place_of_the_old(world, far):
    name = f"{SITE}/credentials/badge/k7qx"
    row = services.badge_gather(account=world.account, text=theirs(far, id=name), now=clock.now())
    far.key = keys.load(keys.create())
    far.more[name] = json.loads(theirs(far, id=name))
    Gathered.objects.update(said_at=clock.now() - timedelta(hours=2))

    services.gathered_ask(row=row, now=clock.now())

    (shown,) = collection_of(world.account, clock.now()).rows
    assert shown.state == "unverified"
    assert "signs by another key" in shown.sentence
    services.badge_gather(account=world.account, text=name, now=clock.now())
    assert states(world.account) == ["valid"]
    assert Gathered.objects.count() == 1


def test_what_was_not_confirmed_in_the_last_quarter_of_an_hour_is_not_called_valid(world, far):
    services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    Gathered.objects.update(said_at=clock.now() - timedelta(minutes=16))

    (shown,) = collection_of(world.account, clock.now()).rows

    assert shown.state == "unverified"
    assert "last quarter of an hour" in shown.sentence


@pytest.mark.parametrize("told", ["{", "[]", "nonsense", '{"type": "VerifiableCredential"}', "https://127.0.0.1/x"])
def test_bad_input_is_refused_with_a_sentence(client, world, told):
    client.force_login(world.account)

    answer = client.post("/en/me/badges/page/", {"text": told})

    assert answer.status_code == 422
    assert not Gathered.objects.exists()


def test_a_forged_or_expired_badge_does_not_come_onto_the_page(world, far):
    forged = json.loads(theirs(far)) | {"name": "Reference on everything"}
    for text in (json.dumps(forged), theirs(far, validUntil="2026-01-01T00:00:00Z")):
        with pytest.raises(BadInput):
            services.badge_gather(account=world.account, text=text, now=clock.now())
    far.taken_back = {7}
    with pytest.raises(BadInput, match="took it back"):
        services.badge_gather(account=world.account, text=theirs(far), now=clock.now())


def test_a_copy_holds_every_badge_with_its_image_and_another_instance_keeps_every_one(
    client, world, far, tmp_path, settings
):
    badge = services.badge_make(**world.earned, now=clock.now())
    services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    archive.write(account=world.account, to=tmp_path / "copy.zip", now=clock.now())
    content = (tmp_path / "copy.zip").read_bytes()
    assert f"badges/{badge.reference}.svg" in zipfile.ZipFile(io.BytesIO(content)).namelist()

    far.more |= answers(client, world.space)
    settings.SITE_URL = "https://another.example"
    newcomer = person("Margaux elsewhere")
    brought = badges_of_copy(io.BytesIO(content), size=len(content), now=clock.now())
    found = services.copy_gather(account=newcomer, documents=brought, now=clock.now())

    assert (found.kept, found.left) == (2, {})
    assert states(newcomer) == ["valid", "valid"]
    client.force_login(newcomer)
    again = {"copy": SimpleUploadedFile("copy.zip", content)}
    assert (
        "2 badges of the copy are here" in client.post("/en/me/badges/page/copy/", again, follow=True).content.decode()
    )


def test_brought_while_their_issuer_is_silent_badges_stay_unverified(world, far, tmp_path):
    services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    document = Gathered.objects.get().document
    far.silent = True
    newcomer = person()

    found = services.copy_gather(account=newcomer, documents=[document, {"not": "a badge"}], now=clock.now())

    assert (found.kept, sum(found.left.values())) == (1, 1)
    assert states(newcomer) == ["unverified"]


def test_nobody_shows_the_badge_of_another_member_as_their_own(world):
    badge = services.badge_make(**world.earned, now=clock.now())

    with pytest.raises(BadInput, match="not about you"):
        services.badge_gather(account=person(), text=badge_address(badge.reference), now=clock.now())


def test_a_key_of_ones_own_says_nothing_in_the_name_of_a_badge_of_this_site(world):
    badge, key = services.badge_make(**world.earned, now=clock.now()), keys.load(keys.create())
    told = at_ours(badge_address(badge.reference), now=clock.now()) | {"name": "Reference on everything"}
    told |= {"issuer": keys.did(key.public_key()), "credentialSubject": {"id": "urn:me"}}
    del told["proof"]
    forged = documents.sign(told, key, at=clock.now().replace(microsecond=0))

    for account in (person(), world.account):
        services.copy_gather(account=account, documents=[forged], now=clock.now())

    titles = [row.title for row in collection_of(world.account, clock.now()).rows]
    assert titles == [f"Known here · General · {world.space.name}"]
    assert Gathered.objects.count() == 1


def test_what_its_issuer_did_not_confirm_replaces_nothing_and_is_shown_to_nobody_else(client, world, far):
    row = services.badge_gather(account=world.account, text=theirs(far), now=clock.now())
    far.silent, stranger = True, Issuer(at=far.at)
    forged = [json.loads(theirs(stranger, **named)) for named in ({}, {"id": f"{SITE}/credentials/badge/other"})]
    page = services.collection_open(account=world.account, open_=True, now=clock.now())

    found = services.copy_gather(account=world.account, documents=forged, now=clock.now())

    assert (found.kept, found.left) == (2, {})
    row.refresh_from_db()
    assert row.issuer == far.called
    assert states(world.account) == ["valid", "unverified"]
    assert client.get(f"/en/badges/of/{page.reference}/").content.decode().count("Recognised on food</b>") == 1


def test_the_address_of_a_badge_that_a_person_reads_is_taken_too(client, world):
    badge = services.badge_make(**world.earned, now=clock.now())
    address = settings.SITE_URL + reverse("badges:badge", args=[badge.reference])

    assert services.badge_gather(account=world.account, text=address, now=clock.now()).uri.endswith(badge.reference)
    asked = client.get(f"/en/badge/{badge.reference}/", headers={"accept": "application/vc"}, follow=True)
    assert asked.json()["id"] == badge_address(badge.reference)


def test_that_it_is_about_the_person_of_the_page_is_said_to_be_their_word(world, far):
    services.badge_gather(account=world.account, text=theirs(far), now=clock.now())

    assert [row.bond for row in collection_of(world.account, clock.now()).rows] == [
        "That it is about the person of this page is their own word: nothing shows it."
    ]


def test_nobody_is_asked_where_we_do_not_go(world):
    with instead(Silence()), pytest.raises(BadInput, match="Nothing could be read"):
        services.badge_gather(account=world.account, text="https://far.example/credentials/badge/abcd", now=clock.now())
    assert not Collection.objects.exists()
