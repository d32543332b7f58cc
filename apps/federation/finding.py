"""What stands behind each of our names. Missing, closed and not yours are one answer: nothing is here."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from apps.accountability.models import Alert
from apps.base import clock
from apps.base.errors import NotFound
from apps.documents.models import Version
from apps.federation import selectors, standing
from apps.federation.addresses import our_host, read, uri
from apps.federation.documents import actors, collections, objects, statements
from apps.federation.documents.context import whole
from apps.federation.drawing import drawn
from apps.federation.keys import keys_of
from apps.federation.models import Activity
from apps.federation.services.labels import label_signed
from apps.federation.services.sending import sign
from apps.labels.models import Label
from apps.moderation.models import Decision
from apps.moderation.states import ItemKind
from apps.people.models import Persona
from apps.people.skeletons import skeleton
from apps.posts.models import Post, Review, Subject, Thread
from apps.posts.selectors import path_of, space_of
from apps.posts.states import ItemState
from apps.recognitions.models import TableVersion
from apps.spaces.models import Operator, Space, Visibility

Document = dict[str, Any]
Page = str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A document, the page a reader wants instead, and whether reading it takes a signature."""

    document: Document
    page: str = ""
    signed_reading: bool = False


def _nothing() -> NotFound:
    return NotFound(_("Nothing is here."))


# --- actors -----------------------------------------------------------------------------------------------------------


def site(page: Page) -> Found:
    return Found(actors.site_actor(keys_of("site", now=clock.now())), settings.SITE_URL)


def group(slug: str, page: Page) -> Found:
    """Who a space is stays readable without a signature: its key is what signatures are checked with."""
    space = open_space(slug)
    return Found(actors.group(space, keys_of(f"s/{slug}", now=clock.now())), actors.page(f"/s/{slug}/"))


def person(reference: str, page: Page) -> Found:
    persona = Persona.objects.filter(reference=reference).first()
    if persona is None or not selectors.takes_part(persona):
        raise _nothing()
    return Found(actors.person(persona, keys_of(f"p/{reference}", now=clock.now()), selectors.homes_of(persona)))


def service(slug: str, page: Page) -> Found:
    operator = _operator(slug)
    return Found(actors.service(operator, keys_of(f"o/{slug}", now=clock.now())), actors.page(f"/o/{slug}/"))


def open_space(slug: str) -> Space:
    """A space that other sites take part in."""
    space = Space.objects.select_related("operator").filter(slug=slug).first()
    if space is None or not selectors.openness(space).open:
        raise _nothing()
    return space


def _operator(slug: str) -> Operator:
    operator = Operator.objects.filter(slug=slug, affiliated=True).first()
    if operator is None:
        raise _nothing()
    return operator


# --- what was said ----------------------------------------------------------------------------------------------------


def review(reference: str, page: Page) -> Found:
    return _item(Review.objects.select_related("space__operator", "subject", "author"), reference)


def post(reference: str, page: Page) -> Found:
    return _item(Post.objects.select_related("thread__space__operator", "author"), reference)


def _item(rows: QuerySet[Any], reference: str) -> Found:
    item = rows.filter(reference=reference).first()
    if item is None or selectors.origin_of(reference) is not None:
        raise _nothing()
    return _said(item)


def _said(item: Post | Review) -> Found:
    """Where a space is hosted elsewhere, its members' words are still read from here."""
    space = space_of(item)
    openness = selectors.openness(space)
    if not openness.open and not selectors.is_elsewhere(space):
        raise _nothing()
    return Found(whole(drawn(item)), f"{settings.SITE_URL}{path_of(item)}", openness.open and openness.signed_reading)


def thread(reference: str, page: Page) -> Found:
    """All messages of a talk in their order (FEP-f228): whoever comes late reads them from here."""
    talk = Thread.objects.select_related("space__operator").filter(reference=reference).first()
    if talk is None or not selectors.openness(talk.space).open:
        raise _nothing()
    rows = talk.posts.standing().order_by("number")
    more = objects.thread_context(talk)
    document = collections.collection(uri(f"t/{reference}"), rows, statements.about_item, page, **more)
    return Found(document, signed_reading=selectors.openness(talk.space).signed_reading)


def subject(reference: str, page: Page) -> Found:
    thing = _subject(reference)
    return Found(whole(objects.subject(thing)), f"{settings.SITE_URL}/en/x/{thing.slug}/")


