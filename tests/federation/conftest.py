"""Many people sign up in these stories: their passphrases need not be hashed slowly."""

import pytest


@pytest.fixture(autouse=True)
def _quick_passphrases(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SITE_URL = "https://here.example"
    settings.ALLOWED_HOSTS = ["here.example", "testserver"]
