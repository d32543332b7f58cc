"""What moderation holds about a person: their reports and appeals, cases about their words, decisions they took."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.moderation.looks import Look
from apps.moderation.models import (
    Appeal,
    Audit,
    Case,
    Decision,
    Evidence,
    FirstOpinion,
    Reading,
    Report,
    StatementOfReasons,
)
from apps.moderation.services.cases import windows_close
from apps.moderation.states import APPEAL_WINDOW
from apps.people.erasure import hold_first
from apps.people.holdings import Holding
from apps.people.holdings import register as holds
from apps.people.models import Account


def _reports(account: Account) -> Iterator[dict[str, Any]]:
    for report in Report.objects.filter(reporter__account=account).select_related("case").order_by("pk"):
        yield {
            "case": report.case.reference,
            "reason": report.ground,
            "passages": report.passages,
            "text": report.text,
            "filed_at": report.filed_at,
        }


def _erase_reports(account: Account, now: datetime) -> int:
    return Report.objects.filter(reporter__account=account).update(reporter=None, text="", passages=[])


def _appeals(account: Account) -> Iterator[dict[str, Any]]:
    for appeal in Appeal.objects.filter(by__account=account).select_related("case").order_by("pk"):
        yield {
            "case": appeal.case.reference,
            "as": appeal.party,
            "text": appeal.text,
            "filed_at": appeal.filed_at,
        }


def _erase_appeals(account: Account, now: datetime) -> int:
    return Appeal.objects.filter(by__account=account).update(by=None, text="")


def _cases(account: Account) -> Iterator[dict[str, Any]]:
    """Cases about this person's words; who reported them is not theirs to know."""
    for case in Case.objects.filter(author__account=account).order_by("pk"):
        yield {
            "case": case.reference,
            "item": case.item,
            "opened_by": case.opened_by,
            "rule": case.rule,
            "state": case.state,
            "opened_at": case.opened_at,
            "reports": case.reports.count(),
        }


def _erase_cases(account: Account, now: datetime) -> int:
    return Case.objects.filter(author__account=account).update(author=None)


def _hold_cases(account: Account) -> None:
    """A decision about one's words is either sent before they go, or finds them gone."""
    mine = Case.objects.filter(author__account=account).order_by("pk")
    list(mine.select_for_update(of=("self",)).only("pk"))


def _evidence(account: Account) -> Iterator[dict[str, Any]]:
    for evidence in Evidence.objects.filter(case__author__account=account).select_related("case").order_by("pk"):
        yield {
            "case": evidence.case.reference,
            "title": evidence.title,
            "text": evidence.text,
            "stars": evidence.stars,
            "taken_at": evidence.taken_at,
        }


def _erase_evidence(account: Account, now: datetime) -> int:
    return Evidence.objects.filter(case__author__account=account).delete()[0]


def _looks(account: Account) -> Iterator[dict[str, Any]]:
    for look in Look.objects.filter(account=account).select_related("case").order_by("pk"):
        yield {"case": look.case.reference, "version": look.item_version, "opened_at": look.at}


def _erase_looks(account: Account, now: datetime) -> int:
    return Look.objects.filter(account=account).delete()[0]


def _decisions(account: Account) -> Iterator[dict[str, Any]]:
    for decision in Decision.objects.filter(decided_by=account).select_related("case").order_by("pk"):
        yield {
            "case": decision.case.reference,
            "outcome": decision.outcome,
            "rule": decision.rule,
            "result": decision.result,
            "decided_at": decision.decided_at,
            "undone_at": decision.undone_at,
            "published_at": decision.published_at,
        }


def _erase_decisions(account: Account, now: datetime) -> int:
    return Decision.objects.filter(decided_by=account).update(decided_by=None, decider_name="", mandate=None)


def _statements_about(account: Account) -> QuerySet[StatementOfReasons]:
    return StatementOfReasons.objects.filter(
        decision__case__author__account=account, decision__published_at__isnull=False
    )


