"""What people do here, said to other sites: by the person, and passed on by the space when we host it (FEP-1b12).

Where another site hosts the space, its group alone hears it, and passes it on. Every activity has a key, so that a
handler that runs twice says it once. What nobody would hear is not said: no row is made, no key; whoever comes later
reads what stands from the lists of the space.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from apps.accountability.models import Alert
from apps.base.statements import rows_of
from apps.documents.models import Version
from apps.federation import selectors
from apps.federation.addresses import PUBLIC, uri
from apps.federation.documents import objects, statements
from apps.federation.documents.activities import activity, by_group, in_space
from apps.federation.documents.actors import moment
from apps.federation.drawing import drawn
from apps.federation.models import Activity, InboxItem, RemoteActor
from apps.federation.selectors import Door, doors, doors_of_followers, group_of, item_of, openness, origin_of
from apps.federation.services import ancestry, answers, flags, hosting
from apps.federation.services.sending import say, sign
from apps.federation.states import PeerState
from apps.moderation.models import Decision, Report
from apps.moderation.states import ItemKind, Outcome
from apps.people.models import Persona
from apps.posts.models import Post, Review
from apps.posts.selectors import is_hidden, space_of
from apps.posts.states import ItemState
from apps.spaces.models import Operator, Pause, Space

Document = dict[str, Any]


# --- items ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def item_said(*, reference: str, now: datetime) -> None:
    """Create: by its author, then passed on by the space."""
    item = item_of(reference)
    if item is None or item.source_id is not None:
        return
    origin = origin_of(reference)
    if origin is not None:
        _relay(item, now)
        ancestry.answers_join(origin, now=now)
    elif item.author is not None and item.state in {ItemState.PUBLISHED, ItemState.MASKED}:
        _say_item("Create", item, f"create:{reference}", now)


@transaction.atomic
def item_edited(*, reference: str, now: datetime) -> None:
    """Update, of what was written here; what comes from elsewhere its own site passes on. Who hears of it may have
    read it in our lists, or not at all: then it is new to them."""
    item = item_of(reference)
    if item is None or item.source_id is not None:
        return
    if origin_of(reference) is not None:
        _relay(item, now)
    elif item.author is not None:
        _say_item("Update", item, f"update:{reference}:{item.version}", now)


@transaction.atomic
def item_withdrawn(*, reference: str, now: datetime) -> None:
    """Delete, with a tombstone; also when the author was erased meanwhile, whose name its creation keeps."""
    item = item_of(reference)
    if item is None:
        return
    if origin_of(reference) is not None:
        _relay(item, now)
        return
    created = Activity.objects.filter(key=f"create:{reference}").first()
    actor = created.actor if created else f"p/{item.author.reference}" if item.author else ""
    if actor and item.source_id is None:
        _say("Delete", actor, objects.tombstone(item), item, f"delete:{reference}", now)


def heard_or_awaited(references: Iterable[str]) -> set[str]:
    """Those of which another site would hear, as the space's follower or its host, or for which an answer waits."""
    return {row[0] for row in rows_of(_HEARD, {"said": list(references)})}


_HEARD = """
    WITH said AS (
        SELECT reference, space_id FROM posts_review WHERE reference = ANY(%(said)s)
        UNION ALL
        SELECT p.reference, t.space_id FROM posts_post p JOIN posts_thread t ON t.id = p.thread_id
        WHERE p.reference = ANY(%(said)s)
    )
    SELECT said.reference FROM said JOIN spaces_space s ON s.id = said.space_id
    WHERE EXISTS (
        SELECT 1 FROM federation_follow f WHERE f.actor = 's/' || s.slug AND NOT f.ours AND f.state = 'accepted'
    ) OR (
        EXISTS (SELECT 1 FROM federation_remotespace m WHERE m.space_id = s.id)
        AND NOT EXISTS (SELECT 1 FROM federation_remoteitem i WHERE i.item = said.reference)
    ) OR EXISTS (
        SELECT 1 FROM federation_remoteitem i JOIN federation_remoteitem w ON w.awaits = i.uri AND w.awaits <> ''
        WHERE i.item = said.reference
    )
"""


