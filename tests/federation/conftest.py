"""The site under test has a name that others know."""

import pytest


@pytest.fixture(autouse=True)
def _here(settings):
    settings.SITE_URL = "https://here.example"
    settings.ALLOWED_HOSTS = ["here.example", "testserver"]
