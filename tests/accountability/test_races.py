"""Many presses at once: one voice per person, one state change, one batch."""

import pytest

from apps.accountability import services
from apps.accountability.models import Alert, StateChange, Tally, Voice
from apps.ledger.models import Event
from tests.accountability.world import LOOKED, crowd, press, surge
from tests.at_once import at_once
from tests.factories import operator, person

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_pressing_in_eight_windows_at_once_is_one_voice():
    op, somebody = operator(), person()

    at_once(8, lambda n: press(op, account=somebody, network=f"net-{n}"))

    assert Voice.objects.live().count() == 1
    assert Event.objects.filter(kind="voice.raised").count() == 1


def test_eight_visitors_of_one_network_pressing_at_once_are_all_kept_and_three_say_why():
    op = operator()

    at_once(8, lambda n: press(op, browser=f"b{n}", network="cafe"))

    assert Voice.objects.live().count() == 8
    assert Voice.objects.filter(over_limit=True).count() == 3
    assert Alert.objects.count() == 1


def test_a_state_and_a_batch_said_by_two_workers_at_once_are_said_once():
    op = operator()
    crowd(op)
    surge(op)
    alert = Alert.objects.get()

    def work(n: int) -> None:
        services.alert_evaluate(alert_id=alert.pk, now=LOOKED)
        services.tally_publish(alert_id=alert.pk, now=LOOKED.replace(hour=14))

    at_once(4, work)

    assert StateChange.objects.count() == 1
    assert Tally.objects.count() == 1
