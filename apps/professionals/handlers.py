"""What doubts hear from the floors below: whatever happened to a case."""

from apps.juries.models import Jury
from apps.ledger import News, on
from apps.moderation.services.cases import cases_close_withdrawn
from apps.professionals.services.doubts import case_follow
from apps.professionals.verification.proving import code_mail


@on("decision.published", "case.closed", "emergency.ended")
def follow_case(event: News) -> None:
    """Decided, decided otherwise on appeal, or over without a decision."""
    case_follow(case=event.object, now=event.at)


@on("reasons.withdrawn")
def close_withdrawn(event: News) -> None:
    """Erased, or their time is over: nothing is left to decide about them."""
    cases_close_withdrawn(item=event.object, now=event.at)


@on("jury.ended")
def follow_jury(event: News) -> None:
    """Its silence undoes what was masked."""
    jury = Jury.objects.select_related("case").filter(pk=event.payload["jury"]).first()
    if jury is not None:
        case_follow(case=jury.case.reference, now=event.at)


@on("verification.code_asked")
def mail_code(event: News) -> None:
    """To the address of the house."""
    code_mail(verification_id=event.payload["verification"])
