"""A letter goes to a space of another site when its member sends it; one that comes is words, and counts nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from apps.base import clock
from apps.base.errors import BadInput, NotNow
from apps.federation.letters_heard import LetterHeard
from apps.federation.models import Activity, IdentityProof, InboxItem, Peer, PeerDelivery, RemoteActor
from apps.federation.proofs import is_proved_by
from apps.federation.services import actors, letters, letters_heard
from apps.federation.states import InboxState
from apps.federation.tasks import forget
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.people.models import Consultation, Persona
from apps.references.elsewhere import To
from apps.references.models import Letter
from apps.references.selectors import letter_view
from apps.references.services import letter_ask, letter_stop, letters_watch
from apps.signatures import documents
from apps.signatures.documents import moment
from apps.spaces.models import Space
from apps.spaces.services import space_join
from tests.federation.badges_elsewhere import lives_at
from tests.federation.world import HERE, Somebody, work_off
from tests.making import make_persona
from tests.references.world import ALL, make_two, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)
INNS = "https://there.example/ap/s/inns"


@pytest.fixture
def two(kept):
    return kept(make_two)


@pytest.fixture
def inns() -> Somebody:
    return Somebody(INNS, "Group")


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def last() -> tuple[str, str]:
    item = InboxItem.objects.latest("pk")
    return item.state, item.reason


# --- out --------------------------------------------------------------------------------------------------------------


def asked(two, parts=ALL):
    return letter_ask(
        account=two.account, persona=two.member, space=two.here, to=To(address=INNS, name="Inns (there.example)"),
        parts=parts, add=False, now=clock.now(),
    )  # fmt: skip


def test_nothing_leaves_before_it_is_read_and_sent_then_it_goes_to_one_space_signed_by_the_other(two, inns, settle):
    inns.known()
    letter = asked(two)
    settle()
    assert not Activity.objects.filter(kind="Offer").exists()

    letter = sent(letter)
    settle()

    (said,) = Activity.objects.filter(kind="Offer")
    assert (said.public, [d.inbox for d in said.deliveries.all()]) == (False, [f"{INNS}/inbox"])
    document = said.document["object"]
    assert (document["audience"], document["attributedTo"]) == (INNS, f"{HERE}/ap/s/slow-roads")
    shown = Client(headers={"accept": "application/activity+json"}).get("/ap/s/slow-roads").json()
    (key,) = [one["publicKeyMultibase"] for one in shown["assertionMethod"]]
    documents.verify(document, key_of=lambda _method: documents.keys.from_multibase(key))
    assert letter_view(letter, now=clock.now()).signed
    outbox = Client(headers={"accept": "application/activity+json"}).get("/ap/s/slow-roads/outbox?page=1")
    assert "walker" not in outbox.content.decode()


def test_programs_read_what_the_sentences_say_and_nothing_that_was_not_ticked(two, inns, settle):
    inns.known()
    assert "trust:statuses" not in sent(asked(two, parts=("time",))).document
    letter_stop(account=two.account, reference=Letter.objects.get().reference, now=clock.now())
    document = sent(asked(two, parts=("statuses", "vouched"))).document

    assert (document["trust:statuses"], document["trust:vouches"]) == ([], [])
    assert document["trust:says"]["en"]["vouched"] == ["Nobody vouches for them here at the moment."]


def decided_about(inns, state):
    Peer.objects.filter(host=inns.host).update(state=state)


def test_one_that_cannot_leave_is_not_sent_and_says_so(two, inns):
    inns.known()
    letter = asked(two)
    for state in ("limited", "paused", "blocked"):
        decided_about(inns, state)
        with pytest.raises(NotNow, match=r"Nothing was sent: people here have limited what goes to there\.example"):
            sent(letter)
    decided_about(inns, "allowed")
    RemoteActor.objects.update(gone_at=clock.now())
    with pytest.raises(NotNow, match="no longer at its address"):
        sent(letter)
    letter.refresh_from_db()
    assert letter.state == "ready"


@pytest.mark.parametrize(
    ("meanwhile", "word", "says"),
    [
        ("nothing", "on its way", "there.example has not taken it yet"),
        ("delivered", "sent", "can read it until"),
        ("given up", "not arrived", "there.example did not take it"),
        ("blocked", "not arrived", "people here decided that nothing goes to that site"),
        ("paused", "not arrived", "people here decided that nothing goes to that site"),
        ("blocked before it left", "not arrived", "people here decided that nothing goes to that site"),
    ],
)
def test_one_that_was_sent_says_whether_it_arrived_and_what_to_do(two, inns, settle, meanwhile, word, says):
    inns.known()
    letter = sent(asked(two))
    browser, page = window(two.account), f"/en/me/references/{letter.reference}/"
    assert "it leaves in a moment" in browser.get(page).content.decode()
    if meanwhile == "blocked before it left":
        decided_about(inns, "blocked")
    settle()
    if meanwhile in {"blocked", "paused"}:
        decided_about(inns, meanwhile)
    if meanwhile in {"delivered", "given up"}:
        PeerDelivery.objects.update(**{"done_at" if meanwhile == "delivered" else "given_up_at": clock.now()})

    assert says in browser.get(page).content.decode()
    assert f"· {word} ·" in browser.get("/en/me/references/").content.decode()
    letter_stop(account=two.account, reference=letter.reference, now=clock.now())  # whatever became of it
    assert "its words are gone" in browser.get(page).content.decode()


@pytest.mark.parametrize("how", ["taken back", "over", "erased"])
def test_afterwards_its_words_are_nowhere_here_and_who_received_it_is_told(two, inns, settle, how):
    inns.known()
    letter = sent(asked(two))
    settle()
    PeerDelivery.objects.update(done_at=clock.now())
    if how == "taken back":
        letter_stop(account=two.account, reference=letter.reference, now=clock.now())
    elif how == "erased":
        account_erase(account=two.account, words=Words.DELETE, now=clock.now())
    else:
        letters_watch(now=clock.now() + 31 * DAY)
    with time_machine.travel(clock.now() + 31 * DAY):
        settle()

    undo = Activity.objects.get(kind="Undo", document__object__type="Offer")
    assert undo.document["object"]["object"] == letter.document["id"]
    assert [d.inbox for d in undo.deliveries.all()] == [f"{INNS}/inbox"]
    assert "walker" not in str(list(Activity.objects.values_list("document", flat=True)))


def test_only_a_space_that_other_sites_know_writes_to_them(two):
    Space.objects.filter(pk=two.here.pk).update(health_data=True)
    two.here.refresh_from_db()
    with pytest.raises(BadInput, match="this site only"):
        letters.space_elsewhere(INNS, two.here, clock.now())


def test_the_form_asks_for_one_of_the_two_and_keeps_what_was_typed(two, inns, monkeypatch):
    shown = {
        INNS: inns.document(name="Inns"),
        "https://there.example/u/x": Somebody("https://there.example/u/x").document(),
    }
    monkeypatch.setattr(actors, "document_at", lambda address, **_more: shown[address])
    stands = two.member.memberships.get(space=two.here).pk
    browser, typed = window(two.account), {"membership": stands, "parts": ["time"]}

    for wrong in ({}, {"to": "far-inns", "address": INNS}, {"address": "https://there.example/u/x"}):
        told = browser.post("/en/me/references/", {**typed, **wrong})
        assert told.status_code == 422
        assert wrong.get("address", "") in told.content.decode()
    told = browser.post("/en/me/references/", {**typed, "address": INNS})
    assert "Inns (there.example)" in browser.get(told["Location"]).content.decode()


# --- in ---------------------------------------------------------------------------------------------------------------


def written(inns: Somebody, **more):
    now = clock.now()
    return {
        "type": "trust:TrustStatement",
        "id": "https://there.example/ap/v/abcd-efgh-jkmn-pqrs",
        "attributedTo": inns.uri,
        "trust:about": "Margaux",
        "object": "https://there.example/ap/p/abcd-efgh-jkmn-pqrs",
        "audience": f"{HERE}/ap/s/far-inns",
        "published": moment(now),
        "trust:validUntil": moment(now + 30 * DAY),
        "trust:says": {"en": {"time": ["A member since 2 May 2024."], "x": ["<b>bold</b>"], "y": "no list"}, "fr": {}},
        "trust:added": {"text": "Answers with dates.", "language": "en", "by": "Office of the inns"},
        **more,
    }


def came(inns: Somebody, letter=None, *, sender=None):
    (sender or inns).send((sender or inns).says("Offer", inns.prove(letter or written(inns))))
    work_off()


def test_one_that_comes_is_read_by_trust_managers_of_that_space_alone_and_counts_nothing(two, inns):
    inns.known(name="Inns")
    came(inns)
    assert last() == (InboxState.DONE, ""), last()
    letter = LetterHeard.objects.get()
    page = f"/en/desk/letters/{letter.reference}/"

    told = window(two.reader).get(page).content.decode()
    assert "A member since 2 May 2024." in told
    assert "&lt;b&gt;bold" in told
    assert "signature verified now" in told
    assert "nothing of them is counted" in told
    assert "Margaux" in window(two.reader).get("/en/desk/letters/").content.decode()
    assert window(two.writer).get(page).status_code == 404
    assert window(two.account).get("/en/desk/letters/").status_code == 403
    notice = Notice.objects.get(kind="federation.letter")
    assert notice.to.account == two.reader
    assert "Margaux" not in str(notice.context)


def test_its_site_does_not_answer_it_is_unverified(two, inns, monkeypatch):
    inns.known()
    came(inns)

    def silent(*_args, **_more):
        raise letters_heard.Later("silent")

    monkeypatch.setattr(actors, "document_at", silent)
    page = f"/en/desk/letters/{LetterHeard.objects.get().reference}/"
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        assert "unverified" in window(two.reader).get(page).content.decode()
    another = inns.document() | {"assertionMethod": Somebody(INNS, "Group").document()["assertionMethod"]}
    monkeypatch.setattr(actors, "document_at", lambda *_args, **_more: another)
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        assert "unverified" in window(two.reader).get(page).content.decode()  # the key is no longer shown


def test_whoever_both_sites_name_sees_in_their_journal_that_it_was_read(two, inns):
    inns.known()
    me = make_persona("magda", two.there)
    lives_at(me, Somebody("https://there.example/ap/p/abcd-efgh-jkmn-pqrs"))
    came(inns)

    told = window(two.reader).get(f"/en/desk/letters/{LetterHeard.objects.get().reference}/").content.decode()

    assert "this is magda here" in told
    assert Consultation.objects.filter(account=me.account).count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"audience": f"{HERE}/ap/s/nowhere"}, "no space here"),
        ({"audience": "https://other.example/ap/s/far-inns"}, "no space here"),
        ({"attributedTo": "https://there.example/ap/s/others"}, "Only the space"),
        ({"object": "https://third.example/ap/p/x"}, "another site"),
        ({"id": "https://third.example/ap/v/x"}, "another site"),
        ({"trust:validUntil": "2020-01-01T00:00:00Z"}, "over already"),
        ({"published": "2031-01-01T00:00:00Z"}, "moment to come"),
        ({"trust:validUntil": "never"}, "dates"),
        ({"trust:says": {"en": {"time": ["x" * 50_000]}}}, "too long"),
    ],
)
def test_a_hostile_letter_is_not_taken(two, inns, wrong, why):
    inns.known()
    came(inns, written(inns, **wrong))

    assert last()[0] == InboxState.REFUSED
    assert why in last()[1]
    assert not LetterHeard.objects.exists()


def test_another_key_another_sender_a_limited_site_and_a_member_are_not_believed(two, inns):
    inns.known()
    forged = {**inns.prove(written(inns)), "trust:about": "Somebody else"}
    stranger = Somebody("https://there.example/u/mallory")
    stranger.known()
    for sender, letter in ((inns, forged), (stranger, inns.prove(written(inns)))):
        sender.send(sender.says("Offer", letter))
        work_off()
        assert last()[0] == InboxState.REFUSED, last()
    Peer.objects.update(state="limited")
    came(inns)
    assert last()[0] == InboxState.REFUSED
    assert not LetterHeard.objects.exists()


def test_taken_back_there_it_is_gone_here_and_nobody_else_takes_it_back(two, inns):
    inns.known()
    came(inns)
    name = LetterHeard.objects.get().uri
    stranger = Somebody("https://there.example/ap/s/others", "Group")
    stranger.known()

    for who, left in ((stranger, 1), (inns, 0)):
        taken_back(who, name)
        assert LetterHeard.objects.count() == left
    assert "Margaux" not in str(list(InboxItem.objects.values()))  # nor among the messages that came


def taken_back(who: Somebody, name: str) -> None:
    inner = {"type": "Offer", "id": f"{who.site}/a/1", "actor": who.uri, "object": name}
    who.send(who.says("Undo", inner))
    work_off()


def test_taken_back_before_it_came_it_is_not_kept(two, inns):
    inns.known()
    taken_back(inns, written(inns)["id"])
    came(inns)
    assert last() == (InboxState.REFUSED, "It was taken back before it came.")
    assert not LetterHeard.objects.exists()


def test_its_parts_stand_in_the_order_in_which_letters_say_them(two, inns):
    inns.known()
    told = {"contributions": ["Third."], "own": ["Last."], "time": ["Second."], "statuses": ["First."]}
    came(inns, written(inns, **{"trust:says": {"en": told}}))
    said = window(two.reader).get(f"/en/desk/letters/{LetterHeard.objects.get().reference}/").content.decode()
    at = [said.index(word) for word in ("First.", "Second.", "Third.", "Last.")]
    assert at == sorted(at)


def test_it_is_read_in_the_language_in_which_it_was_written(two, inns):
    inns.known()
    came(inns)
    told = window(two.reader).get(f"/fr/desk/letters/{LetterHeard.objects.get().reference}/").content.decode()
    assert '<ul class="list" lang="en">' in told


def test_whoever_shows_the_same_key_on_both_sites_sees_that_it_was_read_and_reads_none_about_themselves(two, inns):
    inns.known()
    me = Persona.objects.get(account=two.reader, is_main=True)
    space_join(persona=me, space=two.there, now=clock.now())
    there = Somebody("https://there.example/ap/p/abcd-efgh-jkmn-pqrs").known()
    RemoteActor.objects.filter(pk=there.pk).update(identity="did:key:z6Mk-one")
    IdentityProof.objects.create(persona=me, did="did:key:z6Mk-one", statement={}, made_at=clock.now())
    came(inns)

    assert window(two.reader).get(f"/en/desk/letters/{LetterHeard.objects.get().reference}/").status_code == 404


def test_it_is_kept_once_and_no_longer_than_a_month(two, inns):
    inns.known()
    came(inns, written(inns, **{"trust:validUntil": "2099-01-01T00:00:00Z"}))
    came(inns)
    assert last()[0] == InboxState.IGNORED
    letter = LetterHeard.objects.get()
    assert letter.until <= clock.now() + 31 * DAY
    assert is_proved_by(letter.document, letter.issuer)

    with time_machine.travel(clock.now() + 32 * DAY):
        assert window(two.reader).get(f"/en/desk/letters/{letter.reference}/").status_code == 404
        forget()
    assert not LetterHeard.objects.exists()
