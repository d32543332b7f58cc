"""A badge of another site counts here by our table, once, for its holder, and only while its site confirms it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from apps.algorithms.conversion import Table
from apps.badges.bonds import bonds_of
from apps.base import clock
from apps.base.errors import NotNow, Refusal
from apps.base.models import new_reference
from apps.disputes.services import DisputeDraft, dispute_decide, dispute_open
from apps.federation import identity, refused
from apps.federation.brought import BroughtBadge
from apps.federation.came import came_of
from apps.federation.errors import Refused
from apps.federation.models import Home, Peer, RemoteActor
from apps.federation.services import actors, badges, moving
from apps.federation.services.recognising import table_publish_elsewhere
from apps.federation.services.statements import hear
from apps.moderation.rules import Ground
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.states import Outcome
from apps.moderation.targets import of_profile
from apps.recognitions.selectors.flows import Came
from apps.recognitions.selectors.gateways import gateways
from apps.recognitions.services.ending import recognition_end
from apps.signatures import documents, keys
from apps.spaces.models import Space, Visibility
from apps.trust.grounds import count_anew, grounds_of
from apps.trust.models import GrantedStatus, RuleRefusal
from apps.trust.standings import standings_for
from tests.factories import trust_manager
from tests.federation.badges_elsewhere import HOST, Issuer, lives_at, make_between, mutated
from tests.federation.world import Somebody
from tests.making import make_persona, make_space
from tests.referrals.test_decisions import decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def between(settings, monkeypatch):
    settings.SITE_URL = "https://here.example"
    made = make_between()
    _answers(made.issuer, monkeypatch)
    return made


def _answers(issuer: Issuer, monkeypatch) -> None:
    """What its site shows when it is asked; its answers are what the world is here, not a part of ours."""
    from tests.federation import badges_elsewhere

    def at(address, *, now, budget=None):
        if issuer.silent:
            raise badges.Later("silent")
        if address == issuer.space.uri:
            return issuer.shown()
        if address == issuer.person.uri:
            return issuer.person.document(**issuer_more(issuer))
        return Somebody(address).document(alsoKnownAs=issuer_more(issuer)["alsoKnownAs"])  # who says that they are me

    def issuer_more(one):
        home = Home.objects.filter(actor__uri=one.person.uri).select_related("persona").first()
        named = [f"https://here.example/ap/p/{home.persona.reference}"] if home else []
        key = [identity.statement(one.own_key, one.person.uri, at=clock.now())] if one.own_key else []
        return {"alsoKnownAs": named, "attachment": key}

    assert badges_elsewhere
    monkeypatch.setattr(badges, "document_at", at)
    monkeypatch.setattr(actors, "document_at", at)


def bring(between, document=None, me=None):
    return badges.badge_bring(
        account=(me or between.me).account,
        space=between.space,
        document=document or between.issuer.badge(),
        now=clock.now(),
        fetch=between.issuer.fetch,
    )


def counted(between, me=None) -> list[str]:
    me = me or between.me
    return [s.level for s in standings_for([me], between.space, clock.now()).get(me.pk, [])]


def test_it_counts_by_the_published_table_and_says_why(between):
    made = bring(between)

    assert counted(between) == ["known"]
    assert (made.site, made.level_from, made.topic.slug) == (HOST, "recognised", "food")
    grounds = grounds_of("converted", made.reference)
    assert HOST in grounds.sentence
    assert str(between.space.operator) not in str(GrantedStatus.objects.get().because)


def test_how_those_who_came_with_a_badge_turned_out_is_told_of_their_gateway(between, settle):
    way = bring(between).recognition
    now, later = clock.now(), clock.now() + 31 * DAY
    assert gateways([way], now=now)[0].flow.given == 1
    assert came_of([way.pk], now) == {way.pk: Came(given=1, counting=1, people=0, badly=0)}
    assert came_of([way.pk], later) == {way.pk: Came(given=1, counting=0, people=1, badly=0)}

    target, draft = of_profile(between.me, between.space), ReportDraft(Ground.INSULT)
    case = report_file(target=target, draft=draft, reporter=None, now=now + DAY).report.case
    decided(case, between.manager, Outcome.PAUSE, now + DAY)
    assert came_of([way.pk], later)[way.pk].badly == 1

    appeal_file(account=between.me.account, case=case, text="It was not me, and I can show it.", now=now + 2 * DAY)
    decided(case, trust_manager(between.space)[0], Outcome.KEEP, now + 2 * DAY)
    assert came_of([way.pk], later)[way.pk].badly == 0


def test_taken_back_there_it_is_gone_here_at_the_next_look(between):
    bring(between)
    between.issuer.over.add(7)

    with time_machine.travel(clock.now() + 6 * MINUTE):
        badges.badges_look(now=clock.now(), fetch=between.issuer.fetch)
        assert counted(between) == []
    row = BroughtBadge.objects.get()
    assert (row.state, row.why, row.document) == ("ended", "revoked", {})
    assert GrantedStatus.objects.get().ended_why == "revoked"


def test_its_space_says_so_and_it_is_gone_at_once_another_says_so_and_nothing_happens(between):
    made = bring(between)
    stranger = Issuer().space
    told = {"id": made.uri, "type": "trust:Badge", "attributedTo": between.issuer.space.uri, "trust:state": "revoked"}
    known = between.issuer.space.known()

    with pytest.raises(badges.Refused):
        hear(documents.sign(told, stranger.ed25519, at=clock.now()), issuer=known, now=clock.now())
    assert counted(between) == ["known"]
    hear(between.issuer.space.prove(told), issuer=known, now=clock.now())
    assert counted(between) == []


def test_a_site_that_does_not_answer_makes_it_unverified_never_valid(between):
    bring(between)
    between.issuer.silent = True
    start = clock.now()

    with time_machine.travel(start + 6 * MINUTE):
        badges.badges_look(now=clock.now(), fetch=between.issuer.fetch)
        assert BroughtBadge.objects.get().state == "unverified"
        assert counted(between) == []
    between.issuer.silent = False
    with time_machine.travel(start + 12 * MINUTE):
        badges.badges_look(now=clock.now(), fetch=between.issuer.fetch)
        assert counted(between) == ["known"]
    with time_machine.travel(start + 28 * MINUTE):  # nobody asked for longer than an answer is worth
        assert counted(between) == []


def test_a_slow_site_makes_its_own_badges_unverified_and_nobody_elses(between, monkeypatch):
    """Each site has a purse of its own; those that time did not reach are asked first the next time."""
    bring(between)
    slow = BroughtBadge.objects.get()
    slow.pk, slow.reference, slow.site, slow.uri = None, new_reference(), "slow.example", "https://slow.example/b"
    slow.topic_from, slow.looked_at, slow.status = "other", clock.now() - 9 * MINUTE, None
    slow.save(force_insert=True)
    purses = []
    monkeypatch.setattr(badges.reaching, "fetcher", lambda purse, oldest: purses.append(purse) or between.issuer.fetch)

    with time_machine.travel(clock.now() + 6 * MINUTE):
        assert badges.badges_look(now=clock.now()) == 2
    assert len({id(purse) for purse in purses}) == 2
    assert all(purse.seconds <= 15 for purse in purses)
    monkeypatch.setattr(badges, "LONGEST_LOOK", -1.0)
    before = list(BroughtBadge.objects.order_by("pk").values_list("looked_at", "state"))
    with time_machine.travel(clock.now() + 12 * MINUTE):
        assert badges.badges_look(now=clock.now()) == 0
    assert list(BroughtBadge.objects.order_by("pk").values_list("looked_at", "state")) == before


def test_a_site_that_changed_its_key_is_said_to_have_and_the_newer_badge_takes_the_place_of_the_old(between, client):
    bring(between)
    issuer, name = between.issuer, BroughtBadge.objects.get().uri
    issuer.space.ed25519 = keys.load(keys.create())
    newer = issuer.badge()
    shown = lambda address: newer if address == name else issuer.fetch(address)  # noqa: E731

    with time_machine.travel(clock.now() + 6 * MINUTE):
        badges.badges_look(now=clock.now(), fetch=shown)
        assert counted(between) == []
        client.force_login(between.me.account)
        assert "signs by another key" in client.get("/en/elsewhere/badges/").content.decode()
        issuer.space.known(name="Inns")
        bring(between, newer)
        assert counted(between) == ["known"]
    assert [row.why for row in BroughtBadge.objects.order_by("pk")] == ["anew", ""]


def test_contested_it_is_read_again_by_the_table_in_force_before_somebody_who_signed_none(between):
    bring(between)
    more = Table((("recognised", "recognised"),), (("food", "food"),), "recognised", 5, 90)
    table_publish_elsewhere(
        account=between.manager, space=between.space, shown=between.issuer.shown(), draft=more, now=clock.now()
    )
    assert counted(between) == ["known"]  # none rises by itself
    status, (other, _mandate) = GrantedStatus.objects.get(), trust_manager(between.space)
    said = {"kind": "status", "reference": status.reference, "words": "Your table says that I count for more."}
    dispute = dispute_open(account=between.me.account, **said, now=clock.now())
    draft = DisputeDraft(anew=True, reasons="The table of today gives the higher step.")

    with pytest.raises(Refusal, match="had a part"):
        dispute_decide(account=between.manager, dispute=dispute, draft=draft, now=clock.now())
    dispute_decide(account=other, dispute=dispute, draft=draft, now=clock.now())

    assert dispute.kind == "brought"
    assert counted(between) == ["recognised"]
    assert GrantedStatus.objects.get(ended_at=None).until == status.until  # no day more than before
    between.issuer.over.add(7)
    with time_machine.travel(clock.now() + 6 * MINUTE):
        badges.badges_look(now=clock.now(), fetch=between.issuer.fetch)
        assert counted(between) == []  # its own site still has the last word
    with pytest.raises(NotNow, match="bring it again"):
        count_anew("brought", dispute.about, [], clock.now())


def test_the_answer_to_a_question_is_not_a_badge(between):
    with pytest.raises(Refusal, match="answer to one question"):
        bring(between, _for(between.issuer, f"https://here.example/ap/s/{between.space.slug}", challenge="q"))
    assert not BroughtBadge.objects.exists()


def test_it_falls_with_the_table_that_counted_it(between):
    """The end is announced fifteen days before: until then it counts; after that it does not, looked at or not."""
    made, browser = bring(between), Client()
    recognition_end(account=between.manager, recognition=made.recognition, now=clock.now())

    with time_machine.travel(clock.now() + 14 * DAY):
        _confirmed_just_now()
        assert counted(between) == ["known"]
    with time_machine.travel(clock.now() + 16 * DAY):
        _confirmed_just_now()
        assert counted(between) == []
        BroughtBadge.objects.update(looked_at=clock.now() - 6 * MINUTE, document=between.issuer.badge())
        badges.badges_look(now=clock.now(), fetch=between.issuer.fetch)
        browser.force_login(between.me.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert "The table of this space no longer counts it." in browser.get("/en/elsewhere/badges/").content.decode()
    assert (BroughtBadge.objects.get().why, GrantedStatus.objects.get().ended_why) == ("table", "table")


def test_after_its_time_here_it_is_over_and_can_be_brought_again(between):
    bring(between)

    with time_machine.travel(clock.now() + 91 * DAY):
        BroughtBadge.objects.update(document=between.issuer.badge())
        badges.badges_look(now=clock.now(), fetch=between.issuer.fetch)
        assert BroughtBadge.objects.get().why == "over"
        bring(between)
        assert counted(between) == ["known"]


def _confirmed_just_now() -> None:
    BroughtBadge.objects.update(checked_at=clock.now(), looked_at=clock.now())


def test_while_its_site_is_silent_nothing_is_taken(between):
    between.issuer.silent = True
    with pytest.raises(Refusal):
        bring(between)
    assert not BroughtBadge.objects.exists()


def test_it_counts_once_and_for_nobody_else(between):
    bring(between)
    other = make_persona("runner", between.space)

    with pytest.raises(NotNow, match="already"):
        bring(between)
    with pytest.raises(Refusal, match="nothing shows yet that this is you"):
        bring(between, me=other)
    assert counted(between, other) == []


def test_it_follows_a_person_who_moves_by_their_key_and_what_they_brought_goes_on_counting(between):
    """Their old home is theirs no more to speak from; what they earned there is, for whoever holds the key."""
    mine = keys.from_seed(bytes(range(32)))
    between.issuer.own_key = mine
    there = lives_at(between.me, between.issuer.person)
    shown = keys.did(mine.public_key())
    RemoteActor.objects.filter(pk=there.pk).update(identity=shown, first_key=shown)
    there.refresh_from_db()
    with pytest.raises(Refusal, match="nothing shows yet that this is you"):
        bring(between)  # both name each other; but a key was shown there, and none here
    with pytest.raises(Refused, match="key"):
        moving.person_came(old=there, reference=between.me.reference, now=clock.now())

    _shows(between.me, mine)
    moving.person_came(old=there, reference=between.me.reference, now=clock.now())
    bring(between)

    assert counted(between) == ["known"]
    with time_machine.travel(clock.now() + 6 * MINUTE):
        badges.badges_look(now=clock.now(), fetch=between.issuer.fetch)
        assert counted(between) == ["known"]


def test_the_key_alone_is_enough_and_another_key_is_not(between):
    """Whoever moved on from here to a third site brings it there too: no home has to name the other."""
    mine = keys.from_seed(bytes(range(32)))
    between.issuer.own_key = mine
    Home.objects.all().delete()
    _shows(between.me, keys.from_seed(bytes(32)))
    with pytest.raises(Refusal, match="nothing shows yet that this is you"):
        bring(between)

    _shows(between.me, mine)
    bring(between)

    assert counted(between) == ["known"]


def _shows(me, key) -> None:
    private = keys.private_to_multibase(key)
    moving.identity_prove(account=me.account, persona=me, private=private, now=clock.now())


def test_that_a_badge_is_about_somebody_of_here_is_known_only_where_both_sites_say_so(between):
    asked = frozenset({between.issuer.person.uri, "https://there.example/ap/p/another"})

    assert bonds_of(between.me.account, asked) == {between.issuer.person.uri}
    RemoteActor.objects.update(also_known_as=[])
    assert bonds_of(between.me.account, asked) == frozenset()


def test_without_a_table_or_with_a_limited_site_nothing_is_taken(between):
    elsewhere = make_space("no-table")
    me = make_persona("sitter", elsewhere)
    Home.objects.all().delete()
    lives_at(me, between.issuer.person)
    with pytest.raises(NotNow, match="recognises nothing"):
        badges.badge_bring(
            account=me.account, space=elsewhere, document=between.issuer.badge(), now=clock.now(),
            fetch=between.issuer.fetch,
        )  # fmt: skip
    Home.objects.all().delete()
    lives_at(between.me, between.issuer.person)
    Peer.objects.filter(host=HOST).update(state="limited")
    with pytest.raises(NotNow, match="limited"):
        bring(between)


def test_another_space_there_whose_address_ends_alike_is_not_the_one_we_recognise(between, monkeypatch):
    other = Issuer(Somebody(f"https://{HOST}/ap/u/mallory/inns", "Group"), between.issuer.person)
    _answers(other, monkeypatch)

    with pytest.raises(NotNow, match="recognises nothing"):
        badges.badge_bring(
            account=between.me.account,
            space=between.space,
            document=other.badge(),
            now=clock.now(),
            fetch=other.fetch,
        )
    assert counted(between) == []


def test_a_whole_site_brings_no_more_than_its_number_a_day(between, monkeypatch):
    monkeypatch.setattr(refused, "SITE_A_DAY", 0)
    with pytest.raises(NotNow, match="whole site"):
        bring(between)


def test_what_a_table_refuses_is_kept_once_a_day_and_read_again_by_the_one_in_force_when_it_is_contested(between):
    for _ in range(2):
        with pytest.raises(NotNow, match="no row for “known”"):
            bring(between, between.issuer.badge(level="known"))
    row = RuleRefusal.objects.get()
    now, me = clock.now(), between.me.account
    client = Client()
    client.force_login(me)
    page = client.get(f"/en/me/refusals/{row.reference}/").content.decode()
    assert "To let a badge of another site count" in page
    assert HOST in page
    dispute = dispute_open(
        account=me, kind="refusal", reference=row.reference, words="It is known there, as its page says.", now=now
    )
    judge, draft = trust_manager(between.space)[0], DisputeDraft(anew=True, reasons="By the table, it counts.")

    with pytest.raises(NotNow, match="no again: The table has no row"):
        dispute_decide(account=judge, dispute=dispute, draft=draft, now=clock.now())
    wider = Table((("known", "known"),), (("food", "food"),), "known", 5, 90)
    table_publish_elsewhere(
        account=between.manager, space=between.space, shown=between.issuer.shown(), draft=wider, now=now
    )
    assert dispute_decide(account=judge, dispute=dispute, draft=draft, now=clock.now()).state == "anew"
    bring(between, between.issuer.badge(level="known"))
    assert counted(between) == ["known"]


def test_a_refusal_is_kept_also_when_the_form_is_sent_with_a_key_against_double_clicks(between, monkeypatch):
    monkeypatch.setattr(badges.reaching, "fetcher", lambda *asked, **more: between.issuer.fetch)
    client = Client()
    client.force_login(between.me.account)
    typed = {"space": between.space.slug, "badge": json.dumps(between.issuer.badge(level="known"))}

    told = client.post("/en/elsewhere/badges/", typed | {"idempotency_key": "once-and-for-all"})

    assert told.status_code == 422
    assert f"/en/me/refusals/{RuleRefusal.objects.get().reference}/" in told.content.decode()


@pytest.mark.parametrize("many", [60, pytest.param(1_200, marks=pytest.mark.prove)])
def test_no_hostile_badge_is_accepted(between, many, record_property):
    """Changed, expired, taken back, for somebody else, by another key, of another's site: none counts."""
    accepted, good, now = 0, between.issuer.badge(), clock.now()
    thief = Issuer()
    kinds = {
        "expired": lambda n: between.issuer.badge(validUntil=f"2026-01-{n % 28 + 1:02}T00:00:00Z"),
        "revoked": lambda n: between.issuer.badge(place=1000 + n),
        "audience": lambda n: _for(between.issuer, f"https://here.example/ap/s/another-{n}"),
        "origin": lambda n: thief.badge(),
        "somebody else": lambda n: between.issuer.badge(
            credentialSubject={**good["credentialSubject"], "id": f"https://{HOST}/ap/p/{n}"}
        ),
    }
    between.issuer.over.update(range(1000, 1000 + many))
    for n in range(many):
        name, *_rest = list(kinds)[n % len(kinds) :]
        for hostile in (mutated(good, n), kinds[name](n)):
            try:
                bring(between, hostile)
                accepted += 1
            except Refusal:
                pass
    record_property("hostile", 2 * many)
    assert accepted == 0
    assert not BroughtBadge.objects.exists()
    assert bring(between).checked_at >= now  # and the good one is still good


