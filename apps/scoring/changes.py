"""A rule or a threshold is tried on past reviews, asked for by one person and enabled by another. The only writer.

Whoever calls has checked that these people may; the database checks that they are two.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.algorithms.conformal import GROUPS
from apps.algorithms.review_suspicion import CODES
from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.scoring.learning import blocked_model, model_release_blocked
from apps.scoring.models import LearnedModel, RuleChange
from apps.scoring.overlay import change_end
from apps.scoring.serving import serving
from apps.scoring.states import KEPT_OPEN, ChangeKind, ChangeState
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate

MAX_REASON = 2000
SWITCHED = tuple(code for code in CODES if code != "base")  # where every review starts is no reason
LARGEST = 20.0  # of a threshold, either way


def about_of(kind: ChangeKind, parameters: Mapping[str, Any]) -> str:
    """What it is about; at most one change about the same is in force."""
    return {
        ChangeKind.THRESHOLDS: "thresholds",
        ChangeKind.PATTERN: f"pattern:{parameters.get('code')}",
        ChangeKind.RELEASE: f"release:{parameters.get('model')}",
    }[kind]


def checked_parameters(kind: ChangeKind, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the algorithm knows; raises BadInput or NotFound. A wording is kept with its language."""
    if kind == ChangeKind.RELEASE:
        language = blocked_model(str(parameters["model"])).language
        return {"model": parameters["model"], **({"wording": language} if language else {})}
    if kind == ChangeKind.PATTERN and parameters["code"] not in SWITCHED:
        raise BadInput({"code": _("The score has no such reason.")})
    if kind == ChangeKind.THRESHOLDS:
        limits = parameters["limits"]
        if not limits.keys() <= set(GROUPS) or not all(abs(limit) <= LARGEST for limit in limits.values()):
            raise BadInput({"limit": _("A threshold is a number between −20 and 20.")})
    return dict(parameters)


@transaction.atomic
def change_try(
    *, proposer: Mandate, kind: ChangeKind, parameters: Mapping[str, Any], replay: Mapping[str, Any], now: datetime
) -> RuleChange:
    """Keep what was tried, with its figures and their digest. Nothing changes."""
    parameters, version = checked_parameters(kind, parameters), serving().version
    return RuleChange.objects.create(
        kind=kind,
        about=about_of(kind, parameters),
        parameters=parameters,
        replay=replay,
        digest=digest({"kind": str(kind), "on": version, "parameters": parameters, "replay": replay}),
        on_version=version,
        proposer=proposer,
        tried_at=now,
        expires_at=now + KEPT_OPEN,
    )


@transaction.atomic
def change_propose(*, change: RuleChange, proposer: Mandate, reason: str, now: datetime) -> RuleChange:
    """Ask for it, in writing."""
    change = _locked(change, now)
    if change.proposer.account_id != proposer.account_id:
        raise NotYours(_("Somebody else tried this. Try it yourself to ask for it."))
    change.reason = _checked(reason)
    change.reason_digest = hashlib.sha256(change.reason.encode()).hexdigest()
    change.move_to(ChangeState.PROPOSED)
    change.proposed_at = now
    change.save(update_fields=["state", "reason", "reason_digest", "proposed_at"])
    append(kind="rule.proposed", actor=proposer.reference, object=change.reference, now=now)
    return change


