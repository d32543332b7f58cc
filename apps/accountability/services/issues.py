"""The words of an alert: edited, split, merged by people without a link to the operator. Voices are never moved.

A voice belongs to the words it was given to. Other words are another version, which begins at zero voices; whoever
raised the alert is asked whether they agree to the new words too. What was published about the old ones stays.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accountability.models import Alert, IssueText, Tile
from apps.accountability.permissions import check_can_look_closely
from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.live.hub import announce
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate, Operator

MAX_TITLE = 160
MAX_WHY = 300


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """The words of an alert in both languages, and why they change."""

    title_fr: str
    title_en: str
    why: str


def issue_sha256(operator: Operator, tile: str, title_fr: str = "", title_en: str = "") -> str:
    """The digest of what a voice agrees to: the operator and the words in both languages, the tile's or its own."""
    words = {"fr": title_fr, "en": title_en}
    for language in words:
        with override(language):
            words[language] = words[language] or str(Tile(tile).label)
    return digest({"type": "issue", "operator": operator.slug, "tile": tile, **words})


@transaction.atomic
def issue_reword(*, account: Account, alert: Alert, draft: IssueDraft, now: datetime) -> Alert:
    """Open another version of the words. Raises NotYours, NotNow, BadInput."""
    alert = _locked(alert)
    mandate = check_can_look_closely(account, alert.operator, now=now)
    _check_open(alert)
    clean, sha256 = _checked(alert.operator, alert.tile, draft)
    if not alert.texts.exists():
        _write(alert, why="", mandate=None, now=alert.opened_at)
    alert.title_fr, alert.title_en = clean.title_fr, clean.title_en
    alert.text_number, alert.issue_sha256 = alert.text_number + 1, sha256
    alert.save(update_fields=["title_fr", "title_en", "text_number", "issue_sha256"])
    text = _write(alert, why=clean.why, mandate=mandate, now=now)
    _log("alert.reworded", mandate, alert, text_document(text), str(text.number), now)
    _ask("alert.reworded", alert, alert, now)
    return alert


@transaction.atomic
def issue_split(*, account: Account, alert: Alert, draft: IssueDraft, now: datetime) -> Alert:
    """Open a part of an alert as an alert of its own. Its voices are those that come to it, none to begin with."""
    alert = _locked(alert)
    mandate = check_can_look_closely(account, alert.operator, now=now)
    _check_open(alert)
    clean, sha256 = _checked(alert.operator, alert.tile, draft)
    part = Alert.objects.create(
        operator=alert.operator,
        tile=alert.tile,
        title_fr=clean.title_fr,
        title_en=clean.title_en,
        issue_sha256=sha256,
        state_since=now,
        opened_at=now,
        split_from=alert,
    )
    text = _write(part, why=clean.why, mandate=mandate, now=now)
    _log("alert.split", mandate, part, {**text_document(text), "split_from": alert.reference}, "", now)
    _ask("alert.split", alert, part, now)
    return part


@transaction.atomic
def issue_merge(*, account: Account, alert: Alert, into: Alert, why: str, now: datetime) -> Alert:
    """Close a duplicate and lead to the other. Its figures, answers and states stay on its page."""
    alert, into = sorted((_locked(a) for a in sorted((alert, into), key=lambda a: a.pk)), key=lambda a: a.pk == into.pk)
    mandate = check_can_look_closely(account, alert.operator, now=now)
    _check_open(alert)
    _check_open(into)
    if alert.pk == into.pk or alert.operator_id != into.operator_id:
        raise BadInput({"into": _("Choose another alert about the same operator.")})
    alert.merged_into, alert.closed_at, alert.merge_why = into, now, _checked_why(why)
    alert.save(update_fields=["merged_into", "closed_at", "merge_why"])
    _log("alert.merged", mandate, alert, merge_document(alert), "", now)
    _ask("alert.merged", alert, into, now)
    return into


