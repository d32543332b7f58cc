"""Django's Valkey cache, except that an absent Valkey is a miss, not an error: pages go on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


def _forgiving(name: str, answer: Any) -> Callable[..., Any]:
    method = getattr(RedisCache, name)

    @wraps(method)
    def wrapper(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError:
            return args[1] if name == "get" and len(args) > 1 else answer

    return wrapper


class ForgivingRedisCache(RedisCache):
    """A cache that may forget, even everything."""

    get = _forgiving("get", None)
    set = _forgiving("set", None)
    add = _forgiving("add", True)
    touch = _forgiving("touch", False)
    delete = _forgiving("delete", False)
    get_many = _forgiving("get_many", {})
    set_many = _forgiving("set_many", [])
