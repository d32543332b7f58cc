"""Other words for a rule: proposed by those it binds, talked about, voted on once per person, decided with reasons."""

import json
import random
from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.accountability.platform.install import platform_install
from apps.algorithms import open_vote
from apps.base import clock
from apps.base.errors import BadInput, NotNow, NotYours
from apps.documents.models import Document
from apps.labels.models import Criterion
from apps.labels.services.criteria import criteria_install
from apps.ledger import sequencer
from apps.ledger.models import Event, LogEntry, Opening
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.people.holdings import all_holdings
from apps.proposals import services
from apps.proposals.documents import ballot
from apps.proposals.models import Proposal, Turnout, Vote
from apps.proposals.rules import Rule
from apps.proposals.selectors import proposal_page
from apps.proposals.states import TRANSITIONS, ProposalState
from apps.signatures.canonical import canonical
from apps.spaces.services import space_join
from tests.accountability.world import represent
from tests.factories import member, operator, person, space
from tests.labels.world import auditor
from tests.notices.reading import sentences
from tests.proposals.world import DAY, OTHER, RULE, at, propose, proposed, publish, rule_on, vote, voted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_is_carried_and_adopted_is_the_next_version_announced_with_its_day(client):
    proposal, _people, op = voted("ffffan")
    assert proposal.state == ProposalState.CARRIED
    boss = represent(op)

    ruling = rule_on(boss, proposal)

    proposal.refresh_from_db()
    version = proposal.version.document.versions.get(number=2)
    assert (proposal.state, ruling.version, version.body_en) == (ProposalState.ADOPTED, version, OTHER)
    assert version.effective_at.date() == (at(22) + 15 * DAY).date()
    said = client.get(f"/en/proposals/{proposal.reference}/").content.decode()
    assert "4 for, 1 against, 1 neither, of 6 who may vote; 5 were needed." in said
    assert "It is fair." in said
    assert "<del>" in said
    assert "Awa Ndour" in said
    sequencer.seal(now=clock.now())
    kinds = set(LogEntry.objects.values_list("kind", flat=True))
    assert {"proposal.made", "proposal.opened", "proposal.counted", "proposal.decided", "version.published"} <= kinds
    with pytest.raises(NotNow):
        rule_on(boss, proposal)


def test_who_waits_for_a_decision_is_told_when_its_month_is_over_unless_somebody_decided():
    op = operator()
    boss = represent(op)
    waiting, _people, _op = voted("ffffan", op=op)
    late = Notice.objects.filter(about=waiting.reference, kind__in=("proposal.late", "decision.late"))

    assert not late.visible(at(50)).exists()
    assert {notice.to.account for notice in late.visible(at(52))} == {waiting.author.account, boss}

    rule_on(boss, waiting)

    assert not late.visible(at(52)).exists()


@pytest.mark.parametrize(
    ("choices", "more", "state", "words"),
    [
        ("ffaaa", 0, ProposalState.REJECTED, "More voted against than for"),
        ("ffaan", 0, ProposalState.TIED, "As many voted for as against"),
        ("ffff", 3, ProposalState.UNHEARD, "4 voted of 7 who may; 5 were needed."),
        ("fffff", 21, ProposalState.UNHEARD, "5 voted of 26 who may; 6 were needed."),
    ],
)
def test_what_is_not_carried_says_why_and_nobody_decides_on_it(client, choices, more, state, words):
    proposal, _people, op = voted(choices, more)

    assert proposal.state == state
    said = client.get(f"/en/proposals/{proposal.reference}/").content.decode()
    assert words in said
    assert (" for, " in said) == (state is not ProposalState.UNHEARD)
    with pytest.raises(NotNow):
        rule_on(represent(op), proposal)


