"""What a page and a template frame may do in the browser, said in response headers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from redis.exceptions import RedisError

log = structlog.get_logger("portal.policy")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

FRAME_SANDBOX = "allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads"
# Not bluetooth: browsers that have none complain of the name on every page, the others keep it from our frames anyway.
# Neither our pages nor a requester's use any of these; a browser asks nobody's leave for them then.
_UNUSED = (
    "accelerometer", "camera", "clipboard-read", "display-capture", "geolocation", "gyroscope", "hid",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
    "screen-wake-lock", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _UNUSED)


def page(view: View[P]) -> View[P]:
    """A page of ours: nothing inline, nothing from elsewhere, never inside another page, never in a cache.

    While Valkey is away, a page that cannot do without (sessions go through it) says so, with status 503.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            response = view(request, *args, **kwargs)
        except RedisError as error:
            log.warning("page_not_served", path=request.path, error=str(error))
            response = HttpResponse(render_to_string("portal/away.html"), status=503, headers={"Retry-After": "10"})
        response["Content-Security-Policy"] = page_policy(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Referrer-Policy"] = "same-origin"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Cache-Control"] = "no-store"
        return response

    return answer


def page_policy(request: HttpRequest) -> str:
    """The socket is named too: older browsers do not count a websocket as 'self'."""
    socket = f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"
    return _joined(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self'",
            "font-src": "'self'",
            "connect-src": f"'self' {socket}",
            "frame-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
    )


def frame_policy(request: HttpRequest, data_origin: str) -> str:
    """A requester's page: its own origin, scripts and media from anywhere, no call back to this site.

    `data_origin` is the object store, which templates `fetch()` from (crowd-elements A.10). Scripts must be allowed
    inline and from https: by default, as 20 of 176 known templates use a CDN. `connect-src` is a list, not `https:`,
    because that would name this site too once it is served over TLS.
    """
    ours = request.build_absolute_uri(static(""))
    anywhere = f"https: data: blob: {data_origin} {ours}"
    return _joined(
        {
            "sandbox": FRAME_SANDBOX,
            "default-src": anywhere,
            "script-src": f"'unsafe-inline' 'unsafe-eval' https: blob: {data_origin} {ours}",
            "style-src": f"'unsafe-inline' {anywhere}",
            "connect-src": f"data: blob: {data_origin}",
            "form-action": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": "'self'",
        }
    )


def _joined(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())