def _say_item(kind: str, item: Post | Review, key: str, now: datetime) -> None:
    author = item.author
    if author is not None and not selectors.is_remote(author):
        _say(kind, f"p/{author.reference}", item, item, key, now)


def _say(kind: str, actor: str, thing: Any, item: Post | Review, key: str, now: datetime) -> None:
    """Said by a person: to the group that hosts the space elsewhere, or passed on by ours, when anybody hears it."""
    space = space_of(item)
    group = group_of(space)
    to = doors([group]) if group is not None else _followers(space)
    if not to:
        return
    drawn_thing = drawn(thing) if isinstance(thing, Post | Review) else thing
    document = in_space(kind, actor, drawn_thing, group.uri if group is not None else uri(f"s/{space.slug}"))
    if group is not None:
        say(actor=actor, document=document, key=key, about=item.reference, to=to, now=now)
        return
    said = say(actor=actor, document=document, key=key, about=item.reference, to=[], now=now)
    _pass_on(said.document, space, f"announce:{key}", item, to, now)
    if kind == "Create" and drawn_thing.get("type") == "Page":
        _pass_on(drawn_thing["id"], space, f"show:{key}", item, to, now)


def _followers(space: Space) -> list[Door]:
    """Who hears what is said in a space of ours; nobody when it is closed."""
    to = doors_of_followers(f"s/{space.slug}")
    return to if to and openness(space).open else []


def _pass_on(thing: Any, space: Space, key: str, item: Post | Review, to: list[Door], now: datetime) -> None:
    """The space says it to everybody who follows it."""
    document = by_group(space.slug, "Announce", thing)
    say(actor=f"s/{space.slug}", document=document, key=key, about=item.reference, to=to, now=now)


def _relay(item: Post | Review, now: datetime) -> None:
    """What came from elsewhere, in the very words it came in; not from sites that we read and do not pass on."""
    origin, space = origin_of(item.reference), space_of(item)
    to = _followers(space)
    if origin is None or not to or origin.author.peer.state != PeerState.ALLOWED:
        return
    for came in InboxItem.objects.filter(thing=origin.uri, kind__in=["Create", "Update", "Delete"]).exclude(body=""):
        if came.actor == origin.author.uri:
            _pass_on(json.loads(came.body), space, f"relay:{came.pk}", item, to, now)


# --- votes ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def vote_said(*, reference: str, giver: str, cast: bool, event: int, now: datetime) -> None:
    """ "This helped me" is a Like; taking it back, its Undo."""
    item, persona = item_of(reference), Persona.objects.filter(reference=giver).first()
    if item is None or persona is None or selectors.is_remote(persona) or item.source_id is not None:
        return
    if item.state != ItemState.PUBLISHED:
        return
    actor, about = f"p/{giver}", statements.about_item(item)
    if cast:
        _say("Like", actor, about, item, f"like:{event}", now)
        return
    earlier = Activity.objects.filter(actor=actor, kind="Like", about=reference).order_by("-pk").first()
    if earlier is not None:
        liked = {name: earlier.document[name] for name in ("id", "type", "actor", "object")}
        _say("Undo", actor, liked, item, f"unlike:{event}", now)


# --- decisions --------------------------------------------------------------------------------------------------------


