"""One process serves both: pages through a2wsgi, sockets through Channels (design §11)."""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter

from trustmgmt.wsgi import application as pages

from apps.live.sockets import sockets  # isort: skip  (after Django is set up)

bridge = WSGIMiddleware(cast(Any, pages), workers=20)
application = ProtocolTypeRouter({"http": bridge, "websocket": sockets})
