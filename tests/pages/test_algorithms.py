"""The public page of an algorithm, and how often the score is wrong: with decisions and without, released or not."""

import json
import subprocess
import sys
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from apps.algorithms import cards
from apps.algorithms.review_suspicion import VERSION
from apps.base import clock
from apps.pages.selectors.sheets import PLACE, again_of, formulas_of
from apps.scoring.models import Score
from bench.score_again import again
from tests.pages.audited import make_audited, make_model
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


def test_the_numbers_of_released_weights_are_the_bytes_of_the_digest_told(client, published):
    model = make_model(clock.now())

    answer = client.get(reverse("pages:learnt", args=["trustmgmt", model.version]))

    told = client.get("/api/o/trustmgmt/algorithms/learned-suspicion/").json()
    release = next(row for row in told["happenings"] if row["sha256"] == sha256(answer.content).hexdigest())
    assert release["url"].endswith(f"{model.version}.json")
    assert json.loads(answer.content)[0]["decisions"] == 340


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
