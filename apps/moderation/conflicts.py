"""Conflict of interest: what a trust manager has to do with a case, and the sentence with which another is asked.

Looked at: links declared at the desk; whom one answers for, as a representative or a professional; a link that one
declared in a review of the same thing; who came here by whose invitation; and what floors above know (`register`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, any_of
from apps.base.statements import rows_of
from apps.moderation.models import Case, Decision, Report, has_reports
from apps.moderation.ties import Tie
from apps.people.models import Account
from apps.posts.models import DeclaredLink, Review
from apps.posts.spoken import about_what, about_whom
from apps.spaces.models import Mandate, Role

Operators = Callable[[Account, datetime], Iterable[int]]
_WITNESSES: list[Operators] = []
NO_LINK = (DeclaredLink.NONE, DeclaredLink.CLIENT)


def register(witness: Operators) -> None:
    """A floor above says with which operators a person has declared a link: primary keys."""
    if witness not in _WITNESSES:
        _WITNESSES.append(witness)


@dataclass(frozen=True, slots=True)
class Links:
    """With whom and what one person is linked, by primary key; `subjects` by reference."""

    account: int
    operators: frozenset[int] = field(default=frozenset())  # declared
    answers_for: frozenset[int] = field(default=frozenset())  # operators represented
    spaces: frozenset[int] = field(default=frozenset())
    people: frozenset[int] = field(default=frozenset())  # accounts, declared
    circle: frozenset[int] = field(default=frozenset())  # accounts, by invitation
    subjects: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Parties:
    """Who and what a case is about."""

    people: frozenset[int]
    operators: frozenset[int]
    subject: str = ""
    reporters: frozenset[int] = field(default=frozenset())  # those of the people who reported it
    about: frozenset[int] = field(default=frozenset())  # those that the words are about: what they decided, or wrote


def links_of(account: Account, *, now: datetime) -> Links:
    """All that is known here: one question, and one to each floor above that knows more."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, what in _linked(account):
        found[kind].add(what)
    declared = {int(pk) for pk in found["operators"]} | known_above(account, now=now)
    numbers = {kind: frozenset(int(pk) for pk in found[kind]) for kind in ("answers_for", "spaces", "people", "circle")}
    return Links(account.pk, frozenset(declared), subjects=frozenset(found["subjects"]), **numbers)


def known_above(account: Account, *, now: datetime) -> set[int]:
    """With which operators floors above know a declared link of this person."""
    return {operator for witness in _WITNESSES for operator in witness(account, now)}


def _linked(account: Account) -> Iterable[tuple[str, str]]:
    """Each link with its kind, in one question: it is asked of whoever decides, each time."""
    none = [link.value for link in NO_LINK]
    return [(kind, what) for kind, what in rows_of(LINKED, {"me": account.pk, "none": none})]


LINKED = """
    SELECT CASE WHEN t.operator_id IS NOT NULL THEN 'operators' WHEN t.space_id IS NOT NULL THEN 'spaces'
        ELSE 'people' END, coalesce(t.operator_id, t.space_id, p.account_id)::text
    FROM moderation_tie t JOIN spaces_mandate m ON m.id = t.mandate_id
    LEFT JOIN people_persona p ON p.id = t.persona_id
    WHERE m.account_id = %(me)s AND t.ended_at IS NULL AND t.colleague_id IS NULL
    AND coalesce(t.operator_id, t.space_id, p.account_id) IS NOT NULL
    UNION ALL SELECT 'answers_for', operator_id::text FROM spaces_representative WHERE account_id = %(me)s
    UNION ALL SELECT 'circle', a.account_id::text FROM people_arrival a  -- whom one brought here
        JOIN people_invitation i ON i.id = a.invitation_id WHERE i.account_id = %(me)s
    UNION ALL SELECT 'circle', i.account_id::text FROM people_arrival a  -- and by whom one was brought
        JOIN people_invitation i ON i.id = a.invitation_id WHERE a.account_id = %(me)s AND i.account_id IS NOT NULL
    UNION ALL SELECT 'subjects', subject FROM spaces_professional WHERE account_id = %(me)s  -- what one speaks for
    UNION ALL SELECT 'subjects', s.reference FROM posts_review r JOIN people_persona p ON p.id = r.author_id
        JOIN posts_subject s ON s.id = r.subject_id WHERE p.account_id = %(me)s AND r.link <> ALL(%(none)s)
"""


def parties_of(cases: Sequence[Case]) -> dict[int, Parties]:
    """Of many cases, two queries, and those of each kind of words that says whom it is about."""
    by_case, about, whom = _reporters(cases), _about(cases), _whom(cases)
    found = {case.pk: _parties(case, by_case[case.pk], about.get(case.item)) for case in cases}
    for case in (case for case in cases if whom.get(case.item)):
        before, told = found[case.pk], frozenset(whom[case.item])
        found[case.pk] = replace(before, people=before.people | told, about=told)
    return found


def _whom(cases: Sequence[Case]) -> dict[str, set[int]]:
    told = (about_whom(kind, named) for kind, named in _by_kind(cases).items())
    return {item: people for found in told for item, people in found.items()}


def _by_kind(cases: Sequence[Case]) -> dict[str, list[str]]:
    items: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        items[case.item_kind].append(case.item)
    return items


