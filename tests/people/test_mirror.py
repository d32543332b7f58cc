"""Me as others see me; what I show; who looked; all that happened."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.base.errors import BadInput, NotYours
from apps.moderation.rules import Ground
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Consultation
from apps.people.services import main_persona
from apps.spaces.disclosure import Showing, disclosure_set, disclosures_review
from apps.spaces.models import Disclosure, Membership
from apps.spaces.services import space_join
from tests.factories import member, person, space, trust_manager
from tests.making import make_persona, make_professional, make_review, make_subject
from tests.moderation.world import publish, report

pytestmark = pytest.mark.django_db


def page(client, name, *args, language="en", **query):
    with translation.override(language):
        return client.get(reverse(name, args=args), query).content.decode()


def send(client, **data):
    with translation.override("en"):
        return client.post(reverse("spaces:shown"), data)


@pytest.fixture
def here():
    return space("brakes")


@pytest.fixture
def maud(client, here):
    account = member(here, "Maud")
    client.force_login(account)
    return account


def public(client, here):
    client.logout()
    return page(client, "pages:member", here.slug, "Maud")


def test_the_mirror_begins_with_a_space_that_anybody_reads(client):
    closed, open_to_all = space("whispers", visibility="members"), space("roads")
    maud = member(closed, "Maud")
    space_join(persona=main_persona(maud), space=open_to_all, now=clock.now())
    client.force_login(maud)

    first = page(client, "pages:mirror")
    chosen = page(client, "pages:mirror", space="whispers")

    assert "As “Space roads” knows them" in first
    assert "As “Space" not in chosen


def test_what_is_shown_stands_beside_the_name_everywhere_and_goes_when_taken_back(client, here, maud):
    make_review(here, main_persona(maud))
    send(client, space="brakes", step="name", name="Maud Keller")
    shown = page(client, "pages:space", "brakes")
    send(client, space="brakes", step="nothing")
    hidden = page(client, "pages:space", "brakes")

    assert "gives the name Maud Keller" in shown
    assert "Keller" not in hidden
    assert not Disclosure.objects.exists()


def test_a_preview_shows_each_reader_and_keeps_nothing(client, here, maud):
    seen = send(client, space="brakes", step="name", name="Maud Keller", preview="1").content.decode()
    with translation.override("en"):
        typed = {"space": "brakes", "step": "name", "name": "Maud Keller"}
        fragment = client.post(reverse("spaces:shown_preview"), typed).content.decode()

    for said in (seen, fragment):
        assert said.count("gives the name Maud Keller") == 3  # anybody, members, the operator; not the desk
        assert "plays no part in a decision" in said
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    "name", ["Quiet Kettle", "Hélène Marchetti", "Helene MARCHETTI", "Admin", "x", "\u202eMaud", "<b>"]
)
def test_a_name_that_deceives_is_refused(client, here, maud, name):
    make_persona("quiet_kettle", here)
    make_professional(make_subject())

    refused = send(client, space="brakes", step="name", name=name)

    assert refused.status_code == 422
    assert not Disclosure.objects.exists()


def test_only_what_is_attested_is_shown_and_only_as_long_as_it_is(client, here, maud):
    trade = make_professional(make_subject(), maud, real_name="Maud Keller", job_en="Plumber", job_fr="Plombière")
    me, now = main_persona(maud), clock.now()
    said = {"account": maud, "persona": me, "space": here, "now": now}
    with pytest.raises(BadInput):
        disclosure_set(showing=Showing(attested="trade:another"), **said)
    disclosure_set(showing=Showing(attested=f"trade:{trade.reference}"), **said)

    assert "Plumber, verified on" in public(client, here)
    assert "Plombière" in page(client, "pages:member", here.slug, "Maud", language="fr")
    trade.delete()
    assert disclosures_review(now) == 1
    assert "Plumber" not in public(client, here)


def test_a_verified_name_says_so_and_nobody_shows_for_somebody_else(here, client, maud):
    make_professional(make_subject(), maud, real_name="Maud Keller")
    other = member(here, "Other")
    with pytest.raises(NotYours):
        disclosure_set(
            account=maud, persona=main_persona(other), space=here, showing=Showing(name="X Y"), now=clock.now()
        )
    disclosure_set(
        account=maud, persona=main_persona(maud), space=here, showing=Showing(name="Maud Keller"), now=clock.now()
    )

    assert "Maud Keller, a verified name" in public(client, here)


def test_the_mirror_draws_the_page_that_each_of_them_gets(client, here, maud):
    closed = space("patients", visibility="members")
    Membership.objects.create(space=closed, persona=main_persona(maud), joined_at=clock.now())
    make_review(here, main_persona(maud), title="Quote doubled")

    anybody = page(client, "pages:mirror", space="brakes")
    outside = page(client, "pages:mirror", space="patients")
    inside = page(client, "pages:mirror", **{"space": "patients", "as": "space"})
    desk = page(client, "pages:mirror", **{"space": "brakes", "as": "manager"})
    operator = page(client, "pages:mirror", **{"space": "brakes", "as": "operator"})

    assert "Quote doubled" in anybody
    assert "Report this profile" in anybody  # theirs, not mine
    assert "They see nothing." in outside
    assert "None in this space." in inside
    assert "Reviews here" in desk
    assert "Nobody answers for the operator" in operator


def test_whoever_reads_closely_leaves_one_line_a_day_for_those_it_is_about(client, here, maud):
    reporter, (manager, _mandate) = member(here), trust_manager(here, "Heron")
    case = report(
        publish(here, main_persona(maud)), main_persona(reporter), Ground.PRIVATE_PERSON, now=clock.now()
    ).report.case
    client.force_login(manager)
    for _time in range(3):
        page(client, "moderation:item", case.reference)

    client.force_login(maud)
    journal = page(client, "people:journal")

    assert "A trust manager, Heron looked, to decide the case about your words" in journal
    assert f"/case/{case.reference}/" in journal
    assert sorted(Consultation.objects.values_list("account", "purpose")) == sorted(
        [(maud.pk, "decide"), (reporter.pk, "report")]
    )
    client.force_login(reporter)
    assert "to decide a case you reported" in page(client, "people:journal")
    consultations_note(people=[maud.pk], reader=maud, office=Office.SELF, by="", purpose=Purpose.COPY, now=clock.now())
    client.force_login(maud)
    assert "You looked yourself, to take a copy" in page(client, "people:journal")


def test_the_time_line_holds_what_i_did_what_i_was_told_and_who_looked_and_is_narrowed(client, here, maud):
    now = clock.now()
    Consultation.objects.create(account=maud, office="auditor", by="Fern", purpose="voice", day=now.date(), at=now)
    Consultation.objects.create(account=person(), office="auditor", by="Moss", purpose="voice", day=now.date(), at=now)

    everything = page(client, "people:timeline")
    looked = page(client, "people:timeline", what="looked")
    before = page(client, "people:timeline", to=str((now - timedelta(days=2)).date()))
    nonsense = page(client, "people:timeline", what="x' or 1", **{"from": "never", "to": "2026-99-99"})

    assert "You joined the space" in everything
    assert "Fern looked" in everything
    assert "Moss" not in everything
    assert "You joined" not in looked
    assert "Fern looked" not in before
    assert "Fern looked" in nonsense
