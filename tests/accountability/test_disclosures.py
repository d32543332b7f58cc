"""What an operator lives on: shares that add up, reasons for what is withheld, each a signed version."""

from decimal import Decimal

import pytest

from apps.accountability.services import DisclosureDraft, SourceDraft, StatementDraft, disclosure_publish
from apps.accountability.stated import StatedFacts
from apps.base.errors import BadInput, NotNow
from apps.documents.models import Version
from apps.documents.services import version_document
from apps.ledger.site_key import verifies
from tests.accountability.world import NOON, represent
from tests.factories import operator

pytestmark = pytest.mark.django_db
NONE = StatementDraft("Aucun.", "None.")


@pytest.fixture
def op():
    op = operator("fairway")
    represent(op)
    return op


def disclosed(op, *percents: str, **more) -> Version:
    face = op.representatives.get()
    sources = [SourceDraft(f"Source {n}", f"Source {n}", Decimal(p)) for n, p in enumerate(percents, start=1)]
    draft = DisclosureDraft(
        **{"year": 2025, "sources": sources, "payers": NONE, "agreements": NONE, "label": NONE, **more}
    )
    return disclosure_publish(account=face.account, operator=op, representative=face, draft=draft, now=NOON)


def test_a_disclosure_is_a_signed_version_written_from_its_facts(op):
    version = disclosed(op, "62.5", "37.5", payers=StatementDraft("Secret d’affaires.", "", withheld=True))

    assert verifies(version_document(version), version.signature)
    assert "| Source 1 | 62.5% |" in version.body_en
    assert "Withheld, because:" in version.body_en
    assert "62,5" in version.body_fr
    assert StatedFacts.objects.get(version=version).facts["sources"][0]["percent"] == "62.5"


@pytest.mark.parametrize("percents", [("60", "39.99"), ("60", "40.01"), ("100", "0"), ("110", "-10")])
def test_shares_that_do_not_add_up_to_a_hundred_publish_nothing(op, percents):
    with pytest.raises(BadInput):
        disclosed(op, *percents)

    assert not Version.objects.exists()


@pytest.mark.parametrize("withheld", [True, False])
def test_what_is_withheld_says_why_and_what_is_asked_is_answered(op, withheld):
    with pytest.raises(BadInput) as refusal:
        disclosed(op, "100", label=StatementDraft(" ", "", withheld))

    assert list(refusal.value.errors) == ["label_fr"]


def test_no_revenue_is_an_answer_and_the_same_words_are_no_new_version(op):
    assert "no revenue" in disclosed(op).body_en

    with pytest.raises(NotNow):
        disclosed(op)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_console_asks_and_the_page_shows_it(client, op, language):
    client.force_login(op.representatives.get().account)
    form = f"/{language}/o/{op.slug}/console/money/"
    filled = {"year": "2025", "source_1_fr": "Publicité", "source_1_en": "Advertising", "source_1_percent": "80"}
    filled |= {f"{name}_{code}": "Aucun." for name in ("payers", "agreements", "label") for code in ("fr", "en")}

    refused = client.post(form, filled)
    done = client.post(form, {**filled, "source_1_percent": "100", "label_withheld": "on"})
    page = client.get(f"/{language}/o/{op.slug}/").content.decode()

    assert (refused.status_code, done.status_code) == (422, 302)
    assert ("80%" if language == "en" else "80\u202f%") in refused.content.decode()
    assert ("Advertising" if language == "en" else "Publicité") in page
    assert ("Withheld" if language == "en" else "Non dit") in page
    assert client.get(form).content.decode().count("Publicité") == 1
    assert client.get(f"/api/o/{op.slug}/").json()["money"]["sources"][0]["percent"] == 100.0


def test_a_disclosure_is_never_written_by_hand(client, op):
    disclosed(op, "100")
    client.force_login(op.representatives.get().account)

    answer = client.post(f"/en/o/{op.slug}/console/version/disclosure/", {"body_en": "All is well.", "publish": ""})

    assert answer["Location"].endswith("/console/money/")
    assert Version.objects.count() == 1


def test_who_does_not_answer_for_it_discloses_nothing(client, op):
    client.force_login(represent(operator(), "Paul Lecerf"))

    assert client.post(f"/en/o/{op.slug}/console/money/", {}).status_code == 403
