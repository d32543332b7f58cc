"""What whoever reads a report is told of others like it; what a party's report tells the score."""

import html
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.algorithms.review_suspicion import NAME, VERSION
from apps.moderation.desk_models import Standing
from apps.moderation.models import Case, Report
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors.report_weights import sentence_of, voices_of
from apps.moderation.selectors.reporters import ReporterView, facts_of, reporter_view
from apps.moderation.services.cases import case_open
from apps.moderation.services.reports import ReportDraft, report_file
from apps.moderation.states import CaseState, OpenedBy, Outcome
from apps.moderation.targets import of_item
from apps.people.invitations import arrival_note, invitation_make
from apps.posts.models import Review
from apps.posts.selectors import path_of
from apps.scoring.models import Score, Telling
from apps.spaces.models import Professional
from tests.making import make_topic
from tests.moderation.world import LATER, NOW, decided, make_world, person, publish, report, talk

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
    shown = case_page(world).content.decode()
    assert view.sentence in html.unescape(shown)
    case = Case.objects.get(item=world.review.reference)
    assert (case.state, case.decide_before - case.opened_at > timedelta(0)) == (CaseState.OPEN, True)


def case_page(world):
    client, case = Client(), Case.objects.get(item=world.review.reference)
    client.force_login(world.alder)
    return client.get(reverse("moderation:item", args=[case.reference]))


def test_the_others_of_a_wave_stand_beside_the_first(world, english):
    other = publish(world.space, person("second voice", world.space), text="Another poor stay, told in other words.")
    for review in (world.review, other):
        Score.objects.create(
            review=review, algorithm=NAME, version=VERSION, inputs={}, inputs_digest=review.reference, terms=[],
            log_odds=2.0, threshold=1.5, outcome="worth_a_look", space_reviews=20, subject_reviews=5, scored_at=NOW,
        )  # fmt: skip
    case_open(target=of_item(world.review), opened_by=OpenedBy.ALGORITHM, rule=None, why={}, now=NOW)

    shown = case_page(world).content.decode()

    assert "1 more review of this subject" in shown
    assert path_of(other) in shown


def test_who_was_right_before_or_has_no_history_is_left_alone(world):
    for verdict in (Outcome.KEEP, Outcome.KEEP, Outcome.KEEP, Outcome.MASK, Outcome.MASK):
        reported(world, world.reporter, verdict)
    report(world.review, world.reporter)
    report(world.review, None)

    found = Report.objects.filter(case__item=world.review.reference)
    assert {replace(reporter_view(one), weight="") for one in found} == {ReporterView()}


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


def test_a_report_weighs_what_became_of_others_for_that_reason_in_that_place_and_friends_count_once(
    english, client, settle
):
    world = make_world()
    sender, friend = world.reporter, person("friend")
    link = invitation_make(account=sender.account, now=NOW)
    arrival_note(account=friend.account, reference=link.reference, now=NOW)
    for n in range(4):
        post = talk(world.space, world.author, f"Words number {n}.")
        case = report(post, sender, Ground.INSULT).report.case
        decided(world.alder, case, Outcome.MASK if n else Outcome.KEEP, rule=RuleCode.INSULT)
    target = talk(world.space, world.author, "The fifth one.")
    case = report(target, sender, Ground.INSULT).report.case
    report(target, friend, Ground.INSULT)
    report(target, None, Ground.INSULT)

    assert voices_of(case) == [pytest.approx((3 + 2) / (4 + 4))]
    settle()
    standing = Standing.objects.get(case=case)
    assert (standing.facts["reports"], standing.facts["weight"], standing.version) == (1, 0.625, "2.1")
    assert "3 of 4" in sentence_of(case.reports.get(reporter=sender)).replace("\xa0", " ")
    assert "0.50" in sentence_of(case.reports.get(reporter=None))
    other = report(talk(world.space, world.author, "The sixth one."), sender, Ground.ADVERTISING).report
    assert "too few to say more" in sentence_of(other)
    client.force_login(sender.account)
    page = client.get("/en/me/cases/").content.decode()
    assert "What became of my reports" in page
    client.force_login(world.author.account)
    assert "What became of my reports" not in client.get("/en/me/cases/").content.decode()


def test_being_right_on_one_topic_weighs_there_and_on_no_other(world):
    brakes = make_topic(world.space)
    reviews = [publish(world.space, world.author, text=f"Stay number {n}, told at length.") for n in range(2)]
    Review.objects.filter(pk__in=[review.pk for review in reviews]).update(topic=brakes)
    first, second = (report(review, world.reporter).report.case for review in reviews)
    decided(world.alder, first)

    assert voices_of(second) == [0.6]  # (1 + 2) / (1 + 4)
    assert voices_of(report(world.review, world.reporter).report.case) == [0.5]
