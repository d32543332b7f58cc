"""One Redis subscription per process, each message serialised once, one bounded queue per socket (design §11)."""

import asyncio
import json
from collections import defaultdict
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from redis import Redis
from redis import asyncio as aioredis
from redis.exceptions import RedisError

log = structlog.get_logger()
PREFIX = "live:"
QUEUE = 100  # messages a slow socket may lag behind before it loses the oldest
Queue = asyncio.Queue[str]
_publisher: Redis | None = None


def announce(channel: str, news: dict[str, Any]) -> None:
    """Tell every open page that listens, once this transaction is committed. Away, Valkey loses it: pages reload."""
    transaction.on_commit(lambda: _publish(channel, news), robust=True)


def _publish(channel: str, news: dict[str, Any]) -> None:
    global _publisher
    if _publisher is None:
        _publisher = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=1)
    try:
        _publisher.publish(PREFIX + channel, json.dumps(news))
    except RedisError as error:
        log.warning("news_not_sent", channel=channel, error=type(error).__name__)


class Hub:
    """The process's one subscription, shared by all its sockets."""

    def __init__(self) -> None:
        self.queues: dict[str, set[Queue]] = defaultdict(set)
        self.task: asyncio.Task[None] | None = None

    def join(self, channel: str) -> Queue:
        """Start listening; the first socket starts the subscription."""
        queue: Queue = asyncio.Queue(QUEUE)
        self.queues[channel].add(queue)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run())
        return queue

    def leave(self, channel: str, queue: Queue) -> None:
        """Stop listening."""
        self.queues[channel].discard(queue)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except RedisError as error:
                log.warning("hub_reconnects", error=type(error).__name__)
                await asyncio.sleep(1)

    async def _listen(self) -> None:
        async with aioredis.from_url(settings.REDIS_URL) as client, client.pubsub() as pubsub:
            await pubsub.psubscribe(PREFIX + "*")
            async for message in pubsub.listen():
                if message["type"] == "pmessage":
                    self._fan_out(message["channel"].decode()[len(PREFIX) :], message["data"].decode())

    def _fan_out(self, channel: str, text: str) -> None:
        for queue in self.queues[channel]:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(text)


hub = Hub()
