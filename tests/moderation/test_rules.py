"""A rule is tried on thirty days of reviews, asked for by one person and enabled by another; so are blocked weights."""

import hashlib
import json
from copy import deepcopy
from datetime import timedelta

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.algorithms.canary import Drift, Watch
from apps.algorithms.conformal import GROUPS, Thresholds
from apps.algorithms.learned_suspicion import Model
from apps.algorithms.review_suspicion import CODES, THRESHOLD, VERSION
from apps.algorithms.site_wording import PLACES, SiteWording
from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger.models import Event, Pending
from apps.moderation.selectors.rules import history
from apps.moderation.services.cases import case_open
from apps.moderation.services.ties import TieDraft, tie_declare
from apps.moderation.services.trials import precision, rule_try
from apps.moderation.states import OpenedBy, Outcome
from apps.moderation.targets import of_item
from apps.moderation.ties import Tie
from apps.scoring.batches import space_score
from apps.scoring.changes import change_enable, change_propose, change_refuse, changes_expire
from apps.scoring.learning import model_release, model_roll_back
from apps.scoring.models import LearnedModel, RuleChange, Score
from apps.scoring.serving import serving
from apps.scoring.states import ChangeKind, ChangeState
from apps.spaces.models import Mandate, Role
from apps.spaces.services import mandate_grant
from tests.moderation.world import NOW, decided, make_world, manager, person, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ALL = dict.fromkeys(GROUPS, -6.0)


@pytest.fixture(scope="module")
def made(kept):
    return kept(make_scored_world)


@pytest.fixture
def world(made, db):
    return deepcopy(made)


def make_scored_world():
    world = make_world()
    for n in range(14):
        publish(world.space, person(f"writer_{n}", world.space), f"Visit {n}: on time, tidy, a fair price.", 1 + n % 5)
    space_score(space=world.space, now=NOW)
    return world


@pytest.fixture
def oak(world):
    return manager("tm_oak", None)


@pytest.fixture
def elm(world):
    return manager("tm_elm", None)


def office(account) -> Mandate:
    return Mandate.objects.get(account=account)


def test_before_any_decision_the_past_gives_each_group_a_threshold_of_its_own(world, oak, client):
    for n in range(60):
        publish(world.space, person(f"other_{n}", world.space), f"Visit {n}: as agreed, and clean.", 1 + n % 5)
    space_score(space=world.space, now=NOW)
    client.force_login(oak)

    answer = client.post(reverse("moderation:try_rule"), {"what": "thresholds", "past": "1"})

    change = RuleChange.objects.get()
    assert answer.url.endswith(f"{change.reference}/")
    limits = change.parameters["limits"]
    assert limits.keys() <= set(GROUPS)
    assert limits
    assert serving().version == VERSION


def test_a_few_reviews_promise_nothing_to_anybody(oak, client):
    client.force_login(oak)

    answer = client.post(reverse("moderation:try_rule"), {"what": "thresholds", "past": "1"})

    assert answer.status_code == 422
    assert "too few past reviews" in answer.text
    assert not RuleChange.objects.exists()


def tried(account, kind=ChangeKind.THRESHOLDS, **parameters) -> RuleChange:
    return rule_try(account=account, kind=kind, parameters=parameters or {"limits": ALL}, now=NOW)


def asked(account, kind=ChangeKind.THRESHOLDS, **parameters) -> RuleChange:
    change = tried(account, kind, **parameters)
    return change_propose(change=change, proposer=office(account), reason="Too few are looked at.", now=NOW)


def enabled(first, second, kind=ChangeKind.THRESHOLDS, **parameters) -> RuleChange:
    return change_enable(change=asked(first, kind, **parameters), seconder=office(second), now=NOW)


def flags() -> set[str]:
    return set(Score.objects.current().filter(outcome="worth_a_look").values_list("review__reference", flat=True))


def test_a_trial_says_what_the_rule_would_flag_and_changes_nothing(world, oak):
    before = flags()

    change = tried(oak)

    told = change.replay
    assert (told["reviews"], told["now"]) == (15, len(before))
    assert told["then"] == told["kept"]["reviews"] + told["added"]["reviews"] > told["now"]
    assert [sum(row["then"] for row in told[part]) for part in ("stars", "language", "space")] == [told["then"]] * 3
    assert len(told["examples"]) == told["then"]
    assert told["precision_then"] is None  # nobody has judged them
    assert (flags(), serving().version) == (before, VERSION)


