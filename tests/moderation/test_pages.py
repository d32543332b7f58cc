"""Report, desk and case as pages: without script, in one's own language, and only for those they are for."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.ledger.models import Delivery, Event
from apps.live.channels import may_join
from apps.moderation.models import Case, Decision, Report
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.selectors.queue import mandates, queue
from apps.moderation.services.appeals import appeal_file
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import CaseState, Outcome
from apps.posts.models import DeclaredLink
from apps.posts.services import ReviewDraft, review_edit
from apps.posts.states import ItemState
from apps.spaces.models import Mandate, Operator, Role
from apps.spaces.services import mandate_grant
from tests.moderation.world import LATER, NOW, TEXT, decided, make_world, person, report, sentence, talk

OTHER = {"slug": "elsewhere", "name": "Elsewhere", "created_at": NOW}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def case(world) -> Case:
    return report(world.review, world.reporter, passages=("Sandra Bell took my call and hung up.",)).report.case


def send_report(client, item, **fields):
    return client.post(reverse("moderation:report", args=[item.reference]), {"ground": "insult", **fields}, follow=True)


def key_of(html: str) -> str:
    return re.search(r'name="idempotency_key" value="([^"]+)"', html)[1]


# --- report ---------------------------------------------------------------------------------------------


def test_anybody_reports_without_an_account_and_keeps_a_private_link(client, world):
    page = send_report(client, world.review, passages=["2"], text="She is my sister.")

    report = Report.objects.get()
    assert report.passages == ["Sandra Bell took my call and hung up."]
    assert report.reporter is None
    assert "Your report has arrived" in page.content.decode()
    assert report.case.reference in page.content.decode()


def test_a_double_click_files_one_report_and_gives_the_same_receipt(client, world):
    key = key_of(client.get(reverse("moderation:report", args=[world.review.reference])).content.decode())

    url, fields = (
        reverse("moderation:report", args=[world.review.reference]),
        {"ground": "insult", "idempotency_key": key},
    )
    first, second = client.post(url, fields), client.post(url, fields)

    assert Report.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_what_was_typed_comes_back_with_a_sentence(client, world):
    url = reverse("moderation:report", args=[world.review.reference])
    page = client.post(url, {"text": "Not on my watch.", "passages": ["1"]})

    html = page.content.decode()
    assert page.status_code == 422
    assert "Choose one of the reasons." in html
    assert "Not on my watch." in html
    assert re.search(r'value="1"[^>]*checked', html)


def test_a_letter_pasted_into_a_report_is_kept_whole_or_comes_back_whole(client, world):
    url = reverse("moderation:report", args=[world.review.reference])
    page = client.post(url, {"ground": "insult", "text": "It began in May. " * 130 + "The end."})

    html = page.content.decode()
    assert page.status_code == 422
    assert "2218 characters; at most 2000. Nothing is lost: shorten it." in html
    assert "The end.</textarea>" in html
    lines = {
        "ground": "insult",
        "text": "\r\n".join(["Nine words."] * 166),
    }  # a browser sends 2156
    assert client.post(url, lines).status_code == 302


def test_whoever_reported_it_already_reads_so_before_they_write(client, world, case):
    url = reverse("moderation:report", args=[world.review.reference])
    client.force_login(world.reporter.account)
    mine = client.get(url).content.decode()
    client.force_login(world.rowan)

    assert "You have reported this already" in mine
    assert reverse("moderation:case", args=[case.reference]) in mine
    assert "You have reported this already" not in client.get(url).content.decode()


def test_nobody_reports_a_sentence_they_have_not_read(client, world):
    """Ticked by its place: meanwhile its author has put another one there."""
    url = reverse("moderation:report", args=[world.review.reference])
    fields = {"ground": "insult", "passages": ["2"], "text": "My sister.", "seen_version": "1"}
    draft = ReviewDraft(1, TEXT.replace("Sandra Bell", "Somebody"), NOW.date(), DeclaredLink.CLIENT, language="en")
    review_edit(persona=world.author, review=world.review, draft=draft, now=LATER)

    page = client.post(url, fields)

    html = page.content.decode()
    assert page.status_code == 422
    assert "Its author has changed the words meanwhile." in html
    assert "My sister.</textarea>" in html
    assert not re.search(r'name="passages"[^>]*checked', html)
    assert 'name="seen_version" value="2"' in html
    assert client.post(url, {**fields, "seen_version": "2"}).status_code == 302


def test_whoever_agrees_on_appeal_changes_nothing_by_one_key(client, world, case):
    second = sentence(TEXT, 2)
    decided(world.alder, case, rule=RuleCode.INSULT, spans=(second,))
    appeal_file(account=world.author.account, case=case, text="It is true.", now=clock.now())
    client.force_login(world.rowan)

    html = client.get(reverse("moderation:item", args=[case.reference])).content.decode()

    ticked = re.findall(r'name="(spans|rule)" value="(\d)"[^>]*checked', html)
    assert sorted(ticked) == [("rule", "5"), ("spans", "2")]
    draft = {"outcome": "mask", "seen_version": 1, **dict(ticked)}
    client.post(reverse("moderation:decide", args=[case.reference]), draft)
    answer = Decision.objects.get(instance="appeal")
    assert (answer.result, answer.spans, answer.rule) == ("upheld", [list(second)], RuleCode.INSULT)


def test_hidden_characters_are_refused_with_a_sentence(client, world):
    url = reverse("moderation:report", args=[world.review.reference])
    page = client.post(url, {"ground": "insult", "text": "abc\u202edef"})

    assert page.status_code == 422
    assert not Report.objects.exists()


def test_too_many_reports_in_an_hour_are_refused_and_nothing_typed_is_lost(client, world):
    for n in range(10):
        send_report(client, talk(world.space, world.author, f"Message {n}, quite short."))
    page = send_report(client, world.review, text="The eleventh.")

    assert page.status_code == 429
    assert "The eleventh." in page.content.decode()
    assert Report.objects.count() == 10


def test_the_author_is_told_how_to_change_it_instead(client, world):
    client.force_login(world.author.account)

    page = client.get(reverse("moderation:report", args=[world.review.reference]))

    assert page.status_code == 403
    assert "You wrote this" in page.content.decode()


def test_a_profile_can_be_reported_in_its_space(client, world):
    url = reverse("moderation:report", args=[world.author.reference]) + f"?space={world.space.slug}"
    page = client.get(url)
    assert "quiet_kettle" in page.content.decode()

    client.post(url, {"ground": "impersonation", "space": world.space.slug}, follow=True)

    assert Case.objects.get().item_kind == "profile"


def test_what_members_say_among_themselves_cannot_be_reported_from_outside(client):
    world = make_world(members_only=True)

    assert client.get(reverse("moderation:report", args=[world.review.reference])).status_code == 404


def test_the_receipt_shows_the_answer_when_it_is_there(client, world):
    link = send_report(client, world.review).redirect_chain[-1][0]
    decided(world.alder, Case.objects.get(), Outcome.KEEP)

    assert "The review stays: it breaks no rule." in client.get(link).content.decode()


def test_a_wrong_receipt_opens_nothing(client, world):
    assert client.get(reverse("moderation:receipt", args=["x" * 32])).status_code == 404


# --- desk -----------------------------------------------------------------------------------------------


def test_the_desk_is_for_holders_of_a_mandate(client, world, case):
    desk = reverse("moderation:item", args=[case.reference])
    assert client.get(desk).status_code == 302
    client.force_login(world.reporter.account)
    assert client.get(desk).status_code == 403

    client.force_login(world.alder)
    page = client.get(desk).content.decode()
    assert "<mark>Sandra Bell took my call and hung up.</mark>" in page
    assert "Names a private person" in page


def test_a_mandate_elsewhere_opens_nothing_here(client, world, case):
    from tests.moderation.world import make_space, manager

    client.force_login(manager("tm_far", make_space("far-away")))

    assert client.get(reverse("moderation:item", args=[case.reference])).status_code == 404


def test_where_the_site_asks_for_two_proofs_the_desk_does(client, world, case, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(world.alder)

    assert client.get(reverse("moderation:desk")).status_code == 302


def test_deciding_undoing_and_deciding_again_by_plain_forms(client, world, case):
    client.force_login(world.alder)
    decide = reverse("moderation:decide", args=[case.reference])

    page = client.post(decide, {"outcome": "mask", "rule": 4, "spans": [2], "seen_version": 1}, follow=True)
    assert "Nothing is sent yet" in page.content.decode()
    decision = Decision.objects.get()
    back = client.post(reverse("moderation:undo", args=[decision.reference]), follow=True)
    assert "Undone. Nothing was sent." in back.content.decode()
    client.post(
        decide, {"outcome": "mask", "rule": 4, "spans": [2], "own_words": "Say “the call handler”.", "seen_version": 1}
    )
    decisions_publish(now=clock.now() + timedelta(seconds=11))

    world.review.refresh_from_db()
    assert world.review.state == ItemState.MASKED
    assert Decision.objects.published().get().statement.own_words == "Say “the call handler”."


def test_after_a_decision_comes_the_next_case(client, world, case):
    other = report(talk(world.space, world.author), None, Ground.OFF_TOPIC).report.case
    client.force_login(world.alder)

    page = client.post(
        reverse("moderation:decide", args=[case.reference]), {"outcome": "keep", "seen_version": 1}, follow=True
    )

    assert page.redirect_chain[-1][0] == reverse("moderation:item", args=[other.reference])


def test_without_a_rule_only_keeping_is_possible_and_what_was_typed_stays(client, world, case):
    client.force_login(world.alder)

    page = client.post(
        reverse("moderation:decide", args=[case.reference]),
        {"outcome": "mask", "own_words": "Half a thought", "spans": [1], "seen_version": 1},
    )

    html = page.content.decode()
    assert page.status_code == 422
    assert "Choose the rule first" in html
    assert "Half a thought" in html
    assert re.search(r'value="1" form="decision" checked', html)


def test_the_second_of_two_is_told_who_decided(client, world, case):
    from tests.moderation.world import decide

    decide(world.alder, case, now=clock.now())
    client.force_login(world.rowan)

    page = client.post(reverse("moderation:decide", args=[case.reference]), {"outcome": "keep", "seen_version": 1})

    assert page.status_code == 409
    assert "tm_alder has just decided this" in page.content.decode()


def test_the_first_decider_of_an_appealed_case_reads_why_somebody_else_answers(client, world, case):
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="No.", now=LATER)
    client.force_login(world.alder)
    desk = client.get(reverse("moderation:item", args=[case.reference])).content.decode()
    assert "You took the first decision: somebody else judges the appeal." in desk

    page = client.post(reverse("moderation:decide", args=[case.reference]), {"outcome": "keep", "seen_version": 1})

    assert page.status_code == 403
    assert "somebody else must answer the appeal" in page.content.decode()


def test_an_empty_queue_says_calm_words(client, world):
    client.force_login(world.alder)

    assert "The next case will come by itself" in client.get(reverse("moderation:desk")).content.decode()


def test_what_is_put_off_leaves_ones_way_and_stays_for_others(client, world, case):
    client.force_login(world.alder)
    client.post(reverse("moderation:take", args=[case.reference]))

    page = client.post(reverse("moderation:put_off", args=[case.reference]), follow=True)

    case.refresh_from_db()
    assert case.state == CaseState.OPEN
    assert "Nothing here is for you to decide now" in page.content.decode()
    client.force_login(world.rowan)
    assert client.get(reverse("moderation:desk")).url == reverse("moderation:item", args=[case.reference])


def test_taking_over_is_offered_and_seen_by_the_one_who_had_it(client, world, case):
    client.force_login(world.alder)
    client.post(reverse("moderation:take", args=[case.reference]))
    client.force_login(world.rowan)
    item, take = (reverse(f"moderation:{name}", args=[case.reference]) for name in ("item", "take"))
    assert "tm_alder has it until" in client.get(item).content.decode()
    held = client.post(take, headers={"hx-request": "true"}).content.decode()
    assert "tm_alder is at work on this" in held
    assert "Take it over" in held

    client.post(take, {"take_over": "1"})

    client.force_login(world.alder)
    assert "tm_rowan has it until" in client.get(item).content.decode()


def test_the_preview_says_what_the_author_would_read(client, world, case):
    client.force_login(world.alder)

    page = client.post(
        reverse("moderation:preview", args=[case.reference]), {"rule": 4, "spans": [1, 2], "seen_version": 1}
    )

    assert "2 sentences of your review are masked" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_failed_delivery_is_shown_and_tried_again_by_who_holds_a_mandate_for_all_spaces(client, world, settle):
    event = Event.objects.create(kind="score.flagged", at=NOW, payload={})
    row = Delivery.objects.create(
        event=event, handler="moderation.open_flagged", due_at=NOW, attempts=5, failure="KeyError", quarantined_at=NOW
    )
    client.force_login(world.alder)
    assert client.get(reverse("moderation:quarantine")).status_code == 403
    Mandate.objects.filter(account=world.alder).update(space=None)
    assert "KeyError" in client.get(reverse("moderation:quarantine")).content.decode()

    client.post(reverse("moderation:retry", args=[row.pk]))

    row.refresh_from_db()
    assert row.quarantined_at is None


# --- case -----------------------------------------------------------------------------------------------


def test_author_reporter_and_public_read_the_same_finding_and_nobody_reads_the_report(client, world, case):
    Report.objects.update(text="private words of the reporter")
    decided(world.alder, case, spans=(sentence(TEXT, 2),), own_words="A call handler has no public role.")
    url = reverse("moderation:case", args=[case.reference])

    pages = {"public": client.get(url).content.decode()}
    for who in ("author", "reporter"):
        client.force_login(getattr(world, who).account)
        pages[who] = client.get(url).content.decode()

    assert all("One sentence was masked. The review stays." in page for page in pages.values())
    assert all("A call handler has no public role." in page for page in pages.values())
    assert "private words" in pages["reporter"]
    assert "private words" not in pages["author"] + pages["public"]
    assert "plain_speaker" not in pages["author"] + pages["public"]
    assert "person behind" not in "".join(pages.values())


def test_a_case_and_its_appeal_are_one_like_case(client, world, case):
    decided(world.alder, case, Outcome.MASK)
    appeal_file(account=world.author.account, case=case, text="It did happen.", now=LATER)
    decided(world.rowan, case, Outcome.MASK, now=LATER)

    assert (
        "this space settled 1 case under this rule"
        in client.get(reverse("moderation:case", args=[case.reference])).content.decode()
    )


def test_the_case_is_told_in_french_too(client, world, case):
    decided(world.alder, case, spans=(sentence(TEXT, 2),))
    with translation.override("fr"):
        page = client.get(reverse("moderation:case", args=[case.reference]))

    assert "Une phrase a été masquée. L’avis reste." in page.content.decode()


def test_during_the_ten_seconds_the_public_learns_nothing(client, world, case):
    from tests.moderation.world import decide

    decide(world.alder, case)

    page = client.get(reverse("moderation:case", args=[case.reference])).content.decode()
    assert "A person is going to read the review. It stays visible." in page
    assert "tm_alder" not in page


def test_the_author_appeals_in_place(client, world, case):
    decided(world.alder, case)
    client.force_login(world.author.account)
    url = reverse("moderation:case", args=[case.reference])
    assert "Appeal this decision" in client.get(url).content.decode()

    page = client.post(reverse("moderation:appeal", args=[case.reference]), {"text": "It is true."}, follow=True)

    html = page.content.decode()
    assert "Your appeal is filed" in html
    assert "Another person is going to read the review again." in html
    assert "Appeal this decision" not in html


def test_whoever_comes_second_is_heard_with_the_first_by_whoever_answers_and_by_nobody_else(client, world, case):
    decided(world.alder, case)
    appeal_file(account=world.author.account, case=case, text="It is true.", now=LATER)
    url, post = reverse("moderation:case", args=[case.reference]), reverse("moderation:appeal", args=[case.reference])
    client.force_login(world.reporter.account)
    assert "add your reasons" in client.get(url).content.decode()
    assert client.post(post, {"text": ""}).status_code == 422

    page = client.post(post, {"text": "Nor was it about her."}, follow=True).content.decode()

    assert "Your reasons are added" in page
    assert "Reasons added by a reporter" in page
    assert "Nor was it about her." in page
    assert "Add my reasons" not in page
    again = client.post(post, {"text": "And another thing."})
    assert (again.status_code, "And another thing." in again.content.decode()) == (409, True)
    heard = {}
    for who, path in ((world.rowan, "moderation:item"), (world.alder, "moderation:case"), (None, "moderation:case")):
        client.force_login(who) if who else client.logout()
        heard[path, who] = "Nor was it about her." in client.get(reverse(path, args=[case.reference])).content.decode()
    assert list(heard.values()) == [True, False, False]


def test_an_empty_appeal_comes_back_with_a_sentence(client, world, case):
    decided(world.alder, case)
    client.force_login(world.author.account)

    page = client.post(reverse("moderation:appeal", args=[case.reference]), {"text": ""})

    assert page.status_code == 422
    assert "Say in a few words what is wrong" in page.content.decode()


def test_a_stranger_finds_no_form_and_cannot_appeal(client, world, case):
    decided(world.alder, case)
    client.force_login(person("stranger").account)

    assert "Appeal this decision" not in client.get(reverse("moderation:case", args=[case.reference])).content.decode()
    page = client.post(reverse("moderation:appeal", args=[case.reference]), {"text": "No."})
    assert page.status_code == 403


def test_a_case_of_a_members_space_is_for_members_and_parties(client):
    world = make_world(members_only=True)
    case = report(world.review, world.reporter).report.case
    decided(world.alder, case)
    url = reverse("moderation:case", args=[case.reference])

    assert client.get(url).status_code == 404
    assert "Brightwell" not in client.get(reverse("moderation:cases")).content.decode()
    client.force_login(world.author.account)
    assert client.get(url).status_code == 200


def test_a_mandate_about_one_operator_opens_no_list_no_desk_and_no_count_of_another(client):
    world = make_world(members_only=True)
    decided(world.alder, report(world.review, world.reporter).report.case)
    report(talk(world.space, world.author), world.reporter, Ground.INSULT)

    told = {}
    for name, operator in (("ours", world.space.operator), ("theirs", Operator.objects.create(**OTHER))):
        account = person(f"behind {name}").account
        mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name=name, operator=operator, now=NOW)
        client.force_login(account)
        queued = queue(account, mandates(account, now=NOW), now=NOW)
        listed = client.get(reverse("moderation:statements_json")).getvalue()
        told[name] = (queued.total, len(queued.rows), b"CONTENT_DISABLED" in listed, may_join(account, "desk:all"))
        assert may_join(account, f"desk:{world.space.slug}") == (name == "ours")

    assert told == {"ours": (1, 1, True, False), "theirs": (0, 0, False, False)}


def test_decisions_are_listed_and_filtered(client, world, case):
    decided(world.alder, case)
    other = report(talk(world.space, world.author), None, Ground.OFF_TOPIC).report.case
    decided(world.rowan, other, Outcome.KEEP, rule=RuleCode.OFF_TOPIC)

    every = client.get(reverse("moderation:cases")).content.decode()
    kept = client.get(reverse("moderation:cases"), {"outcome": "keep"}).content.decode()

    assert case.reference in every
    assert other.reference in every
    assert case.reference not in kept


def test_hostile_filters_are_only_ignored(client, world):
    page = client.get(
        reverse("moderation:cases"), {"rule": "9999999999999", "outcome": "\x00", "page": "-3", "space": "é"}
    )

    assert page.status_code == 200


def test_my_cases_says_my_part(client, world, case):
    client.force_login(world.author.account)
    assert "I wrote it" in client.get(reverse("moderation:my_cases")).content.decode()
    client.force_login(world.reporter.account)
    assert "I reported it" in client.get(reverse("moderation:my_cases")).content.decode()


# --- the JSON twins ---------------------------------------------------------------------------------------


def test_the_json_twin_says_what_the_page_says_and_the_fields_of_the_dsa(client, world, case):
    decided(world.alder, case, spans=(sentence(TEXT, 2),))

    twin = client.get(f"/api/case/{case.reference}/", headers={"accept-language": "en"}).json()

    assert twin["title"] == "One sentence was masked. The review stays."
    assert twin["decision"]["dsa"]["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_DISABLED"]
    assert twin["decision"]["dsa"]["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert "plain_speaker" not in str(twin)


def test_the_list_of_decisions_has_a_twin(client, world, case):
    decided(world.alder, case)

    twin = client.get("/api/cases/", {"outcome": "mask", "rule": "4"}).json()

    assert [row["case"] for row in twin["results"]] == [case.reference]
    assert client.get("/api/cases/", {"outcome": "keep"}).json()["count"] == 0


def test_keeping_restricts_nothing(client, world, case):
    decided(world.alder, case, Outcome.KEEP)

    assert client.get(f"/api/case/{case.reference}/").json()["decision"]["dsa"] == {}
