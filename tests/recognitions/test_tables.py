"""A space says, in a table everybody reads, what a status of another counts for in it."""

from dataclasses import asdict, replace

import pytest
from django.utils.translation import override

from apps.base.errors import BadInput, NotNow, NotYours
from apps.documents import selectors as documents
from apps.documents.models import Version
from apps.ledger.models import Event
from apps.notices.models import Notice
from apps.recognitions import wording
from apps.recognitions.models import TableVersion
from apps.recognitions.rechecking import in_force
from apps.recognitions.scales import side_of
from apps.recognitions.selectors.gateways import gateways
from apps.recognitions.services import recognition_end, recognitions_expire
from apps.recognitions.services.publishing import table_in_force
from apps.recognitions.states import RecognitionState
from apps.spaces.models import Representative, Visibility
from apps.trust.models import ScaleVersion
from apps.trust.scales import DEFAULT
from tests.making import make_space
from tests.recognitions.world import DAY, TABLE, Pair, make_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def pair(kept) -> Pair:
    return kept(make_pair)


def test_a_first_table_binds_at_once_in_both_languages_and_is_on_the_log(pair):
    table = pair.publish()

    assert table.effective_at == pair.begun
    assert "counts as “known here” in “Home repairs”" in table.version.body_en
    assert "« connu ici »" in table.version.body_fr.replace("\u202f", " ")
    logged = Event.objects.get(kind="version.published", object=pair.recognition.document.reference)
    assert logged.payload["version"] == table.version.pk
    assert table.version.signature


def test_the_words_of_a_version_are_those_of_its_fields(pair):
    pair.publish()
    pair.publish(replace(TABLE, quota=5, rows=(("recognised", "known"), ("reference", "known"))), now=pair.begun + DAY)

    tables = TableVersion.objects.select_related("version")
    assert len(tables) == 2
    for table in tables:
        for language, body in (("fr", table.version.body_fr), ("en", table.version.body_en)):
            with override(language):
                now = pair.begun
                assert (
                    wording.body(
                        table.terms(), lambda now=now: (side_of(pair.there, now=now), side_of(pair.here, now=now))
                    )
                    == body
                )


def test_what_only_adds_binds_at_once_and_what_takes_away_after_fifteen_days(pair):
    pair.publish()
    more = pair.publish(replace(TABLE, quota=5), now=pair.begun + DAY)
    less = pair.publish(replace(TABLE, quota=1), now=pair.begun + 2 * DAY)

    assert more.effective_at == pair.begun + DAY
    assert less.effective_at == pair.begun + 17 * DAY
    assert table_in_force(pair.recognition, now=pair.begun + 16 * DAY) == more
    assert table_in_force(pair.recognition, now=pair.begun + 17 * DAY) == less


def test_only_a_trust_manager_of_the_receiving_space_publishes(pair):
    with pytest.raises(NotYours):
        replace(pair, manager=pair.other_manager).publish()


def test_whoever_answers_for_the_operator_of_the_other_space_does_not_decide(pair):
    Representative.objects.create(
        operator=pair.there.operator, account=pair.manager, role_fr="Gérante", role_en="Manager", from_at=pair.begun
    )

    with pytest.raises(NotYours, match="another trust manager"):
        pair.publish()


def test_the_trust_managers_of_the_other_space_are_told_and_nobody_else(pair):
    pair.publish()

    told = Notice.objects.filter(kind="recognition.published")
    assert [notice.to.account_id for notice in told] == [pair.other_manager.pk]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rows": (("known", "reference"),), "cap": "reference"}, "rows"),
        ({"rows": (("known", "known"), ("reference", "known")), "cap": "nothing"}, "rows"),
        ({"rows": (("recognised", "recognised"), ("reference", "known")), "cap": "reference"}, "rows"),
        ({"rows": ()}, "rows"),
        ({"topics": (("elsewhere", "lodging"),)}, "topics"),
        ({"topics": ()}, "topics"),
        ({"topics": (("food", "lodging"), ("food", "lodging"))}, "topics"),
        ({"quota": 0}, "quota"),
        ({"quota": 51}, "quota"),
        ({"max_age": 366}, "max_age"),
        ({"max_age": 29}, "max_age"),
    ],
)
def test_a_table_that_raises_or_means_nothing_is_refused_beside_its_field(pair, change, field):
    with pytest.raises(BadInput) as refused:
        pair.publish(replace(TABLE, **change))

    assert field in refused.value.errors
    assert not Version.objects.filter(document__kind="conversion-table").exists()


