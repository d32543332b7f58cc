"""Search in two languages, accents folded, over what the reader may read and nothing else."""

import pytest

from tests.making import make_operator, make_post, make_review, make_subject, make_thread

pytestmark = pytest.mark.django_db


def find(client, words):
    return client.get("/api/search/", {"q": words}).json()


@pytest.mark.parametrize(
    "words", ["etriers", "ÉTRIERS", "étrier", "etriers grippes", '"étriers étaient"', "zinc OR étrier"]
)
def test_accents_case_and_plural_do_not_matter(stranger, space, words):
    make_review(space, text="Les étriers étaient grippés.", language="fr")

    assert find(stranger, words)["numbering"]["count"] == 1


@pytest.mark.parametrize(("words", "count"), [("brakes -quote", 1), ('"the quote"', 1), ("brake", 2), ("nothing", 0)])
def test_english_stems_and_web_syntax(stranger, space, words, count):
    make_review(space, text="Two brakes changed.", language="en")
    make_review(space, text="The quote said two brakes.", language="en")

    assert find(stranger, words)["numbering"]["count"] == count


def test_messages_titles_subjects_and_operators_are_found(stranger, space):
    thread = make_thread(space, title="Worn calipers", text="Who knows?")
    make_post(thread, text="Calipers last ten years.")
    make_subject("Caliper House")
    make_operator("caliper-watch", name="Caliper Watch")

    found = find(stranger, "caliper")

    assert found["numbering"]["count"] == 2
    assert [s["name"] for s in found["subjects"]] == ["Caliper House"]
    assert [o["name"] for o in found["operators"]] == ["Caliper Watch"]


def test_what_is_found_is_marked_and_hostile_words_stay_words(stranger, space):
    make_review(space, text="A <script>alert(1)</script> brake, & more.", language="en")

    snippet = find(stranger, "brake")["texts"][0]["snippet"]

    assert "<mark>brake</mark>" in snippet
    assert "<script" not in snippet


@pytest.mark.parametrize(
    "words", ["", " ", "\x00", "((", '"', "a" * 5000, "%", "\u202e", "-", "' OR 1=1 --", "🙂", "a:b & !c | <->"]
)
def test_odd_words_find_nothing_calmly(stranger, space, words):
    assert stranger.get("/api/search/", {"q": words}).status_code == 200
    assert stranger.get("/fr/search/", {"q": words}).status_code == 200
