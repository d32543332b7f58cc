"""What bench.surge_live compares with: the same sockets on a group of channels-redis, as its own documents show it."""

import asyncio
import os
import sys
from collections.abc import Sequence
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from trustmgmt.asgi import application as site  # sets Django up

GROUP = os.environ.get("BENCH_GROUP", "news")


class GroupConsumer(AsyncWebsocketConsumer):
    """Joins a group, hands on what is sent to it."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def group_news(self, event: dict[str, Any]) -> None:
        """What the group hears."""
        await self.send(text_data=event["text"])


async def tell(texts: Sequence[str]) -> None:
    """Say so many things to the whole group, five a second."""
    layer = get_channel_layer()
    for text in texts:
        await layer.group_send(GROUP, {"type": "group.news", "text": text})
        await asyncio.sleep(0.2)


sockets = AllowedHostsOriginValidator(
    AuthMiddlewareStack(URLRouter([path("live/<str:channel>", GroupConsumer.as_asgi())]))
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Sockets on the group; pages as ever."""
    await (sockets if scope["type"] == "websocket" else site)(scope, receive, send)


if __name__ == "__main__":
    asyncio.run(tell(sys.argv[1:]))
