"""What verdicts hold about people: an office's act is public and stays; a member's verdict is theirs."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.labels.models import (
    Assessment,
    Assessor,
    Criterion,
    CriterionVersion,
    Label,
    LabelChange,
    OutsideLabel,
    Reply,
)
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account


def _verdicts(account: Account) -> Rows:
    for row in Assessment.objects.filter(persona__account=account).select_related("operator", "version__criterion"):
        yield {
            "operator": row.operator.slug,
            "criterion": row.version.criterion.code,
            "verdict": row.verdict,
            "reason_fr": row.reason_fr,
            "reason_en": row.reason_en,
            "assessed_at": row.assessed_at,
        }


def _erase_verdicts(account: Account, now: datetime) -> int:
    """Only a member's own: what was said in an office belongs to the office. An answer to it keeps its place."""
    mine = Assessment.objects.filter(persona__account=account, by=Assessor.COMMUNITY)
    gone = {"reason_fr": "Effacé à la demande de la personne.", "reason_en": "Erased at the person’s request."}
    return mine.update(**gone, persona=None, named="", sha256="", signature={}, replaced_at=now)


def _replies(account: Account) -> Rows:
    for row in Reply.objects.filter(representative__account=account).select_related("assessment__operator"):
        yield {
            "operator": row.assessment.operator.slug,
            "verdict": row.assessment.reference,
            "text_fr": row.text_fr,
            "text_en": row.text_en,
            "replied_at": row.replied_at,
        }


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Assessment,
            _("Your verdicts on operators, as a member"),
            _verdicts,
            _erase_verdicts,
            _("withdrawn; your words and your name are erased"),
            order=40,
        )
    )
    holds(
        Holding(
            Reply,
            _("What you answered to verdicts, for an operator"),
            _replies,
            lambda account, now: Reply.objects.filter(representative__account=account).count(),
            _("stays: an operator’s public act, signed under a mandate; your account is detached from it"),
        )
    )
    holds_nothing(Criterion, "what the label asks of operators")
    holds_nothing(CriterionVersion, "the words of a criterion, written by this site")
    holds_nothing(Label, "a label of an operator; the office that gave it is named, not the person")
    holds_nothing(Label.criteria.through, "by which criteria a label was given")
    holds_nothing(LabelChange, "what an office did to a label, with its reason")
    holds_nothing(OutsideLabel, "a label that another body gave an operator; the office that brought its file is named")