def test_one_person_has_one_vote_and_may_change_it_until_the_end():
    proposal, people, _op = proposed()
    with pytest.raises(NotNow):
        vote(people[0], proposal, "f", days=1)
    services.proposals_move(now=at(7))

    vote(people[0], proposal, "f")
    vote(people[0], proposal, "a")
    vote(people[1], proposal, "f")
    services.vote_take_back(account=people[1], proposal=proposal, now=at(9))

    assert [v.choice for v in Vote.objects.all()] == ["against"]
    with pytest.raises(NotNow):
        vote(people[0], proposal, "f", days=21.1)
    with pytest.raises(NotYours):
        vote(person(), proposal, "f")
    with pytest.raises(BadInput):
        services.vote_cast(account=people[2], proposal=proposal, choice="maybe", now=at(8))


def test_who_came_after_the_proposal_and_who_decides_do_not_vote():
    proposal, people, op = proposed()
    late = member(proposal.thread.space)
    boss = represent(op)
    late_by = proposal.thread.space.memberships.filter(persona__account=late)
    late_by.update(joined_at=proposal.proposed_at)
    space_join(persona=boss.personas.get(), space=proposal.thread.space, consent=False, now=proposal.proposed_at - DAY)
    services.proposals_move(now=at(7))

    for account in (late, boss):
        with pytest.raises(NotYours):
            vote(account, proposal, "f")
    with pytest.raises(NotYours, match="change this rule yourself"):
        propose(boss, Rule.of(proposal), proposal.thread.space)
    with pytest.raises(NotYours):
        propose(person(), Rule.of(proposal), proposal.thread.space)
    with pytest.raises(NotYours):
        rule_on(people[0], proposal)


@pytest.mark.parametrize("seed", range(3))
def test_the_count_is_a_fold_over_what_was_committed_to(seed):
    proposal, people, _op = proposed()
    services.proposals_move(now=at(7))
    rng = random.Random(seed)
    for _n in range(25):
        who, letter = rng.choice(people), rng.choice("fanx")
        if letter == "x":
            services.vote_take_back(account=who, proposal=proposal, now=at(8))
        else:
            vote(who, proposal, letter)
    services.proposals_move(now=at(21))

    last: dict[str, str] = {}
    for opening in Opening.objects.filter(owner__in=[p.reference for p in people]).order_by("pk"):
        said = json.loads(bytes(opening.payload))
        if said["type"] == "vote":
            last[opening.owner] = said["choice"]
    folded = Counter(choice for choice in last.values() if choice != "taken back")
    tally = Proposal.objects.get().tally
    assert tally.voters == folded.total()
    if tally.in_favour is not None:
        assert (tally.in_favour, tally.against, tally.neither) == (folded["for"], folded["against"], folded["neither"])


def test_turnout_is_told_three_at_a_time_and_no_choice_before_the_end(client):
    proposal, people, _op = proposed(8)
    services.proposals_move(now=at(7))
    page = f"/en/proposals/{proposal.reference}/"

    for account in people[:2]:
        vote(account, proposal, "f")
    assert services.turnouts_tell(now=at(8)) == 0
    assert "Fewer than 3 people have voted" in client.get(page).content.decode()
    for account in people[2:5]:
        vote(account, proposal, "a")
    assert services.turnouts_tell(now=at(8)) == 1
    vote(people[5], proposal, "a")
    assert services.turnouts_tell(now=at(9)) == 0

    assert [t.people for t in Turnout.objects.all()] == [5]
    said = client.get(page).content.decode()
    assert "5 people had voted" in said
    assert " against, " not in said
    sequencer.seal(now=clock.now())
    leaves = [bytes(e.leaf).decode() for e in LogEntry.objects.filter(kind="sealed")]
    assert len(leaves) == 6
    assert not any(proposal.reference in leaf or "against" in leaf for leaf in leaves)


