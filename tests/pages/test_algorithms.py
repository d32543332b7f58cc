"""The public page of an algorithm, and how often the score is wrong: with decisions and without, released or not."""

import json
import subprocess
import sys
from base64 import b64decode
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from apps.accountability.platform.algorithm_cards import card_texts
from apps.algorithms import cards
from apps.algorithms.review_suspicion import VERSION
from apps.algorithms.site_wording import SiteWording
from apps.base import clock
from apps.documents.markdown import to_html
from apps.ledger.models import LogEntry
from apps.ledger.selectors import leaves
from apps.ledger.sequencer import seal
from apps.pages.selectors.chosen import FEW, Chosen, chosen, shown
from apps.pages.selectors.sheets import PLACE, again_of, formulas_of, telling_of
from apps.scoring.learning import model_release
from apps.scoring.models import Score
from apps.scoring.releases import LEARNT
from apps.scoring.wording import wordings
from bench.score_again import again
from tests.pages.audited import make_audited, make_model, make_wording
from tests.scoring.world import lively_space

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted_anew():
    """Errors are counted once an hour; each of these tests has its own."""
    cache.clear()


@pytest.fixture
def published():
    call_command("install_platform", verbosity=0)


def page_of(client, slug: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/o/trustmgmt/algorithms/{slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", cards.PUBLISHED)
def test_every_algorithm_has_a_formula_with_its_symbols_named_and_a_command(name):
    lines = formulas_of(name)

    assert lines, f"{name} needs apps/algorithms/sheets/{name}.toml: a formula and its symbols, in both languages"
    for line in lines:
        assert line.drawn.startswith("<math")
        assert all(symbol.drawn and symbol.meaning for symbol in line.symbols)
    assert again_of(name)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_figure_of_a_card_is_there_and_few_stand_before_the_click(language):
    with override(language):
        for text in card_texts():
            name = text.slug.replace("-", "_")
            card = chosen(to_html(text.body_en if language == "en" else text.body_fr), name)
            told = cards.card(name).parameters

            assert [figure.name for figure in card.figures] == [parameter.name for parameter in told]
            assert "<table" not in card.words
            first = [figure.name for figure in card.figures if figure.telling]
            assert bool(first) == bool(told)
            assert len(first) <= FEW
            if len(told) > FEW:
                assert set(first) == set(telling_of(name)), f"{name}.toml says which figures tell most"


@pytest.mark.parametrize(
    ("language", "value", "read"),
    [
        ("en", "1e-05", "10⁻⁵"),
        ("fr", "-1.1", "−1,1"),
        ("fr", "2 ** 16", "65\u202f536"),
        ("fr", "2.6, 0.4, 4.0", "2,6 · 0,4 · 4"),
        ("en", "{'company': (0.8, 2.4), 'camp': 1}", "company\u00a00.8\u00a0/\u00a02.4 · camp\u00a01"),
        (
            "fr",
            "Level('known', 0.5, 3), Level('top', 0.65, 5)",
            "known\u00a00,5\u00a0/\u00a03 · top\u00a00,65\u00a0/\u00a05",
        ),
        ("en", "words.bag('art al')", "words.bag('art al')"),
        ("en", "{'fr': 'avis', 'en': 'revi…", "{'fr': 'avis', 'en': 'revi…"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes_numbers(language, value, read):
    with override(language):
        assert shown(value) == read


def test_a_text_that_is_no_card_of_ours_stays_whole():
    for text in ("<p>Plain.</p>", "<h2>Rates</h2><table><thead></thead><tbody><tr><td>1</td></tr></tbody></table>"):
        assert chosen(text, "surge") == Chosen(text, [])


def test_many_figures_wait_behind_a_click_and_the_published_text_keeps_its_digest(client, published):
    page = page_of(client, "review-suspicion")

    before, _mark, behind = page.partition("15 more figures")
    assert "A score from here asks a person to have a look <code>THRESHOLD</code></dt><dd>1.5</dd>" in before
    assert "<code>HISTORY, HISTORY_DAYS</code></dt><dd>−0.8 · 730</dd>" in behind
    told = client.get("/api/o/trustmgmt/algorithms/review-suspicion/").json()
    assert len(told["figures"]) == 20
    body = client.get(told["text"]["body_path"]).content
    assert sha256(body).hexdigest() == told["text"]["row"]["sha256"]
    assert b"| `THRESHOLD` | `1.5` |" in body


def test_no_sheet_is_left_of_an_algorithm_that_is_gone():
    assert {path.stem for path in PLACE.glob("*.toml")} <= set(cards.PUBLISHED)


@pytest.mark.parametrize(("language", "missing"), [("en", "20 more are needed"), ("fr", "il en faut encore 20")])
def test_without_decisions_the_page_says_how_many_are_missing(client, published, language, missing):
    for page in (page_of(client, "review-suspicion", language), client.get(f"/{language}/audit/").content.decode()):
        assert missing in page


def test_with_a_released_model_and_decisions_figures_stand_with_their_bounds(client, published):
    now = clock.now()
    model = make_model(now)
    make_audited(now, f"{VERSION}+{model.version}")

    audit, card = client.get("/en/audit/").content.decode(), page_of(client, "learned-suspicion")

    for page in (audit, card):
        assert "with 95 chances in 100 between" in page
        assert "surely above the chosen 5% for Unfavourable · first review · small space" in page
        assert "classes agree within their bounds" in page
        assert "months can be told" in page
        assert page.count('class="data"') == 4  # each chart has its table
    assert f"{VERSION}+{model.version}" in audit
    assert "from 340 decisions" in card
    assert "tm_alder answers for it" in card


def release_told(client, slug: str) -> dict[str, str]:
    told = client.get(f"/api/o/trustmgmt/algorithms/{slug}/", headers={"accept-language": "en"}).json()
    return next(row for row in told["happenings"] if row["url"].endswith(".json"))


@pytest.mark.parametrize("algorithm", LEARNT)
def test_what_an_outsider_downloads_has_the_digest_of_the_public_log(client, published, algorithm):
    now, slug = clock.now(), algorithm.replace("_", "-")
    model = make_model(now) if algorithm == "learned_suspicion" else make_wording(now)
    waiting = model_release(version=model.version, by="tm_alder", now=now)
    before = release_told(client, slug)
    seal(now=now)

    row = release_told(client, slug)
    entry = LogEntry.objects.get(kind="model.released", object=f"algorithm:{algorithm}")
    answer = client.get(row["url"])

    told = json.loads(bytes(entry.leaf))["body_sha256"]
    assert told == sha256(answer.content).hexdigest() == row["sha256"] == before["sha256"]
    assert (
        leaves([entry])[0].body_path == row["url"] == reverse("pages:learnt", args=["trustmgmt", slug, model.version])
    )
    assert "from 340 decisions" in row["detail"]
    assert waiting.released_by in row["detail"]


def test_an_outsider_reads_the_same_vote_in_a_wording_as_the_site(client):
    model = make_wording(clock.now(), is_serving=True, released_at=clock.now(), released_by="tm_alder")
    path = reverse("pages:learnt", args=["trustmgmt", "site-wording", model.version])

    parameters, _limits, places = json.loads(client.get(path).content)

    learnt = SiteWording.from_stored(parameters, b64decode(places))
    assert learnt.version == model.version
    text = " ".join(["a quiet house near the station, clean and cheap"] * 4)
    assert learnt.moved(text) == wordings()["en"][1].moved(text) != 0


def test_each_algorithm_that_learns_tells_and_serves_its_own_weights_only(client, published):
    now = clock.now()
    make_model(now)
    wording = make_wording(now, is_serving=True, released_at=now, released_by="tm_heron")

    learned, worded = page_of(client, "learned-suspicion"), page_of(client, "site-wording")

    assert "tm_heron" not in learned
    assert "tm_alder" not in worded
    assert f"Wording in English {wording.version}, from 340 decisions" in worded
    wrong = reverse("pages:learnt", args=["trustmgmt", "learned-suspicion", wording.version])
    assert client.get(wrong).status_code == 404
    assert client.get(wrong.replace("learned-suspicion", "surge")).status_code == 404


def test_the_card_tells_each_version_with_its_day_and_digest(client, published):
    told = client.get("/api/o/trustmgmt/algorithms/surge/", headers={"accept-language": "en"}).json()

    assert [row["sha256"] for row in told["happenings"]] == [row["sha256"] for row in told["text"]["versions"]]
    assert told["errors"] is None
    assert "unknown until audited" in told["unmeasured"]


def test_a_published_score_is_computed_again_from_what_was_published(client, settle):
    space, *_ = lively_space(settle)
    review = Score.objects.current().exclude(outcome="too_little_data").latest("review__published_at").review
    told = client.get(f"/api/s/{space.slug}/r/{review.pk}/score/").json()

    assert again(told)["agrees"]

    for spoilt in (
        told | {"total": told["total"] + 0.1},
        told | {"inputs": told["inputs"] | {"author_days": 9000}},
        told | {"outcome": "worth_a_look" if told["total"] < told["threshold"] else "nothing_unusual"},
    ):
        assert again(spoilt)["agrees"] is False
    assert again(told | {"version": "0.1"})["agrees"] is None


def test_a_score_with_learnt_weights_is_computed_again_too(client, settle):
    model = make_model(clock.now())
    space, *_ = lively_space(settle)
    score = Score.objects.current().filter(version=f"{VERSION}+{model.version}").first()

    told = client.get(f"/api/s/{space.slug}/r/{score.review_id}/score/").json()

    assert told["learnt"]["decisions"] == 340
    assert again(told)["agrees"]


def test_the_command_reads_an_answer_and_says_the_same(client, settle, tmp_path):
    space, *_ = lively_space(settle, rounds=1)
    path = tmp_path / "score.json"
    path.write_bytes(client.get(f"/api/s/{space.slug}/r/{Score.objects.first().review_id}/score/").content)

    run = subprocess.run([sys.executable, "-m", "bench.score_again", path], capture_output=True, text=True, check=True)

    assert json.loads(run.stdout.splitlines()[-1])["agrees"] is True
