"""One process serves both: pages through a2wsgi, sockets through Channels (design §11)."""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter

from trustmgmt.wsgi import application as pages

from apps.live.sockets import sockets  # isort: skip  (after Django is set up)

_wsgi = WSGIMiddleware(cast(Any, pages), workers=20)


async def bridge(scope: Any, receive: Any, send: Any) -> None:
    """Hand a request to the WSGI side. granian's `receive` is awaitable but no coroutine, which a2wsgi asks for."""

    async def receive_as_coroutine() -> Any:
        return await receive()

    await _wsgi(scope, receive_as_coroutine, send)


application = ProtocolTypeRouter({"http": bridge, "websocket": sockets})