def _subject(reference: str) -> Subject:
    thing = Subject.objects.filter(reference=reference).first()
    if thing is None or not Review.objects.filter(subject=thing, space__in=selectors.open_spaces()).exists():
        raise _nothing()
    return thing


def subject_reviews(reference: str, page: Page) -> Found:
    """Every review of one thing in spaces that anybody reads: complete, so that peers can pull them all."""
    open_to_all = [s for s in selectors.open_spaces() if not selectors.openness(s).signed_reading]
    rows = Review.objects.standing().filter(subject=_subject(reference), space__in=open_to_all, source=None)
    return Found(_reviews(uri(f"x/{reference}/reviews"), rows, page))


def _reviews(me: str, rows: QuerySet[Review], page: Page) -> Document:
    whole_rows = rows.select_related("space__operator", "subject", "author").order_by("-published_at", "-pk")
    return collections.collection(me, whole_rows, _whole_or_name, page)


def _whole_or_name(item: Post | Review) -> Any:
    """What was written here is given whole; of what was written elsewhere only its own site says what it is."""
    origin = selectors.origin_of(item.reference)
    return origin.uri if origin else drawn(item)


# --- a space ----------------------------------------------------------------------------------------------------------


def outbox(path: str, page: Page) -> Found:
    """Drawn from what stands: words that were masked or taken back are not read here for ever."""
    signed = _check_actor(path)
    me, (kind, _slash, name) = uri(f"{path}/outbox"), path.partition("/")
    if kind == "s":
        shelf = standing.lately_in(open_space(name))
        return Found(standing.listed(me, shelf, standing.as_passed_on, page), signed_reading=signed)
    if kind == "p":
        spaces = [space for space in selectors.open_spaces() if not selectors.openness(space).signed_reading]
        shelf = standing.lately_by(Persona.objects.get(reference=name), spaces)
        return Found(standing.listed(me, shelf, standing.as_created, page))
    rows = Activity.objects.filter(actor=path, public=True).order_by("-at", "-pk")
    return Found(collections.collection(me, rows, lambda a: a.document, page), signed_reading=signed)


def followers(path: str, page: Page) -> Found:
    _check_actor(path)
    return Found(collections.counted(uri(f"{path}/followers"), selectors.followers(path).count()))


def _check_actor(path: str) -> bool:
    """Raises NotFound for who does not take part; whether reading what it said takes a signature."""
    kind, _slash, name = path.partition("/")
    if kind == "s":
        return selectors.openness(open_space(name)).signed_reading
    if kind == "p":
        person(name, None)
        return selectors.speaks_among_patients(name)
    if kind == "o":
        _operator(name)
    return False


def moderators(slug: str, page: Page) -> Found:
    """Who decides in a space does so for its operator: people stay under seal, the office is named."""
    space = open_space(slug)
    return Found(collections.short(uri(f"s/{slug}/moderators"), [uri(f"o/{space.operator.slug}")]))


def featured(slug: str, page: Page) -> Found:
    """Nothing is pinned here: there is no order but what the reader chooses."""
    open_space(slug)
    return Found(collections.short(uri(f"s/{slug}/featured"), []))


def subjects(slug: str, page: Page) -> Found:
    space = open_space(slug)
    told = Review.objects.standing().filter(space=space).values("subject")
    rows = Subject.objects.filter(pk__in=told).order_by("pk")
    document = collections.collection(uri(f"s/{slug}/subjects"), rows, objects.subject, page)
    return Found(document, signed_reading=selectors.openness(space).signed_reading)


def contents(slug: str, page: Page) -> Found:
    """Everything said in a space, oldest first: for a site that comes late."""
    space = open_space(slug)
    document = standing.listed(uri(f"s/{slug}/contents"), standing.all_of(space), standing.Row.whole_or_name, page)
    return Found(document, signed_reading=selectors.openness(space).signed_reading)


def decisions(slug: str, page: Page) -> Found:
    space = open_space(slug)
    rows = published_decisions().filter(case__space=space).order_by("-published_at", "-pk")
    document = collections.collection(uri(f"s/{slug}/decisions"), rows, lambda d: uri(f"c/{d.reference}"), page)
    return Found(document, signed_reading=selectors.openness(space).signed_reading)


