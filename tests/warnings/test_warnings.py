"""Warnings about a person: what they may say, who reads them, when they go, and the side of the person named."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.ledger.models import Event
from apps.moderation.models import Case
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.services.cases import windows_close
from apps.moderation.services.named import warning_contest
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import APPEAL_WINDOW, CaseState, Outcome
from apps.moderation.wording import NOTES
from apps.notices.models import Notice
from apps.people.services import main_persona
from apps.posts.states import ItemState
from apps.spaces.models import Space, Visibility
from apps.spaces.services import representative_name, space_join, space_leave
from apps.warnings.kinds import path_of
from apps.warnings.models import Answer, Claim, HoldsWarnings, PersonWarning
from apps.warnings.patterns import PATTERNS, asked_in, found_in
from apps.warnings.services import naming, telling
from apps.warnings.services.telling import WarningDraft
from apps.warnings.states import KEPT, ClaimState
from tests.factories import member, person, space, trust_manager
from tests.moderation.world import decide, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
FACTS = "2026-10-03: asked me for 300 euros by transfer\n04/10/2026, stopped answering once it was paid"


@pytest.fixture(scope="module")
def built(kept):
    return kept(_world)


@pytest.fixture
def here(built, db):
    return dict(built)


def _world():
    place = space(visibility=Visibility.MEMBERS)
    face = person("the face")
    representative_name(operator=place.operator, account=face, real_name="F", role_fr="r", role_en="r", now=clock.now())
    telling.space_take_warnings(account=face, space=place, now=clock.now())
    author = main_persona(member(place, "plain speaker"))
    warning = warn(author, place)
    return {
        "place": place,
        "face": face,
        "author": author,
        "reader": member(place, "reader"),
        "warning": warning,
        "managers": [trust_manager(place)[0], trust_manager(place)[0]],
    }


def warn(author, place, *, site="example.org", pseudonym="sunny_77", facts=FACTS, now=None):
    draft = WarningDraft(site, pseudonym, facts, "en")
    return telling.warning_publish(author=author, space=place, draft=draft, now=now or clock.now())


def proven(here, pseudonym="sunny_77"):
    asked = naming.claim_make(site="Example.org", pseudonym=pseudonym, now=clock.now())
    naming.claim_place(claim=asked.claim, now=clock.now())
    claim = naming.claim_check(account=here["managers"][0], claim=asked.claim, seen=True, words="", now=clock.now())
    return claim, asked.token


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("facts", "2026-10-03: wrote from sam.bell@example.net every day", "email"),
        ("facts", "2026-10-03: wrote from sam (at) example (dot) net every day", "email"),
        ("facts", "2026-10-03: rang from 06 12 34 56 78 at night", "telephone"),
        ("facts", "2026-10-03: rang from +44 7700 900123 at night", "telephone"),
        ("facts", "2026-10-03: lives at 3 rue du Lac, second floor", "address"),
        ("facts", "2026-10-03: lives at 12 High Street, second floor", "address"),
        ("facts", "2026-10-03: look at instagram: sunny.bell for the same", "link"),
        ("facts", "2026-10-03: look at https://else.example/x please", "link"),
        ("facts", "2026-10-03: also @sunny.elsewhere, same words there", "link"),
        ("facts", "2026-10-03: this is the face ![x](a.jpg) of it", "photo"),
        ("facts", "2026-10-03: the real name is Sam, so they said", "real-name"),
        ("facts", "2026-10-03: elle s’appelle Durand, dit la banque", "real-name"),
        ("facts", "2026-10-03: Sam Bell asked me for money twice", "real-name"),
        ("facts", "2026-10-03: Mme Durand asked me for money", "real-name"),
        ("facts", "2026-10-03: lives at 4 place de la Gare, second floor", "address"),
        ("facts", "2026-10-03: S\u200bam Be\u200bll asked me for money twice", "real-name"),
        ("facts", "2026-10-03: gave FR76 3000 6000 0112 3456 7890 189 as account", "document"),
    ],
)
def test_what_says_more_than_a_pseudonym_is_refused_with_what_to_do(field, typed, code, english):
    pattern = next(p for p in PATTERNS if p.code == code)

    with pytest.raises(BadInput) as refused:
        telling.check_words(typed.split(": ", 1)[1], field, but=("example.org", "sunny_77"))

    assert str(pattern.instead) in refused.value.errors[field]


@pytest.mark.parametrize(
    "said",
    [
        "On Monday asked me for 1 200 euros, then for 2 400 euros more, by transfer",
        "Then wrote: I am in Lagos, my wallet was stolen on 03/10/2026 at 14:30",
        "Le 3 octobre, puis le 04/11/2026, a demandé 300 € ; j’ai payé 150 €",
        "Sunny_77 said so on example.org, in the chat of the site",
        "A demandé 20 euros sur place, puis 300 euros en cours de route",
        "Asked for 300 euros by way of a gift card, then 2 more the closer it got",
    ],
)
def test_plain_facts_pass(said):
    assert list(found_in(said, but=("example.org", "sunny_77"))) == []
    assert asked_in(said, but=("example.org", "sunny_77")) == {}


def test_what_may_be_a_name_is_asked_and_answered_for_word_by_word(here, client):
    """A town is no name, and whoever writes says so; what they did not say it of is asked again."""
    client.force_login(here["author"].account)
    path = reverse("warnings:write", args=[here["place"].slug])
    typed = {"site": "example.org", "pseudonym": "Dark Knight", "facts": "2026-10-03: said he was in Lake Placid twice"}

    asked = client.post(path, typed).content.decode()
    half = client.post(path, typed | {"vouched": ["Lake Placid", "gone"]})
    named = client.post(path, typed | {"vouched": ["Sam Bell"], "facts": "2026-10-03: Sam Bell asked for money"})
    done = client.post(path, typed | {"vouched": ["Lake Placid", "Dark Knight"]})

    assert 'value="Lake Placid"' in asked
    assert 'value="Dark Knight"' in asked
    assert half.status_code == named.status_code == 422
    assert done.status_code == 302
    assert PersonWarning.objects.filter(pseudonym="Dark Knight").exists()


def test_a_space_that_took_warnings_never_opens(here):
    """Nor do the pages of its cases: no statement, import or hand in the database makes it public."""
    telling.space_end_warnings(account=here["face"], space=here["place"], now=clock.now())
    open_one = space(operator=here["place"].operator)

    for broken in (
        lambda: Space.objects.filter(pk=here["place"].pk).update(visibility=Visibility.PUBLIC),
        lambda: HoldsWarnings.objects.create(space=open_one, since=clock.now()),
        lambda: PersonWarning.objects.filter(pk=here["warning"].pk).update(space=open_one),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_facts_are_dated_one_a_line(here, english):
    assert here["warning"].text.split("\n")[1] == "2026-10-04: stopped answering once it was paid"
    for facts, word in (
        ("asked me for money", "begin with a day"),
        ("2026-02-31: asked me for money", "begin with a day"),
        ((clock.now() + timedelta(days=3)).strftime("%Y-%m-%d: asked me for money"), "to come"),
        ("2020-01-01: asked me for money", "three years"),
        ("2026-10-03: no", "too few words"),
    ):
        with pytest.raises(BadInput) as refused:
            warn(here["author"], here["place"], pseudonym="other", facts=facts)
        assert word in refused.value.errors["facts"]
    with pytest.raises(BadInput) as refused:
        warn(here["author"], here["place"], site="example.org/profile/9", pseudonym="Sam Bell")
    assert set(refused.value.errors) == {"site", "pseudonym"}


def test_a_public_space_takes_none_and_a_stranger_cannot_open_one(here):
    public = space(operator=here["place"].operator)

    with pytest.raises(NotNow):
        telling.space_take_warnings(account=here["face"], space=public, now=clock.now())
    with pytest.raises(NotYours):
        telling.space_take_warnings(account=here["reader"], space=here["place"], now=clock.now())
    space_join(persona=here["author"], space=public, now=clock.now())
    with pytest.raises(NotNow):
        warn(here["author"], public)


def test_only_members_read_it_and_no_page_of_anybody_else_holds_a_word_of_it(here, client, settle):
    settle()
    slug, ref = here["place"].slug, here["warning"].reference
    paths = [reverse("warnings:space", args=[slug]), reverse("warnings:warning", args=[slug, ref])]
    elsewhere = ["/en/search/?q=sunny_77", "/en/", f"/en/s/{slug}/", "/en/cases/", "/en/log/", f"/en/report/{ref}/",
                 "/api/search/?q=sunny_77", f"/s/{slug}/contents", "/en/warnings/"]  # fmt: skip

    for path in (*paths, *elsewhere):
        said = client.get(path)
        assert "300 euros" not in said.content.decode()
        assert "q=sunny_77" in path or "sunny_77" not in said.content.decode()
    assert {client.get(path).status_code for path in paths} == {404}

    client.force_login(here["reader"])
    for path in paths:
        answer = client.get(path)
        assert "sunny_77" in answer.content.decode()
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
    assert "300 euros" not in client.get("/en/search/?q=euros").content.decode()


def test_the_note_that_a_decision_promises_stands_beside_the_warning_and_the_answer(here, client):
    naming.answer_publish(warning=here["warning"], text="It was a loan, given back.", language="en", now=clock.now())
    told = (here["warning"], Answer.objects.get())
    for words, manager in zip(told, here["managers"], strict=True):
        case = report(words, main_persona(here["reader"])).report.case
        decide(manager, case, Outcome.LABEL, rule=RuleCode.HIDDEN_LINK, now=clock.now())
    decisions_publish(now=clock.now() + timedelta(minutes=1))
    client.force_login(here["reader"], backend="allauth.account.auth_backends.AuthenticationBackend")

    pages = [client.get(path_of(here["warning"])), client.get(f"/en/s/{here['place'].slug}/warnings/")]
    private = Client().get(reverse("warnings:private", args=[proven(here)[1]]))

    note = str(NOTES[RuleCode.HIDDEN_LINK])
    assert [page.content.decode().count(note) for page in (*pages, private)] == [2, 2, 2]


def test_after_twelve_months_it_is_erased_its_author_told_and_the_log_has_it(here):
    later = here["warning"].published_at + KEPT

    assert telling.warnings_expire(now=later - timedelta(minutes=1)) == 0
    assert telling.warnings_expire(now=later) == 1
    assert telling.warnings_expire(now=later) == 0

    assert not PersonWarning.objects.exists()
    assert Notice.objects.filter(kind="warning.expired", to=here["author"]).count() == 1
    assert Event.objects.filter(kind="warning.expired", object=here["warning"].reference).count() == 1


def test_whoever_asks_learns_nothing_before_a_person_saw_the_code(here, client):
    pages = []
    for name in ("sunny_77", "nobody_here"):
        sent = client.post(reverse("warnings:ask"), {"site": "example.org", "pseudonym": name})
        assert sent.status_code == 302
        page = client.get(sent["Location"])
        claim = Claim.objects.latest("pk")
        pages.append(_plain(page.content.decode(), name, claim.code, sent["Location"]))
        with pytest.raises(NotNow):
            naming.proven(sent["Location"].rstrip("/").rsplit("/", 1)[1], now=clock.now())

    assert pages[0] == pages[1]


def _plain(text: str, *words: str) -> str:
    for word in words:
        text = text.replace(word, "·")
    text = re.sub(r"/warnings/named/[^/\"]+|T\d\d:\d\d:\d\d\.\d+", "", text)
    return re.sub(r'(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"|nonce="[^"]*"', "", text)


def test_the_questions_of_one_network_are_counted(here, client):
    said = [
        client.post(reverse("warnings:ask"), {"site": "example.org", "pseudonym": f"name{n}"}).status_code
        for n in range(6)
    ]

    assert said == [302] * 5 + [429]


def test_a_proof_shows_what_is_about_that_pseudonym_and_nothing_else(here, client):
    warn(here["author"], here["place"], pseudonym="sunny_78", facts="2026-10-05: another person altogether")
    _claim, token = proven(here, "SUNNY_77")

    page = client.get(reverse("warnings:private", args=[token])).content.decode()

    assert "300 euros" in page
    assert "another person" not in page
    assert "plain speaker" not in page
    with pytest.raises(NotFound):
        naming.claim_by_token(token, now=clock.now() + timedelta(days=91))


def test_who_warned_does_not_check_the_proof_and_nobody_checks_twice(here):
    asked = naming.claim_make(site="example.org", pseudonym="sunny_77", now=clock.now())
    naming.claim_place(claim=asked.claim, now=clock.now())
    wrote, _mandate = trust_manager(here["place"])
    space_join(persona=main_persona(wrote), space=here["place"], now=clock.now())
    warn(main_persona(wrote), here["place"])

    with pytest.raises(NotYours):
        naming.claim_check(account=wrote, claim=asked.claim, seen=True, words="", now=clock.now())
    with pytest.raises(NotYours):
        naming.claim_check(account=here["reader"], claim=asked.claim, seen=True, words="", now=clock.now())
    naming.claim_check(account=here["managers"][0], claim=asked.claim, seen=False, words="no code", now=clock.now())
    with pytest.raises(NotNow):
        naming.claim_check(account=here["managers"][1], claim=asked.claim, seen=True, words="", now=clock.now())
    assert Claim.objects.get(pk=asked.claim.pk).state == ClaimState.REFUSED


def test_the_person_named_answers_beside_it_without_an_account(here, client):
    _claim, token = proven(here)
    path = reverse("warnings:answer", args=[token, here["warning"].reference])

    refused = client.post(path, {"text": "Call me at 06 12 34 56 78 then"})
    done = client.post(path, {"text": "I never asked anybody for money."})

    assert refused.status_code == 422
    assert "06 12 34 56 78" in refused.content.decode()
    assert f"{reverse('warnings:private', args=[token])}</p>" in refused.content.decode()  # the address to be kept
    assert done.status_code == 302
    assert Notice.objects.filter(kind="warning.answered", to=here["author"]).exists()
    reader = Client()
    reader.force_login(here["reader"])
    page = reader.get(reverse("warnings:warning", args=[here["place"].slug, here["warning"].reference]))
    assert "I never asked anybody" in page.content.decode()


def test_erasure_is_decided_by_a_person_masked_at_once_and_destroyed_when_nobody_can_appeal(here, client, settle):
    _claim, token = proven(here)
    path = reverse("moderation:contest_warning", args=[token, here["warning"].reference])

    sent = client.post(path, {"ground": "named_erase", "text": "It is not me, and it harms me."})
    again = client.post(path, {"ground": "named_erase", "text": "Once more."})
    case = Case.objects.get(item=here["warning"].reference)
    decision = decide(here["managers"][0], case, Outcome.MASK, rule=RuleCode.PRIVATE_PERSON, now=clock.now())
    decisions_publish(now=decision.publish_at)

    assert sent.status_code == 302
    assert again.status_code == 422
    assert case.decide_before - case.opened_at == timedelta(hours=24)
    warning = PersonWarning.objects.get(pk=here["warning"].pk)
    assert warning.state == ItemState.MASKED
    receipt = client.get(sent["Location"]).content.decode()
    assert "masked" in receipt
    client.force_login(here["reader"])
    assert "300 euros" not in client.get(reverse("warnings:space", args=[here["place"].slug])).content.decode()

    windows_close(now=decision.publish_at + APPEAL_WINDOW + timedelta(days=1))
    settle(now=decision.publish_at + APPEAL_WINDOW + timedelta(days=1))
    warning.refresh_from_db()
    assert (warning.state, warning.text) == (ItemState.ERASED, "")


def test_the_person_named_appeals_by_the_receipt_and_another_person_answers(here, client):
    claim, _token = proven(here)
    receipt = warning_contest(
        claim=claim, reference=here["warning"].reference, ground=Ground.NAMED_WRONG, text="Not me.", now=clock.now()
    )
    case = receipt.report.case
    decision = decide(here["managers"][0], case, Outcome.KEEP, rule=None, now=clock.now())
    decisions_publish(now=decision.publish_at)
    page = client.get(reverse("moderation:receipt", args=[receipt.token])).content.decode()

    sent = client.post(reverse("moderation:receipt_appeal", args=[receipt.token]), {"text": "Read my profile again."})
    twice = client.post(reverse("moderation:receipt_appeal", args=[receipt.token]), {"text": "And again."})

    assert 'id="appeal"' in page
    assert (sent.status_code, twice.status_code) == (302, 409)
    assert "And again.</textarea>" in twice.content.decode()
    waiting = client.get(reverse("moderation:receipt", args=[receipt.token])).content.decode()
    assert ("Somebody else is reading it again" in waiting, "Until then nothing is hidden" in waiting) == (True, False)
    case.refresh_from_db()
    assert case.state == CaseState.APPEALED
    with pytest.raises(NotYours):
        decide(here["managers"][0], case, Outcome.MASK, rule=RuleCode.NOT_REAL, now=clock.now())


def test_a_masked_answer_has_its_reasons_and_its_appeal_without_an_account(here, client):
    """Whoever proved the pseudonym contests it like any author; another person answers."""
    _claim, token = proven(here)
    warning, manager = here["warning"], here["managers"][0]
    path = reverse("moderation:decided_answer", args=[token, warning.reference])
    answer = naming.answer_publish(warning=warning, text="They are a liar and a thief.", language="en", now=clock.now())
    none_yet = client.get(path).status_code
    case = report(answer, main_persona(here["reader"]), ground=Ground.INSULT, now=clock.now()).report.case
    decision = decide(manager, case, Outcome.MASK, rule=RuleCode.INSULT, now=clock.now())
    decisions_publish(now=decision.publish_at)

    private = client.get(reverse("warnings:private", args=[token])).content.decode()
    read = client.get(path).content.decode()
    empty, sent, twice = (
        client.post(path, {"text": text}).status_code for text in ("", "I said what was done.", "Again")
    )

    assert path in private
    assert 'id="appeal"' in read
    assert (none_yet, empty, sent, twice) == (404, 422, 302, 409)
    case.refresh_from_db()
    assert case.state == CaseState.APPEALED
    with pytest.raises(NotYours):
        decide(manager, case, Outcome.KEEP, rule=None, now=clock.now())
    again = decide(here["managers"][1], case, Outcome.KEEP, rule=None, now=clock.now())
    decisions_publish(now=again.publish_at)
    answer.refresh_from_db()
    assert answer.state == ItemState.PUBLISHED
    assert client.get(path).status_code == 200


def test_taken_back_its_words_go_and_the_case_closes(here, settle):
    claim, _token = proven(here)
    naming.answer_publish(warning=here["warning"], text="Not me at all.", language="en", now=clock.now())
    receipt = warning_contest(
        claim=claim, reference=here["warning"].reference, ground=Ground.NAMED_WRONG, text="Not me.", now=clock.now()
    )

    telling.warning_withdraw(account=here["author"].account, warning=here["warning"], now=clock.now())
    settle()

    assert PersonWarning.objects.get(pk=here["warning"].pk).text == ""
    assert Answer.objects.get().text == ""
    receipt.report.case.refresh_from_db()
    assert receipt.report.case.state == CaseState.CLOSED


def test_who_left_the_space_still_finds_the_warning_they_wrote_and_takes_it_back(here, client):
    other = warn(main_persona(member(here["place"], "another")), here["place"], pseudonym="lowland_fox")
    space_leave(persona=here["author"], space=here["place"], now=clock.now())
    client.force_login(here["author"].account)
    mine = path_of(here["warning"])

    page = client.get(mine).content.decode()

    assert ("asked me for 300 euros" in page, f'/s/{here["place"].slug}/warnings/"' in page) == (True, False)
    assert client.get(path_of(other)).status_code == 404
    assert client.post(f"{mine}withdraw/").url == reverse("people:me")
    assert client.get(mine).status_code == 404
