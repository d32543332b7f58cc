"""One click for those with one name; a choice for the others; consent where people speak of health."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.base.errors import NotNow, NotYours
from apps.people.services import persona_create
from apps.spaces.models import Membership
from apps.spaces.permissions import check_can_post
from apps.spaces.selectors import persona_in
from apps.spaces.services import posting_pause, space_join, space_leave
from tests.factories import member, person, space

pytestmark = pytest.mark.django_db


def path(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def test_one_click_is_enough_for_those_with_one_name(client):
    here, account = space(), person()
    client.force_login(account)

    client.post(path("spaces:join", here.slug))

    assert persona_in(account, here) == account.personas.get()


def test_two_clicks_join_once(client):
    here, account = space(), person()
    client.force_login(account)

    for _click in range(2):
        client.post(path("spaces:join", here.slug), {"idempotency_key": "one"})
        client.post(path("spaces:join", here.slug))

    assert Membership.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client):
    here = space()

    response = client.post(path("spaces:join", here.slug))

    assert response["Location"].startswith(path("account_login"))
    assert path("spaces:join", here.slug).replace("/", "%2F") in response["Location"] or "next=" in response["Location"]


def test_health_data_needs_an_explicit_yes(client):
    here, account = space(health_data=True), person()
    client.force_login(account)
    persona = account.personas.get()

    page = client.post(path("spaces:join", here.slug), follow=True)
    refused = client.post(path("spaces:join", here.slug), {"persona": persona.reference})
    joined = client.post(path("spaces:join", here.slug), {"persona": persona.reference, "consent": "on"})

    assert "health" in page.content.decode()
    assert refused.status_code == 422
    assert joined.status_code == 302
    assert Membership.objects.get().consented_at is not None


def test_one_may_stand_under_a_name_made_for_here(client):
    here, account = space(), person("Maud")
    client.force_login(account)

    client.post(path("spaces:join", here.slug), {"persona": "another", "pseudonym": "Harbour lamp"})

    assert persona_in(account, here).pseudonym == "Harbour lamp"
    assert account.personas.count() == 2


def test_a_new_name_that_is_taken_comes_back_with_a_sentence_and_what_was_typed(client):
    here, account = space(), person("Maud")
    person("Harbour lamp")
    client.force_login(account)

    response = client.post(path("spaces:join", here.slug), {"persona": "another", "pseudonym": "harbour  lamp"})

    assert response.status_code == 422
    assert "too close" in response.content.decode()
    assert 'value="harbour  lamp"' in response.content.decode()


def test_nobody_joins_under_the_name_of_somebody_else(client):
    here, account, other = space(), person(), person()
    client.force_login(account)

    response = client.post(path("spaces:join", here.slug), {"persona": other.personas.get().reference})

    assert response.status_code == 422
    assert not Membership.objects.exists()


def test_one_person_has_one_voice_in_a_space():
    here = space()
    account = member(here)
    second = persona_create(account=account, pseudonym="Another", now=clock.now())

    with pytest.raises(NotNow):
        space_join(persona=second, space=here, now=clock.now())


def test_leaving_is_one_click_and_coming_back_is_too(client):
    here = space()
    account = member(here)
    client.force_login(account)

    client.post(path("spaces:leave", here.slug))
    outside = persona_in(account, here)
    client.post(path("spaces:join", here.slug))

    assert outside is None
    assert persona_in(account, here) is not None


def test_next_leads_back_only_on_this_site(client):
    here, account = space(), person()
    client.force_login(account)

    away = client.post(path("spaces:join", here.slug), {"next": "https://elsewhere.example/"})
    client.post(path("spaces:leave", here.slug))
    back = client.post(path("spaces:join", here.slug), {"next": "/en/x/hotel/"})

    assert "elsewhere" not in away["Location"]
    assert back["Location"] == "/en/x/hotel/"


def test_leaving_and_coming_back_does_not_end_a_pause(english):
    here, account, now = space(), person(), clock.now()
    name = account.personas.get()
    space_join(persona=name, space=here, now=now)
    posting_pause(persona=name, space=here, until=now + timedelta(days=2), now=now)

    space_leave(persona=name, space=here, now=now)
    space_join(persona=name, space=here, now=now)

    with pytest.raises(NotYours, match="paused until"):
        check_can_post(name, here, now=now)


def test_a_pause_is_a_person_s_whatever_name_they_come_back_under(english):
    here, account, now = space(), person(), clock.now()
    name, other = account.personas.get(), persona_create(account=account, pseudonym="another_name", now=now)
    space_join(persona=name, space=here, now=now)
    posting_pause(persona=name, space=here, until=now + timedelta(days=2), now=now)

    space_leave(persona=name, space=here, now=now)
    space_join(persona=other, space=here, now=now)

    with pytest.raises(NotYours, match="paused until"):
        check_can_post(other, here, now=now)
    check_can_post(other, here, now=now + timedelta(days=3))
