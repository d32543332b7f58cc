"""What is said in a members-only space is read by its members: a canary planted there sings nowhere else."""

import pytest

from apps.pages.catalogue import PAGES
from tests.making import make_persona, make_post, make_review, make_space, make_subject, make_thread

pytestmark = pytest.mark.django_db
CANARY = "canarimirabelle"


@pytest.fixture
def hidden(db):
    return make_space("patients", visibility="members", name_fr="Patients", name_en="Patients")


@pytest.fixture
def inside(hidden):
    return make_persona("inside", hidden)


@pytest.fixture
def planted(hidden, inside):
    """The canary in every field a person can fill in."""
    subject = make_subject(f"{CANARY} clinic", slug="clinic", place=CANARY)
    review = make_review(hidden, inside, subject, text=CANARY, title=CANARY)
    thread = make_thread(hidden, inside, title=CANARY, text=CANARY)
    post = make_post(thread, inside, text=CANARY)
    return {
        "space": "patients", "review": review.pk, "thread": thread.pk, "subject": "clinic", "pseudonym": "inside",
        "op": hidden.operator.slug, "slug": "none",
        "references": [review.reference, post.reference],
    }  # fmt: skip


def addresses(planted):
    for kind in PAGES:
        for start in ("/fr/", "/en/", "/api/"):
            path = start + kind.path.format(**planted)
            yield path + (f"?q={CANARY}" if kind.name == "search" else "")
    for reference in planted["references"]:
        for act in ("history", "edit", "withdraw", "helpful", "best", "report"):
            yield f"/fr/{act}/{reference}/"
    yield from ("/fr/s/patients/write/", "/fr/s/patients/ask/", f"/fr/s/patients/t/{planted['thread']}/answer/")
    yield "/fr/s/patients/write/?subject=clinic"
    yield f"/fr/s/patients/r/{planted['review']}/reply/"


def sings(client, path):
    answer = client.get(path)
    said = answer.content.decode().replace(f"?q={CANARY}", "").replace(f"%3Fq%3D{CANARY}", "")
    return said.count(CANARY) > (3 if "search" in path else 0)  # the words of the query are said again


def test_outsiders_never_hear_it(stranger, sign_in, planted):
    outsider = sign_in(make_persona("outsider"))
    for path in addresses(planted):
        for client in (stranger, outsider):
            assert not sings(client, path), path


def test_members_read_it(sign_in, inside, planted):
    client = sign_in(inside)

    assert sings(client, f"/fr/s/patients/r/{planted['review']}/")
    assert CANARY in client.get(f"/api/search/?q={CANARY}").json()["texts"][0]["snippet"]


def test_its_door_says_what_it_is(stranger, planted):
    said = stranger.get("/api/s/patients/").json()

    assert not said["open"]
    assert said["name"] == "Patients"
    assert said["reviews"] == said["talk"] == said["topics"] == []


def test_not_even_the_front_page_of_a_member_shows_it(sign_in, inside, planted):
    assert not sings(sign_in(inside), "/fr/")
