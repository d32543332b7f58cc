"""The whole story, in a real browser, in French and in English at once: from a pseudonym to the public log.

Two towns on one site. Each step is taken in one and then in the other: while the site does its part for the one, the
other goes on.
"""

import io
import json
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.town import PASSPHRASE, Town, build_town, press_before

pytestmark = pytest.mark.journey

EMPTY = {"fr": "Trop peu", "en": "Too little"}
MASKED = {"fr": "masqué", "en": "masked"}
VISITOR_SAYS = "Mon avis à une étoile a disparu de la page."
MEMBER_SAYS = "Deux messages masqués le même jour, personne ne répond."


@dataclass(frozen=True, slots=True)
class Words:
    """What the author writes: a sentence about a private person, and what nobody can mind."""

    before: str
    private: str
    name: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.before} {self.private} {self.after}"


WORDS = {
    "fr": Words(
        "Devis de 180 €, facture de 410 €, sans un appel.",
        "La personne à l’accueil s’appelle Anne Duval, 3 rue du Lac.",
        "Anne Duval",
        "La voiture est restée neuf jours dehors.",
    ),
    "en": Words(
        "They quoted 150 and billed 390, and nobody rang.",
        "The person at the desk is called Joan Harper, 14 Mill Lane.",
        "Joan Harper",
        "The van stood outside for nine days.",
    ),
}


@dataclass
class Story:
    """The author's window, the others', and where things are."""

    open_window: Callable[..., Page]
    town: Town
    language: str
    network: int  # the last number of the addresses of its people
    review: str = ""
    case: str = ""
    alert: str = ""
    opened: list[Page] = field(default_factory=list)

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def path(self, path: str) -> str:
        return f"/{self.language}{path}"

    def new_page(self, **options) -> Page:
        """Another person's window."""
        self.opened.append(self.open_window(**options))
        return self.opened[-1]

    def signed_in(self, name: str) -> Page:
        page = self.new_page()
        page.goto(self.path("/accounts/login/"))
        page.fill("[name=login]", name + self.town.mark)
        page.fill("[name=password]", PASSPHRASE)
        page.press("[name=password]", "Enter")
        page.wait_for_url(re.compile(r"/(fr|en)/(?!accounts)"))
        return page

    @property
    def author(self) -> Page:
        """Who opened the first window, and keeps it."""
        return self.opened[0]

    def leave(self) -> None:
        """Everybody else goes home."""
        while len(self.opened) > 1:
            self.opened.pop().context.close()


def test_from_a_pseudonym_to_the_public_log(new_page, live_site):
    """Each waits for the site while the other acts."""
    stories = [
        Story(new_page, build_town(language, mark), language, number)
        for number, (language, mark) in enumerate((("fr", ""), ("en", "_en")), start=7)
    ]

    for step in STEPS:
        for story in stories:
            step(story)
            story.leave()

    read_the_log(stories)


def sign_up(story: Story) -> None:
    page = story.new_page()
    page.goto(story.path("/accounts/signup/"))
    page.fill("[name=username]", "marelle" + story.town.mark)
    page.fill("[name=password1]", PASSPHRASE)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    codes = re.findall(r"\b[0-9a-z]{4}-[0-9a-z]{4}(?:-[0-9a-z]{4})*\b", page.inner_text("main"))
    assert len(set(codes)) >= 8, page.inner_text("main")


def publish_a_review(story: Story) -> None:
    page = story.author
    page.goto(story.path(f"/s/{story.town.space.slug}/join/"))
    if page.locator("main form button[type=submit]").count():
        page.locator("main form button[type=submit]").first.click()
    story.review = write(story, page, story.town.space.slug, story.town.subject.name, story.words.text)

    stranger = story.new_page()
    stranger.goto(story.review)

    assert story.words.after in stranger.inner_text("main")  # at the first look, without waiting for anything