def test_a_rule_that_changes_meanwhile_ends_the_proposal_in_words(client, settle):
    proposal, people, op = proposed()
    publish(proposal.version.document, "A filter reads it first.")
    settle()

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OUTDATED
    said = client.get(f"/en/proposals/{proposal.reference}/").content.decode()
    assert "The rule has changed meanwhile" in said
    assert f"/en/o/{op.slug}/rules/house-rules/propose/" in said
    again = propose(people[0], Rule.of_text(op, proposal.version.document), proposal.thread.space)
    assert again.version.number == 2


def test_a_rule_that_changed_a_moment_before_the_decision_is_not_written_over():
    proposal, _people, op = voted("fffff")
    publish(proposal.version.document, "A filter reads it first.")

    with pytest.raises(NotNow, match="another version by now"):
        rule_on(represent(op), proposal)

    assert proposal.version.document.versions.count() == 2


def test_its_author_takes_it_back_before_the_vote_and_not_during_it():
    proposal, people, _op = proposed()
    with pytest.raises(NotYours):
        services.proposal_withdraw(account=people[1], proposal=proposal, now=at(1))
    with pytest.raises(NotNow, match="Take it back, or wait"):
        propose(people[0], Rule.of(proposal), proposal.thread.space)
    services.proposals_move(now=at(7))
    with pytest.raises(NotNow, match="belongs to those who vote"):
        services.proposal_withdraw(account=people[0], proposal=proposal, now=at(8))


def test_a_decision_has_reasons_and_a_change_of_substance_its_fifteen_days():
    proposal, _people, op = voted("fffff")
    boss = represent(op)

    with pytest.raises(BadInput) as refused:
        rule_on(boss, proposal, notice=3, why=" ")
    assert set(refused.value.errors) == {"reasons_fr", "effective_on"}
    ruling = rule_on(boss, proposal, adopted=False, why="The law says thirty.")
    proposal.refresh_from_db()
    assert (proposal.state, ruling.version) == (ProposalState.REFUSED, None)
    assert proposal.version.document.versions.count() == 1


def test_a_criterion_is_changed_the_same_way_and_a_release_does_not_undo_it():
    platform_install(now=clock.now())
    criteria_install(now=clock.now())
    forum = space()
    people = [member(forum) for _n in range(6)]
    rule = Rule.of_criterion(Criterion.objects.get(code="TRM-3"))
    fr, en = rule.bodies
    proposal = propose(people[0], rule, forum, body_fr=f"{fr} Par écrit.", body_en=f"{en} In writing.")
    services.proposals_move(now=at(7))
    for account in people[1:]:
        vote(account, proposal, "f")
    services.proposals_move(now=at(21))
    judge = auditor()
    with pytest.raises(NotYours):
        rule_on(people[0], proposal)

    ruling = rule_on(judge, proposal)

    assert ruling.criterion.requirement_en.endswith("In writing.")
    assert ruling.criterion.effective_at == ruling.ruled_at + 15 * DAY
    assert criteria_install(now=at(23)) == []


