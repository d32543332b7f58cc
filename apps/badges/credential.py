"""A badge as a file: Open Badges 3.0, a W3C Verifiable Credential, in two forms of proof; and the list of its space.

It is written and signed when it is asked for, from what stands that day; its bytes stay the same until midnight (UTC).
It names an opaque reference, never a pseudonym: copies outlive what we can erase.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.people.archive_actor import actor_id
from apps.people.models import Persona
from apps.signatures import credentials, documents, keys, linked
from apps.signatures.documents import Document, moment
from apps.signatures.keys import PrivateKey
from apps.spaces.models import Space, Topic
from apps.trust.standings import scale_of

HOLDS_FOR = timedelta(days=7)
LIST_HOLDS_FOR = timedelta(minutes=30)
LIST_EVERY = timedelta(minutes=5)
REVOCATION = "revocation"
KIND = "ext:EarnedStatus"


@dataclass(frozen=True, slots=True)
class Said:
    """What a badge says; `id` is its address."""

    id: str
    persona: Persona
    space: Space
    topic: Topic | None
    level: str
    algorithm: str
    since: datetime
    place: int
    begins: datetime
    ends: datetime


def credential(said: Said, key: PrivateKey) -> Document:
    """What is signed, in either form."""
    return {
        "@context": [linked.CREDENTIALS, linked.BADGES],
        "id": said.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": in_both(lambda: title(said.space, said.topic, said.level)),
        "issuer": {
            "id": keys.did(key.public_key()),
            "type": ["Profile"],
            "name": f"{in_both(lambda: said.space.name)} · {settings.SITE_NAME}",
            "url": f"{settings.SITE_URL}/ap/s/{said.space.slug}",
        },
        "validFrom": moment(said.begins),
        "validUntil": moment(said.ends),
        "credentialSubject": {
            "id": actor_id(said.persona),
            "type": ["AchievementSubject"],
            "activityStartDate": moment(said.since),
            "achievement": _achievement(said),
        },
        "credentialStatus": [credentials.entry(list_address(said.space), said.place, REVOCATION)],
    }


def _achievement(said: Said) -> Document:
    """The level by its code, and what it means, in the words of the space's scale."""
    level = scale_of(said.space).level(said.level)
    told = {
        "id": f"{settings.SITE_URL}/ap/s/{said.space.slug}#{said.level}",
        "type": ["Achievement"],
        "achievementType": KIND,
        "name": in_both(lambda: title(said.space, said.topic, said.level)),
        "description": in_both(lambda: level.meaning if level else said.level),
        "criteria": {"narrative": in_both(lambda: earned_by(said.algorithm))},
        "humanCode": said.level,
    }
    return told | ({"fieldOfStudy": said.topic.slug} if said.topic else {})


def title(space: Space, topic: Topic | None, level: str) -> str:
    """“Recognised · night trains · Slow Roads”, in the reader's language."""
    name = scale_of(space).name(level)
    return " · ".join([name[:1].upper() + name[1:], *([topic.name] if topic else []), space.name])


def earned_by(algorithm: str) -> str:
    """On which basis, and what it is not."""
    said = _("Earned by one’s own activity there, under the published rule %(rule)s. No grade, and it gives no right.")
    return said % {"rule": algorithm}


def in_both(words: Callable[[], str]) -> str:
    """English, then French: a file has one language for all who read it."""
    found = []
    for language in ("en", "fr"):
        with override(language):
            found.append(str(words()))
    return found[0] if found[0] == found[1] else " / ".join(found)


def in_both_forms(document: Document, key: PrivateKey, at: datetime) -> tuple[Document, Document]:
    """eddsa-jcs-2022, then eddsa-rdfc-2022."""
    return documents.sign(document, key, at=at), linked.sign(document, key, at=at)


def status_list(space: Space, places: Iterable[int], *, key: PrivateKey, now: datetime) -> Document:
    """What of this space was taken back. Whoever asks does not tell which badge they look at."""
    since = _rounded(now, LIST_EVERY)
    until = since + LIST_HOLDS_FOR
    return credentials.status_list(list_address(space), REVOCATION, places, since=since, key=key, until=until)


def list_address(space: Space) -> str:
    """Where the list of a space stands."""
    return f"{settings.SITE_URL}{reverse('badge_machines:status', args=[space.slug])}"


def badge_address(reference: str) -> str:
    """The name of a badge: its page in the reader's language."""
    return f"{settings.SITE_URL}{reverse('badge_machines:page', args=[reference])}"


def today(now: datetime) -> datetime:
    """The midnight before: what is signed on one day is signed once."""
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC)


def _rounded(now: datetime, step: timedelta) -> datetime:
    seconds = int(now.timestamp()) // int(step.total_seconds()) * int(step.total_seconds())
    return datetime.fromtimestamp(seconds, UTC)
