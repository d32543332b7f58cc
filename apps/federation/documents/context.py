"""The context every document carries, inline: it names our few terms; nobody here ever fetches one."""

from typing import Any

TRUST = "https://w3id.org/trustmgmt/ns#"
CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/v1",
    "https://w3id.org/security/data-integrity/v1",
    {
        "trust": TRUST,
        "Rating": "http://joinmastodon.org/neodb#Rating",
        "Review": "http://joinmastodon.org/neodb#Review",
        "relatedWith": {"@id": "http://joinmastodon.org/neodb#relatedWith", "@type": "@id"},
        "withRegardTo": {"@id": "http://joinmastodon.org/neodb#withRegardTo", "@type": "@id"},
        "Resolve": "https://join-lemmy.org/ns#Resolve",
        "Lock": "https://join-lemmy.org/ns#Lock",
        "moderators": {"@id": "https://join-lemmy.org/ns#moderators", "@type": "@id"},
        "postingRestrictedToMods": "https://join-lemmy.org/ns#postingRestrictedToMods",
        "featured": {"@id": "http://joinmastodon.org/ns#featured", "@type": "@id"},
        "discoverable": "http://joinmastodon.org/ns#discoverable",
        "indexable": "http://joinmastodon.org/ns#indexable",
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "movedTo": {"@id": "as:movedTo", "@type": "@id"},
        "sensitive": "as:sensitive",
    },
]


# Readers of linked data find an actor's keys for documents only by these two (FEP-521a).
KEYS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
CAPABLE = {"implements": {"@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@list"}}


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """A document that stands alone."""
    of_actors = [*CONTEXT[:-1], *KEYS, {**CONTEXT[-1], **CAPABLE}]
    return {"@context": of_actors if "assertionMethod" in document else CONTEXT, **document}