def _checked(reason: str) -> str:
    text = clean_text(reason)
    if not text:
        raise BadInput({"reason": _("Say in a few words why. Another person answers for it with you.")})
    if len(text) > MAX_REASON:
        lengths = {"n": len(text), "max": MAX_REASON}
        raise BadInput({"reason": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    return text


@transaction.atomic
def change_enable(*, change: RuleChange, seconder: Mandate, now: datetime) -> RuleChange:
    """A second person agrees: it serves from now on, and the public log has it."""
    change = _locked(change, now)
    check_second_person(change, seconder)
    if _rests_on_what_serves(change) and change.on_version != serving().version:
        raise NotNow(_("What serves has changed since this was tried. Try it again."))
    for earlier in RuleChange.objects.in_force().filter(about=change.about).select_for_update():
        change_end(earlier, now=now)
    change.move_to(ChangeState.ENABLED)
    change.seconder, change.settled_at = seconder, now
    try:
        with transaction.atomic():
            change.save(update_fields=["state", "seconder", "settled_at"])
    except IntegrityError as error:
        raise NotYours(_("Two people are needed: you asked for this yourself.")) from error
    if change.kind == ChangeKind.RELEASE:
        by = f"{change.proposer.public_name} + {seconder.public_name}"
        model_release_blocked(version=change.parameters["model"], by=by, now=now)
    append(
        kind="rule.enabled",
        actor=seconder.reference,
        object=change.reference,
        version="1",
        body_sha256=digest(document(change)),
        payload={"change": change.pk},
        now=now,
    )
    return change


def _rests_on_what_serves(change: RuleChange) -> bool:
    """Weights take the place of others, whatever these were; a wording, like a rule, is added to what serves."""
    return change.kind != ChangeKind.RELEASE or "wording" in change.parameters


def check_second_person(change: RuleChange, seconder: Mandate) -> None:
    """Not the account that asked, nor one that answers at the same address."""
    first, second = change.proposer.account, seconder.account
    if first is None:
        raise NotNow(_("Whoever asked for this has left. Try it again in your own name."))
    same_address = bool(first.email) and second is not None and first.email.lower() == second.email.lower()
    if second is None or first.pk == second.pk or same_address:
        raise NotYours(_("Two people are needed: you asked for this yourself."))


@transaction.atomic
def change_refuse(*, change: RuleChange, by: Mandate, now: datetime) -> RuleChange:
    """Another person refuses it, or whoever asked thinks better of it. It stays listed."""
    change = _locked(change, now)
    mine = change.proposer.account_id == by.account_id
    change.move_to(ChangeState.WITHDRAWN if mine else ChangeState.REJECTED)
    change.settled_at = now
    change.seconder = None if mine else by
    change.save(update_fields=["state", "settled_at", "seconder"])
    append(kind="rule.refused", actor=by.reference, object=change.reference, now=now)
    return change


@transaction.atomic
def changes_expire(*, now: datetime) -> int:
    """What nobody asked for or answered in time. It stays listed."""
    waiting = RuleChange.objects.filter(state__in=[ChangeState.TRIED, ChangeState.PROPOSED], expires_at__lte=now)
    late = list(waiting.select_for_update(skip_locked=True))
    for change in late:
        change.move_to(ChangeState.EXPIRED)
        change.settled_at = now
        change.save(update_fields=["state", "settled_at"])
    return len(late)


def _locked(change: RuleChange, now: datetime) -> RuleChange:
    found = RuleChange.objects.select_for_update(of=("self",)).select_related("proposer__account").get(pk=change.pk)
    if found.state in {ChangeState.TRIED, ChangeState.PROPOSED} and found.expires_at <= now:
        raise NotNow(_("This has waited for more than seven days. Try it again."))
    return found


def change_by_reference(reference: str) -> RuleChange:
    """Raises NotFound."""
    people = ("proposer__account", "seconder__account")
    change = RuleChange.objects.select_related(*people).filter(reference=reference).first()
    if change is None:
        raise NotFound(_("No change bears this number."))
    return change


def document(change: RuleChange) -> dict[str, Any]:
    """What the log commits to: offices and digests, nobody's name and nobody's words."""
    return {
        "about": change.about,
        "parameters": change.parameters,
        "tried_on": change.on_version,
        "trial_sha256": change.digest,
        "reason_sha256": change.reason_digest,
        "asked_by": _office(change.proposer),
        "seconded_by": _office(change.seconder),
        "enabled_at": change.settled_at.isoformat() if change.settled_at else "",
        **_canary(change),
    }


def _office(mandate: Mandate | None) -> dict[str, str]:
    return {"mandate": mandate.reference, "role": mandate.role} if mandate is not None else {}


def _canary(change: RuleChange) -> dict[str, Any]:
    """Of blocked weights: which groups they would bother more, so that nobody can say it was not known."""
    if change.kind != ChangeKind.RELEASE:
        return {}
    model = LearnedModel.objects.filter(version=change.parameters["model"]).first()
    drifts = model.canary.get("drifts", []) if model is not None else []
    return {"blocked_for": sorted(drift["group"] for drift in drifts if drift["blocks"])}
