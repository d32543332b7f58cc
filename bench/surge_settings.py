"""The site's settings, with a channel layer for the sockets that bench.surge_live compares with."""

from trustmgmt.settings import *  # noqa: F403
from trustmgmt.settings import REDIS_URL

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}], "capacity": 10_000},
    }
}
