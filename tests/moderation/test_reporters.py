"""What whoever reads a report is told of others like it; what a party's report tells the score."""

from datetime import timedelta

import pytest

from apps.moderation.models import Case, Report
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors.reporters import ReporterView, facts_of, reporter_view
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.states import CaseState, Outcome
from apps.moderation.targets import of_item
from apps.scoring.models import Telling
from apps.spaces.models import Professional
from tests.moderation.world import LATER, NOW, decided, make_world, person, publish, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def reported(world, who, verdict=Outcome.KEEP):
    """A further review of the same author, reported and decided."""
    review = publish(world.space, world.author, text=f"One more stay, number {Case.objects.count()}, told at length.")
    report(review, who)
    case = Case.objects.get(item=review.reference)
    decided(world.alder, case, verdict, rule=None if verdict == Outcome.KEEP else RuleCode.NOT_REAL)


def test_who_reports_one_author_in_vain_is_told_without_their_name_and_nothing_else_changes(world, english):
    for _ in range(5):
        reported(world, world.reporter)
    report(world.review, world.reporter)
    latest = Report.objects.get(case__item=world.review.reference)

    view = reporter_view(latest)

    assert (facts_of(latest).decided, facts_of(latest).unfounded, facts_of(latest).upheld) == (5, 5, 0)
    assert view.sentence.startswith("Worth knowing")
    assert "Of 5\u00a0decided reports by this person, 5 were about the same author" in view.reasons[0]
    assert world.reporter.pseudonym not in " ".join((view.sentence, *view.reasons, *view.against, view.would_change))
    case = Case.objects.get(item=world.review.reference)
    assert (case.state, case.decide_before - case.opened_at > timedelta(0)) == (CaseState.OPEN, True)


def test_who_was_right_before_or_has_no_history_is_left_alone(world):
    for verdict in (Outcome.KEEP, Outcome.KEEP, Outcome.KEEP, Outcome.MASK, Outcome.MASK):
        reported(world, world.reporter, verdict)
    report(world.review, world.reporter)
    report(world.review, None)

    assert {reporter_view(found) for found in Report.objects.filter(case__item=world.review.reference)} == {
        ReporterView()
    }


def test_only_a_professional_of_the_house_is_heard_in_a_report(world, settle):
    owner, passer = person("owner", world.space), world.reporter
    subject = world.review.subject.reference
    Professional.objects.create(account=owner.account, job_fr="x", job_en="x", subject=subject, verified_at=NOW)
    draft = ReportDraft(Ground.PRESSURE, text="He threatened us with a bad review.")

    report_file(target=of_item(world.review), draft=draft, reporter=passer, now=LATER)
    settle()
    assert not Telling.objects.exists()

    report_file(target=of_item(world.review), draft=draft, reporter=owner, now=LATER)
    settle()
    assert Telling.objects.get().told == 1
