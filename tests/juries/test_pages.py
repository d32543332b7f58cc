"""The pages of juries, for jurors, parties and everybody."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from apps.juries import services
from apps.juries.models import Jury, Seat
from apps.moderation.states import Outcome
from apps.people.models import Consultation
from tests.audits.world import watched
from tests.juries.world import CALLED, WHY, called, drawn, vote

SCRIPT = Path(__file__).resolve().parents[2] / "deploy/auditor/redraw_jury.py"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(kept):
    with watched():
        return kept(lambda: drawn(called()))


@pytest.fixture
def jury(made, db):
    with watched(), time_machine.travel(CALLED + timedelta(minutes=1), tick=False):
        yield Jury.objects.select_related("case__author", "case__space").get()


def seat_of(jury: Jury, number: int = 1) -> Seat:
    return jury.seats.sitting().order_by("number")[number - 1]


def path(name: str, *args: str) -> str:
    with override("en"):
        return reverse(f"juries:{name}", args=args)


def test_a_juror_takes_the_seat_practises_votes_and_changes_the_vote(jury, client):
    seat = seat_of(jury)
    client.force_login(seat.persona.account)

    assert "Take the seat" in client.get(path("seat", seat.reference)).text
    client.post(path("accept", seat.reference))
    assert "First read the training cases" in client.get(path("seat", seat.reference)).text
    for _n in range(5):
        page = client.get(path("training"))
        client.post(path("training"), {"key": page.context["waiting"].key, "outcome": "keep"})
    page = client.get(path("seat", seat.reference))
    assert "Sandra Bell" in page.text  # the words that are contested
    assert "tm_alder" not in page.text  # no decider is named
    assert "tm_rowan" not in page.text
    assert client.post(path("vote", seat.reference), {"outcome": "keep", "words": "No."}).status_code == 422
    client.post(path("vote", seat.reference), {"outcome": "keep", "words": WHY})
    client.post(path("vote", seat.reference), {"outcome": "mask", "words": WHY})

    seat.refresh_from_db()
    assert (seat.outcome, seat.words) == ("mask", WHY)
    assert "voted" in client.get(path("mine")).text
    read = Consultation.objects.get(account=jury.case.author.account, office="juror")
    assert (read.purpose, read.by, read.about) == ("jury", "", jury.case.reference)  # once, and not by whom


def test_nobody_reads_a_vote_or_a_decider_before_the_end(jury, client):
    case = reverse("moderation:case", args=[jury.case.reference])
    vote(seat_of(jury), Outcome.MASK)

    page, statement = client.get(path("jury", jury.case.reference)).text, client.get(case).text

    assert WHY not in page
    assert "What was voted" not in page
    assert "tm_alder" not in statement
    assert "tm_rowan" not in statement
    assert "tm_rowan" not in client.get(reverse("moderation:cases")).text


def test_afterwards_everybody_reads_the_votes_the_reasons_and_the_turnout(jury, client):
    for seat in jury.seats.sitting():
        vote(seat, Outcome.MASK)
    services.juries_count(now=CALLED + timedelta(minutes=2))

    page = client.get(path("jury", jury.case.reference)).text
    statement = client.get(reverse("moderation:case", args=[jury.case.reference])).text
    figures = client.get(path("figures")).text

    assert WHY in page
    assert "5 invited, 5 voted" in page
    assert "A jury upheld the decision." in statement
    assert "The decision on appeal" in statement
    assert "5 votes: too few to say anything." in figures
    assert "5 of 5. All taken together" in figures
    told = client.get(reverse("juries-api:figures")).json()
    assert (told["invited"], told["voted"], told["groups"][0]["votes"], told["groups"][0]["favour"]) == (5, 5, 5, None)


def test_a_party_asks_for_a_jury_on_the_case_page_and_a_stranger_cannot(jury, client, django_user_model):
    client.force_login(jury.case.author.account)

    opened = client.get(path("call", jury.case.reference))
    empty, sent = (client.post(path("call", jury.case.reference), {"text": text}) for text in ("", "Again."))

    assert (opened.status_code, empty.status_code) == (409, 409)  # nobody is asked for words that would be refused
    assert sent.status_code == 409
    assert "It answers once" in sent.text
    assert "Again." in sent.text


def test_the_seat_of_another_is_not_found_and_an_empty_page_says_what_next(jury, client):
    client.force_login(jury.case.author.account)

    assert client.get(path("seat", seat_of(jury).reference)).status_code == 404
    assert "Training cases" in client.get(path("mine")).text
    assert client.get(path("seat", "x\0y")).status_code in {400, 404}


def test_anybody_draws_a_jury_again_with_a_script_that_knows_nothing_of_ours(jury, client, tmp_path):
    first = seat_of(jury)
    services.seat_decline(account=first.persona.account, reference=first.reference, now=CALLED)
    for name in ("announcement.json", "draw.json", "checkpoint.txt", "seats.json"):
        answer = client.get(path("jury", jury.case.reference) + name)
        (tmp_path / name).write_bytes(answer.content)

    assert _redraw(tmp_path) == (0, "6 seats of 9 who could be drawn, drawn again: the same")

    seats = json.loads((tmp_path / "seats.json").read_text())
    seats[0]["lot"], seats[1]["lot"] = seats[1]["lot"], seats[0]["lot"]
    (tmp_path / "seats.json").write_text(json.dumps(seats))
    assert _redraw(tmp_path)[0] == 1


def _redraw(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), str(folder)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()