def _locked(alert: Alert) -> Alert:
    return Alert.objects.select_for_update(of=("self",)).select_related("operator").get(pk=alert.pk)


def _check_open(alert: Alert) -> None:
    if alert.closed_at is not None:
        raise NotNow(_("This alert is closed. Its page stays."))


def _checked(operator: Operator, tile: str, draft: IssueDraft) -> tuple[IssueDraft, str]:
    fr, en = clean_text(draft.title_fr), clean_text(draft.title_en)
    errors: dict[str, Any] = {}
    for name, text in (("title_fr", fr), ("title_en", en)):
        if not text:
            errors[name] = _("Both languages are needed: a voice agrees to both.")
        elif len(text) > MAX_TITLE:
            errors[name] = _("A title fits in %(max)d characters.") % {"max": MAX_TITLE}
    if errors:
        raise BadInput(errors)
    sha256 = issue_sha256(operator, tile, fr, en)
    if Alert.objects.open().filter(operator=operator, tile=tile, issue_sha256=sha256).exists():
        raise BadInput({"title_en": _("An open alert has these words already. Merge instead.")})
    return IssueDraft(fr, en, _checked_why(draft.why)), sha256


def _checked_why(why: str) -> str:
    said = clean_text(why)
    if not said or len(said) > MAX_WHY:
        raise BadInput({"why": _("Say why, in at most %(max)d characters. It is public.") % {"max": MAX_WHY}})
    return said


def _write(alert: Alert, *, why: str, mandate: Mandate | None, now: datetime) -> IssueText:
    return IssueText.objects.create(
        alert=alert,
        number=alert.text_number if why else 1,
        title_fr=alert.title_fr,
        title_en=alert.title_en,
        sha256=alert.issue_sha256,
        why=why,
        by=mandate,
        opened_at=now,
    )


def text_document(text: IssueText) -> dict[str, object]:
    """What the log takes the digest of."""
    return {
        "type": "alert.text",
        "operator": text.alert.operator.slug,
        "alert": text.alert.reference,
        "number": text.number,
        "title": {"fr": text.title_fr, "en": text.title_en},
        "issue_sha256": text.sha256,
        "why": text.why,
        "by": text.by.public_name if text.by else "",
        "hour": f"{text.opened_at:%Y-%m-%dT%HZ}",
    }


def logged_words(alert: Alert, number: int) -> dict[str, object]:
    """The exact document behind a version of the words; of a split alert's first, with what it was split from."""
    text = get_object_or_404(alert.texts.select_related("alert__operator", "by"), number=number)
    if number == 1 and alert.split_from is not None:
        return {**text_document(text), "split_from": alert.split_from.reference}
    return text_document(text)


def merge_document(alert: Alert) -> dict[str, object]:
    """What the log takes the digest of."""
    return {
        "type": "alert.merged",
        "operator": alert.operator.slug,
        "alert": alert.reference,
        "into": alert.merged_into.reference if alert.merged_into else "",
        "why": alert.merge_why,
        "hour": f"{alert.closed_at:%Y-%m-%dT%HZ}",
    }


def _log(kind: str, mandate: Mandate, alert: Alert, document: dict[str, object], version: str, now: datetime) -> None:
    append(
        kind=kind,
        actor=mandate.reference,
        object=alert.reference,
        version=version,
        payload={"alert": alert.pk, "document": document},
        body_sha256=digest(document),
        now=now,
    )
    news = {"kind": "issue", "operator": alert.operator.slug, "alert": alert.reference}
    announce(f"operator:{alert.operator.slug}", news)


def _ask(kind: str, raised: Alert, leads_to: Alert, now: datetime) -> None:
    """Whoever raised it decides whether their voice is for the other words too."""
    prepare(
        kind=kind,
        to=Persona.objects.filter(voices__alert=raised, voices__withdrawn_at=None).distinct(),
        about=raised.reference,
        path=f"/o/{leads_to.operator.slug}/red/?alert={leads_to.reference}",
        context={"operator": leads_to.operator.name},
        now=now,
    )
