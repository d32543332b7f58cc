"""What the table says is what the program does, N days later."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from apps.base import clock
from apps.exchanges.models import Exchange
from apps.exchanges.services.recording import exchange_take_back
from apps.exchanges.states import ExchangeState
from apps.federation.brought import BroughtBadge
from apps.gate.models import ApiToken, IdempotencyKey
from apps.juries.models import Jury, Practice
from apps.juries.services import juries_count
from apps.ledger.models import Event
from apps.moderation.desk_holdings import PUT_OFF_LONGEST
from apps.moderation.desk_models import PutOff
from apps.moderation.models import Evidence
from apps.moderation.states import LIVE
from apps.notices.models import Notice
from apps.notices.services import prepare
from apps.people.export import export_request
from apps.people.foundations import EVENTS_KEPT
from apps.people.holdings import all_holdings
from apps.people.models import Session
from apps.people.retention import purge_due, table
from apps.people.services import main_persona
from apps.people.tasks import purge
from apps.professionals.verification.models import Verification
from apps.proposals.models import Proposal
from apps.references.models import Letter
from apps.references.services import letter_stop
from apps.referrals.models import Asking, Referral
from apps.spaces.models import Representative
from apps.warnings.models import PersonWarning
from apps.warnings.services.telling import warning_withdraw
from tests.factories import operator, person
from tests.people.canary import make_canary

pytestmark = pytest.mark.django_db


def test_everything_goes_when_its_time_is_over_and_not_before(settle):
    account, started = make_canary(settle), clock.now()
    Representative.objects.update(until=started + timedelta(seconds=1))
    ApiToken.objects.update(expires_at=started + timedelta(seconds=1))
    PutOff.objects.update(until=started + PUT_OFF_LONGEST)
    _end_votes(started)
    Verification.objects.filter(state="asked").update(state="withdrawn", ended_at=started)
    Verification.objects.filter(state="granted").update(until=started + timedelta(seconds=1))
    juries_count(now=started + timedelta(seconds=1))
    for warning in PersonWarning.objects.filter(author__account=account):
        warning_withdraw(account=account, warning=warning, now=started)  # one that stands tells its author when it goes
    BroughtBadge.objects.update(state="ended", why="revoked", ended_at=started)
    letter_stop(account=account, reference=Letter.objects.get().reference, now=started)
    Exchange.objects.exclude(state=ExchangeState.PROPOSED).delete()  # what was rated has no end but that of its words
    exchange_take_back(account=account, reference=Exchange.objects.get().reference, now=started)
    Asking.objects.update(ended_at=started + timedelta(seconds=1))
    Referral.objects.update(ends_at=started + timedelta(seconds=1))
    settle()
    Practice.objects.update(answered_at=started + timedelta(seconds=1))
    Evidence.objects.filter(case__state__in=LIVE).delete()  # what is not decided yet has no end to count from
    dated = [holding for holding in all_holdings() if holding.keep_for]

    for time in sorted({holding.keep_for for holding in dated}):
        due = [holding for holding in dated if holding.keep_for == time]
        purge_due(now=started + time - timedelta(hours=1))
        assert [h.key for h in due if not list(h.rows(account))] == []
        purge_due(now=clock.now() + time + timedelta(hours=1))
        assert [h.key for h in due if list(h.rows(account))] == []


def _end_votes(now: datetime) -> None:
    """As if the weeks had passed: the database, which lets nobody move such an end, looks away for once."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Proposal.objects.update(vote_from=now + timedelta(seconds=1), vote_until=now + timedelta(seconds=2))
        Jury.objects.update(called_at=now - timedelta(days=14), due_at=now)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_event_on_its_way_is_kept_until_it_has_arrived():
    export_request(account=person(), now=clock.now())

    purge_due(now=clock.now() + EVENTS_KEPT + timedelta(days=1))

    assert [event.kind for event in Event.objects.all()] == ["export.requested"]


def test_the_name_of_a_representative_gives_way_to_the_role_two_years_later():
    now = clock.now()
    former = Representative.objects.create(
        operator=operator(), account=person(), real_name="Ada Quill", role_fr="directrice", role_en="director",
        from_at=now, until=now + timedelta(days=1),
    )  # fmt: skip

    purge_due(now=now + timedelta(days=700))
    former.refresh_from_db()
    assert former.name == "Ada Quill"

    purge_due(now=now + timedelta(days=740))
    former.refresh_from_db()
    assert former.name in {"directrice", "director"}


def test_the_periodic_task_keeps_to_the_table():
    account = person()
    Client().force_login(account)
    now = clock.now()
    prepare(kind="export.ready", to=[main_persona(account)], about="x", now=now - timedelta(days=401))
    IdempotencyKey.objects.create(scope="anonymous", key="k", path="/", created_at=now - timedelta(days=2))
    Session.objects.update(expire_date=now - timedelta(seconds=1))

    purge()

    assert not Notice.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert not Session.objects.exists()


def test_the_task_runs_every_day(settings):
    assert "apps.people.tasks.purge" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_is_public(client, language):
    with translation.override(language):
        page = client.get(reverse("people:retention")).content.decode()
        labels = [str(line.label) for line in table()]

    assert all(escape(label) in page for label in labels)