def test_fifty_a_day_and_from_thirty_days_to_a_year_may_be_published(pair):
    for day, age in enumerate((30, 365)):
        table = pair.publish(replace(TABLE, quota=50, max_age=age), now=pair.begun + day * DAY)
        assert (table.quota, table.max_age) == (50, age)


def test_spaces_for_members_take_no_part(pair):
    closed = make_space(visibility=Visibility.MEMBERS)

    with pytest.raises(NotNow, match="members only"):
        replace(pair, there=closed).publish()


def test_an_end_is_announced_fifteen_days_before_and_may_be_taken_back(pair):
    pair.publish()
    recognition_end(account=pair.manager, recognition=pair.recognition, now=pair.begun)

    assert table_in_force(pair.recognition, now=pair.begun + 14 * DAY) is not None
    assert table_in_force(pair.recognition, now=pair.begun + 15 * DAY) is None

    pair.publish(now=pair.begun + DAY)
    assert pair.recognition.state == RecognitionState.PUBLISHED
    assert table_in_force(pair.recognition, now=pair.begun + 16 * DAY).terms() == TABLE


def test_an_announced_version_is_overtaken_by_a_newer_one_that_binds_first(pair):
    pair.publish()
    pair.publish(replace(TABLE, quota=1), now=pair.begun)
    more = pair.publish(replace(TABLE, quota=5), now=pair.begun + DAY)
    later = pair.begun + 20 * DAY

    assert table_in_force(pair.recognition, now=later) == more
    assert in_force([pair.recognition], now=later)[pair.recognition.pk].quota == 5
    [gateway] = gateways([pair.recognition], now=pair.begun + 2 * DAY)
    assert (gateway.version, gateway.next_from) == (3, None)
    assert documents.in_force(pair.recognition.document, now=later) == more.version
    overtaken = documents.version_rows(pair.recognition.document, now=pair.begun + 2 * DAY)[1]
    assert (overtaken.number, overtaken.upcoming) == (2, False)


def test_the_name_of_a_step_may_be_as_long_as_a_scale_allows(pair):
    code = "a" * 40
    ScaleVersion.objects.create(
        version=Version.objects.order_by("pk").last() or pair.publish().version,
        space=pair.here,
        effective_at=pair.begun,
        levels=[asdict(replace(DEFAULT.levels[0], code=code))],
    )

    assert pair.publish(replace(TABLE, rows=(("recognised", code),), cap=code, quota=4)).cap == code


def test_what_has_ended_can_be_published_again(pair):
    pair.publish()
    recognition_end(account=pair.manager, recognition=pair.recognition, now=pair.begun)

    assert recognitions_expire(now=pair.begun + 14 * DAY) == 0
    assert recognitions_expire(now=pair.begun + 15 * DAY) == 1
    assert pair.recognition.state == RecognitionState.ENDED

    pair.publish(now=pair.begun + 20 * DAY)
    assert pair.recognition.state == RecognitionState.PUBLISHED


def test_anybody_reads_who_recognises_whom_and_every_version(pair, client):
    pair.publish()
    pair.publish(replace(TABLE, quota=5), now=pair.begun)

    directory = client.get("/en/recognitions/").content.decode()
    assert "Slow Roads" in directory
    assert "0 given, 0 counting now" in directory
    assert "Too few people to say" in directory
    here, there = (
        client.get(f"/en/s/{space.slug}/recognitions/").content.decode() for space in (pair.here, pair.there)
    )
    assert "Slow Roads" in here
    assert "Home repairs" in there
    page = client.get(f"/en/recognitions/{pair.recognition.reference}/").content.decode()
    assert "At most 5 conversions a day" in page
    diff = page.split('">what changed')[0].rpartition('href="')[2]
    assert "At most" in client.get(diff).content.decode()


def test_programs_read_the_directory_as_json_and_as_csv(pair, client):
    pair.publish()

    told = client.get("/api/recognitions/").json()
    [one] = [one for one in told["results"] if one["reference"] == pair.recognition.reference]
    assert (one["source"], one["space"], one["quota"]) == (pair.there.slug, pair.here.slug, 3)
    assert one["flow"]["share"] is None
    assert client.get(f"/api/recognitions/{pair.recognition.reference}/").json() == one
    names, *lines = client.get("/en/recognitions.csv").content.decode().splitlines()
    assert names.startswith("reference,earned_in,counts_in")
    assert any(f"{pair.there.slug},{pair.here.slug},published,1," in line for line in lines)
