"""What is said about a clause stays with it; a clause that is lost goes before a person, and the page says so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from apps.accountability.services import clause_discuss, clause_settle
from apps.accountability.stated import ClauseTalk
from apps.base.errors import BadInput, NotNow, NotYours
from apps.documents.clauses import clause_point
from apps.documents.models import Clause, ClausePlace, Standing, Version
from apps.documents.notice import Notice, notice_of, share_in_time, share_in_words
from apps.documents.services import VersionDraft, document_create, version_publish
from tests.factories import member, operator, person, space

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CLAUSE = "The author has thirty days to contest the decision."
TEXT = (
    f"# Removal\n\nA person reads each reported review first. {CLAUSE} Nobody pays for this."
    "\n\n# Data\n\nWe sell nothing."
)


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def rules(op):
    document = document_create(owner=op.reference, kind="rules", slug="rules", title_fr="Règles", title_en="Rules")
    publish(document, TEXT)
    return document


def publish(document, text, *, notice=20 * DAY, change_class="", now=NOW) -> Version:
    draft = VersionDraft("", text, now + notice, change_class=change_class)
    return version_publish(document=document, draft=draft, actor="me", signed_by="rep", now=now)


def pointed(rules, account, forum, words="Thirty days are short.") -> Clause:
    clause = clause_point(version=rules.versions.get(number=1), language="en", at=2, now=NOW)
    said(clause, account, forum, words)
    return clause


def said(clause, account, forum, words):
    return clause_discuss(
        account=account, clause=clause, space=forum, text=words, address="https://e.org", language="en", now=NOW
    )


def test_a_clause_is_talked_about_in_a_space_and_the_next_one_joins_the_talk(rules):
    forum = space()
    clause = pointed(rules, member(forum), forum)

    again = clause_point(version=rules.versions.get(number=1), language="en", at=2, now=NOW)
    second = said(again, member(forum), forum, "I think so too.")

    assert (again, second.number) == (clause, 2)
    assert ClauseTalk.objects.get().thread.posts.get(number=1).text.startswith(f"> {CLAUSE}")


def test_only_members_of_a_space_talk_in_it(rules):
    with pytest.raises(NotYours):
        pointed(rules, person(), space())


def test_a_number_alone_is_no_clause(rules):
    with pytest.raises(BadInput):
        clause_point(version=rules.versions.get(number=1), language="en", at=0, now=NOW)


def test_the_talk_follows_the_clause_through_the_versions_and_back_from_a_slip(rules, settle):
    forum = space()
    clause = pointed(rules, member(forum), forum)

    publish(rules, "# New\n\nA first word to everybody here.\n\n" + TEXT)
    publish(rules, TEXT.replace("thirty days to contest", "14 days to contest"))
    publish(rules, "This page does not exist.")
    publish(rules, TEXT)
    settle()

    places = clause.places.values_list("number", "state", "at")
    assert list(places) == [(1, "same", 2), (2, "same", 4), (3, "reworded", 2), (4, "lost", None), (5, "reworded", 2)]


def test_a_lost_clause_is_found_or_called_gone_by_those_who_talked_about_it(rules, op, settle):
    forum = space()
    writer = member(forum)
    clause = pointed(rules, writer, forum)
    publish(rules, TEXT.replace(CLAUSE, "Whoever wrote may ask another person to look within a month."))
    publish(rules, TEXT.replace(CLAUSE, "Whoever wrote may ask another person to look within a fortnight."))
    settle()

    with pytest.raises(NotYours):
        clause_settle(account=member(forum), operator=op, clause=clause, number=2, at=2, now=NOW)
    clause_settle(account=writer, operator=op, clause=clause, number=2, at=2, now=NOW)

    assert list(clause.places.values_list("state", "at")) == [("same", 2), ("put", 2), ("reworded", 2)]
    with pytest.raises(NotNow):
        clause_settle(account=writer, operator=op, clause=clause, number=2, at=None, now=NOW)


def test_a_clause_said_to_be_gone_is_no_longer_sought(rules, op, settle):
    forum = space()
    writer = member(forum)
    clause = pointed(rules, writer, forum)
    publish(rules, TEXT.replace(CLAUSE, ""))
    settle()
    clause_settle(account=writer, operator=op, clause=clause, number=2, at=None, now=NOW)
    publish(rules, TEXT)
    settle()

    assert ClausePlace.objects.filter(clause=clause).last().state == Standing.GONE


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_clauses_open_and_say_what_is_lost(client, rules, op, settle, language):
    forum = space(operator=op)
    writer = member(forum)
    client.force_login(writer)
    start = f"/{language}/o/{op.slug}/rules/rules/clauses/1/"
    assert CLAUSE in client.get(start).content.decode()

    first = client.post(f"{start}en/2/", {"space": forum.slug, "text": "Thirty days are short."})
    publish(rules, TEXT.replace(CLAUSE, ""))
    settle()
    page = client.get(first["Location"]).content.decode()

    assert ("a person has to look" if language == "en" else "une personne doit regarder") in page.casefold()
    assert 'name="at" value=""' in page
    gone = {"number": "2", "at": ""}
    assert client.post(f"{first['Location']}settle/", gone)["Location"] == first["Location"]
    assert client.get(reverse("accountability:document", args=[op.slug, "rules"])).status_code == 200


def test_what_is_said_in_a_members_space_is_not_counted_before_others(client, rules, op, english):
    closed = space(operator=op, visibility="members")
    pointed(rules, member(closed), closed)

    page = client.get(f"/en/o/{op.slug}/rules/rules/clauses/1/").content.decode()

    assert "Talked about" not in page


# --- announced in time? ---


@pytest.mark.parametrize(
    ("days", "change_class", "said"),
    [
        (20, "substantive", "in_time"),
        (15, "substantive", "in_time"),
        (14, "substantive", "late"),
        (0, "editorial", "not_owed"),
    ],
)
def test_whether_a_change_was_announced_in_time_is_computed(rules, days, change_class, said):
    version = publish(rules, TEXT + " More.", notice=days * DAY, change_class=change_class)

    assert notice_of(version) == said


def test_the_share_announced_in_time_leaves_out_what_owes_no_notice(rules, english):
    publish(rules, TEXT + " Our fee is 10 euros a month.", notice=3 * DAY)
    publish(rules, TEXT + " Our fee is 20 euros a month.", notice=15 * DAY)

    share = share_in_time(rules.versions.all())

    assert (share.owed, share.in_time) == (2, 1)
    assert share_in_words(2, 1).startswith("1 of 2 changes of substance")


def test_of_what_an_archive_holds_nothing_is_claimed():
    assert notice_of(Version(imported=True, change_class="substantive")) == Notice.UNKNOWN
