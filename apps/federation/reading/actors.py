"""Actors: people, groups, programs. Their keys and mailboxes live where they do."""

from collections.abc import Callable

from apps.federation import origins
from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.things import Actor, Key
from apps.federation.reading.values import (
    NAME,
    Fields,
    address,
    addresses,
    mapping,
    mappings,
    maybe_address,
    moment,
    page,
    text,
    yes,
)

KINDS = {"Person", "Group", "Service", "Application", "Organization"}
BIO = 20_480
_ALIASES = 256
_KEYS = 16
_CAPABILITIES = 50
_PEM = 4_000
LANGUAGES = ("fr", "en")
_ED25519 = "z6Mk"  # how the text of such a key begins


def read(fields: Fields, kind: str) -> Actor:
    """An actor as it says it is; a key or a mailbox at another origin makes it nobody."""
    actor = address(fields.get("id"), "id", No.ID)
    inbox = address(fields.get("inbox"), "inbox")
    if not origins.same(actor, inbox):
        raise Unreadable(No.ORIGIN, "inbox")
    username = html.plain(text(fields, "preferredUsername", 200))
    names = _in_ours(fields, "nameMap", NAME, html.plain)
    summaries = _in_ours(fields, "summaryMap", BIO, html.clean)
    return Actor(
        id=actor,
        kind=kind,
        username=username,
        name=html.plain(text(fields, "name")) or next((name for _language, name in names), username),
        summary=html.clean(text(fields, "summary", BIO) or text(fields, "content", BIO))
        or next((summary for _language, summary in summaries), ""),
        inbox=inbox,
        names=names,
        summaries=summaries,
        outbox=_own(fields, "outbox", actor),
        shared_inbox=_own(mapping(fields.get("endpoints")), "sharedInbox", actor) or _own(fields, "sharedInbox", actor),
        followers=_own(fields, "followers", actor),
        moderators=_moderators(fields, actor),
        featured=_own(fields, "featured", actor),
        url=page(fields),
        keys=_request_keys(fields, actor),
        document_keys=_document_keys(fields, actor),
        also_known_as=addresses(fields, "alsoKnownAs", most=_ALIASES),
        moved_to=maybe_address(fields, "movedTo"),
        closed=yes(fields, "postingRestrictedToMods"),
        asks_first=yes(fields, "manuallyApprovesFollowers"),
        implements=_implements(fields) or _implements(mapping(fields.get("generator"))),
        indexable=fields["indexable"] if isinstance(fields.get("indexable"), bool) else None,
        published=moment(fields, "published"),
    )


def _in_ours(fields: Fields, name: str, longest: int, read: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """In the languages of this site. Other entries, and what is no text, say nothing."""
    told = mapping(fields.get(name))
    said = [(language, told.get(language)) for language in LANGUAGES]
    kept = [(language, read(words)) for language, words in said if isinstance(words, str) and len(words) <= longest]
    return tuple((language, words) for language, words in kept if words)


def _own(fields: Fields, name: str, actor: str) -> str:
    """A place of theirs; one at another origin is not theirs."""
    try:
        found = maybe_address(fields, name)
    except Unreadable:
        return ""
    return found if origins.same(found, actor) else ""


def _implements(fields: Fields) -> tuple[str, ...]:
    """Said of oneself, or of the program behind an actor; a long list of it says nothing."""
    listed = fields.get("implements")
    named = [one.get("href") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return tuple(one for one in named if isinstance(one, str)) if len(named) <= _CAPABILITIES else ()


def _moderators(fields: Fields, actor: str) -> str:
    named = fields.get("attributedTo")
    return _own(fields, "moderators", actor) or (_own(fields, "attributedTo", actor) if isinstance(named, str) else "")


def _request_keys(fields: Fields, actor: str) -> tuple[Key, ...]:
    found = mappings(fields, "publicKey", _KEYS)
    return tuple(_checked(one, address(one.get("owner") or actor, "owner", No.KEY), actor) for one in found)


def _document_keys(fields: Fields, actor: str) -> tuple[Key, ...]:
    found = [one for one in mappings(fields, "assertionMethod", _KEYS) if _signs_documents(one)]
    return tuple(_checked(one, address(one.get("controller"), "controller", No.KEY), actor) for one in found)


def _signs_documents(key: Fields) -> bool:
    """Ed25519 alone: some show their long RSA key in this place too, which is no fault and of no use."""
    multibase = key.get("publicKeyMultibase")
    return key.get("type") == "Multikey" and isinstance(multibase, str) and multibase.startswith(_ED25519)


def _checked(fields: Fields, owner: str, actor: str) -> Key:
    key = Key(
        address(fields.get("id"), "key", No.KEY),
        owner,
        pem=text(fields, "publicKeyPem", _PEM),
        multibase=text(fields, "publicKeyMultibase", 200),
    )
    if not origins.key_speaks_for(key_id=key.id, owner=owner, actor=actor):
        raise Unreadable(No.KEY, "owner")
    return key