def published_decisions() -> QuerySet[Decision]:
    """Those about words that other sites read too; what is decided about a person stays between them and us."""
    about_words = Decision.objects.published().filter(case__item_kind__in=[ItemKind.REVIEW, ItemKind.POST])
    return about_words.select_related("case__space__operator", "statement")


def statement(reference: str, page: Page) -> Found:
    """A decision with its reasons, signed by the space."""
    decision = published_decisions().filter(reference=reference).first()
    item = selectors.item_of(decision.case.item) if decision else None
    openness = selectors.openness(decision.case.space) if decision else selectors.CLOSED
    if decision is None or item is None or not openness.open:
        raise _nothing()
    document = statements.statement(decision, statements.about_item(item))
    signed = sign(document, f"s/{decision.case.space.slug}", now=decision.published_at or clock.now())
    return Found(signed, document["url"], openness.signed_reading)


# --- operators --------------------------------------------------------------------------------------------------------


def rules(slug: str, page: Page) -> Found:
    operator = _operator(slug)
    rows = Version.objects.filter(document__owner=operator.reference).select_related("document")
    names = rows.order_by("-announced_at", "-pk")
    return Found(collections.collection(uri(f"o/{slug}/rules"), names, lambda v: uri(f"d/{v.reference}"), page))


def recognitions(slug: str, page: Page) -> Found:
    """What a space takes from others as its own: each version of its tables, the newest first."""
    space = open_space(slug)
    rows = public_tables().filter(recognition__to_space=space).order_by("-version__announced_at", "-pk")
    me = uri(f"s/{slug}/recognitions")
    document = collections.collection(me, rows, lambda table: uri(f"d/{table.version.reference}"), page)
    return Found(document, signed_reading=selectors.openness(space).signed_reading)


def public_tables() -> QuerySet[TableVersion]:
    """Those that name no space which only its members see."""
    seen = Q(recognition__from_space=None) | Q(recognition__from_space__visibility=Visibility.PUBLIC)
    related = ("version__document", "recognition__to_space__operator", "recognition__from_space")
    return TableVersion.objects.filter(seen).select_related(*related)


def _table(reference: str) -> Found:
    table = public_tables().filter(version__reference=reference).first()
    openness = selectors.openness(table.recognition.to_space) if table else selectors.CLOSED
    if table is None or not openness.open:
        raise _nothing()
    document = statements.conversion_table(table)
    signed = sign(document, f"s/{table.recognition.to_space.slug}", now=table.version.announced_at)
    return Found(signed, document["url"], openness.signed_reading)


def version(reference: str, page: Page) -> Found:
    """A version of an operator's text, signed by it; of a space's table, signed by the space."""
    found = Version.objects.select_related("document").filter(reference=reference).first()
    operator = Operator.objects.filter(reference=found.document.owner).first() if found else None
    if found is None or operator is None:
        return _table(reference)
    document = statements.rules(found, operator)
    return Found(sign(document, f"o/{operator.slug}", now=found.announced_at), document["url"])


def alerts(slug: str, page: Page) -> Found:
    operator = _operator(slug)
    public = Alert.objects.public().filter(operator=operator).select_related("operator").order_by("-state_since")
    return Found(collections.collection(uri(f"o/{slug}/alerts"), public, statements.alert_state, page))


def labels(page: Page) -> Found:
    """Every label this site gave, whatever became of it, the one last given or changed first."""
    return Found(_labels(uri("labels"), Label.objects.all(), page))


def operator_labels(slug: str, page: Page) -> Found:
    """Those of one operator."""
    return Found(_labels(uri(f"o/{slug}/labels"), Label.objects.filter(operator=_operator(slug)), page))


def _labels(me: str, rows: QuerySet[Label], page: Page) -> Document:
    latest = rows.annotate(at=Greatest("granted_at", Coalesce(Max("changes__changed_at"), "granted_at")))
    return collections.collection(me, latest.order_by("-at", "-pk"), lambda row: uri(f"l/{row.reference}"), page)


def label(reference: str, page: Page) -> Found:
    """A label with all that happened to it, signed by this site."""
    given = Label.objects.select_related("operator").prefetch_related("changes").filter(reference=reference).first()
    if given is None:
        raise _nothing()
    document = label_signed(given)
    return Found(document, document["url"])


# --- the rest ---------------------------------------------------------------------------------------------------------