def _for(issuer, domain, **bound):
    said = {name: value for name, value in issuer.badge().items() if name != "proof"}
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": documents.SUITE,
        "created": documents.moment(clock.now()),
        "verificationMethod": documents.keys.did_method(issuer.space.ed25519.public_key()),
        "proofPurpose": "assertionMethod",
        "domain": domain,
        **bound,
        "@context": said["@context"],
    }
    signature = issuer.space.ed25519.sign(documents._covered(said, proof))
    return {**said, "proof": {**proof, "proofValue": "z" + documents.keys.base58(signature)}}


def test_the_page_says_from_where_and_when_it_was_last_checked_and_lets_it_go(between):
    made = bring(between)
    browser = Client()
    browser.force_login(between.me.account, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = browser.get("/en/elsewhere/badges/").content.decode()
    assert HOST in page
    assert "Last confirmed on" in page
    assert browser.post("/en/elsewhere/badges/", {"space": "slow-roads", "badge": "{"}).status_code == 422
    browser.post("/en/elsewhere/badges/", {"leave": made.reference})
    assert counted(between) == []


def test_what_a_space_takes_from_others_is_read_at_its_actor_signed_by_it(between, client):
    accept = {"accept": "application/activity+json"}
    group = client.get("/ap/s/slow-roads", headers=accept).json()
    listed = client.get(f"{path(group['trust:recognitions'])}?page=1", headers=accept).json()
    (name,) = listed["orderedItems"]

    table = client.get(path(name), headers=accept).json()

    (key,) = [one["publicKeyMultibase"] for one in group["assertionMethod"]]
    documents.verify(table, key_of=lambda _method: keys.from_multibase(key))
    assert (table["type"], table["attributedTo"], table["id"]) == ("trust:ConversionTable", group["id"], name)
    assert (table["trust:fromSite"], table["trust:fromSpace"]) == (HOST, "inns")
    assert (table["trust:rows"], table["trust:topics"]) == ([["recognised", "known"]], [["food", "food"]])
    Space.objects.filter(slug="slow-roads").update(visibility=Visibility.MEMBERS)
    assert client.get(path(name), headers=accept).status_code == 404


def path(address: str) -> str:
    return address.removeprefix("https://here.example")
