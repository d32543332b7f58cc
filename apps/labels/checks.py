"""What can be computed from what is on record. A check without data says nothing: nobody is judged on an empty table.

Each check reads rows and returns a finding, or None: then the criterion stays "not yet assessed".
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from apps.accountability.models import Alert, Answer, Commitment
from apps.accountability.reports.coherence import due_on
from apps.accountability.reports.findings import WRONG
from apps.accountability.reports.models import ReportEdition
from apps.accountability.services.answers import answer_holds
from apps.accountability.services.disclosures import KIND as MONEY
from apps.accountability.services.disclosures import STATEMENTS as QUESTIONS
from apps.accountability.services.disclosures import percent_words
from apps.accountability.stated import StatedFacts
from apps.accountability.states import CommitmentState
from apps.documents.models import Version
from apps.documents.notice import share_in_time
from apps.labels.models import Found
from apps.ledger.models import LogEntry, Pending
from apps.moderation.models import Case, Decision
from apps.moderation.states import APPEAL_WINDOW, WAITING, Instance
from apps.spaces.models import Operator, Representative

VERSION = "1.1.0"  # of all checks together; a verdict carries it
WINDOW = timedelta(days=180)  # how far back cases are looked at
RULES = ("rules", "Terms of Service", "Community Guidelines")
ABOUT_REVIEWS = ("reviews", "Review Guidelines")
LEGAL = ("legal", "Imprint")
CARD = ("algorithm-card",)
MONEY_YEARS = 2  # a disclosure of an earlier year is out of date


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict, its sentence in both languages, and the figures behind it."""

    verdict: Found
    reason_fr: str
    reason_en: str
    facts: dict[str, int] = field(default_factory=dict)


Check = Callable[[Operator, datetime], Finding | None]


def found(verdict: Found, sentence: Callable[[], str], **facts: int) -> Finding:
    """The sentence is said once in each language."""
    said = {}
    for language in ("fr", "en"):
        with override(language):
            said[language] = sentence()
    return Finding(verdict, said["fr"], said["en"], facts)


def graded(good: int, all_of_them: int) -> Found:
    """All, some, or none."""
    if good == all_of_them:
        return Found.MET
    return Found.PART if good else Found.NOT_MET


def identity(operator: Operator, now: datetime) -> Finding:
    """A legal name, a town, and a legal notice in both languages."""
    there = sum([bool(operator.legal_name), bool(operator.city), _whole(operator, LEGAL, now) > 0])
    said = {"n": there}
    return found(
        graded(there, 3),
        lambda: _("%(n)d of 3 are there: a legal name, a town, a legal notice in both languages.") % said,
        there=there,
    )


def answers_signed(operator: Operator, now: datetime) -> Finding | None:
    """Somebody answers, and every answer carries a signature that holds, made during the mandate."""
    running = Representative.objects.filter(operator=operator, from_at__lte=now).exclude(until__lte=now)
    if not running.exists():
        return found(Found.NOT_MET, lambda: _("Nobody answers for this operator under a real name."))
    answers = list(Answer.objects.filter(alert__operator=operator).select_related("alert__operator", "representative"))
    if not answers:
        return None
    good = sum(_holds(answer) for answer in answers)
    said = {"good": good, "n": len(answers)}
    return found(
        graded(good, len(answers)),
        lambda: _("Of %(n)d answers, %(good)d carry a signature that holds, made during a mandate.") % said,
        **said,
    )


def _holds(answer: Answer) -> bool:
    who = answer.representative
    in_office = who.from_at <= answer.answered_at and (who.until is None or answer.answered_at <= who.until)
    return in_office and answer_holds(answer)


def rules_in_both(operator: Operator, now: datetime) -> Finding:
    """Rules in force, in French and in English."""
    return _presence(operator, RULES, now, lambda: _("Rules are in force in both languages."))


def reviews_policy(operator: Operator, now: datetime) -> Finding:
    """A text that says how reviews are handled."""
    return _presence(operator, ABOUT_REVIEWS, now, lambda: _("A text says how reviews are handled, in both languages."))


def cards_in_both(operator: Operator, now: datetime) -> Finding | None:
    """Every algorithm card in both languages. Whether an operator that shows none uses none, rows cannot tell."""
    texts = _in_force(operator, CARD, now)
    if not texts:
        return None
    good = sum(bool(text.body_fr and text.body_en) for text in texts)
    said = {"good": good, "n": len(texts)}
    return found(
        graded(good, len(texts)),
        lambda: _("Of %(n)d algorithm cards, %(good)d are in both languages.") % said,
        **said,
    )


def changes_announced(operator: Operator, now: datetime) -> Finding | None:
    """Changes of substance, fifteen days before they bind."""
    share = share_in_time(Version.objects.filter(document__owner=operator.reference, announced_at__lte=now))
    if not share.owed:
        return None
    said = {"good": share.in_time, "n": share.owed}
    return found(
        graded(share.in_time, share.owed),
        lambda: _("Of %(n)d changes of substance, %(good)d were announced fifteen days before, or more.") % said,
        **said,
    )


