"""Clients of Open Terms Archive read our texts unchanged."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.documents.services import VersionDraft, document_create, version_publish
from tests.factories import operator

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def op():
    op = operator("fairway")
    text = document_create(
        owner=op.reference, kind="Terms of Service", slug="terms", title_fr="Conditions", title_en="Terms"
    )
    for number, body in enumerate(("First terms.", "Second terms.")):
        draft = VersionDraft("", body, NOW + number * 20 * DAY)
        version_publish(document=text, draft=draft, actor="", signed_by="", now=NOW + number * DAY)
    return op


def test_services_and_their_types_are_listed(client, op):
    listed = client.get("/api/terms/v1/services").json()
    one = client.get("/api/terms/v1/service/Fairway").json()

    assert listed == [{"id": "fairway", "name": "Fairway", "terms": [{"type": "Terms of Service"}]}]
    assert one["terms"][0]["sourceDocuments"][0]["location"].endswith("/o/fairway/rules/terms/")


@pytest.mark.parametrize(
    ("date", "status", "content"),
    [
        ("2026-03-10T12:00:00Z", 200, "First terms."),
        ("2026-03-12", 200, "First terms."),
        ("2026-04-01T00:00:00+02:00", 200, "Second terms."),
        ("2026-03-01T00:00:00Z", 404, None),
        ("2999-01-01T00:00:00Z", 416, None),
        ("yesterday", 400, None),
        ("2026-13-41", 400, None),
    ],
)
def test_a_version_is_the_one_that_bound_people_at_the_date(client, op, date, status, content):
    answer = client.get(f"/api/terms/v1/version/fairway/Terms%20of%20Service/{date}")

    assert (answer.status_code, answer.json().get("content")) == (status, content)


def test_versions_are_listed_and_linked(client, op):
    listed = client.get("/api/terms/v1/versions/fairway/Terms%20of%20Service").json()
    first = client.get(f"/api/terms/v1/version/{listed['data'][0]['id']}").json()

    assert listed["count"] == 2
    assert first["fetchDate"] == "2026-03-10T12:00:00Z"
    assert first["links"]["prev"] is None
    assert first["links"]["next"] == listed["data"][1]["id"]


@pytest.mark.parametrize("path", ["service/nobody", "versions/nobody/Imprint", "version/unknown"])
def test_what_is_not_there_is_said_as_the_archive_says_it(client, op, path):
    answer = client.get(f"/api/terms/v1/{path}")

    assert answer.status_code == 404
    assert "error" in answer.json()
