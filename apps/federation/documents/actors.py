"""Our actors: a Group per space, a Person per pseudonym that stands in one, a Service per operator, one Application."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from apps.federation.addresses import SITE, uri
from apps.federation.documents.context import whole
from apps.federation.keys import Keys
from apps.federation.knocking import RFC_9421
from apps.people.models import Persona
from apps.posts.markdown import to_html
from apps.signatures.keys import to_multibase
from apps.spaces.models import Operator, Space, Topic
from apps.trust.scales import ScaleLevel, scale_of

Document = dict[str, Any]
IMPLEMENTS = [{"href": RFC_9421, "name": "RFC-9421: HTTP Message Signatures"}]  # FEP-844e


def site_actor(keys: Keys) -> Document:
    """The platform itself: it signs what we fetch, and reports, so that no reporter is named (FEP-d556)."""
    return whole(
        {
            **_common(SITE, "Application", settings.SITE_NAME, keys),
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "manuallyApprovesFollowers": True,
            "implements": IMPLEMENTS,
            "trust:sites": uri("sites"),
            "trust:labels": uri("labels"),
        }
    )


def group(space: Space, keys: Keys) -> Document:
    """A space (FEP-1b12)."""
    path = f"s/{space.slug}"
    return whole(
        {
            **_common(path, "Group", space.slug, keys),
            **_in_both("name", space.name_fr, space.name_en),
            **_in_both("summary", to_html(space.summary_fr), to_html(space.summary_en)),
            "url": page(f"/s/{space.slug}/"),
            "published": moment(space.created_at),
            "attributedTo": uri(f"{path}/moderators"),
            "moderators": uri(f"{path}/moderators"),
            "featured": uri(f"{path}/featured"),
            "postingRestrictedToMods": False,
            "manuallyApprovesFollowers": False,
            "sensitive": False,
            "trust:operator": uri(f"o/{space.operator.slug}"),
            "trust:reviews": space.reviews,
            "trust:threads": space.threads,
            "trust:healthData": space.health_data,
            "trust:subjects": uri(f"{path}/subjects"),
            "trust:contents": uri(f"{path}/contents"),
            "trust:decisions": uri(f"{path}/decisions"),
            "trust:recognitions": uri(f"{path}/recognitions"),
            "trust:questions": uri(f"{path}/questions"),
            "trust:scale": [_step(level) for level in scale_of(space).levels],
            "trust:topics": [_topic(topic) for topic in space.topics.order_by("pk")],
        }
    )


def _step(level: ScaleLevel) -> Document:
    """A step of the scale by which a space says what its statuses mean, the lowest first."""
    names = {"fr": level.name_fr, "en": level.name_en}
    return {"type": "trust:Step", "trust:code": level.code, "nameMap": names}


def _topic(topic: Topic) -> Document:
    """What its members earn something on; the slug is the field of study of a badge."""
    return {"type": "trust:Topic", "trust:slug": topic.slug, "nameMap": {"fr": topic.name_fr, "en": topic.name_en}}


def person(persona: Persona, keys: Keys, said: Document | None = None) -> Document:
    """A pseudonym, and nothing of whoever stands behind it but what they chose to say: other homes, a key."""
    return whole(
        {
            **_common(f"p/{persona.reference}", "Person", handle_of(persona), keys),
            "name": persona.pseudonym,
            "published": moment(persona.created_at.replace(hour=0, minute=0, second=0, microsecond=0)),
            "manuallyApprovesFollowers": True,
            "discoverable": False,
            "indexable": False,
            "alsoKnownAs": [],
            **(said or {}),
        }
    )


def service(operator: Operator, keys: Keys) -> Document:
    """Who runs spaces and answers for it: its rules and the state of alerts about it are pulled from here."""
    path = f"o/{operator.slug}"
    return whole(
        {
            **_common(path, "Service", operator.slug, keys),
            "name": operator.name,
            **_in_both("summary", to_html(operator.summary_fr), to_html(operator.summary_en)),
            "url": page(f"/o/{operator.slug}/"),
            "manuallyApprovesFollowers": False,
            "trust:rules": uri(f"{path}/rules"),
            "trust:alerts": uri(f"{path}/alerts"),
            "trust:labels": uri(f"{path}/labels"),
        }
    )


def _common(path: str, kind: str, handle: str, keys: Keys) -> Document:
    me = uri(path)
    return {
        "id": me,
        "type": kind,
        "preferredUsername": handle,
        "inbox": f"{me}/inbox",
        "outbox": f"{me}/outbox",
        "followers": f"{me}/followers",
        "endpoints": {"sharedInbox": uri("inbox")},
        **({} if path == SITE else {"generator": {"id": uri(SITE), "type": "Application", "implements": IMPLEMENTS}}),
        "publicKey": {"id": f"{me}#main-key", "owner": me, "publicKeyPem": keys.rsa_public_pem},
        "assertionMethod": [
            {
                "id": f"{me}#ed25519-key",
                "type": "Multikey",
                "controller": me,
                "publicKeyMultibase": to_multibase(keys.ed25519.public_key()),
            }
        ],
    }


def handle_of(persona: Persona) -> str:
    """A pseudonym as an address can hold it: spaces become underscores; the reverse look-up is by what the eye sees."""
    return persona.pseudonym.replace(" ", "_")


def _in_both(name: str, french: str, english: str) -> Document:
    """A text in the reader's language for those who ask, in English for the others."""
    said = {language: text for language, text in (("fr", french), ("en", english)) if text}
    return {name: english or french, f"{name}Map": said} if said else {}


def page(path: str) -> str:
    """Where people read it; readers of the world get the English page, which offers the French one."""
    with translation.override("en"):
        return f"{settings.SITE_URL}/en{path}"


def moment(at: datetime) -> str:
    """As others write it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
