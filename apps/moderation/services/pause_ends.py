"""Until when somebody may not post in a space, when more than one case paused them: the latest end that stands."""

from datetime import datetime

from apps.moderation.models import Case, Decision
from apps.moderation.states import ItemKind, Outcome
from apps.people.models import Persona
from apps.spaces.models import Space
from apps.spaces.services import posting_pause


def pause_reckon(
    *, persona: Persona, space: Space, now: datetime, by: Decision | None = None, besides: Case | None = None
) -> None:
    """What a decision about the person leaves of all pauses: another case's neither ends nor is cut short by it.

    `by` is the decision that is being published and not sent yet, `besides` the case that ends without one.
    """
    Persona.objects.select_for_update().get(pk=persona.pk)  # two cases at once see each other
    about = Decision.objects.published().filter(
        case__author=persona, case__space=space, case__item_kind=ItemKind.PROFILE
    )
    rows = list(about.exclude(case=besides).order_by("published_at", "pk"))
    ends = _standing([*rows, by] if by is not None else rows)
    until = max(ends, default=None)
    posting_pause(persona=persona, space=space, until=until if until is None or until > now else None, now=now)


def _standing(decisions: list[Decision]) -> list[datetime]:
    """The last word of each case; who ends a pause early ends all that were decided before."""
    ends: dict[int, datetime] = {}
    for decision in decisions:
        if decision.outcome == Outcome.LIFT:
            ends.clear()
        elif decision.outcome == Outcome.PAUSE and decision.ends_at is not None:
            ends[decision.case_id] = decision.ends_at
        else:
            ends.pop(decision.case_id, None)
    silent = set(Case.objects.without_an_answer().filter(pk__in=ends).values_list("pk", flat=True))
    return [end for case, end in ends.items() if case not in silent]
