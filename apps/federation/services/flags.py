"""Reports across sites: theirs about what stands here, ours about what stands there, and the answers, with reasons.

No reporter is named. The site reports for them under a pseudonym made for that one other site: it can be told that
the same person reports too often, and never who it is.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from apps.base.models import clean_text
from apps.federation.addresses import host_of, read
from apps.federation.documents.activities import activity, name_of
from apps.federation.documents.statements import about_item, statement
from apps.federation.errors import Ignored, Refused
from apps.federation.models import ReceivedFlag, RemoteActor, SentFlag
from apps.federation.said import plain_text
from apps.federation.selectors import doors, group_of, item_of, openness
from apps.federation.services import statements as heard
from apps.federation.services.sending import say, sign
from apps.gate.limits import check_limit
from apps.moderation.models import Case, Decision, Report
from apps.moderation.rules import GROUNDS, NEEDS_WORDS, Ground
from apps.moderation.services.reports import MAX_TEXT, ReportDraft, report_file
from apps.moderation.targets import of_item
from apps.posts.models import Post, Review
from apps.posts.selectors import space_of

Document = dict[str, Any]
MOST_OBJECTS = 20
FROM_ONE_SITE = 60  # reports an hour
WORDS: dict[Ground, tuple[str, ...]] = {  # what others write, where they do not use our words
    Ground.ADVERTISING: ("spam", "advert", "promo", "publicit"),
    Ground.INSULT: ("insult", "hate", "abus", "harass", "racis", "injur", "haine"),
    Ground.PRIVATE_PERSON: ("personal", "private", "dox", "privacy", "vie priv"),
    Ground.UNLAWFUL: ("illegal", "law", "copyright", "illégal", "loi"),
    Ground.NOT_REAL: ("fake", "faux", "bought", "not real"),
    Ground.IMPERSONATION: ("impersonat", "usurp"),
}


# --- theirs about what stands here ------------------------------------------------------------------------------------


@transaction.atomic
def flag_take(document: Document, *, sender: RemoteActor, now: datetime) -> None:
    """A report like any other: it hides nothing and brings the item before a person."""
    if ReceivedFlag.objects.filter(uri=document["id"]).exists():
        raise Ignored("It is known.")
    items = [item for named in _objects(document) if (item := _ours(named)) is not None]
    if not items:
        raise Ignored("It is about nothing here.")
    check_limit(name="flags", who=sender.peer.host, at_most=FROM_ONE_SITE, per_seconds=3600)
    for number, item in enumerate(items):
        _file(document, item, sender, now, number)


def _objects(document: Document) -> list[str]:
    given = document.get("object")
    return [name_of(thing) for thing in (given if isinstance(given, list) else [given])[:MOST_OBJECTS]]


def _ours(named: str) -> Post | Review | None:
    """What stands in a space that we host: only there is it ours to decide."""
    from apps.federation.services.contents import item_named

    try:
        item = item_named(named)
    except Ignored:
        return None
    return item if openness(space_of(item)).open else None


def _file(document: Document, item: Post | Review, sender: RemoteActor, now: datetime, number: int) -> None:
    reporter = document.get("trust:reporter")
    reporter = reporter[:64] if isinstance(reporter, str) else ""
    known = ReceivedFlag.objects.filter(sender=sender, reporter=reporter, case__in=_cases(item)).exclude(reporter="")
    if known.exists():
        raise Ignored("This reporter has reported it already.")
    receipt = report_file(target=of_item(item), draft=_draft(document, item), reporter=None, now=now)
    ReceivedFlag.objects.create(
        uri=document["id"] if number == 0 else f"{document['id']}#{number}",
        sender=sender,
        report=receipt.report.reference,
        case=receipt.report.case.reference,
        reporter=reporter,
        at=now,
    )


def _cases(item: Post | Review) -> list[str]:
    return list(Case.objects.live().filter(item=item.reference).values_list("reference", flat=True))


def _draft(document: Document, item: Post | Review) -> ReportDraft:
    said = document.get("content") or document.get("summary")
    text = clean_text(plain_text(said))[:MAX_TEXT] if isinstance(said, str) else ""
    ground = _ground(str(document.get("trust:category", "")), text, item)
    passages = document.get("trust:passages")
    quoted = [p for p in passages if isinstance(p, str) and p and p in item.text] if isinstance(passages, list) else []
    return ReportDraft(ground=ground, passages=tuple(quoted[:10]), text=text)


def _ground(category: str, text: str, item: Post | Review) -> Ground:
    allowed = GROUNDS[of_item(item).kind]
    candidates = [Ground(category)] if category in Ground.values else []
    candidates += [ground for ground, words in WORDS.items() if any(word in text.lower() for word in words)]
    for ground in candidates:
        if ground in allowed and (text or ground not in NEEDS_WORDS):
            return ground
    return Ground.OFF_TOPIC


@transaction.atomic
def flags_answer(*, decision: Decision, now: datetime) -> None:
    """Tell every site that reported it what was decided, and why; its reporter reads it there."""
    asked = list(ReceivedFlag.objects.filter(case=decision.case.reference).select_related("sender__peer"))
    item = item_of(decision.case.item) if asked else None
    if item is None:
        return
    slug = decision.case.space.slug
    signed = sign(statement(decision, about_item(item)), f"s/{slug}", now=decision.published_at or now)
    for flag in asked:
        document = activity("Resolve", f"s/{slug}", flag.uri.partition("#")[0], to=[flag.sender.uri], result=signed)
        key = f"resolve:{decision.reference}:{flag.pk}"
        say(actor=f"s/{slug}", document=document, key=key, to=doors([flag.sender]), public=False, now=now)


# --- ours about what stands there -------------------------------------------------------------------------------------


@transaction.atomic
def flag_send(*, report: Report, now: datetime) -> None:
    """Pass a report on to the site that hosts the space: it decides there."""
    item = item_of(report.case.item)
    group = group_of(space_of(item)) if item is not None else None
    if item is None or group is None:
        return
    thing = about_item(item)
    document = activity(
        "Flag",
        "site",
        [thing],
        to=[group.uri],
        content=report.text,
        summary=report.text or str(Ground(report.ground).label),
        **{
            "trust:category": report.ground,
            "trust:passages": report.passages,
            "trust:reporter": pairwise(report, group.peer.host),
            "trust:evidence": report.digest,
        },
    )
    said = say(
        actor="site", document=document, key=f"flag:{report.reference}", to=doors([group]), public=False, now=now
    )
    SentFlag.objects.get_or_create(
        activity=said,
        defaults={"report": report.reference, "reporter": report.reporter, "item": item.reference},
    )


def pairwise(report: Report, host: str) -> str:
    """The same for the same person and site, unlike for any other site; nobody can go back from it."""
    who = report.reporter.account_id if report.reporter and report.reporter.account_id else report.reference
    secret = f"{settings.SECRET_KEY}:reporter".encode()
    return hmac.new(secret, f"{host}\0{who}".encode(), hashlib.sha256).hexdigest()[:32]


@transaction.atomic
def flag_resolved(document: Document, *, sender: RemoteActor, now: datetime) -> None:
    """The answer to a report of ours, from the site that we asked; its reporter is told, with the reasons."""
    ours = read(name_of(document.get("object")))
    sent = SentFlag.objects.filter(activity__reference=ours.name).first() if ours and ours.kind == "a" else None
    if sent is None:
        raise Refused("We reported nothing of the kind.")
    asked = set(sent.activity.deliveries.values_list("peer__host", flat=True))
    if host_of(sender.uri) not in asked:
        raise Refused("This is not the site that was asked.")
    heard.answer_hear(document.get("result"), issuer=sender, sent=sent, now=now)
