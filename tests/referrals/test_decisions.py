"""From a real decision to a mark: nothing before it is final, and nothing left when it falls."""

from datetime import timedelta

import pytest

from apps.moderation.models import Case
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.cases import windows_close
from apps.moderation.services.decisions import case_decide
from apps.moderation.services.publication import decisions_publish
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import APPEAL_WINDOW, Outcome
from apps.moderation.targets import of_profile
from apps.referrals import services
from apps.referrals.models import Referral
from apps.trust.models import ReferralMark
from tests.making import make_persona
from tests.moderation.world import NOW, make_world
from tests.referrals.world import earn

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world():
    """The author of this world is referred by two, ten days before."""
    world = make_world()
    asking = services.asking_open(persona=world.author, space=world.space, topic=None, now=NOW - 10 * DAY)
    for _ in range(2):
        referrer = make_persona("", world.space)
        earn(referrer, world.space)
        services.referral_give(referrer=referrer, reference=asking.reference, now=NOW - 10 * DAY)
    return world


def paused(world) -> Case:
    target, draft = of_profile(world.author, world.space), ReportDraft(Ground.INSULT)
    case = report_file(target=target, draft=draft, reporter=world.reporter, now=NOW).report.case
    return decided(case, world.alder, Outcome.PAUSE, NOW)


def decided(case, account, outcome, now) -> Case:
    rule = RuleCode.INSULT if outcome == Outcome.PAUSE else None
    draft = DecisionDraft(outcome, rule, seen_version=1, **({"pause_days": 14} if rule else {}))
    case_decide(account=account, case=case, draft=draft, now=now)
    decisions_publish(now=now + timedelta(seconds=11))
    return Case.objects.get(pk=case.pk)


def marks() -> int:
    return ReferralMark.objects.count()


def test_a_pause_that_nobody_contests_counts_when_the_time_for_appeal_is_over(world, settle):
    case = paused(world)
    settle(NOW + DAY)
    assert marks() == 0
    assert set(Referral.objects.values_list("case", flat=True)) == {case.reference}

    over = NOW + APPEAL_WINDOW + DAY
    windows_close(now=over)
    settle(over)

    assert marks() == 2


def test_a_pause_upheld_on_appeal_counts_at_once_and_one_that_falls_never_does(world, settle):
    case = paused(world)
    appeal_file(account=world.author.account, case=case, text="It was a joke.", now=NOW + DAY)
    decided(case, world.rowan, Outcome.PAUSE, NOW + 2 * DAY)
    settle(NOW + 3 * DAY)

    assert marks() == 2


def test_a_pause_that_falls_on_appeal_costs_nobody_anything(world, settle):
    case = paused(world)
    appeal_file(account=world.author.account, case=case, text="It was not me.", now=NOW + DAY)
    decided(case, world.rowan, Outcome.KEEP, NOW + 2 * DAY)
    settle(NOW + 3 * DAY)

    assert marks() == 0
    assert set(Referral.objects.values_list("case", flat=True)) == {""}
