"""What was earned in one space counts in another by its published table, is vouched for by a letter that is read first,
and is contested before somebody without a part in it; a professional is refused, contests, and is verified."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from apps.base import clock
from apps.people.models import Account
from apps.people.services import account_create, main_persona
from apps.recognitions.models import Recognition
from apps.spaces.models import Role, Space
from apps.spaces.services import mandate_grant, space_join
from tests.journeys.test_walks import WALKS, Keyboard, Walk, window
from tests.making import make_space, make_subject
from tests.recognitions.world import earn

pytestmark = pytest.mark.journey
KEYS = Walk("en", Keyboard, "2026-02-03", "198.51.100.41")
WALK = WALKS[1]  # in English, without script
PATIENCE = 20_000
FACE = {
    "real_name": "Awa Diallo",
    "subjects": "Garage des Trois Ponts",
    "house": "Trois Ponts SARL",
    "city": "Lyon",
    "job_fr": "Gérante",
    "job_en": "Manager",
}
PAPER = {"name": "extract.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 an extract of the register"}


@dataclass(frozen=True, slots=True)
class Two:
    """Two spaces, a member of both who has earned something in the first, two trust managers of both."""

    garages: Space
    cycling: Space
    member: Account
    face: Account  # speaks for a house
    alder: Account
    heron: Account


def build_two() -> Two:
    now = clock.now()
    garages = make_space("garages", name_en="Garages", name_fr="Garages")
    cycling = make_space("velo", name_en="Cycling", name_fr="Vélo")
    member = account_create(pseudonym="member0", passphrase=None, language="en", now=now)
    for space in (garages, cycling):
        space_join(persona=main_persona(member), space=space, now=now)
    earn(main_persona(member), garages, "", at=now - timedelta(days=1))
    face = account_create(pseudonym="trois_ponts", passphrase=None, language="en", now=now)
    make_subject("Garage des Trois Ponts")
    return Two(garages, cycling, member, face, *(_manager(name) for name in ("tm_alder", "tm_heron")))


def _manager(name: str) -> Account:
    account = account_create(pseudonym=f"behind {name}", passphrase=None, language="en", now=clock.now())
    mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name=name, now=clock.now())
    return account


def test_what_was_earned_travels_by_a_table_and_a_letter_and_whoever_is_counted_wrongly_contests(new_page, live_site):
    two = build_two()
    desk = window(KEYS, new_page, live_site, two.alder)
    me, other = (window(WALK, new_page, live_site, account) for account in (two.member, two.heron))

    publish_a_table(desk, two)
    count_here(me, two)
    contest(me, desk, other)
    read_first_then_send(me, other, two)
    be_verified(window(WALK, new_page, live_site, two.face), desk, other)


def says(page: Page, words: str) -> None:
    """With patience: other tests share the machine."""
    expect(page.locator("main")).to_contain_text(words, timeout=PATIENCE)


def publish_a_table(page: Page, two: Two) -> None:
    """By keyboard: nothing is published that was not read as everybody will read it."""
    page.goto(f"/en/desk/recognitions/{two.cycling.slug}/from/{two.garages.slug}/")
    hands = Keyboard(page)
    hands.reach("[name=step-known]")
    page.keyboard.type("known")
    hands.reach("[name='topic-']")
    page.keyboard.press("ArrowDown")
    hands.follow("button[name=preview]")
    says(page, "What it will say")
    assert not Recognition.objects.exists()
    hands.follow("button[name=publish]")
    page.wait_for_url(re.compile("/recognitions/(?!.*from)"))


def count_here(page: Page, two: Two) -> None:
    page.goto("/en/me/trust/")
    page.get_by_role("link", name="See and ask").click()
    page.get_by_role("button", name="Let it count").click()
    says(page, "Until when")
    page.goto(f"/en/s/{two.cycling.slug}/m/member0/")
    says(page, "recognised from another space")


def contest(page: Page, signer: Page, other: Page) -> None:
    """Whoever signed the table reads who decides instead; the answer comes back with its reasons."""
    page.goto("/en/me/trust/")
    page.get_by_role("link", name=re.compile("^From “")).first.click()
    page.get_by_role("link", name="Contest").click()
    page.fill("[name=words]", "I was recognised there for years, this is too little.")
    page.get_by_role("button", name="Contest it").click()
    says(page, "A person decides before")
    mine = page.url
    at_desk = mine.replace("/me/contests/", "/desk/contests/")

    signer.goto(at_desk)
    says(signer, "You had a part in what is contested")
    says(signer, "Asked instead: tm_heron")
    expect(signer.locator("main")).not_to_contain_text("too little")
    other.goto(at_desk)
    other.check("[name=answer][value=stands]", force=True)
    other.fill("[name=reasons]", "The table caps at this step, and it says so.")
    other.get_by_role("button", name="Decide, and tell them").click()

    page.goto(mine)
    says(page, "The table caps at this step")
    says(page, "Have somebody else decide")


def read_first_then_send(page: Page, reader: Page, two: Two) -> None:
    """The letter stands there to the letter before anybody else can read it; taken back, nobody can."""
    page.goto("/en/me/references/")
    page.locator("[name=membership]").select_option(label=f"{two.garages.name_en} · member0")
    page.locator("[name=to]").select_option(two.cycling.slug)
    page.get_by_role("button", name="Show me the letter").click()
    says(page, "This is what would be sent")
    letter = page.url.replace("/me/references/", "/desk/references/")
    reader.goto(letter)
    expect(reader.locator("main")).not_to_contain_text("about member0")

    page.get_by_role("button", name="I have read it: send it").click()
    says(page, "signed by this site")
    reader.goto(letter)
    says(reader, "signature verified now")
    page.goto("/en/me/journal/")
    says(page, "tm_heron looked, to read a reference you asked for")


def be_verified(page: Page, first: Page, second: Page) -> None:
    """Refused with reasons, contested; whoever refused reads that somebody else decides, and somebody else says yes."""
    page.goto("/en/me/professional/")
    for name, words in FACE.items():
        page.fill(f"[name={name}]", words)
    page.check("[name=way][value=paper]", force=True)
    page.set_input_files("main form:has([name=real_name]) [name=file]", PAPER)
    page.locator("button[name=act][value=ask]").click()
    says(page, "A person decides, before")

    first.goto("/en/desk/professionals/")
    first.get_by_role("link", name=FACE["real_name"]).click()
    request = first.url
    first.check("[name=answer][value=no]", force=True)
    first.locator("[name=ground]").select_option("other_house")
    first.fill("[name=reasons]", "The extract names another house, in another city.")
    first.get_by_role("button", name="Decide, and tell them").click()

    page.goto("/en/me/professional/")
    says(page, "The extract names another house")
    page.fill("[name=words]", "The other house is ours too, as page two of it says.")
    page.get_by_role("button", name="Contest this decision").click()
    says(page, "A person decides, before")
    first.goto(request)
    says(first, "You took the first decision")
    second.goto(request)
    second.check("[name=answer][value=yes]", force=True)
    second.get_by_role("button", name="Decide, and tell them").click()
    second.wait_for_url(re.compile("/desk/professionals/$"))
    page.goto("/en/professionals/")
    says(page, FACE["real_name"])