def versions_kept(operator: Operator, now: datetime) -> Finding | None:
    """No number is missing, and the log holds the digest of each version that was published here."""
    versions = list(Version.objects.filter(document__owner=operator.reference, imported=False, announced_at__lte=now))
    if not versions:
        return None
    logged = _digests_on_log({v.document.reference for v in _with_documents(versions)})
    gaps = _gaps(versions)
    missing = sum(v.sha256 not in logged for v in versions)
    said = {"n": len(versions), "gaps": gaps, "missing": missing}
    return found(
        Found.MET if not gaps and not missing else Found.NOT_MET,
        lambda: (
            _("%(n)d versions: %(gaps)d numbers are missing, %(missing)d digests are not on the public log.") % said
        ),
        **said,
    )


def _with_documents(versions: list[Version]) -> Iterable[Version]:
    return Version.objects.filter(pk__in=[v.pk for v in versions]).select_related("document")


def _gaps(versions: list[Version]) -> int:
    numbers: dict[int, list[int]] = {}
    for version in versions:
        numbers.setdefault(version.document_id, []).append(version.number)
    return sum(max(those) - min(those) + 1 - len(set(those)) for those in numbers.values())


def _digests_on_log(references: set[str]) -> set[str]:
    """Sealed, or waiting for the next seal."""
    leaves = LogEntry.objects.filter(kind="version.published", object__in=references).values_list("leaf", flat=True)
    sealed = {str(json.loads(bytes(leaf)).get("body_sha256", "")) for leaf in leaves}
    waiting = Pending.objects.filter(kind="version.published", object__in=references)
    return sealed | set(waiting.values_list("body_sha256", flat=True))


def decided_in_time(operator: Operator, now: datetime) -> Finding | None:
    """Cases of the last half year: decided before the day that was told, or still within it."""
    cases = Case.objects.filter(space__operator=operator, instance=Instance.FIRST, opened_at__gte=now - WINDOW)
    late = cases.filter(state__in=WAITING, decide_before__lt=now).count()
    decided = Decision.objects.published().filter(case__in=cases, instance=Instance.FIRST).select_related("case")
    late += sum(d.decided_at > d.case.decide_before for d in decided)
    n = decided.count() + cases.filter(state__in=WAITING).count()
    if not n:
        return None
    said = {"n": n, "late": late}
    return found(
        graded(n - late, n),
        lambda: (
            ngettext(
                "Of %(n)d case of the last half year, %(late)d passed its day.",
                "Of %(n)d cases of the last half year, %(late)d passed their day.",
                n,
            )
            % said
        ),
        **said,
    )


def reasons_stated(operator: Operator, now: datetime) -> Finding | None:
    """Every published decision has its statement, with facts, rule and redress, in both languages."""
    decisions = list(_decisions(operator, now).select_related("statement"))
    if not decisions:
        return None
    good = sum(_is_whole(decision) for decision in decisions)
    said = {"n": len(decisions), "good": good}
    return found(
        graded(good, len(decisions)),
        lambda: _("Of %(n)d decisions, %(good)d have a whole statement of reasons in both languages.") % said,
        **said,
    )


def _is_whole(decision: Decision) -> bool:
    statement = getattr(decision, "statement", None)
    if statement is None:
        return False
    asked = ("facts", "effect", "redress")
    return all(words.get(name) for words in (statement.words_fr, statement.words_en) for name in asked)


def appeals_elsewhere(operator: Operator, now: datetime) -> Finding | None:
    """Six months to appeal, and somebody else answers."""
    first = list(_decisions(operator, now).filter(instance=Instance.FIRST).select_related("statement"))
    if not first:
        return None
    short = sum(d.statement.appeal_until < d.decided_at + APPEAL_WINDOW for d in first)
    deciders = {d.case_id: d.decided_by_id for d in first}
    appeals = _decisions(operator, now).filter(instance=Instance.APPEAL).exclude(decided_by=None)
    same = sum(deciders.get(a.case_id) == a.decided_by_id for a in appeals)
    said = {"n": len(first), "short": short, "same": same}
    return found(
        Found.MET if not short and not same else Found.NOT_MET,
        lambda: (
            _(
                "Of %(n)d decisions, %(short)d could be contested for less than six months; "
                "%(same)d appeals were answered by the first decider."
            )
            % said
        ),
        **said,
    )


def _decisions(operator: Operator, now: datetime) -> QuerySet[Decision]:
    return Decision.objects.published().filter(case__space__operator=operator, published_at__gte=now - WINDOW)