@transaction.atomic
def mask_said(*, reference: str, masked: bool, event: int, now: datetime) -> None:
    """For software that reads no statements: the whole of it taken off by who answers for the space, or put back."""
    item = item_of(reference)
    to = _followers(space_of(item)) if item is not None else []
    if item is None or not to:
        return
    space = space_of(item)
    actor, about = f"o/{space.operator.slug}", statements.about_item(item)
    removal = Activity.objects.filter(actor=actor, kind="Delete", about=reference).order_by("-pk").first()
    if masked and is_hidden(item):
        document = in_space("Delete", actor, about, uri(f"s/{space.slug}"), summary=_why(item))
        said = say(actor=actor, document=document, key=f"mask:{event}", about=reference, to=[], now=now)
        _pass_on(said.document, space, f"announce:mask:{event}", item, to, now)
    elif not masked and removal is not None:
        undone = {name: removal.document[name] for name in ("id", "type", "actor", "object")}
        document = in_space("Undo", actor, undone, uri(f"s/{space.slug}"))
        said = say(actor=actor, document=document, key=f"restore:{event}", about=reference, to=[], now=now)
        _pass_on(said.document, space, f"announce:restore:{event}", item, to, now)
    elif item.author is not None and origin_of(reference) is None:
        _say_item("Update", item, f"update:mask:{event}", now)


@transaction.atomic
def closing_said(*, thread: int, closed: bool, event: int, now: datetime) -> None:
    """Lock, by who answers for the space, when a decision closes a talk; its Undo when it takes answers again."""
    item = Post.objects.select_related("thread__space__operator").filter(thread=thread, number=1).first()
    to = _followers(item.thread.space) if item is not None else []
    if item is None or not to:
        return
    actor, group = f"o/{item.thread.space.operator.slug}", uri(f"s/{item.thread.space.slug}")
    lock = Activity.objects.filter(actor=actor, kind="Lock", about=item.reference).order_by("-pk").first()
    if closed:
        document = in_space("Lock", actor, statements.about_item(item), group, summary=_why_closed(item))
    elif lock is not None:
        undone = {name: lock.document[name] for name in ("id", "type", "actor", "object")}
        document = in_space("Undo", actor, undone, group)
    else:
        return
    key = f"{'close' if closed else 'reopen'}:{event}"
    said = say(actor=actor, document=document, key=key, about=item.reference, to=[], now=now)
    _pass_on(said.document, item.thread.space, f"announce:{key}", item, to, now)


def _why_closed(item: Post) -> str:
    """What was decided, and where the reasons are."""
    decided = Decision.objects.published().filter(case__item=item.reference, outcome=Outcome.CLOSE)
    latest = decided.select_related("case", "statement").order_by("-published_at").first()
    if latest is None:
        return _why(item)
    return f"{latest.statement.words_en['finding']} {settings.SITE_URL}/en/case/{latest.case.reference}/"


def _why(item: Post | Review) -> str:
    """Where the reasons are."""
    return uri(f"s/{space_of(item).slug}/decisions")


@transaction.atomic
def decision_said(*, decision_id: int, now: datetime) -> None:
    """The statement of reasons: to those who follow the space, to the author's site, to every site that reported."""
    decision = Decision.objects.select_related("case__space__operator", "statement").get(pk=decision_id)
    if not openness(decision.case.space).open:
        return
    if decision.case.item_kind == ItemKind.PROFILE:
        _tell_person(decision, now)
        return
    item = item_of(decision.case.item)
    if item is None:
        return
    slug = decision.case.space.slug
    to = {door.inbox: door for door in [*doors_of_followers(f"s/{slug}"), *_authors_door(item)]}
    if to:
        document = statements.statement(decision, statements.about_item(item))
        signed = sign(document, f"s/{slug}", now=decision.published_at or now)
        say(
            actor=f"s/{slug}",
            document=by_group(slug, "Announce", signed),
            key=f"decision:{decision.reference}",
            about=item.reference,
            to=to.values(),
            now=now,
        )
    flags.flags_answer(decision=decision, now=now)
    hosting.warning_say(decision=decision, now=now)


