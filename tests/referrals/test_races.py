"""Real connections: who press in the same second come one after the other."""

import pytest

from apps.base.errors import Refusal
from apps.referrals.models import Referral
from apps.trust.models import GrantedStatus
from tests.at_once import at_once
from tests.making import make_persona
from tests.referrals.world import ask, give, village

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_slot_is_given_once_and_two_words_at_once_are_two():
    place = village()
    askings = [ask(make_persona("", place.space), place.space) for _ in range(5)]

    def vouch(number):
        try:
            give(place.ada, askings[number])
        except Refusal:
            return

    at_once(5, vouch)
    assert Referral.objects.filter(referrer=place.ada, given_at__isnull=False).count() == 3

    cy = village(place.space)
    asking, pair = ask(cy.new, place.space), (cy.ada, cy.bo)
    at_once(2, lambda number: give(pair[number], asking))
    assert GrantedStatus.objects.filter(persona=cy.new, ended_at=None).count() == 1