def write(story: Story, page: Page, space: str, subject: str, text: str) -> str:
    page.goto(story.path(f"/s/{space}/write/"))
    page.fill("[name=subject]", subject)
    page.check("[name=stars][value='1']", force=True)
    page.fill("[name=text]", text)
    page.fill("[name=experience_on]", "2026-02-03")
    page.check("[name=link][value=client]", force=True)
    page.locator("main form:has([name=text]) button.btn--main").click()
    page.wait_for_url(re.compile(rf"/s/{space}/r/\d+"))
    return page.url


def write_where_hardly_anybody_did(story: Story) -> None:
    page = story.author
    page.goto(story.path(f"/s/{story.town.empty.slug}/join/"))
    if page.locator("main form button[type=submit]").count():
        page.locator("main form button[type=submit]").first.click()
    write(story, page, story.town.empty.slug, story.town.newcomer.name, "Le pignon saute encore après la réparation.")


def see_why_it_is_scored(story: Story) -> None:
    told = reload_until(story.author, story.author.url, ".voice--algo")
    assert EMPTY[story.language] in " ".join(told), told

    reasons = reload_until(story.author, story.review, ".voice--algo .reasons li p")
    sentences = [text for text in reasons if re.search(r"\d", text)]
    assert len(sentences) >= 2, reasons


def reload_until(page: Page, url: str, selector: str, seconds: float = 40) -> list[str]:
    """Come back until the worker has done its part."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page.goto(url)
        if page.locator(selector).count():
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            return page.locator(selector).all_inner_texts()
        time.sleep(0.5)
    raise AssertionError(f"{selector} never appeared on {url}:\n{page.inner_text('main')}")


def report_it(story: Story) -> None:
    page = story.signed_in("member0")
    page.goto(story.review)
    page.locator("a[href*='/report/']").first.click()
    page.check("[name=ground][value=private_person]", force=True)
    page.locator("label.sentence", has_text=story.words.name).first.click()
    page.fill("[name=text]", "Son nom et son adresse.")
    page.locator("form.report button[type=submit]").click()
    page.wait_for_url(re.compile("/report/receipt/"))
    expect(page.locator("main")).to_contain_text(re.compile(r"\w{4}-\w{4}"))


def decide(page: Page, outcome: str, rule: str | None, *, only: str = "", words: str = "") -> None:
    if rule:
        page.check(f"[name=rule][value='{rule}']", force=True)
    if only:
        page.locator("label.sentence", has_text=only).first.click()
    if words:
        page.fill("[name=own_words]", words)
    page.locator(f"form#decision button[name=outcome][value={outcome}]").click()
    expect(page.locator("form[action*='undo']"), page.locator("#item").inner_text()).to_be_visible()


def mask_undo_decide(story: Story) -> None:
    """Reported and taken up before the other town's: whoever opens an item keeps it."""
    report_it(story)
    page = story.signed_in("tm_alder")
    page.goto(story.path("/desk/"))
    page.locator(".bench__queue .q a").first.wait_for()
    links = page.locator(".bench__queue .q a").evaluate_all("links => links.map(link => link.href)")
    item = next(link for link in links if opens(page, link, story.words.name))
    story.case = re.search(r"/desk/i/([^/]+)/", item).group(1)

    page.goto(item)
    decide(page, "mask", "4", words="Essai.")
    page.locator("form[action*='undo'] button").first.click()
    page.goto(item)
    expect(page.locator("form#decision")).to_be_visible()
    decide(page, "mask", "4", only=story.words.name, words="La phrase nomme une personne privée et son adresse.")


def opens(page: Page, link: str, words: str) -> bool:
    page.goto(link)
    return words in page.inner_text("main")


