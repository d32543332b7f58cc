"""`/live/<channel>`: origin checked, then authenticated, then asked whether this person may listen here."""

import asyncio
import contextlib
from typing import Any

from asgiref.sync import sync_to_async
from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from apps.live.channels import is_public, may_join
from apps.live.hub import Queue, hub

RECHECK_SECONDS = 5  # a lost mandate or a logout closes the socket within this time, however much is said on it


class LiveConsumer(AsyncWebsocketConsumer):
    """Sends what is announced; listens to nothing."""

    channel = ""
    queue: Queue | None = None
    pump: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.channel = self.scope["url_route"]["kwargs"]["channel"]
        if not await self._allowed():
            await self.close(code=4403)
            return
        await self.accept()
        self.queue = hub.join(self.channel)
        self.pump = asyncio.create_task(self._forward(self.queue))

    async def disconnect(self, code: int) -> None:
        if self.queue is not None:
            hub.leave(self.channel, self.queue)
        if self.pump is not None:
            self.pump.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nothing is taken from the other side."""

    async def _forward(self, queue: Queue) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            if is_public(self.channel):
                while True:
                    await self.send(text_data=await queue.get())
            while await self._allowed():
                await self._forward_until(queue, asyncio.get_running_loop().time() + RECHECK_SECONDS)
            await self.close(code=4403)

    async def _forward_until(self, queue: Queue, moment: float) -> None:
        """Hand on what comes until it is time to ask again; never a word later."""
        with contextlib.suppress(TimeoutError):
            while asyncio.get_running_loop().time() < moment:
                async with asyncio.timeout_at(moment):
                    text = await queue.get()
                await self.send(text_data=text)

    async def _allowed(self) -> bool:
        return await sync_to_async(_still_allowed)(self.scope, self.channel)


def _still_allowed(scope: dict[str, Any], channel: str) -> bool:
    user = scope.get("user")
    session = scope.get("session")
    if user is not None and user.is_authenticated:
        if session is None or not session.exists(session.session_key):
            return False
        user.refresh_from_db()
    return may_join(user, channel)


sockets = AllowedHostsOriginValidator(
    AuthMiddlewareStack(URLRouter([path("live/<str:channel>", LiveConsumer.as_asgi())]))
)
