"""Limits that refuse before publication, with a sentence. Counted in Valkey, atomically; away, they let through."""

from collections.abc import Iterable

import structlog
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import ngettext
from redis import Redis
from redis.exceptions import RedisError

from apps.base.errors import TooMany

log = structlog.get_logger()
_client: Redis | None = None


def client() -> Redis:
    """The process's one connection pool to Valkey."""
    global _client
    if _client is None:
        _client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=1)
    return _client


def check_limit(*, name: str, who: str, at_most: int, per_seconds: int, sentence: str | Promise = "") -> None:
    """Count one more; raise TooMany when it is more than `at_most` in this window of `per_seconds`."""
    key = f"limit:{name}:{who}"
    try:
        with client().pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, per_seconds, nx=True)
            pipe.ttl(key)
            count, _set, left = pipe.execute()
    except RedisError as error:
        log.warning("limit_not_counted", name=name, error=type(error).__name__)
        return
    if count > at_most:
        raise TooMany(sentence or _default(per_seconds), max(1, left))


def limits_forget(people: Iterable[str]) -> None:
    """Whoever erased themselves is counted nowhere any more; away, the counts end by themselves within a day."""
    try:
        for who in people:
            keys = list(client().scan_iter(f"limit:*:{who}", count=1_000))
            if keys:
                client().delete(*keys)
    except RedisError as error:
        log.warning("limit_not_forgotten", error=type(error).__name__)


def _default(per_seconds: int) -> str:
    minutes = max(1, per_seconds // 60)
    return ngettext(
        "That is many in a short time. Try again in %(n)d minute.",
        "That is many in a short time. Try again in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}
