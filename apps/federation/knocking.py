"""In which of the two forms of signature a site is spoken to: the older one, until it shows that it reads the newer.

A site shows it by saying so of its actors (FEP-844e), by signing so itself, or by taking in the newer form what it
would not take in the older ("double knock"). What it took last is remembered with its row, so that the second knock is
paid once.
"""

from collections.abc import Callable

from apps.federation.models import Peer
from apps.outside import Answer
from apps.signatures import cavage, rfc9421

FORMS = {"cavage": cavage.sign, "rfc9421": rfc9421.sign}
OLDER, NEWER = FORMS
RFC_9421 = "https://datatracker.ietf.org/doc/html/rfc9421"  # as actors name what they read (FEP-844e)
NOT_READ = frozenset({401, 403})  # what is said to a signature that is not understood
UNCLEAR = frozenset({400})  # to that, or to words that are not understood: asked only of who never showed what it reads


def shown_by(peer: Peer, form: str) -> None:
    """It signed so itself: whoever writes the newer form reads it."""
    if form == NEWER and peer.speaks != form:
        _remember(peer.host, form)


def said_by(peer: Peer, implements: tuple[str, ...]) -> None:
    """One of its actors says that the newer form is read there: believed until it takes only the older."""
    if RFC_9421 in implements and not peer.speaks:
        _remember(peer.host, NEWER)


def knock_twice(host: str, knock: Callable[[str], Answer]) -> Answer:
    """In the form the site took last; refused for its signature, once more in the other."""
    known = Peer.objects.filter(host=host).values_list("speaks", flat=True).first() or ""
    answer, form = knock_as(known, knock)
    if form != known:
        _remember(host, form)
    return answer


def knock_as(known: str, knock: Callable[[str], Answer]) -> tuple[Answer, str]:
    """The same for who holds no database: the answer, and the form that is known from now on."""
    first, not_read = known or OLDER, NOT_READ if known else NOT_READ | UNCLEAR
    answer = knock(first)
    if answer.status not in not_read:
        return answer, known
    second = OLDER if first == NEWER else NEWER
    again = knock(second)
    return (answer, known) if again.status in not_read else (again, second)


def _remember(host: str, form: str) -> None:
    Peer.objects.filter(host=host).update(speaks=form)