def alerts_answered(operator: Operator, now: datetime) -> Finding | None:
    """No alert waits past its day, and no promise was broken."""
    alerts = Alert.objects.public().filter(operator=operator)
    if not alerts.exists():
        return None
    overdue = alerts.filter(answer_due_at__lt=now, closed_at=None).count()
    promises = Commitment.objects.filter(answer__alert__operator=operator)
    broken = promises.filter(state=CommitmentState.NOT_KEPT).count()
    partly = promises.filter(state=CommitmentState.PART).count()
    said = {"n": alerts.count(), "overdue": overdue, "broken": broken, "partly": partly}
    verdict = Found.NOT_MET if overdue or broken else Found.PART if partly else Found.MET
    return found(
        verdict,
        lambda: (
            _(
                "Of %(n)d public alerts, %(overdue)d wait past their day; "
                "of its promises, %(broken)d were not kept, %(partly)d in part."
            )
            % said
        ),
        **said,
    )


def reported(operator: Operator, now: datetime) -> Finding | None:
    """A report each year, within two months, all parts there, figures that agree. Silence while none is due yet."""
    editions = list(ReportEdition.objects.filter(report__operator=operator).select_related("report", "version"))
    latest = {edition.report_id: edition for edition in editions}
    first: dict[int, ReportEdition] = {}
    for edition in editions:
        first.setdefault(edition.report_id, edition)
    if not latest:
        due = due_on(date(operator.created_at.year, 12, 31))
        return _unreported() if operator.affiliated and now.date() > due else None
    n, wrong = len(latest), sum(f["severity"] == WRONG for e in latest.values() for f in e.findings)
    late = sum(one.published_at.date() > due_on(one.report.ends) for one in first.values())
    overdue = now.date() > due_on(max(one.report.ends for one in first.values()) + timedelta(days=365))
    said = {"n": n, "late": late, "wrong": wrong}
    verdict = Found.NOT_MET if overdue else Found.PART if late or wrong else Found.MET
    return found(
        verdict,
        lambda: (
            ngettext(
                "%(n)d report: %(late)d came late, %(wrong)d findings cannot be right.",
                "%(n)d reports: %(late)d came late, %(wrong)d findings cannot be right.",
                n,
            )
            % said
            + (" " + _("The next one is overdue.") if overdue else "")
        ),
        **said,
    )


def _unreported() -> Finding:
    return found(Found.NOT_MET, lambda: _("A report was due, and none is published."), n=0)


def money_disclosed(operator: Operator, now: datetime) -> Finding:
    """Shares that add up to a hundred, for a year not long past, and three questions answered rather than withheld."""
    stated = StatedFacts.objects.filter(version__document__owner=operator.reference, version__document__kind=MONEY)
    latest = stated.filter(version__effective_at__lte=now).order_by("-version__number").first()
    if latest is None:
        return found(Found.NOT_MET, lambda: _("It has not said what it lives on."))
    facts = latest.facts
    total = sum((Decimal(source["percent"]) for source in facts["sources"]), Decimal(0))
    whole = not facts["sources"] or total == 100
    withheld = sum(bool(facts[name]["withheld"]) for name in QUESTIONS)
    recent = int(facts["year"]) >= now.year - MONEY_YEARS
    verdict = Found.MET if not withheld and recent else Found.PART
    sources = len(facts["sources"])
    return found(
        verdict if whole else Found.NOT_MET,
        lambda: _money_said(int(facts["year"]), sources, total, withheld),
        year=int(facts["year"]),
        sources=sources,
        hundredths=int(total * 100),
        withheld=withheld,
    )


def _money_said(year: int, sources: int, total: Decimal, withheld: int) -> str:
    said = {"year": year, "n": sources, "total": percent_words(total), "withheld": withheld}
    if not sources:
        return _("For %(year)d: no revenue. Questions withheld, with the reason: %(withheld)d of 3.") % said
    return (
        _(
            "For %(year)d: the shares add up to %(total)s (sources: %(n)d). "
            "Questions withheld, with the reason: %(withheld)d of 3."
        )
        % said
    )


def _in_force(operator: Operator, kinds: Iterable[str], now: datetime) -> list[Version]:
    """The version that binds now, of each text of these kinds."""
    versions = Version.objects.filter(document__owner=operator.reference, document__kind__in=list(kinds))
    binding = versions.filter(effective_at__lte=now).order_by("document", "-number")
    return list(binding.distinct("document"))


def _whole(operator: Operator, kinds: Iterable[str], now: datetime) -> int:
    return sum(bool(text.body_fr and text.body_en) for text in _in_force(operator, kinds, now))


def _presence(operator: Operator, kinds: Iterable[str], now: datetime, there: Callable[[], str]) -> Finding:
    texts = _in_force(operator, kinds, now)
    whole = sum(bool(text.body_fr and text.body_en) for text in texts)
    if whole:
        return found(Found.MET, there, texts=len(texts), whole=whole)
    if texts:
        return found(Found.PART, lambda: _("It is there in one language only."), texts=len(texts), whole=0)
    return found(Found.NOT_MET, lambda: _("No such text is in force."), texts=0, whole=0)


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        identity,
        answers_signed,
        rules_in_both,
        changes_announced,
        versions_kept,
        cards_in_both,
        reviews_policy,
        decided_in_time,
        reasons_stated,
        appeals_elsewhere,
        alerts_answered,
        reported,
        money_disclosed,
    )
}