def activity(reference: str, page: Page) -> Found:
    """What was said once. Words that were changed, masked or taken back since are only named."""
    said = Activity.objects.filter(reference=reference, public=True).first()
    if said is None:
        raise _nothing()
    signed_reading = _check_actor(said.actor)
    document = said.document if _stands_as_said(said) else _named(said)
    return Found(document, signed_reading=signed_reading)


def _stands_as_said(said: Activity) -> bool:
    """Whether its words may still be read as they were said; what carries no words of an item always may."""
    inner = said.document
    while inner.get("type") == "Announce" and isinstance(inner.get("object"), dict):
        inner = inner["object"]
    item = selectors.item_of(said.about) if inner.get("type") in {"Create", "Update"} else None
    if item is None:
        return True
    return item.state == ItemState.PUBLISHED and (item.edited_at is None or item.edited_at <= said.at)


def _named(said: Activity) -> Document:
    kept = {name: value for name, value in said.document.items() if name != "proof"}
    return sign({**kept, "object": _name_within(kept.get("object"))}, said.actor, now=said.at)


def _name_within(thing: Any) -> Any:
    """The name of the innermost thing, without what is told of it."""
    while isinstance(thing, dict) and isinstance(thing.get("object"), dict | str):
        thing = thing["object"]
    return thing.get("id") if isinstance(thing, dict) else thing


def sites(page: Page) -> Found:
    """What we decided about other sites, as one signed document that others may use or not."""
    items = [statements.decision_on_site(d) for d in selectors.block_list()]
    document = {"id": uri("sites"), "type": "OrderedCollection", "totalItems": len(items), "orderedItems": items}
    return Found(sign({**document, "attributedTo": uri("site")}, "site", now=clock.now()))


def webfinger(resource: str) -> Document:
    """The actor behind an address, and where one joins from here."""
    path = _path_of_resource(resource)
    me = uri(path)
    links: list[Document] = [{"rel": "self", "type": "application/activity+json", "href": me}]
    if path == "site":
        links.append({**links[0], "rel": "https://www.w3.org/ns/activitystreams#Service"})
    template = f"{settings.SITE_URL}/en/elsewhere/?address={{uri}}"
    links.append({"rel": "http://ostatus.org/schema/1.0/subscribe", "template": template})
    return {"subject": resource if resource.startswith("acct:") else me, "aliases": [me], "links": links}


def _path_of_resource(resource: str) -> str:
    if resource.rstrip("/") == settings.SITE_URL:
        return "site"
    if resource.startswith("acct:"):
        name, at, host = resource.removeprefix("acct:").lstrip("@!").rpartition("@")
        if at and host.lower() == our_host():
            return _path_of_handle(name)
        raise _nothing()
    ours = read(resource)
    if ours is None or ours.kind not in {"site", "s", "p", "o"}:
        raise _nothing()
    _check_actor(ours.path)
    return ours.path


def _path_of_handle(handle: str) -> str:
    """Spaces first, then members, then operators; the site itself under its own host."""
    if handle in {our_host(), settings.SITE_NAME}:
        return "site"
    space = Space.objects.filter(slug=handle).first()
    if space is not None and selectors.openness(space).open:
        return f"s/{space.slug}"
    persona = Persona.objects.filter(skeleton=skeleton(handle)).first()
    if persona is not None and actors.handle_of(persona) == handle and selectors.takes_part(persona):
        return f"p/{persona.reference}"
    return f"o/{_operator(handle).slug}"


def nodeinfo() -> Document:
    """NodeInfo 2.1: counts of what anybody can count on the pages."""
    spaces = selectors.open_spaces()
    return {
        "version": "2.1",
        "software": {"name": settings.SITE_NAME, "version": "0.1.0"},
        "protocols": ["activitypub"],
        "services": {"inbound": ["atom1.0", "rss2.0"], "outbound": []},
        "openRegistrations": True,
        "usage": {
            "users": {"total": Persona.objects.exclude(account=None).count()},
            "localPosts": Review.objects.standing().filter(space__in=spaces).count(),
            "localComments": Post.objects.standing().filter(thread__space__in=spaces).count(),
        },
        "metadata": {
            "federation": {"blocked": uri("sites")},
            "federationDocument": "docs/FEDERATION.md",
            "spaces": [uri(f"s/{space.slug}") for space in spaces],
        },
    }
