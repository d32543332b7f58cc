"""A label in six states before three readers that we did not write: two of PyPI, one of npm."""

import copy
from collections.abc import Iterator
from datetime import timedelta

import pytest

from apps.base import clock
from apps.labels import credentials, services
from apps.labels.models import Label
from apps.labels.states import LabelState, Purpose
from apps.people.models import Account
from apps.signatures import keys
from tests.labels.verifiers import DigitalBazaar, digital_bazaar, openbadges, openvc
from tests.labels.world import few, labelled

STATES = ("valid", "revoked", "suspended", "expired", "tampered", "wrong issuer")


@pytest.fixture(scope="module")
def bazaar() -> Iterator[DigitalBazaar]:
    with digital_bazaar() as verifier:
        yield verifier


def answers(client) -> dict:
    """What the addresses in a label answer."""
    found = {}
    for purpose in Purpose.values:
        address = credentials.list_address(purpose)
        found[address] = client.get("/" + address.split("/", 3)[3]).json()
    return found


def files(client, label: Label) -> dict[str, dict]:
    """Both forms, as anybody fetches them."""
    base = f"/credentials/label/{label.reference}"
    return {"jcs": client.get(f"{base}.json").json(), "rdfc": client.get(f"{base}.rdfc.json").json()}


def resigned(document: dict, form: int) -> dict:
    """By a key that is not the issuer's, who still says to be the issuer."""
    stated = {name: value for name, value in document.items() if name != "proof"}
    return credentials.in_both_forms(stated, keys.load(keys.create()), clock.now())[form]


def brought_into(state: str, label: Label, auditor: Account) -> None:
    """What an auditor does for it."""
    to = {"revoked": LabelState.REVOKED, "suspended": LabelState.SUSPENDED}.get(state)
    if to:
        services.label_change(
            account=auditor, label=label, to=to, reason_fr="Constaté.", reason_en="Found.", now=clock.now()
        )


def altered(state: str, found: dict[str, dict]) -> dict[str, dict]:
    """What a forger does to the files."""
    if state == "tampered":
        forged = copy.deepcopy(found)
        for document in forged.values():
            document["validUntil"] = "2099-01-01T00:00:00Z"
        return forged
    if state == "wrong issuer":
        return {name: resigned(document, form) for form, (name, document) in enumerate(found.items())}
    return found


@pytest.mark.django_db
def test_three_readers_agree_on_six_states_and_the_label_is_accepted_in_one_only(client, bazaar):
    long_ago = clock.now() - timedelta(days=400)
    few(long_ago)
    told = {}

    for state in STATES:
        label, auditor = labelled(long_ago if state == "expired" else None)
        brought_into(state, label, auditor)
        found, lists = altered(state, files(client, label)), answers(client)
        told[state] = [
            openvc(found["jcs"], lists),
            openvc(found["rdfc"], lists),
            openbadges(found["rdfc"], lists),
            bazaar(found["rdfc"], lists),
        ]

    assert told == {state: [state == "valid"] * 4 for state in STATES}


@pytest.mark.django_db
def test_a_suspension_that_ends_is_seen_at_once_and_a_verified_but_revoked_label_is_told_by_its_status(client, bazaar):
    few()
    label, auditor = labelled()
    said = {"account": auditor, "label": label, "reason_fr": "Vu.", "reason_en": "Seen."}

    services.label_change(to=LabelState.SUSPENDED, now=clock.now(), **said)
    assert openvc(label.jcs, answers(client)) is False
    services.label_change(to=LabelState.VALID, now=clock.now(), **said)
    assert openvc(label.jcs, answers(client)) is True
    services.label_change(to=LabelState.REVOKED, now=clock.now(), **said)

    told = bazaar.ask(label.rdfc, answers(client))
    assert (told["verified"], told["status"]) == (True, {"revocation": True, "suspension": False})