def test_what_is_missing_is_said_at_its_field():
    _proposal, people, op = proposed()
    forum, rule = op.spaces.get(), Rule.of_text(op, Document.objects.get(owner=op.reference))

    for wrong, field in (
        ({"body_en": RULE}, "body_fr"), ({"body_en": ""}, "body_en"), ({"why": " "}, "why"),
        ({"summary_en": ""}, "summary_fr"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            propose(people[1], rule, forum, **wrong)
        assert field in refused.value.errors


def test_a_form_opened_on_earlier_words_shows_what_it_would_undo_and_proposes_nothing(client):
    _proposal, people, op = proposed()
    document = Document.objects.get(owner=op.reference)
    publish(document, f"{RULE} Replies are dated.")
    client.force_login(people[1])
    typed = {"body_en": OTHER, "summary_en": "Longer.", "why": "Holidays.", "space": op.spaces.get().slug, "propose": 1}
    address = f"/en/o/{op.slug}/rules/{document.slug}/propose/"

    answer = client.post(address, {**typed, "base": 1})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Version 2 of this rule was published meanwhile." in page
    assert "Replies are dated" in page
    assert 'name="base" value="2"' in page
    assert client.post(address, {**typed, "base": 2}).status_code == 302


def test_whoever_proposed_voted_or_decides_is_told_and_nobody_else():
    proposal, people, op = proposed(7)
    boss = represent(op)
    services.proposals_move(now=at(7))
    assert "has begun. It ends on" in sentences(people[0])
    for account in people[:6]:
        vote(account, proposal, "f")
    services.proposals_move(now=at(21))
    assert "“House rules”. Decide on it by" in sentences(boss)
    assert "« Maison »" in sentences(boss, "fr").replace("\u202f", " ")

    rule_on(boss, proposal)

    assert "you proposed to “House rules” is adopted" in sentences(people[0])
    assert "on which you voted" not in sentences(people[0])
    for account in people[1:6]:
        assert "on which you voted is adopted" in sentences(account)
    assert sentences(people[6]) == ""


def test_of_a_vote_without_a_quorum_and_of_one_that_is_forgotten_those_who_are_known_are_told():
    _proposal, people, _op = voted("ffff", 3)
    assert "Too few people voted" in sentences(people[0])
    assert "is counted: nothing changes" in sentences(people[1])
    assert sentences(people[5]) == ""
    other, others, op = voted("fffff")
    (kept,) = (holding for holding in all_holdings() if holding.model is Vote)
    kept.purge(at(52))

    rule_on(represent(op), other, adopted=False, days=53)

    assert "is refused" in sentences(others[0])
    assert "is refused" not in sentences(others[1])


def test_a_vote_has_a_receipt_that_its_voter_alone_is_led_to(client):
    proposal, people, _op = proposed()
    services.proposals_move(now=at(7))
    vote(people[1], proposal, "f")
    token = vote(people[1], proposal, "a").token
    page = f"/en/proposals/{proposal.reference}/"

    assert token not in client.get(page).content.decode()
    client.force_login(people[2])
    assert token not in client.get(page).content.decode()
    client.force_login(people[1])
    assert f"/en/log/receipt/{token}/" in client.get(page).content.decode()
    said = client.get(f"/en/log/receipt/{token}/").content.decode()
    assert "Your vote is recorded." in said
    assert "<dd>against</dd>" in said


def test_the_database_refuses_to_alter_what_was_proposed_counted_and_decided():
    proposal, people, op = voted("ffffff")
    rule_on(represent(op), proposal)
    running, (other, *more), _op = proposed()
    services.proposals_move(now=at(7))
    for account in more:
        vote(account, running, "f")
    services.turnouts_tell(now=at(8))

    for statement in (
        "UPDATE proposals_proposal SET body_en = 'x'",
        "UPDATE proposals_proposal SET vote_until = vote_until + interval '1 day'",
        "UPDATE proposals_proposal SET entitled = 1",
        f"UPDATE proposals_proposal SET author_id = {people[1].personas.get().pk} WHERE id = {running.pk}",
        "DELETE FROM proposals_proposal",
        *(f"{act} proposals_{table}{what}"
          for table in ("turnout", "tally")
          for act, what in (("UPDATE", " SET id = id"), ("DELETE FROM", ""))),
        "UPDATE proposals_ruling SET reasons_en = 'x'",
        "DELETE FROM proposals_ruling",
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
            connection.cursor().execute(statement)
    account_erase(account=other, words=Words.DELETE, now=at(9))
    running.refresh_from_db()
    assert (running.author, running.body_en) == (None, OTHER)


def test_a_decision_that_masks_the_first_words_masks_the_proposed_ones(client):
    proposal, _people, _op = proposed()
    post = proposal.thread.posts.get(number=1)
    type(post).objects.filter(pk=post.pk).update(state="masked")

    said = client.get(f"/en/proposals/{proposal.reference}/").content.decode()

    assert "Masked by a decision" in said
    assert "Twice as long." not in said


def test_erasing_takes_the_vote_and_the_name_and_the_words_nobody_voted_on_yet():
    proposal, people, _op = proposed()
    account_erase(account=people[0], words=Words.DELETE, now=at(1))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.author, "60 days" in proposal.body_en) == (ProposalState.WITHDRAWN, None, False)

    other, others, _op = voted("fffff")
    account_erase(account=others[0], words=Words.DELETE, now=at(22))
    other.refresh_from_db()
    assert (other.author, other.body_en, other.votes.count(), other.tally.in_favour) == (None, OTHER, 4, 5)
    (kept,) = (holding for holding in all_holdings() if holding.model is Vote)
    assert (kept.purge(at(50)), kept.purge(at(52)), other.votes.count()) == (0, 4, 0)


def test_a_month_after_the_count_nothing_opens_any_more_how_somebody_voted():
    proposal, people, _op = voted("fffff")
    (kept,) = (holding for holding in all_holdings() if holding.model is Vote)
    sequencer.seal(now=clock.now())
    sealed = Opening.objects.filter(owner__in=[account.reference for account in people])
    entries = [opening.entry_id for opening in sealed]
    assert len(entries) == 5

    kept.purge(at(52))

    assert not sealed.all()
    assert set(Event.objects.filter(kind="erasure.done").values_list("object", flat=True)) == {str(n) for n in entries}
    assert proposal.tally.in_favour == 5


def test_every_page_is_drawn_in_both_languages_and_its_bytes_are_those_of_the_log(client):
    proposal, people, op = voted("fffff")
    running, runners, other = proposed()
    services.proposals_move(now=at(7))
    boss = represent(op)
    for account, pages in (
        (people[0], ["", f"{proposal.reference}/"]),
        (runners[0], [f"{running.reference}/"]),
        (boss, [f"{proposal.reference}/decide/"]),
    ):
        client.force_login(account)
        for address in (f"/{lang}/proposals/{page}" for lang in ("fr", "en") for page in pages):
            assert client.get(address).status_code == 200, address
    client.force_login(runners[1])
    address = f"/en/o/{other.slug}/rules/house-rules/propose/"
    assert "Propose other words" in client.get(address).content.decode()
    seen = client.post(address, {"body_en": OTHER, "why": "x", "space": other.spaces.get().slug, "see": "1"})
    assert "<del>" in seen.content.decode()
    body = client.get(f"/en/proposals/{running.reference}/ballot.json").content
    assert body == canonical(ballot(Proposal.objects.get(pk=running.pk)))
    assert proposal_page(proposal.reference, now=at(60)).sentence.startswith("It carried, and the month")


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 3000))
def test_a_count_tells_no_choice_below_the_quorum_and_follows_the_majority_above(yes, no, neither, extra):
    entitled = yes + no + neither + extra

    found = open_vote.count({"for": yes, "against": no, "neither": neither}, entitled)

    assert found.quorum >= open_vote.LEAST_QUORUM
    assert (found.quorum - 1) ** 2 < max(entitled, open_vote.LEAST_QUORUM**2) <= max(found.quorum**2, entitled)
    if found.voters < found.quorum:
        assert (found.outcome, found.in_favour, found.against, found.neither) == ("unheard", None, None, None)
    else:
        assert found.outcome == ("carried" if yes > no else "rejected" if no > yes else "tied")


@given(st.lists(st.sampled_from(list(ProposalState)), max_size=8))
def test_whatever_is_tried_a_proposal_walks_its_table(tried):
    state, seen = ProposalState.DISCUSSED, {ProposalState.DISCUSSED}
    for target in tried:
        if target in TRANSITIONS[state]:
            state = target
            seen.add(state)

    if state in {ProposalState.ADOPTED, ProposalState.REFUSED}:
        assert {ProposalState.VOTED, ProposalState.CARRIED} <= seen
    assert not (ProposalState.WITHDRAWN in seen and ProposalState.VOTED in seen)
