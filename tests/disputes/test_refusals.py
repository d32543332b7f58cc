"""What a rule refuses is kept once a day with its figures, says why on its own page, and is contested like the rest."""

import pytest
from django.test import Client

from apps.algorithms import referral
from apps.base import clock
from apps.base.errors import NotNow, NotYours
from apps.base.models import new_reference
from apps.disputes.figures import dispute_figures
from apps.disputes.models import Dispute
from apps.disputes.services import DisputeDraft, dispute_decide, dispute_open
from apps.referrals import services
from apps.referrals.models import Referral
from apps.trust.models import Feedback, Kind, ReferralMark, RuleRefusal
from tests.factories import trust_manager
from tests.making import make_persona
from tests.referrals.world import DAY, Village, earn, village
from tests.scoring.world import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WRONG = "That word was about somebody else."
WHY = "I read the answer and what was said of it."


@pytest.fixture
def place(kept) -> Village:
    return kept(village)


@pytest.fixture
def manager(place):
    return trust_manager(place.space)[0]


def window(persona) -> Client:
    client = Client()
    client.force_login(persona.account)
    return client


def ask(place, persona=None):
    return services.asking_open(persona=persona or place.new, space=place.space, topic=None, now=clock.now())


def against(place, persona, *, giver=None) -> Feedback:
    word = {"space": place.space, "receiver": persona, "kind": Kind.HELPFUL, "item": new_reference()}
    by = giver.reference if giver else new_reference()
    return Feedback.objects.create(giver=by, favourable=False, giver_earned=True, at=clock.now() - DAY, **word)


def refused(referrer, asking, *, now=None) -> RuleRefusal:
    with pytest.raises((NotNow, NotYours)):
        services.referral_give(referrer=referrer, reference=asking.reference, now=now or clock.now())
    return RuleRefusal.objects.latest("pk")


def decide(manager, row, *, anew=True, named=()) -> Dispute:
    now = clock.now()
    account = row.persona.account
    dispute = dispute_open(account=account, kind="refusal", reference=row.reference, words=WRONG, now=now)
    return dispute_decide(account=manager, dispute=dispute, draft=DisputeDraft(anew, WHY, named), now=now)


def test_pressed_twice_it_is_kept_once_and_the_next_day_once_more(place):
    asking, newcomer, now = ask(place), make_persona("", place.space), clock.now().replace(hour=9)
    link = f"/en/s/{place.space.slug}/referrals/for/{asking.reference}/"

    told = [window(newcomer).post(link, {"said": "yes"}) for _ in range(2)]
    refused(newcomer, asking, now=now + DAY)

    first, later = RuleRefusal.objects.order_by("pk")
    assert {answer.status_code for answer in told} == {403}
    assert all(f"/en/me/refusals/{first.reference}/" in answer.content.decode() for answer in told)
    assert (first.why, first.rule) == ("no_right", f"referral {referral.VERSION}")
    assert first.facts == {"in_favour": 0, "against": 0, "least": 5, "share": 0.1}
    assert later.heard_on > first.heard_on


def test_it_says_why_by_the_figures_of_that_hour_to_whom_it_concerns_and_to_nobody_else(place):
    asking, newcomer = ask(place), make_persona("", place.space)
    row = refused(newcomer, asking)
    earn(newcomer, place.space)  # since then
    page = f"/en/me/refusals/{row.reference}/"

    said = window(newcomer).get(page).content.decode()

    for words in ("To vouch for a newcomer", "0; 5 at least are needed", f"referral {referral.VERSION}", "Contest"):
        assert words in said
    assert asking.reference not in said  # the private link of somebody else
    assert "What a rule refused me" in window(newcomer).get("/en/me/trust/").content.decode()
    assert window(place.ada).get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_slots_a_suspension_and_what_is_earned_already_are_kept_with_their_days(place):
    for _ in range(3):
        services.referral_give(
            referrer=place.ada, reference=ask(place, make_persona("", place.space)).reference, now=clock.now()
        )
    for case in ("a", "b", "c"):
        ReferralMark.objects.create(
            persona=place.bo, space=place.space, at=clock.now() - DAY, amount=0.25, because=f"referral {case}"
        )

    asking = ask(place)
    rows = [refused(place.ada, asking), refused(place.bo, asking)]
    earn(place.new, place.space, day=(clock.now() - START).days)
    with pytest.raises(NotNow, match="earned as much"):
        ask(place)

    assert [row.why for row in rows] == ["slots", "suspended"]
    assert len(rows[0].facts["taken_until"]) == 3
    assert rows[1].facts["marks"] == 3
    assert RuleRefusal.objects.latest("pk").kind == "referred"
    pages = [window(row.persona).get(f"/en/me/refusals/{row.reference}/").content.decode() for row in rows]
    assert pages[0].count("A slot is free again on") == 3
    assert "Marks taken here" in pages[1]


def test_a_person_takes_out_the_word_it_rests_on_and_it_may_be_asked_again(place, manager):
    word = against(place, place.ada)
    asking = ask(place)
    row = refused(place.ada, asking)  # one against five is more than one in ten

    decided = decide(manager, row, named=[word.item])

    row.refresh_from_db()
    assert decided.state == "anew"
    assert row.lifted_at is not None
    assert services.referral_give(referrer=place.ada, reference=asking.reference, now=clock.now()).given_at
    page = window(place.ada).get(f"/en/me/refusals/{row.reference}/").content.decode()
    assert "A person decided that it does not stand" in page
    assert [kind.label for kind in dispute_figures(now=clock.now()).kinds] == ["a refusal by a rule"]


def test_where_the_rule_says_no_again_nothing_is_decided_and_no_word_is_taken_out(place, manager):
    newcomer = make_persona("", place.space)
    word = against(place, newcomer)
    row = refused(newcomer, ask(place))

    with pytest.raises(NotNow, match="no again"):
        decide(manager, row, named=[word.item])

    row.refresh_from_db()
    assert row.lifted_at is None
    assert Feedback.objects.filter(pk=word.pk).exists()
    assert Dispute.objects.get().state == "open"


def test_a_newcomer_who_is_spoken_against_hears_it_when_they_ask_and_contests_it(place, manager):
    word = against(place, place.new, giver=place.bo)
    path = f"/en/s/{place.space.slug}/referrals/"
    assert "Somebody of good standing here has spoken against your help" in window(place.new).get(path).content.decode()

    told = window(place.new).post(path, {"act": "ask", "topic": ""})

    row = RuleRefusal.objects.get()
    assert (told.status_code, row.why, Referral.objects.count()) == (409, "against", 0)
    assert f"/en/me/refusals/{row.reference}/" in told.content.decode()
    decide(manager, row, named=[word.item])
    assert ask(place).ended_at is None


def test_whoever_gave_the_word_does_not_decide_about_it(place):
    giver, _mandate = trust_manager(place.space)
    word = against(place, place.ada, giver=giver.personas.get())
    row = refused(place.ada, ask(place))

    with pytest.raises(NotYours, match="had a part"):
        decide(giver, row, named=[word.item])


def test_what_a_member_is_asked_and_may_not_do_names_nobody_on_the_page_of_whoever_asked(place):
    asking, other = ask(place), make_persona("", place.space)

    with pytest.raises(NotNow, match="cannot vouch here yet"):
        services.referral_ask(account=place.new.account, reference=asking.reference, other=other, now=clock.now())

    row = RuleRefusal.objects.get()
    said = window(place.new).get(f"/en/me/refusals/{row.reference}/").content.decode()
    assert "To ask a member to vouch" in said
    assert other.pseudonym not in said
