"""A link brings others here: said before, remembered a year, counted as one hand while they are new."""

from datetime import timedelta

import pytest

from apps.accountability import services
from apps.accountability.models import Alert, Discount, Voice
from apps.base.errors import NotNow
from apps.people import invitations
from apps.people.erasure import Words, account_erase
from apps.people.models import Account, Arrival, Invitation
from apps.people.services import account_create
from tests.accountability.world import LOOKED, NOON, press, regular
from tests.factories import operator, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def come(name: str, link: Invitation, now=NOON - DAY) -> Account:
    account = account_create(pseudonym=name, passphrase=None, language="en", now=now, invitation=link.reference)
    Account.objects.filter(pk=account.pk).update(joined_at=now - DAY * Account.objects.count())  # never minutes apart
    return account


def test_one_signs_up_by_a_link_that_says_before_what_it_means(client, english):
    link = invitations.invitation_make(account=person(), now=NOON)
    path = f"/en/accounts/signup/?invitation={link.reference}"
    Invitation.objects.update(until="2099-01-01T00:00Z")

    told = client.get(path).content.decode()
    client.post(path, {"username": "newcomer", "password1": "four quite odd words"})

    assert "Somebody invited you" in told
    assert Arrival.objects.get().account.username == "newcomer"


@pytest.mark.parametrize("reference", ["", "nothing", "é" * 9, "x" * 900])
def test_a_link_that_does_not_hold_stops_nobody(client, english, reference):
    path = f"/en/accounts/signup/?invitation={reference}"

    page = client.get(path)
    client.post(path, {"username": "newcomer", "password1": "four quite odd words"})

    assert ("no longer holds" in page.content.decode()) == bool(reference)
    assert Account.objects.filter(username="newcomer").exists()
    assert not Arrival.objects.exists()


def test_a_link_holds_a_month_and_twenty_people_and_one_has_five(client):
    inviter = person()
    link = invitations.invitation_make(account=inviter, now=NOON)
    assert invitations.holding(link.reference, now=NOON + 29 * DAY)
    assert not invitations.holding(link.reference, now=NOON + 30 * DAY)
    for number in range(invitations.BRINGS):
        come(f"guest {number}", link, NOON + DAY)
    assert not invitations.holding(link.reference, now=NOON + DAY)

    for _n in range(4):
        invitations.invitation_make(account=inviter, now=NOON)
    with pytest.raises(NotNow):
        invitations.invitation_make(account=inviter, now=NOON)


def test_my_page_shows_how_many_came_and_never_who(client, english):
    inviter = person()
    client.force_login(inviter)
    client.post("/en/me/invitations/")
    Invitation.objects.update(until="2099-01-01T00:00Z")
    come("guest", Invitation.objects.get(), Invitation.objects.get().made_at)

    page = client.get("/en/me/invitations/").content.decode()

    assert "1 came by it" in page
    assert "guest" not in page


def test_what_one_person_brings_counts_as_one_hand_whichever_link_and_whoever_speaks_first():
    op, inviter = operator(), person()
    first, second = (invitations.invitation_make(account=inviter, now=NOON - DAY) for _n in range(2))
    brought = [come(f"guest {n}", link) for n, link in enumerate((first, second, second))]
    alone = [person() for _n in range(2)]
    for number, account in enumerate((*brought, inviter, *alone)):
        Account.objects.filter(pk=account.pk).update(joined_at=NOON - DAY * 9 * number)
        press(op, account=account, network=f"net-{number}", now=NOON + timedelta(minutes=number))

    services.alert_evaluate(alert_id=Alert.objects.get(operator=op).pk, now=LOOKED)

    said = dict(Voice.objects.values_list("account", "discount"))
    assert [said[account.pk] for account in brought] == [Discount.NONE, Discount.INVITATION, Discount.INVITATION]
    assert said[inviter.pk] == Discount.INVITATION
    assert [said[account.pk] for account in alone] == [Discount.NONE, Discount.NONE]


def test_who_was_active_there_before_counts_alone_whoever_invited_them():
    op, inviter = operator(), person()
    link = invitations.invitation_make(account=inviter, now=NOON - DAY)
    for number in range(3):
        account = regular(op)
        Arrival.objects.create(account=account, invitation=link, at=NOON - 60 * DAY)
        press(op, account=account, network=f"net-{number}")

    services.alert_evaluate(alert_id=Alert.objects.get(operator=op).pk, now=LOOKED)

    assert set(Voice.objects.values_list("discount", flat=True)) == {Discount.NONE}


def test_after_a_year_nobody_knows_and_who_leaves_is_forgotten_on_both_sides():
    inviter, other = person(), person()
    link, theirs = (invitations.invitation_make(account=one, now=NOON) for one in (inviter, other))
    guest, leaver = come("guest", link, NOON), come("leaver", theirs, NOON)
    assert invitations.brought_by([guest.pk]) == {guest.pk: inviter.reference}

    account_erase(account=inviter, words=Words.DELETE, now=NOON)
    account_erase(account=leaver, words=Words.DELETE, now=NOON)

    assert invitations.brought_by([guest.pk]) == {guest.pk: link.reference}
    assert Arrival.objects.count() == 1
    invitations.arrivals_forget(NOON + 364 * DAY)
    assert invitations.brought_by([guest.pk])
    invitations.arrivals_forget(NOON + 366 * DAY)
    assert not invitations.brought_by([guest.pk])
    invitations.arrivals_forget(NOON + 366 * DAY)
    assert not Invitation.objects.exists()
