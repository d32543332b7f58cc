"""What is believed of a badge that somebody shows: nothing that was altered, ended, taken back or made for another."""

import base64
import random
from itertools import islice

import pytest

from apps.badges.verifying import State, check
from apps.signatures import credentials, documents, keys
from tests.badges.forging import HERE, LIST, NOW, SITE, Issuer, days, mutations

SAMPLE = 60
FULL = 1_000


@pytest.fixture
def issuer():
    return Issuer()


def state(document, issuer, *, audience=HERE, now=NOW) -> State:
    return check(document, audience=audience, now=now, fetch=issuer.fetch).state


@pytest.mark.parametrize("rdfc", [False, True])
def test_a_badge_that_holds_is_valid_and_says_what_it_claims(issuer, rdfc, english):
    verdict = check(issuer.badge(rdfc=rdfc), audience=HERE, now=NOW, fetch=issuer.fetch)

    claim = verdict.claim
    assert (verdict.state, verdict.sentence) == (State.VALID, "Its issuer signed it, and has not taken it back.")
    assert (claim.site, claim.space, claim.topic, claim.level) == ("far.example", "roads", "food", "recognised")
    assert (claim.subject, claim.basis) == (f"{SITE}/ap/p/k7qx", "earned")
    assert f"{claim.since:%Y-%m-%d} {claim.until:%Y-%m-%d}" == "2026-03-01 2026-11-27"


def test_one_that_was_taken_back_is_said_so(issuer):
    issuer.taken_back = {7}

    assert state(issuer.badge(7), issuer) == State.REVOKED
    assert state(issuer.badge(8), issuer) == State.VALID


def test_one_whose_last_day_passed_has_expired(issuer):
    assert state(issuer.badge(), issuer, now=days(4)) == State.VALID
    assert state(issuer.badge(), issuer, now=days(5)) == State.EXPIRED


def test_it_is_over_at_its_last_moment_and_holds_from_its_first_but_for_what_clocks_differ(issuer):
    def begins(minute):
        return issuer.badge(validFrom=f"2026-11-22T12:{minute:02d}:00Z")

    assert state(issuer.badge(validUntil="2026-11-22T12:00:00Z"), issuer) == State.EXPIRED
    assert state(issuer.badge(validUntil="2026-11-22T12:00:01Z"), issuer) == State.VALID
    assert [state(begins(minute), issuer) for minute in (0, 5, 6)] == [State.VALID, State.VALID, State.UNVERIFIED]


@pytest.mark.usefixtures("english")
def test_one_that_is_suspended_is_not_relied_on_meanwhile(issuer):
    asleep = f"{SITE}/credentials/badges/roads/suspended"
    entries = [credentials.entry(LIST, 7, "revocation"), credentials.entry(asleep, 7, "suspension")]
    badge = issuer.badge(credentialStatus=entries)

    def told(places):
        issuer.more[asleep] = credentials.status_list(asleep, "suspension", places, since=NOW, key=issuer.key)
        return check(badge, audience=HERE, now=NOW, fetch=issuer.fetch)

    assert told(set()).state == State.VALID
    assert (told({7}).state, "has suspended it" in told({7}).sentence) == (State.UNVERIFIED, True)


def test_a_file_larger_than_we_read_is_refused_without_asking_anybody(issuer):
    assert state({**issuer.badge(), "name": "x" * 200_000}, issuer) == State.ALTERED
    assert issuer.asked == []


def test_an_issuer_that_does_not_answer_leaves_it_unverified_and_never_valid(issuer):
    issuer.silent = True

    assert state(issuer.badge(), issuer) == State.UNVERIFIED
    assert state(issuer.badge(credentialStatus=None, id="urn:uuid:1", issuer=issuer.called), issuer) != State.VALID


def test_one_made_for_another_says_nothing_here(issuer):
    bound = {"domain": HERE, "challenge": "why", "expires": "2026-11-22T12:30:00Z"}

    assert state(issuer.badge(bound=bound), issuer) == State.VALID
    assert state(issuer.badge(bound=bound), issuer, audience="https://here.example/ap/s/bread") == State.NOT_FOR_YOU
    assert state(issuer.badge(bound=bound), issuer, audience="") == State.NOT_FOR_YOU
    assert state(issuer.badge(bound=bound), issuer, now=days(0.1)) == State.EXPIRED


def test_a_list_of_somebody_else_tells_nothing(issuer):
    other = Issuer()

    assert check(issuer.badge(), audience="", now=NOW, fetch=other.fetch).state == State.UNVERIFIED


def test_a_badge_by_the_key_of_a_stranger_in_the_name_of_another_is_altered(issuer):
    forged = Issuer().badge(issuer=issuer.badge()["issuer"])

    assert state(forged, issuer) == State.ALTERED


def test_a_key_cannot_speak_of_a_site_whose_list_it_does_not_sign(issuer):
    """A stranger's key, our site's page and list: the list is signed by another."""
    stranger = Issuer()

    assert check(stranger.badge(), audience="", now=NOW, fetch=issuer.fetch).state == State.UNVERIFIED
    elsewhere = {**issuer.badge()["issuer"], "url": "https://other.example/ap/s/roads"}
    assert state(issuer.badge(issuer=elsewhere), issuer) == State.ALTERED