def _statements(account: Account) -> Iterator[dict[str, Any]]:
    for statement in _statements_about(account).select_related("decision__case").order_by("pk"):
        yield {
            "case": statement.decision.case.reference,
            "words": statement.words_fr if account.language == "fr" else statement.words_en,
            "own_words": statement.own_words,
            "appeal_until": statement.appeal_until,
        }


def _audits(account: Account) -> Iterator[dict[str, Any]]:
    """What was drawn of this person's, and what readers found; who read it is not theirs to know."""
    for audit in Audit.objects.filter(author__account=account).order_by("pk"):
        yield {
            "item": audit.item,
            "drawn_at": audit.drawn_at,
            "one_in": audit.one_in,
            "readings": audit.readings.exclude(verdict="").count(),
            "finding": audit.finding,
            "settled_at": audit.settled_at,
        }


def _erase_audits(account: Account, now: datetime) -> int:
    return Audit.objects.filter(author__account=account).update(author=None)


def _readings(account: Account) -> Iterator[dict[str, Any]]:
    for reading in Reading.objects.filter(reader=account).exclude(verdict="").select_related("audit").order_by("pk"):
        yield {
            "about": reading.audit.reference,
            "verdict": reading.verdict,
            "note": reading.note,
            "given_at": reading.given_at,
        }


def _erase_readings(account: Account, now: datetime) -> int:
    Reading.objects.filter(reader=account, verdict="").delete()
    return Reading.objects.filter(reader=account).update(reader=None, reader_name="", note="")


def _opinions(account: Account) -> Iterator[dict[str, Any]]:
    for opinion in FirstOpinion.objects.filter(reader=account).select_related("case").order_by("pk"):
        yield {
            "case": opinion.case.reference,
            "verdict": opinion.verdict,
            "note": opinion.note,
            "given_at": opinion.given_at,
        }


def _erase_opinions(account: Account, now: datetime) -> int:
    return FirstOpinion.objects.filter(reader=account).update(reader=None, reader_name="", note="")


def register() -> None:
    """Called from `ready()`. Evidence goes before the case forgets its author."""
    hold_first(_hold_cases)
    holds(
        Holding(
            Evidence,
            _("Your words as they stood when they were contested"),
            _evidence,
            _erase_evidence,
            _("destroyed; a digest stays"),
            keep_for=APPEAL_WINDOW,
            purge=lambda now: windows_close(now=now),
            order=40,
            about_me=True,
        )
    )
    holds(
        Holding(
            Report,
            _("Your reports"),
            _reports,
            _erase_reports,
            _("the report stays, without your name and without your words"),
            order=41,
        )
    )
    holds(
        Holding(
            Appeal,
            _("Your appeals"),
            _appeals,
            _erase_appeals,
            _("the appeal stays, without your name and without your words"),
            order=42,
        )
    )
    holds(
        Holding(
            Decision,
            _("Decisions you took under a mandate"),
            _decisions,
            _erase_decisions,
            _("the decision stays, taken by “a trust manager”"),
            order=43,
        )
    )
    holds(
        Holding(
            Look,
            _("What you opened before you decided about a cluster"),
            _looks,
            _erase_looks,
            _("deleted; the decision stays"),
            order=43,
        )
    )
    holds(
        Holding(
            StatementOfReasons,
            _("Statements of reasons about your words"),
            _statements,
            lambda account, now: _statements_about(account).count(),
            _("they stay, without you: no silent change"),
            order=44,
            about_me=True,
        )
    )
    without_you = _("the opinion stays, without your name and without your words")
    holds(Holding(Reading, _("Your opinions in blind audits"), _readings, _erase_readings, without_you, order=43))
    holds(
        Holding(FirstOpinion, _("Your first opinions at the desk"), _opinions, _erase_opinions, without_you, order=43)
    )
    holds(
        Holding(
            Audit,
            _("Draws among your reviews, to be read again blind"),
            _audits,
            _erase_audits,
            _("the draw stays, without you"),
            order=44,
            about_me=True,
        )
    )
    holds(
        Holding(
            Case,
            _("Cases about your words"),
            _cases,
            _erase_cases,
            _("the case stays, without you"),
            order=45,
            about_me=True,
        )
    )
