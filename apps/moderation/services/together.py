"""Near-identical texts decided as one: one reversible event, sent in one piece, and each author told once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.base.errors import BadInput, NotNow, NotYours
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.moderation import parties
from apps.moderation.measures import Together
from apps.moderation.models import Case, Decision
from apps.moderation.services.cases import take
from apps.moderation.services.decisions import case_decide, set_aside
from apps.moderation.services.publication import publish_one
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.targets import hold_words, targets_of_cases
from apps.notices.services import prepare
from apps.people.models import Account, Persona

AT_MOST = 200
Seen = dict[str, int]  # case reference → the version of its item that the person had before their eyes


@transaction.atomic
def decide_together(
    *, account: Account, cases: Sequence[Case], draft: DecisionDraft, seen: Seen, now: datetime
) -> Together:
    """Take the same decision about each, or none at all. One of them refused refuses all, and says which."""
    rows = list(Case.objects.filter(pk__in={case.pk for case in cases}).order_by("pk").select_for_update(of=("self",)))
    _check(rows, draft)
    together = Together.objects.create(made_at=now)
    mandate = None
    for case in rows:
        one = replace(draft, seen_version=seen.get(case.reference, 0))
        try:
            decision = case_decide(account=account, case=case, draft=one, now=now)
        except (NotNow, NotYours) as refusal:
            raise type(refusal)(
                _("Case %(case)s: %(why)s") % {"case": case.reference, "why": refusal.sentence}
            ) from None
        Decision.objects.filter(pk=decision.pk).update(together=together)
        mandate = decision.mandate
    together.made_by = mandate
    together.save(update_fields=["made_by"])
    actor = mandate.reference if mandate else ""
    append(kind="cases.decided", actor=actor, object=together.reference, payload={"n": len(rows)}, now=now)
    return together


def _check(cases: Sequence[Case], draft: DecisionDraft) -> None:
    if len(cases) < 2:
        raise BadInput({"cases": _("Together means two at least.")})
    if len(cases) > AT_MOST:
        raise BadInput({"cases": _("At most %(max)d at once: more is no longer a look at each.") % {"max": AT_MOST}})
    if draft.spans:
        raise BadInput({"spans": _("Together, all of each text or nothing: sentences are marked one by one.")})
    if len(targets_of_cases(cases)) < len({case.item for case in cases}):
        raise NotNow(_("One of these texts was erased meanwhile. Look again."))


@transaction.atomic
def together_undo(*, account: Account, together: Together, now: datetime) -> Together:
    """Take all of them back before anything is sent."""
    cases = list(Case.objects.filter(decisions__together=together).order_by("pk").select_for_update(of=("self",)))
    together = Together.objects.select_for_update().get(pk=together.pk)
    decisions = list(together.decisions.select_related("mandate").order_by("case"))
    if any(decision.decided_by_id != account.pk for decision in decisions):
        raise NotYours(_("Only the person who decided can undo it."))
    if together.undone_at is not None:
        raise NotNow(_("This decision is undone already."))
    if any(decision.published_at is not None for decision in decisions):
        raise NotNow(_("The ten seconds are over: the decision is sent. It can be appealed."))
    by_case = {decision.case_id: decision for decision in decisions if decision.undone_at is None}
    for case in cases:
        if case.pk in by_case:
            set_aside(case, by_case[case.pk], now)
            if (mandate := by_case[case.pk].mandate) is not None:
                take(case, mandate, now=now)
    together.undone_at = now
    together.save(update_fields=["undone_at"])
    append(kind="decisions.undone", actor="", object=together.reference, payload={"n": len(by_case)}, now=now)
    return together


def togethers_publish(*, now: datetime) -> int:
    """Send what was decided together and is due, each whole in its own transaction; return how many decisions."""
    due = Decision.objects.due(now).exclude(together=None).order_by("together").values_list("together", flat=True)
    return each(due.distinct(), lambda pk: together_publish(together_id=pk, now=now), failed="together_not_published")


@transaction.atomic
def together_publish(*, together_id: int, now: datetime) -> int:
    """All that still stand as they were read, in one piece; each author and each reporter told once."""
    together = Together.objects.select_for_update().get(pk=together_id)
    due = Decision.objects.due(now).filter(together=together).select_related("statement").order_by("case")
    decisions = {decision.case_id: decision for decision in due}
    cases = list(Case.objects.filter(pk__in=decisions).order_by("pk").select_for_update(of=("self",), skip_locked=True))
    if len(cases) < len(decisions):
        return 0  # somebody holds one of them: in a second
    hold_words(cases)
    sent = [(case, decisions[case.pk]) for case in cases if publish_one(case, decisions[case.pk], now, tell=False)]
    _tell_once(together, sent, now)
    return len(sent)


def _tell_once(together: Together, sent: Sequence[tuple[Case, Decision]], now: datetime) -> None:
    for party, people_of in (("author", parties.authors), ("reporter", parties.reporters)):
        theirs: dict[Persona, list[tuple[Case, Decision]]] = {}
        for case, decision in sent:
            for persona in people_of(case):
                theirs.setdefault(persona, []).append((case, decision))
        for persona, about in theirs.items():
            case, decision = about[0]
            prepare(
                kind=f"moderation.{party}",
                to=[persona],
                about=together.reference,
                path=f"/case/{case.reference}/",
                context=_said(decision, f"to_{party}", len(about)),
                now=now,
            )


def _said(decision: Decision, field: str, number: int) -> dict[str, str]:
    """The one statement, and how many texts it is about."""
    said = {}
    for language in ("fr", "en"):
        words = getattr(decision.statement, f"words_{language}")[field]
        with override(language):
            said[language] = (
                words if number == 1 else f"{words} {_('%(n)d texts alike, one decision.') % {'n': number}}"
            )
    return said
