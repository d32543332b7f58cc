"""Our own documents: decisions with their reasons, versions of rules, tables of conversion, states of alerts, sites we
block.

Each is signed by the actor that answers for it and means the same without us. Peers that do not know `trust:` skip it.
"""

from typing import Any

from django.conf import settings

from apps.accountability.models import Alert
from apps.documents.models import Version
from apps.documents.services import version_document
from apps.federation.addresses import our_host, uri
from apps.federation.documents.actors import moment
from apps.federation.documents.objects import path_of_item
from apps.federation.models import PeerDecision
from apps.federation.selectors import origin_of
from apps.labels.models import Label, LabelChange
from apps.labels.selectors.labels import changed, label_moment, said_of
from apps.moderation.models import Decision
from apps.posts.models import Post, Review
from apps.recognitions.models import TableVersion
from apps.spaces.models import Operator

Document = dict[str, Any]
REASONS = ("finding", "lede", "facts", "rule_name", "rule_text", "rule_source", "effect", "duration", "redress")


def about_item(item: Post | Review) -> str:
    """The name under which its own site knows an item."""
    origin = origin_of(item.reference)
    return origin.uri if origin else uri(path_of_item(item))


def statement(decision: Decision, about: str) -> Document:
    """A decision and its reasons in both languages, about what bears this name; the office that decided is named."""
    words = {"fr": decision.statement.words_fr, "en": decision.statement.words_en}
    return {
        "id": uri(f"c/{decision.reference}"),
        "type": "trust:StatementOfReasons",
        "attributedTo": uri(f"s/{decision.case.space.slug}"),
        "object": about,
        "published": moment(decision.published_at or decision.decided_at),
        "trust:outcome": decision.outcome,
        "trust:instance": decision.instance,
        "trust:result": decision.result,
        "trust:rule": decision.rule or 0,
        "trust:spans": decision.spans,
        "trust:decidedBy": decision.decider_name,
        "trust:reasons": {lang: {k: said.get(k, "") for k in REASONS} for lang, said in words.items()},
        "trust:toAuthor": {lang: said["to_author"] for lang, said in words.items()},
        "trust:toReporter": {lang: said["to_reporter"] for lang, said in words.items()},
        "trust:ownWords": decision.statement.own_words,
        "trust:appealUntil": moment(decision.statement.appeal_until),
        "url": f"{settings.SITE_URL}/en/case/{decision.case.reference}/",
    }


def rules(version: Version, operator: Operator) -> Document:
    """A version of a text that binds: what was signed here, whole, in an envelope others can keep."""
    return {
        "id": uri(f"d/{version.reference}"),
        "type": "trust:OperatorRules",
        "attributedTo": uri(f"o/{operator.slug}"),
        "name": version.document.title_en,
        "nameMap": {"fr": version.document.title_fr, "en": version.document.title_en},
        "published": moment(version.announced_at),
        "trust:effective": moment(version.effective_at),
        "trust:version": version_document(version),
        "trust:sha256": version.sha256,
        "url": f"{settings.SITE_URL}/en/o/{operator.slug}/rules/{version.document.slug}/",
    }


def conversion_table(table: TableVersion) -> Document:
    """What a status of another space counts for in one of ours: its fields, and the text that was signed here."""
    recognition, version = table.recognition, table.version
    source = recognition.from_space
    return {
        "id": uri(f"d/{version.reference}"),
        "type": "trust:ConversionTable",
        "attributedTo": uri(f"s/{recognition.to_space.slug}"),
        "nameMap": {"fr": version.document.title_fr, "en": version.document.title_en},
        "published": moment(version.announced_at),
        "trust:effective": moment(table.effective_at),
        "trust:number": version.number,
        "trust:fromSite": our_host() if source else recognition.from_site,
        "trust:fromSpace": source.slug if source else recognition.from_slug,
        "trust:rows": table.rows,
        "trust:topics": table.topics,
        "trust:cap": table.cap,
        "trust:aDay": table.quota,
        "trust:maxAgeDays": table.max_age,
        "trust:version": version_document(version),
        "trust:sha256": version.sha256,
        "url": f"{settings.SITE_URL}/en/recognitions/{recognition.reference}/",
    }


def alert_state(alert: Alert) -> Document:
    """Where an alert stands: the state alone, as the public sees it."""
    return {
        "id": uri(f"o/{alert.operator.slug}/alerts#{alert.reference}"),
        "type": "trust:AlertState",
        "attributedTo": uri(f"o/{alert.operator.slug}"),
        "trust:tile": alert.tile,
        "trust:state": alert.state,
        "updated": moment(alert.state_since),
        "url": f"{settings.SITE_URL}/en/o/{alert.operator.slug}/alert/{alert.reference}/",
    }


def label(given: Label) -> Document:
    """A label of this site, whole, with all that happened to it since: the file anybody can check, in an envelope."""
    return {
        "id": uri(f"l/{given.reference}"),
        "type": "trust:Label",
        "attributedTo": uri("site"),
        "object": given.jcs["credentialSubject"]["id"],
        "name": given.jcs["name"],
        "published": moment(given.granted_at),
        "updated": moment(label_moment(given)),
        "trust:validUntil": moment(given.valid_until),
        "trust:state": said_of(changed(given)).value,
        "trust:changes": [_label_change(change) for change in given.changes.all()],
        "trust:credential": given.jcs,
        "url": f"{settings.SITE_URL}/en/label/l/{given.reference}/",
    }


def _label_change(change: LabelChange) -> Document:
    """What an office did to a label, and why, in the languages in which it said so."""
    words = {lang: text for lang, text in (("fr", change.reason_fr), ("en", change.reason_en)) if text}
    return {
        "trust:purpose": change.purpose,
        "trust:holds": change.holds,
        "trust:by": change.named,
        "trust:sha256": change.sha256,
        "summaryMap": words,
        "published": moment(change.changed_at),
    }


def decision_on_site(decision: PeerDecision) -> Document:
    """What we decided about another site, and why: a line of the shared list."""
    return {
        "type": "trust:PeerDecision",
        "attributedTo": uri("site"),
        "object": decision.peer.host,
        "trust:state": decision.state,
        "summary": decision.reason,
        "published": moment(decision.decided_at),
    }