@pytest.mark.parametrize("name", ["did:web:far.example", f"{SITE}/issuers/roads"])
def test_an_issuer_named_by_its_site_is_asked_for_its_keys_there(name):
    issuer = Issuer(name=name)
    where = f"{SITE}/.well-known/did.json" if name.startswith("did:") else name
    method = {"id": f"{name}#key-1", "type": "Multikey", "controller": name}
    method["publicKeyMultibase"] = keys.to_multibase(issuer.key.public_key())
    issuer.more[where] = {"id": name, "verificationMethod": [method], "assertionMethod": [f"{name}#key-1"]}
    badge = issuer.badge(issuer={"id": name, "type": ["Profile"], "name": "Slow Roads"})

    assert state(badge, issuer) == State.VALID
    issuer.more[where] = {"id": name, "verificationMethod": [method], "assertionMethod": []}
    assert state(badge, issuer) == State.ALTERED
    del issuer.more[where]
    assert state(badge, issuer) == State.UNVERIFIED


def test_its_key_may_be_shown_as_jwk_and_no_other_kind_of_key_is_read():
    issuer, name = Issuer(name="did:web:far.example"), "did:web:far.example"
    raw = base64.urlsafe_b64encode(issuer.key.public_key().public_bytes_raw()).decode().rstrip("=")

    def shown(**jwk):
        key = {"kty": "OKP", "crv": "Ed25519", "x": raw, **jwk}
        method = {"id": f"{name}#key-1", "type": "JsonWebKey", "controller": name, "publicKeyJwk": key}
        issuer.more[f"{SITE}/.well-known/did.json"] = {"id": name, "assertionMethod": [method]}
        return state(issuer.badge(issuer={"id": name, "type": ["Profile"]}), issuer)

    assert shown() == State.VALID
    assert [shown(crv="X25519"), shown(kty="EC"), shown(x="AAAA")] == [State.ALTERED] * 3


@pytest.mark.parametrize("told", [None, [], "{}", {}, {"type": "VerifiableCredential", "proof": {}}, {"proof": []}])
def test_what_is_no_badge_is_refused_without_asking_anybody(issuer, told):
    assert state(told, issuer) == State.ALTERED
    assert issuer.asked == []


def test_a_badge_without_a_list_is_never_valid(issuer):
    name = "did:web:far.example"
    web = Issuer(name=name)
    method = {"id": f"{name}#key-1", "type": "Multikey", "controller": name}
    method["publicKeyMultibase"] = keys.to_multibase(web.key.public_key())
    web.more[f"{SITE}/.well-known/did.json"] = {"id": name, "assertionMethod": [method]}
    badge = web.badge(credentialStatus=None, issuer=name)

    assert state(badge, web) == State.UNVERIFIED
    assert LIST not in web.asked


def _hostile(issuer: Issuer, number: int) -> dict[str, int]:
    """How many of each kind were accepted."""
    chance = random.Random(7)
    answer = {"domain": "https://here.example/ap/s/bread", "challenge": "c", "expires": "2026-11-22T13:00:00Z"}
    badges = {
        "mutated": islice(mutations(issuer.badge(bound={"domain": HERE}), chance), number),
        "mutated_rdfc": _retold(issuer, chance, number // 5),
        "expired": (issuer.badge(validUntil=f"2026-11-{1 + n % 21:02d}T00:00:00Z") for n in range(number)),
        "revoked": (issuer.badge(100 + n) for n in range(number)),
        "foreign": (issuer.badge(bound={**answer, "challenge": str(n)}) for n in range(number)),
        "forged": (Issuer().badge(issuer=issuer.badge()["issuer"]) for _n in range(number // 5)),
    }
    issuer.taken_back = set(range(100, 100 + number))
    lists = {LIST: issuer.fetch(LIST)}
    found = {}
    for kind, shown in badges.items():
        verdicts = [check(one, audience=HERE, now=NOW, fetch=lambda at: lists[at]) for one in shown]
        found[kind] = sum(verdict.state == State.VALID for verdict in verdicts)
    return found


def _retold(issuer: Issuer, chance: random.Random, number: int):
    """Values changed in a badge that is signed by what it means."""
    whole = issuer.badge(rdfc=True)
    for n in range(number):
        subject = {**whole["credentialSubject"], "id": f"{SITE}/ap/p/k7qx{chance.randrange(10**6)}"}
        later = f"2027-01-01T00:00:0{n % 10}Z"
        yield {**whole, **[{"credentialSubject": subject}, {"name": f"x{n}"}, {"validUntil": later}][n % 3]}


def test_whatever_an_issuer_signs_gets_an_answer(issuer):
    chance = random.Random(11)
    unsigned = {name: value for name, value in issuer.badge().items() if name != "proof"}
    for told in islice(mutations(unsigned, chance), SAMPLE):
        signed = documents.sign(told, issuer.key, at=NOW)
        assert state(signed, issuer) in State.values


def test_no_hostile_badge_is_accepted(issuer):
    assert set(_hostile(issuer, SAMPLE).values()) == {0}


@pytest.mark.prove
def test_not_one_of_more_than_a_thousand_hostile_badges_of_each_kind_is_accepted(issuer, record_property):
    accepted = _hostile(issuer, FULL)
    record_property("hostile badges accepted, of 4,400", accepted)
    assert set(accepted.values()) == {0}
