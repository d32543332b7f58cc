"""The OpenAPI document is true, and nothing a machine can send breaks a twin."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from apps.pages.catalogue import PAGES, TWINS
from tests.making import make_post, make_review, make_subject, make_thread
from trustmgmt.wsgi import application

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture
def known(space, member):
    """Addresses that lead somewhere."""
    review = make_review(space, member, make_subject(slug="trois-ponts"), text="Brakes, at last.")
    thread = make_thread(space, member)
    make_post(thread)
    operator = space.operator.slug
    return {
        "space": space.slug, "review": review.pk, "thread": thread.pk, "pseudonym": "marelle_75",
        "subject": "trois-ponts", "op": operator,
    }  # fmt: skip


@pytest.fixture
def document(db):
    """Read through WSGI; the test's own connection stays open between requests, as in Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def throw_at(document, known, times):
    """Every operation, many requests: made-up ones, and made-up questions to real addresses."""
    for found in document.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=times, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(), real=st.booleans())
        def throw(case, real):
            if real and case.path_parameters:
                case.path_parameters.update({k: v for k, v in known.items() if k in case.path_parameters})
            case.call_and_validate(checks=CHECKS)

        throw()


@pytest.mark.django_db
def test_nothing_thrown_at_the_twins_breaks_one(document, known):
    throw_at(document, known, times=6)


@pytest.mark.prove
@pytest.mark.django_db
def test_nothing_thrown_at_the_twins_breaks_one_in_full(document, known):
    throw_at(document, known, times=400)


@pytest.mark.django_db
def test_every_twin_is_in_the_document(document):
    described = {found.ok().path for found in document.get_all_operations()}

    assert {"/api/" + kind.path for kind in (*PAGES, *TWINS)} <= described


@pytest.mark.django_db
def test_too_fast_is_told_when_to_come_back(stranger, monkeypatch):
    from django.core.cache import cache
    from rest_framework.throttling import AnonRateThrottle

    monkeypatch.setattr(AnonRateThrottle, "rate", "2/min", raising=False)
    cache.clear()

    answers = [stranger.get("/api/s/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    cache.clear()


@pytest.mark.django_db
def test_every_answer_and_every_question_is_described_in_a_sentence(document):
    said = document.raw_schema
    shapes = {name: shape for name, shape in said["components"]["schemas"].items() if shape.get("type") == "object"}
    shapes.pop("PaginatedLeafList")  # the library's own
    asked = {
        f"{path} {question['name']}": question
        for path, operations in said["paths"].items()
        for operation in operations.values()
        for question in operation.get("parameters", ())
        if question["in"] != "path"
    }

    silent = [name for name, what in {**shapes, **asked}.items() if not what.get("description", "").endswith(".")]
    assert len(shapes) > 100
    assert len(asked) > 20
    assert silent == []
