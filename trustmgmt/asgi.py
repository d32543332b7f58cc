"""One process serves both: pages through a2wsgi, sockets through Channels (design §11)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter

from trustmgmt.wsgi import application as pages

from apps.live.sockets import sockets  # isort: skip  (after Django is set up)

application = ProtocolTypeRouter({"http": WSGIMiddleware(pages, workers=20), "websocket": sockets})
