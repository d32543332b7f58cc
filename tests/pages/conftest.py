"""People at their keyboards."""

import pytest
from django.test import Client

from apps.spaces.models import Space
from tests.making import make_persona, make_space


@pytest.fixture
def space(db):
    """The one of the world that the tests of a file share, if they do."""
    return Space.objects.filter(slug="garages").first() or make_space("garages")


@pytest.fixture
def member(space):
    return make_persona("marelle_75", space)


@pytest.fixture
def sign_in():
    """A signed-in browser for this persona's account."""

    def open_browser(persona) -> Client:
        client = Client()
        client.force_login(persona.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return open_browser


@pytest.fixture
def browser(member, sign_in):
    """The member's browser."""
    return sign_in(member)


@pytest.fixture
def stranger():
    """A browser nobody is signed in with."""
    return Client()
