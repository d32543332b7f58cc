"""What audits hold about people: offices act in them. A declaration of links may be about a person: it goes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audits.models import Answer, Audit, Declaration, Draw, Finding, Item, Result, Seat
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account


def _declarations(account: Account) -> Rows:
    for row in Declaration.objects.filter(mandate__account=account).select_related("operator"):
        yield {
            "operator": row.operator.slug,
            "linked": row.linked,
            "words": row.words,
            "declared_at": row.declared_at,
            "expires_at": row.expires_at,
        }


def _erase_declarations(account: Account, now: datetime) -> int:
    """Whether there was a link stays with the office; what was said of it goes."""
    mine = Declaration.objects.filter(mandate__account=account)
    mine.filter(replaced_at=None).update(replaced_at=now)
    return mine.update(words="")


def _seats(account: Account) -> Rows:
    for row in Seat.objects.filter(mandate__account=account).select_related("audit"):
        yield {
            "audit": row.audit.reference,
            "seated_at": row.seated_at,
            "left_at": row.left_at,
            "left_why": row.left_why,
            "verdict": row.verdict,
            "words_fr": row.words_fr,
            "words_en": row.words_en,
        }


def _findings(account: Account) -> Rows:
    for row in Finding.objects.filter(seat__mandate__account=account).select_related("item__audit"):
        about = {"audit": row.item.audit.reference, "item": row.item.about}
        yield {**about, "verdict": row.verdict, "words": row.words, "found_at": row.found_at}


def _audits(account: Account) -> Rows:
    for row in Audit.objects.filter(mandate__account=account).select_related("operator"):
        asked = {"question_fr": row.question_fr, "question_en": row.question_en}
        yield {"audit": row.reference, "operator": row.operator.slug, "announced_at": row.announced_at, **asked}


def _answers(account: Account) -> Rows:
    for row in Answer.objects.filter(representative__account=account).select_related("audit"):
        said = {"text_fr": row.text_fr, "text_en": row.text_en}
        yield {"audit": row.audit.reference, "answered_at": row.answered_at, **said}


def register() -> None:
    """Called from `ready()`."""
    office = _("stays: the public act of an office; your account is detached from it")
    holds(
        Holding(
            Declaration,
            _("What you declared, as an auditor, of links to operators"),
            _declarations,
            _erase_declarations,
            _("no longer stands, and its words are erased"),
            order=40,
        )
    )
    holds(Holding(Audit, _("Audits you announced"), _audits, lambda a, now: _count(_audits(a)), office))
    holds(Holding(Seat, _("Audits for which you were drawn"), _seats, lambda a, now: _count(_seats(a)), office))
    holds(Holding(Finding, _("What you found in audits"), _findings, lambda a, now: _count(_findings(a)), office))
    holds(
        Holding(
            Answer,
            _("What you answered to audits, for an operator"),
            _answers,
            lambda account, now: _count(_answers(account)),
            _("stays: an operator’s public act, signed under a mandate; your account is detached from it"),
        )
    )
    holds_nothing(Draw, "what a checkpoint of the public log chose")
    holds_nothing(Item, "the reference of a public thing that was drawn")
    holds_nothing(Result, "figures of an audit")


def _count(rows: Rows) -> int:
    return sum(1 for _row in rows)