REPORTERS = Compiled(
    lambda: Report.objects.filter(case=any_of("cases"), reporter__account__isnull=False).values_list(
        "case", "reporter__account"
    )
)


def _reporters(cases: Sequence[Case]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {case.pk: set() for case in cases}
    unread = [case for case in cases if not has_reports(case)]
    for case in (case for case in cases if has_reports(case)):
        accounts = (report.reporter.account_id for report in case.reports.all() if report.reporter)
        found[case.pk].update(account for account in accounts if account)
    if unread:
        for pk, account in REPORTERS.rows(cases=[case.pk for case in unread]):
            found[pk].add(account)
    return found


SUBJECTS = Compiled(
    lambda: Review.objects.filter(reference=any_of("items")).values_list(
        "reference", "subject__reference", "subject__operator"
    )
)


def _about(cases: Sequence[Case]) -> dict[str, tuple[str, int | None]]:
    told: dict[str, tuple[str, int | None]] = {}
    for kind, named in _by_kind(cases).items():
        told |= about_what(kind, named)
    items = [case.item for case in cases if case.item_kind == "review"]
    if not items:
        return told
    return told | {item: (subject, operator) for item, subject, operator in SUBJECTS.rows(items=items)}


def _parties(case: Case, reporters: set[int], about: tuple[str, int | None] | None) -> Parties:
    author = case.author.account_id if case.author is not None else None
    subject, operator = about or ("", None)
    return Parties(
        people=frozenset(reporters | ({author} if author else set())),
        operators=frozenset({case.space.operator_id} | ({operator} if operator else set())),
        subject=subject,
        reporters=frozenset(reporters),
    )


def sentence(links: Links, case: Case, parties: Parties) -> str:
    """Why this person does not decide this case; empty when nothing speaks against it."""
    if links.account in parties.about:
        return _("Not yours: these words are about what you wrote or decided. Somebody else decides.")
    if links.answers_for & parties.operators:
        return _("Not yours: you answer for this operator, or did. Somebody else decides.")
    if links.operators & parties.operators:
        return _("Not yours: you have a declared link with this operator. Somebody else decides.")
    if case.space_id in links.spaces:
        return _("Not yours: you have a declared link with this space. Somebody else decides.")
    if parties.subject and parties.subject in links.subjects:
        return _("Not yours: you have a declared link with what this review is about. Somebody else decides.")
    if links.people & parties.people:
        return _("Not yours: you have a declared link with a party. Somebody else decides.")
    if links.circle & parties.people:  # which one is not said: who came by whose invitation is nobody's business
        return _("Not yours: this site knows of a link between you and a party. Somebody else decides.")
    return ""


def conflict_of(account: Account, case: Case, *, now: datetime, parties: Parties | None = None) -> str:
    """The sentence about one case, with its parties where they are known."""
    return sentence(links_of(account, now=now), case, parties or parties_of([case])[case.pk])


def not_mine(account: Account, cases: Sequence[Case], *, now: datetime) -> dict[int, str]:
    """Of many cases, those that another decides, with the sentence."""
    if not cases:
        return {}
    links, parties = links_of(account, now=now), parties_of(cases)
    said = {case.pk: _party(links, parties[case.pk]) or sentence(links, case, parties[case.pk]) for case in cases}
    return {pk: words for pk, words in said.items() if words}


def _party(links: Links, parties: Parties) -> str:
    return _("You are a party to this case: somebody else must decide.") if links.account in parties.people else ""


def linked_decider(account: Account, case: Case) -> str:
    """The public name of an earlier decider with whom this person has a declared link; empty without."""
    deciders = Decision.objects.standing().filter(case=case).exclude(decided_by=None)
    accounts = dict(deciders.values_list("decided_by", "decider_name"))
    if not accounts:
        return ""
    either = Q(mandate__account=account, colleague__account__in=accounts) | Q(
        colleague__account=account, mandate__account__in=accounts
    )
    tie = Tie.objects.standing().filter(either).select_related("mandate", "colleague").first()
    if tie is None or tie.colleague is None:
        return ""
    other = tie.colleague if tie.mandate.account_id == account.pk else tie.mandate
    return other.public_name


def others_asked(case: Case, account: Account, *, now: datetime) -> list[str]:
    """Public names of those who may decide it instead."""
    held = Mandate.objects.valid(now).covering(case.space).filter(role=Role.TRUST_MANAGER).exclude(account=None)
    parties = parties_of([case])[case.pk]
    before = set(case.decisions.standing().values_list("decided_by", flat=True))
    free: dict[int, str] = {}
    for mandate in held.select_related("account").exclude(account=account).order_by("pk")[:20]:
        other = mandate.account
        if other is None or other.pk in parties.people | before or other.pk in free:
            continue
        if not sentence(links_of(other, now=now), case, parties) and not linked_decider(other, case):
            free[other.pk] = mandate.public_name
    return list(free.values())[:5]


def asked(names: list[str]) -> str:
    """Who is asked instead, by mandate names."""
    if not names:
        return _("Nobody else holds a mandate here now: the platform must give one.")
    return _("Asked instead: %(names)s.") % {"names": ", ".join(names)}
