"""A review is seen as others will see it before it is published; half of it may be missing."""

import pytest
from django.urls import reverse
from django.utils import translation

from apps.posts.models import Review
from tests.making import make_persona, make_space

pytestmark = pytest.mark.django_db
TYPED = {"subject": "Garage X", "stars": "2", "text": "**Fair** <script>alert(1)</script>", "link": "client"}


@pytest.mark.parametrize("name", ["posts:write", "posts:preview"])
def test_a_preview_shows_what_is_disclosed_and_publishes_nothing(client, name):
    here = make_space("open")
    client.force_login(make_persona("ada", here).account)
    with translation.override("en"):
        address = reverse(name, args=["open"])

    seen = client.post(address, {**TYPED, "preview": "1"})
    empty = client.post(address, {"preview": "1"})

    assert seen.status_code == empty.status_code == 200
    told = seen.content.decode()
    assert "<strong>Fair</strong> &lt;script&gt;" in told
    assert "Link with the professional: client." in told
    assert "Anybody sees this, and nothing else of you." in told
    assert not Review.objects.exists()


def test_a_preview_of_a_space_one_may_not_read_is_not_there(client):
    make_space("closed", visibility="members")

    with translation.override("en"):
        assert client.post(reverse("posts:preview", args=["closed"]), TYPED).status_code == 404