def _tell_person(decision: Decision, now: datetime) -> None:
    """What is decided about somebody elsewhere is told to them alone, by way of their site."""
    actor = RemoteActor.objects.select_related("peer").filter(persona=decision.case.author).first()
    if actor is None or decision.case.author is None:
        return
    slug = decision.case.space.slug
    signed = sign(statements.statement(decision, actor.uri), f"s/{slug}", now=decision.published_at or now)
    document = activity("Announce", f"s/{slug}", signed, to=[actor.uri])
    key = f"decision:{decision.reference}"
    say(actor=f"s/{slug}", document=document, key=key, to=doors([actor]), public=False, now=now)


def _authors_door(item: Post | Review) -> list[Door]:
    origin = origin_of(item.reference)
    return doors([origin.author]) if origin else []


@transaction.atomic
def joining_said(*, space: str, persona: str, now: datetime) -> None:
    """Into a space that another site hosts, by whatever way."""
    joined, who = Space.objects.filter(reference=space).first(), Persona.objects.filter(reference=persona).first()
    group = group_of(joined) if joined else None
    if group is not None and who is not None and not selectors.is_remote(who):
        answers.follow_begin(persona=who, group=group, now=now)


@transaction.atomic
def leaving_said(*, space: str, persona: str, now: datetime) -> None:
    """Out of a space that another site hosts."""
    left, who = Space.objects.filter(reference=space).first(), Persona.objects.filter(reference=persona).first()
    group = group_of(left) if left else None
    if group is not None and who is not None:
        answers.follow_end(persona=who, group=group, now=now)


@transaction.atomic
def pause_said(*, persona: str, space: str, event: int, now: datetime) -> None:
    """A pause of somebody elsewhere: told to their site alone, with its end; it is nobody else's business."""
    actor = RemoteActor.objects.select_related("peer").filter(persona__reference=persona).first()
    pause = Pause.objects.select_related("space__operator").filter(space__reference=space, persona__reference=persona)
    running = pause.first()
    if actor is None or running is None or running.until is None or not openness(running.space).open:
        return
    path, group = f"o/{running.space.operator.slug}", uri(f"s/{running.space.slug}")
    document = activity("Block", path, actor.uri, to=[actor.uri], target=group, endTime=moment(running.until))
    say(actor=path, document=document, key=f"pause:{event}", to=doors([actor]), public=False, now=now)


def report_said(*, report_id: int, now: datetime) -> None:
    """Passed on when another site decides about it."""
    report = Report.objects.select_related("case", "reporter").filter(pk=report_id).first()
    if report is not None:
        flags.flag_send(report=report, now=now)


# --- operators --------------------------------------------------------------------------------------------------------


@transaction.atomic
def rules_said(*, version_id: int, now: datetime) -> None:
    """A new version of an operator's rules: to those who follow the operator or one of its spaces."""
    version = Version.objects.select_related("document").get(pk=version_id)
    operator = Operator.objects.filter(reference=version.document.owner, affiliated=True).first()
    if operator is not None and not version.imported:
        key = f"rules:{version.reference}"
        _say_by_operator(operator, statements.rules(version, operator), version.announced_at, key, now)


@transaction.atomic
def alert_said(*, reference: str, event: int, now: datetime) -> None:
    """The state of an alert about an operator, as the public sees it."""
    alert = Alert.objects.public().select_related("operator").filter(reference=reference).first()
    if alert is not None and alert.operator.affiliated:
        _say_by_operator(alert.operator, statements.alert_state(alert), alert.state_since, f"alert:{event}", now)


def _say_by_operator(operator: Operator, thing: Document, at: datetime, key: str, now: datetime) -> None:
    """Signed as of when it was so: the same document, word for word, as in the operator's lists."""
    path = f"o/{operator.slug}"
    paths = [path, *(f"s/{slug}" for slug in Space.objects.filter(operator=operator).values_list("slug", flat=True))]
    to = {door.inbox: door for p in paths for door in doors_of_followers(p)}
    if not to:
        return
    signed = sign(thing, path, now=at)
    document = {"type": "Announce", "actor": uri(path), "object": signed, "to": [PUBLIC], "cc": []}
    say(actor=path, document=document, key=key, to=to.values(), now=now)
