"""Addresses of the site itself."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from apps.base import clock

pytestmark = pytest.mark.django_db


def test_the_security_contact_never_expires_while_the_site_runs():
    said = Client().get("/.well-known/security.txt").text
    expires = datetime.fromisoformat(said.split("Expires: ")[1].split("\n")[0])

    assert timedelta(days=140) < expires - clock.now() < timedelta(days=365)
