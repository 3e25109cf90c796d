"""The two protocols of the site: HTTP and the labeling socket."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_http = get_asgi_application()  # loads the apps; what follows needs them

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - rooms need django.setup()
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402 - rooms need django.setup()
from channels.sessions import CookieMiddleware  # noqa: E402 - rooms need django.setup()

from portal.routing import websocket_urlpatterns  # noqa: E402 - rooms need django.setup()

application = ProtocolTypeRouter(
    {
        "http": _http,
        # The consumer asks for the session itself, again and again: `portal.rights`.
        "websocket": AllowedHostsOriginValidator(CookieMiddleware(URLRouter(websocket_urlpatterns))),
    }
)