def wait_for_words(page: Page, url: str, words: str, seconds: float = 60) -> None:
    """Come back until the page says so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page.goto(url)
        if words in page.inner_text("main"):
            return
        time.sleep(1)
    raise AssertionError(f"{words!r} never appeared on {url}:\n{page.inner_text('main')}")


def read_the_statement(story: Story) -> None:
    """Ten seconds to undo, then the sweep."""
    said = "La phrase nomme une personne privée"
    reporter = story.signed_in("member0")
    wait_for_words(reporter, story.path(f"/case/{story.case}/"), said)
    story.author.goto(story.path(f"/case/{story.case}/"))
    expect(story.author.locator("main")).to_contain_text(said)
    stranger = story.new_page()
    stranger.goto(story.review)
    assert story.words.name not in stranger.content()
    assert MASKED[story.language] in stranger.inner_text("main").lower()
    assert story.words.after in stranger.inner_text("main")


def appeal_and_overturn(story: Story) -> None:
    author = story.author
    author.goto(story.path(f"/case/{story.case}/"))
    author.locator("form[action*='appeal'] textarea").fill(
        "Cette personne tient la caisse, son nom est sur la facture."
    )
    author.locator("form[action*='appeal'] button[type=submit]").click()
    author.wait_for_load_state()

    first = story.signed_in("tm_alder")
    first.goto(story.path(f"/desk/i/{story.case}/"))
    if first.locator("form#decision").count():
        decide(first, "keep", None)
    expect(first.locator("body")).to_contain_text(re.compile("first|premi", re.IGNORECASE))

    second = story.signed_in("tm_heron")
    second.goto(story.path(f"/desk/i/{story.case}/"))
    decide(second, "keep", None, words="Le nom est public, sur la facture : nous avions tort.")


def see_it_back(story: Story) -> None:
    wait_for_words(story.new_page(), story.review, story.words.name)


def publish_a_rule(story: Story) -> None:
    page = story.signed_in("paul.lecerf")
    console = story.path(f"/o/{story.town.operator.slug}/console/")
    page.goto(console + "publish/")
    page.select_option("[name=kind]", "rules")
    page.fill("[name=title_fr]", "Règles des avis")
    page.fill("[name=title_en]", "Review rules")
    page.fill("[name=body_fr]", "# Avis\n\nUn avis est publié aussitôt. L’auteur a 30 jours pour contester.")
    publish_text(page)
    page.goto(console)
    page.locator("a[href*='/console/version/']").first.click()
    page.fill("[name=body_fr]", "# Avis\n\nUn avis est publié aussitôt. L’auteur a 14 jours pour contester.")
    page.fill("[name=effective_on]", f"{datetime.now(UTC):%Y-%m-%d}")
    page.locator("button[name=preview]").click()
    expect(page.locator(".diff")).to_contain_text("14 jours")
    publish_text(page)
    slug = re.search(rf"/o/{story.town.operator.slug}/rules/([\w-]+)/", page.content()).group(1)
    stranger = story.new_page()
    stranger.goto(story.path(f"/o/{story.town.operator.slug}/rules/{slug}/diff/1/2/"))
    expect(stranger.locator(".diff .was")).to_contain_text("30 jours")
    expect(stranger.locator(".diff .now")).to_contain_text("14 jours")


def publish_text(page: Page) -> None:
    """The form shows what is wrong; then nothing is published."""
    page.fill("[name=effective_on]", f"{datetime.now(UTC):%Y-%m-%d}")
    page.locator("button[name=publish]").click()
    page.wait_for_load_state()
    assert not page.locator(".error").count(), page.locator(".error").all_inner_texts()


def press_as_a_visitor(story: Story) -> None:
    """Half an hour after others pressed: a state shows two looks later, never at the press of one person."""
    press_before(story.town, visitors=5)
    address = {"X-Forwarded-For": f"198.51.100.{story.network}"}
    visitor = story.new_page(java_script_enabled=False, extra_http_headers=address)
    capture = {"name": "capture.txt", "mimeType": "text/plain", "buffer": story.words.private.encode()}
    press(visitor, story.path(f"/o/{story.town.operator.slug}/red/"), VISITOR_SAYS, capture)


def press_as_a_member(story: Story) -> None:
    story.alert = state_becomes(story, "possible")
    press_before(story.town, members=12)
    member = story.signed_in("member0")
    member.context.set_extra_http_headers({"X-Forwarded-For": f"203.0.113.{story.network}"})
    press(member, story.path(f"/o/{story.town.operator.slug}/red/"), MEMBER_SAYS)


def press(page: Page, red: str, words: str, proof: FilePayload | None = None) -> None:
    """A tile, a few words, send: three interactions, and the receipt within fifteen seconds. A proof takes two more."""
    began = time.monotonic()
    page.goto(red)
    page.check("[name=tile][value=removed]", force=True)
    page.fill("[name=words]", words)
    if proof is not None:
        page.locator("form details > summary").click()
        page.set_input_files("[name=proof_file]", proof)
    page.locator("button.red").click()
    page.wait_for_url(re.compile("/log/receipt/"))
    assert time.monotonic() - began <= 15


def state_becomes(story: Story, word: str) -> str:
    page = story.new_page()
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        page.goto(story.path(f"/o/{story.town.operator.slug}/"))
        if word in page.locator(".tag").all_inner_texts().__str__().lower():
            return page.locator("a[href*='/alert/']").first.get_attribute("href") or ""
        time.sleep(1)
    raise AssertionError(page.inner_text("main"))


def answer_it(story: Story) -> None:
    state_becomes(story, "confirm")
    page = story.signed_in("paul.lecerf")
    page.goto(story.path(f"/o/{story.town.operator.slug}/console/"))
    page.locator("a[href*='/console/answer/']").first.click()
    page.check("[name=says][value=accepted]", force=True)
    page.fill("[name=text_fr]", "Nous avons retiré ce filtre hier. Chaque auteur recevra un motif écrit.")
    page.fill("[name=promise_1_fr]", "Rétablir les avis retirés par le filtre.")
    page.fill("[name=promise_1_due_on]", f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}")
    page.locator("main form:has([name=text_fr]) button[type=submit]").last.click()
    page.wait_for_load_state()
    page.goto(story.alert)
    expect(page.locator("main")).to_contain_text("Paul Lecerf")
    expect(page.locator("main")).to_contain_text("Nous avons retiré ce filtre hier")


def read_the_log(stories: list[Story]) -> None:
    page = stories[0].new_page()
    deadline = time.monotonic() + 60
    each = {"decision.published": 2, "version.published": 2, "alert.state": 2, "answer.published": 1}
    wanted = {kind: count * len(stories) for kind, count in {**each, "sealed": 3}.items()}
    while not Counter(wanted) <= (found := kinds(page)) and time.monotonic() < deadline:
        time.sleep(2)
    assert Counter(wanted) <= found, found
    assert found["decision.published"] == wanted["decision.published"]  # the undone one is not there
    assert "persona.created" not in found


def kinds(page: Page) -> Counter[str]:
    """Of every entry of the log, as many pages as it has."""
    found: Counter[str] = Counter()
    address = "/api/log/"
    while address:
        page.goto(address)
        rows = json.loads(page.inner_text("body"))
        found.update(row["kind"] for row in rows["results"])
        address = rows["next"]
    return found


def ask_for_everything(story: Story) -> None:
    story.author.goto(story.path("/me/data/"))
    story.author.locator("form[action$='/export/'] button").click()


def take_everything_away(story: Story) -> None:
    author, take = story.author, "form[action*='/export/'][action*='-'] button"
    deadline = time.monotonic() + 60
    author.goto(story.path("/me/data/"))
    while not author.locator(take).count() and time.monotonic() < deadline:
        time.sleep(1)
        author.goto(story.path("/me/data/"))
    with author.expect_download() as download:
        author.locator(take).first.click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as bundle:
        everything = b"\n".join(bundle.read(name) for name in bundle.namelist())
    assert story.words.after.encode() in everything
    assert b"Cette personne tient la caisse" in everything


STEPS = (
    sign_up,
    publish_a_review,
    write_where_hardly_anybody_did,
    see_why_it_is_scored,
    mask_undo_decide,
    press_as_a_visitor,
    publish_a_rule,
    press_as_a_member,
    read_the_statement,
    appeal_and_overturn,
    ask_for_everything,
    answer_it,
    see_it_back,
    take_everything_away,
)
