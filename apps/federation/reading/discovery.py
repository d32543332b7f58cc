"""How sites and people are found: NodeInfo and WebFinger. These say no type; their form tells them apart."""

from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.things import SiteInfo, SiteInfoPlaces, WebName
from apps.federation.reading.values import Fields, address, count, mapping, mappings, text

_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
_SELF = {"application/activity+json", 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}
_SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe"
_LINKS = 100
_ALIASES = 256


def read(fields: Fields) -> SiteInfo | SiteInfoPlaces | WebName:
    """Which of the three it is, read."""
    if "software" in fields and "protocols" in fields:
        return _site(fields)
    if "links" in fields and "subject" in fields:
        return _name(fields)
    if "links" in fields:
        return _places(fields)
    raise Unreadable(No.NO_TYPE)


def _site(fields: Fields) -> SiteInfo:
    software, usage = mapping(fields.get("software")), mapping(fields.get("usage"))
    protocols = fields.get("protocols")
    if not isinstance(protocols, list | dict) or len(protocols) > 50:
        raise Unreadable(No.FORM, "protocols")
    name = text(software, "name", 100)
    if not name:
        raise Unreadable(No.FORM, "software")
    return SiteInfo(
        software=name,
        version=text(software, "version", 100),
        protocols=tuple(one for one in protocols if isinstance(one, str)),
        open_registrations=fields.get("openRegistrations") is True,
        users=count(mapping(usage.get("users")), "total"),
        posts=count(usage, "localPosts"),
    )


def _places(fields: Fields) -> SiteInfoPlaces:
    found = [one for one in mappings(fields, "links", _LINKS) if text(one, "rel").startswith(_SCHEMA)]
    if not found:
        raise Unreadable(No.FORM, "links")
    return SiteInfoPlaces(tuple((text(one, "rel").removeprefix(_SCHEMA), address(one, "href")) for one in found))


def _name(fields: Fields) -> WebName:
    """The actor behind the name; whether the name is the actor's is asked of the actor's site."""
    links = mappings(fields, "links", _LINKS)
    own = [one for one in links if one.get("rel") == "self" and one.get("type") in _SELF]
    if not own:
        raise Unreadable(No.FORM, "self")
    aliases = fields.get("aliases")
    subscribe = [one.get("template") for one in links if one.get("rel") == _SUBSCRIBE]
    return WebName(
        subject=text(fields, "subject", 500),
        actor=address(own[0], "self"),
        aliases=tuple(one for one in aliases[:_ALIASES] if isinstance(one, str)) if isinstance(aliases, list) else (),
        subscribe=next((one[:500] for one in subscribe if isinstance(one, str)), ""),
    )