def test_what_was_tried_is_what_serves_once_two_people_agree(world, oak, elm):
    change = enabled(oak, elm)
    space_score(space=world.space, now=NOW)

    scores = list(Score.objects.current())
    assert {score.version for score in scores} == {serving().version} == {f"{VERSION}~{serving().changed.version}"}
    assert {score.threshold for score in scores} == {-6.0}
    assert len(flags()) == change.replay["then"]


def test_a_reason_switched_off_weighs_nothing_and_the_rest_adds_up(world, oak, elm):
    change = enabled(oak, elm, ChangeKind.PATTERN, code="deviation", on=False)
    space_score(space=world.space, now=NOW)

    for score in Score.objects.current():
        assert next(term["weight"] for term in score.terms if term["code"] == "deviation") == 0
        assert sum(round(term["weight"] * 1000) for term in score.terms) == round(score.log_odds * 1000)
    back = enabled(elm, oak, ChangeKind.PATTERN, code="deviation", on=True)
    change.refresh_from_db()
    assert (change.state, back.state) == (ChangeState.REPLACED, ChangeState.ENABLED)
    assert serving().version == VERSION


def test_nobody_enables_alone_not_even_past_the_service(world, oak):
    change = asked(oak)
    mandate_grant(account=oak, role=Role.TRUST_MANAGER, public_name="tm_oak_again", now=NOW)
    again = Mandate.objects.get(public_name="tm_oak_again")
    for own in (office_of(change), again):
        with pytest.raises(NotYours):
            change_enable(change=change, seconder=own, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleChange.objects.filter(pk=change.pk).update(state="enabled", seconder=own, settled_at=NOW)


def office_of(change: RuleChange) -> Mandate:
    return change.proposer


def test_one_person_with_two_accounts_at_one_address_is_one_person(world, oak, elm):
    for account in (oak, elm):
        account.email = "Same@example.org" if account == oak else "same@example.org"
        account.save()

    with pytest.raises(NotYours):
        change_enable(change=asked(oak), seconder=office(elm), now=NOW)


def test_a_mandate_for_one_space_changes_no_rule_of_all(world):
    with pytest.raises(NotYours):
        tried(world.alder)


def test_what_was_tried_cannot_be_made_something_else(world, oak):
    change = tried(oak)

    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.filter(pk=change.pk).update(parameters={"limits": {}})


def test_what_was_tried_on_other_rules_must_be_tried_again(world, oak, elm):
    first, second = asked(oak), asked(elm, ChangeKind.PATTERN, code="burst", on=False)
    change_enable(change=first, seconder=office(elm), now=NOW)

    with pytest.raises(NotNow):
        change_enable(change=second, seconder=office(oak), now=NOW)


def test_refused_withdrawn_and_expired_changes_stay_listed(client, world, oak, elm):
    refused, withdrawn, late = asked(oak), asked(oak), asked(oak)
    change_refuse(change=refused, by=office(elm), now=NOW)
    change_refuse(change=withdrawn, by=office(oak), now=NOW)
    with pytest.raises(NotNow):
        change_enable(change=late, seconder=office(elm), now=NOW + timedelta(days=8))
    assert changes_expire(now=NOW + timedelta(days=8)) == 1
    client.force_login(elm)

    page = client.get(reverse("moderation:rules")).content.decode()
    for word in ("Rejected", "Withdrawn", "Expired"):
        assert word in page
    assert serving().version == VERSION


def test_the_log_has_the_digest_of_a_document_without_names_or_words(client, world, oak, elm):
    change = enabled(oak, elm)

    body = client.get(reverse("moderation:rule_document", args=[change.reference])).content
    leaf = Pending.objects.get(kind="rule.enabled")
    assert leaf.body_sha256 == hashlib.sha256(body).hexdigest()
    told = json.loads(body)
    assert told["reason_sha256"] == hashlib.sha256(b"Too few are looked at.").hexdigest()
    assert (told["asked_by"]["mandate"], told["seconded_by"]["mandate"]) == (
        office(oak).reference,
        office(elm).reference,
    )
    assert b"Too few" not in body
    assert b"tm_oak" not in body


def test_the_desk_tries_asks_and_agrees_and_the_public_page_tells(client, world, oak, elm):
    client.force_login(oak)
    answer = client.post(reverse("moderation:try_rule"), {"what": "thresholds", "limit": "-6.0"})
    page = client.get(answer.url).content.decode()
    assert "15 reviews were scored again." in page
    assert "cannot be said" in page
    change = RuleChange.objects.get()
    path = reverse("moderation:answer_rule", args=[change.reference])
    assert client.post(path, {"act": "propose", "reason": ""}).status_code == 422
    client.post(path, {"act": "propose", "reason": "Too few are looked at."})
    assert client.post(path, {"act": "enable"}).status_code == 403
    client.force_login(elm)
    assert "Too few are looked at." in client.get(answer.url).content.decode()
    tie_declare(account=elm, draft=TieDraft(mandate=office(elm), colleague=office(oak)), now=NOW)
    assert client.post(path, {"act": "enable"}).status_code == 403  # linked with whoever asked
    Tie.objects.update(ended_at=NOW)
    client.post(path, {"act": "enable"})

    change.refresh_from_db()
    assert change.state == ChangeState.ENABLED
    assert client.post(reverse("moderation:try_rule"), {"what": "thresholds", "limit": "many"}).status_code == 422


def test_precision_weighs_what_is_new_with_its_size_or_says_nothing():
    from apps.algorithms.error_rates import Part

    assert precision(Part(100, 100, 40), Part(100, 5, 5)) is None
    rate = precision(Part(100, 100, 40), Part(300, 20, 0))
    assert rate.share == pytest.approx(0.1)
    assert rate.low < 0.1 < rate.high


def test_judged_reviews_give_the_figures_of_a_trial(world, oak):
    case = case_open(target=of_item(world.review), opened_by=OpenedBy.ALGORITHM, rule=None, why={}, now=NOW)
    decided(world.alder, case, Outcome.KEEP, rule=None)

    told = tried(oak).replay

    assert told["kept"]["judged"] + told["added"]["judged"] == 1
    assert told["kept"]["fake"] + told["added"]["fake"] == 0


# --- weights that the canary blocks -----------------------------------------------------------------------------


@pytest.fixture
def blocked(world):
    watch = Watch((Drift("low", 40, 1, 9, True),), {})
    return LearnedModel.objects.create(
        version="abcdef012345", parameters=Model(CODES).as_json(), thresholds=Thresholds(0.05, {}).as_json(),
        decisions=120, decided_from=NOW, decided_until=NOW, served_precision=0.3, candidate_precision=0.5,
        canary=watch.as_json(), trained_at=NOW,
    )  # fmt: skip


def test_blocked_weights_serve_only_when_a_second_person_agrees(world, oak, elm, blocked):
    with pytest.raises(NotNow):
        model_release(version=blocked.version, by="tm_oak", now=NOW)
    change = asked(oak, ChangeKind.RELEASE, model=blocked.version)
    with pytest.raises(NotYours):
        change_enable(change=change, seconder=office(oak), now=NOW)

    change_enable(change=change, seconder=office(elm), now=NOW)

    blocked.refresh_from_db()
    assert (blocked.is_serving, blocked.released_by) == (True, "tm_oak + tm_elm")
    assert {"model.released", "rule.enabled"} <= set(Event.objects.values_list("kind", flat=True))


def test_two_calls_of_one_command_release_blocked_weights(world, oak, elm, blocked, capsys):
    with pytest.raises(CommandError):
        call_command("release_blocked_model", blocked.version, "--by", "tm_oak")
    call_command("release_blocked_model", blocked.version, "--by", "tm_oak", "--reason", "One loud group, all fakes.")
    with pytest.raises(CommandError):
        call_command("release_blocked_model", blocked.version, "--by", "tm_oak")
    call_command("release_blocked_model", blocked.version, "--by", "tm_elm")

    blocked.refresh_from_db()
    assert blocked.is_serving


@pytest.fixture
def worded(world):
    """A wording that the canary blocks: it hears a fake in every English text that is long enough."""
    learnt = SiteWording("en", np.ones(2 * PLACES, np.float32), slope=1.0, shift=0.0, texts=300)
    watch = Watch((Drift("low", 40, 1, 9, True),), {})
    return LearnedModel.objects.create(
        version=learnt.version, language="en", parameters=learnt.as_json(), places=learnt.as_bytes(), thresholds={},
        decisions=300, decided_from=NOW, decided_until=NOW, served_precision=0.3, candidate_precision=0.5,
        canary=watch.as_json(), trained_at=NOW,
    )  # fmt: skip


def test_a_blocked_wording_is_tried_as_it_would_be_heard_and_serves_once_two_agree(client, world, oak, elm, worded):
    longer = publish(world.space, person("late", world.space), "The fitter was on time and left it all clean. " * 3, 5)
    space_score(space=world.space, now=NOW)
    limit = round(Score.objects.current().get(review=longer).log_odds + 1.4, 3)
    enabled(oak, elm, limits=dict.fromkeys(GROUPS, limit))
    space_score(space=world.space, now=NOW)
    with pytest.raises(NotNow):
        model_release(version=worded.version, by="tm_oak", now=NOW)
    client.force_login(oak)
    answer = client.post(reverse("moderation:try_rule"), {"what": "release", "model": worded.version})
    change = RuleChange.objects.get(kind=ChangeKind.RELEASE)
    assert change.parameters == {"model": worded.version, "wording": "en"}
    assert flags() == set()
    assert [row["review"] for row in change.replay["examples"]] == [longer.reference]  # the others are too short
    page = client.get(answer.url).content.decode()
    assert f"Release the blocked wording in English {worded.version}" in page
    assert "unfavourable: 9 of 40 genuine reviews flagged, 1 today" in page
    path = reverse("moderation:answer_rule", args=[change.reference])
    client.post(path, {"act": "propose", "reason": "One loud group, all fakes."})
    assert client.post(path, {"act": "enable"}).status_code == 403

    client.force_login(elm)
    client.post(path, {"act": "enable"})
    space_score(space=world.space, now=NOW)

    worded.refresh_from_db()
    assert (worded.is_serving, worded.released_by) == (True, "tm_oak + tm_elm")
    assert flags() == {longer.reference}
    assert serving().changed.limits  # thresholds stay: the wording came beside them
    assert {"model.released", "rule.enabled"} <= set(Pending.objects.values_list("kind", flat=True))
    told = json.loads(client.get(reverse("moderation:rule_document", args=[change.reference])).content)
    assert (told["parameters"]["wording"], told["blocked_for"]) == ("en", ["low"])
    assert f"Wording in English {worded.version}" in client.get(reverse("moderation:rules")).content.decode()
    assert [line.reference for line in history("site_wording")] == [change.reference]
    assert history("learned_suspicion") == []


def test_a_wording_tried_beside_other_rules_must_be_tried_again(oak, elm, worded):
    change = asked(oak, ChangeKind.RELEASE, model=worded.version)
    enabled(oak, elm, ChangeKind.PATTERN, code="burst", on=False)

    with pytest.raises(NotNow):
        change_enable(change=change, seconder=office(elm), now=NOW)


def test_one_command_takes_a_wording_back_and_leaves_the_weights(client, oak, worded, blocked, capsys):
    LearnedModel.objects.update(canary={"blocks": False, "drifts": []})
    client.force_login(oak)
    assert f"manage.py release_model {worded.version} --by NAME" in client.get(reverse("moderation:rules")).text
    call_command("release_model", blocked.version, "--by", "tm_oak")
    call_command("release_model", worded.version, "--by", "tm_oak")

    call_command("rollback_model", "--by", "tm_elm", "--language", "en")

    assert "No learnt wording (en) serves" in capsys.readouterr().out
    assert list(LearnedModel.objects.filter(is_serving=True)) == [blocked]
    gone = Pending.objects.get(kind="model.withdrawn")
    assert (gone.object, gone.version) == ("algorithm:site_wording", worded.version)
    with pytest.raises(CommandError, match="No learnt wording of this language"):
        call_command("rollback_model", "--by", "tm_elm", "--language", "en")


def test_what_nothing_blocks_needs_no_second_person(world, oak, blocked):
    LearnedModel.objects.update(canary={"blocks": False, "drifts": []})
    with pytest.raises(NotNow):
        tried(oak, ChangeKind.RELEASE, model=blocked.version)


def test_thresholds_end_with_the_weights_they_were_tried_on_switches_do_not(world, oak, elm, blocked):
    limits = enabled(oak, elm)
    switch = enabled(oak, elm, ChangeKind.PATTERN, code="burst", on=False)
    LearnedModel.objects.update(canary={"blocks": False, "drifts": []})

    model_release(version=blocked.version, by="tm_oak", now=NOW)

    limits.refresh_from_db()
    switch.refresh_from_db()
    assert (limits.state, switch.state) == (ChangeState.REPLACED, ChangeState.ENABLED)
    assert serving().changed.off == {"burst"}
    model_roll_back(by="tm_oak", now=NOW + timedelta(days=1))
    assert serving().changed.limits == {}


def test_only_what_the_score_knows_can_be_tried(oak):
    with pytest.raises(BadInput):
        tried(oak, ChangeKind.PATTERN, code="base", on=False)
    with pytest.raises(BadInput):
        tried(oak, limits={"all": THRESHOLD})
