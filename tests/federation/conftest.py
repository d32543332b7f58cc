"""The site under test has a name that others know."""

import pytest

from tests.federation.pages_elsewhere import elsewhere  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _here(settings):
    settings.SITE_URL = "https://here.example"
    settings.ALLOWED_HOSTS = ["here.example", "testserver"]
