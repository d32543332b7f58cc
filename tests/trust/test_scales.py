"""A space says in words what its statuses mean; a change is announced, signed, and binds fifteen days later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from apps.base.errors import BadInput, NotYours
from apps.documents.models import Version
from apps.ledger.models import Pending
from apps.posts.services import helpful_vote
from apps.referrals.rule import level_given
from apps.trust.scale_words import bound
from apps.trust.scales import DEFAULT, announced_scale, scale_of
from apps.trust.services.scaling import NOTICE, scale_announce
from apps.trust.standings import standings_for
from tests.factories import trust_manager
from tests.scoring.world import NAMES, make_member, make_space, make_subject, publish
from tests.trust.world import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

STRICT = [replace(level, givers=level.givers + 3) for level in DEFAULT.levels]


@pytest.fixture
def here():
    return make_space()


@pytest.fixture
def manager(here):
    account, mandate = trust_manager(here)
    mandate.from_at = at(0)
    mandate.save()
    return account


def test_a_space_starts_with_a_scale_that_a_newcomer_can_read(here, client):
    page = client.get("/en/s/travel/statuses/").content.decode()

    assert "How to be recognised here" in page
    assert "It gives no right to decide about others" in page
    assert "3 different members with a status here" in page


def test_a_new_version_binds_after_fifteen_days_and_is_on_the_log(here, manager):
    scale_announce(account=manager, space=here, levels=STRICT, now=at(300))

    assert scale_of(here, at(300) + NOTICE - timedelta(minutes=1)) == DEFAULT
    assert scale_of(here, at(300) + NOTICE).levels[0].givers == 6
    assert Pending.objects.exists()
    assert "6 different members" in Version.objects.get().body_en
    assert "6 membres différents" in Version.objects.get().body_fr


def test_what_is_earned_is_read_by_the_scale_in_force(here, manager, settle):
    author = make_member(here, "Margaux", signed_up=True)
    review = publish(here, make_subject(), author)
    for name in NAMES[:4]:
        helpful_vote(persona=make_member(here, name), item=review, now=at(1))
    settle(at(1))
    assert standings_for([author], here, at(2))[author.pk][0].label == "known here"

    scale_announce(account=manager, space=here, levels=[replace(STRICT[0], givers=9)], now=at(2))

    assert standings_for([author], here, at(3))
    assert standings_for([author], here, at(2) + NOTICE) == {}


def test_two_versions_are_compared_sentence_by_sentence(here, manager, client):
    scale_announce(account=manager, space=here, levels=DEFAULT.levels, now=at(300))
    scale_announce(account=manager, space=here, levels=STRICT, now=at(310))

    page = client.get("/en/s/travel/statuses/").content.decode()

    assert "What changed" in page
    assert "<ins>" in page


def test_only_whoever_answers_for_the_space_announces(here, client):
    me = make_member(here, "Alba", signed_up=True)
    with pytest.raises(NotYours):
        scale_announce(account=me.account, space=here, levels=STRICT, now=at(300))


@pytest.mark.parametrize(
    "levels",
    [
        [],
        [replace(DEFAULT.levels[0], name_fr="")],
        [replace(DEFAULT.levels[0], at_least=1.2)],
        [replace(DEFAULT.levels[0], givers=0)],
        [DEFAULT.levels[1], DEFAULT.levels[0]],
        [DEFAULT.levels[0], DEFAULT.levels[0]],
    ],
)
def test_a_scale_that_cannot_be_read_is_refused_with_a_sentence(here, manager, levels):
    with pytest.raises(BadInput):
        scale_announce(account=manager, space=here, levels=levels, now=at(300))


def test_the_form_announces(here, manager, client):
    client.force_login(manager)
    fields = {
        f"{level.code}_{name}": getattr(level, name)
        for level in STRICT
        for name in ("name_fr", "name_en", "meaning_fr", "meaning_en", "at_least", "givers")
    }

    assert "Announce" in client.get("/en/s/travel/statuses/change/").content.decode()
    assert client.post("/en/s/travel/statuses/change/", fields).status_code == 302
    assert client.post("/en/s/travel/statuses/change/", fields | {"known_at_least": "7"}).status_code == 422
    assert Version.objects.count() == 1


def test_the_form_begins_from_the_latest_announced_and_gives_no_code_twice(here, manager, client):
    client.force_login(manager)
    added = replace(STRICT[2], code="step-4", name_fr="pilier", name_en="a pillar here", givers=20)
    scale_announce(account=manager, space=here, levels=[*STRICT, added], now=at(300))
    left = [STRICT[0], STRICT[2], added]
    scale_announce(account=manager, space=here, levels=left, now=at(301))

    form = client.get("/en/s/travel/statuses/change/").context["form"]

    assert form.codes == ["known", "reference", "step-4", "step-5"]
    assert form["step-4_name_en"].value() == "a pillar here"
    assert form["step-5_name_en"].value() is None


def test_of_two_who_announce_at_once_the_second_is_told_what_changed_and_keeps_what_was_typed(here, manager, client):
    client.force_login(manager)
    page = "/en/s/travel/statuses/change/"
    opened = client.get(page).context["form"]
    typed = {field.html_name: field.value() or "" for row in opened.rows() for field in row}
    typed |= {"opened": "0", "after": "0", "added": "step-4", "referred": "step-4"}
    typed |= {"known_givers": "4", "step-4_name_fr": "phare", "step-4_name_en": "a lighthouse here"}
    typed |= {"step-4_meaning_fr": "On le voit de loin.", "step-4_meaning_en": "Seen from afar."}
    typed |= {"step-4_at_least": "0.95", "step-4_givers": "30"}
    pillar = replace(STRICT[2], code="step-4", name_fr="pilier", name_en="a pillar here", givers=20)
    scale_announce(account=manager, space=here, levels=[STRICT[0], STRICT[2], pillar], now=at(300))

    refused = client.post(page, typed)

    told, form = refused.content.decode(), refused.context["form"]
    assert refused.status_code == 422
    assert "Version 1 was published while you were writing. It now says: “" in told
    assert (form["known_givers"].value(), form["step-5_name_en"].value()) == ("4", "a lighthouse here")
    assert 'name="after" value="1"' in told
    assert Version.objects.count() == 1
    typed |= {"after": "1"}
    assert client.post(page, typed).status_code == 302
    latest = announced_scale(here)[0]
    assert [level.code for level in latest.levels] == ["known", "recognised", "reference", "step-5"]
    assert latest.referred == "step-5"  # what a colleague called step-4 keeps that code for good


def test_a_scale_names_the_step_that_two_members_who_vouch_give(here, manager):
    assert level_given(here, at(299)) == "known"

    scale_announce(account=manager, space=here, levels=STRICT, referred="recognised", now=at(300))

    assert level_given(here, at(301)) == "known"
    assert level_given(here, at(300) + NOTICE) == "recognised"
    assert "They count as “recognised here” for 180 days" in Version.objects.get().body_en
    with pytest.raises(BadInput):
        scale_announce(account=manager, space=here, levels=STRICT, referred="famous", now=at(301))


def test_a_scale_without_a_bound_says_so():
    assert "No bound protects this scale" in bound([replace(DEFAULT.levels[0], givers=1)])
    assert "no bound holds" in bound(DEFAULT.levels)
