"""A template on its own in a real Chromium: rendered by our dialect, in the sandbox of real work, without a server.

A test says what the template is and what data it gets, works in `frame` as a worker would, and reads what the page
around it was told.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import BrowserContext, FrameLocator, Page, Route

from jobs import liquid
from portal.policy import FRAME_SANDBOX

HOST = "http://stage.test"
BUILT = Path(os.environ.get("PLUMBLINE_FRONTEND_DIST") or Path(__file__).parents[2] / "frontend" / "dist")
_AROUND = f"""<!doctype html><html lang="en"><title>Stage</title>
<style>html, body, iframe {{ margin: 0; width: 100%; height: 100%; border: 0; display: block; overflow: hidden }}</style>
<iframe title="Item to label" sandbox="{FRAME_SANDBOX}" src="{HOST}/frame/"></iframe>
<script>
  window.told = [];
  addEventListener("message", ({{ source, data }}) => {{
    if (source === document.querySelector("iframe").contentWindow && data?.plumbline === 1) told.push(data);
  }});
</script></html>"""


@dataclass
class Stage:
    """A page with one template frame. `files` are served at `HOST/data/<name>` with CORS, as an object store would."""

    page: Page
    files: dict[str, bytes] = field(default_factory=dict)
    _html: str = ""

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def show(
        self, template: str, task_input: Mapping[str, Any] | None = None, *, problems: bool = False
    ) -> FrameLocator:
        """Render and open a template; returns its frame once `all-crowd-elements-ready` has fired.

        Fails when the template reports a problem, unless the test is about `problems`.
        """
        compiled = liquid.compile(template, f"{HOST}/static/")
        self._html = liquid.render(
            compiled, dict(task_input or {}), lambda uri: f"{HOST}/data/{uri.rpartition('/')[2]}"
        )
        self.page.goto(f"{HOST}/")
        self.page.wait_for_function("told.some(({ type }) => type === 'ready')")
        self.page.evaluate("document.querySelector('iframe').focus({ preventScroll: true })")
        self.tell({"type": "show"})
        if not problems:
            assert self.told("problem") == []
        return self.frame

    def told(self, kind: str) -> list[dict[str, Any]]:
        """What the frame said of one type (docs/portal-protocol.md 2), oldest first."""
        return cast(
            "list[dict[str, Any]]", self.page.evaluate("kind => told.filter(({ type }) => type === kind)", kind)
        )

    def tell(self, message: Mapping[str, Any]) -> None:
        """Say something to the frame, as the labeling page does."""
        self.page.evaluate(
            "said => document.querySelector('iframe').contentWindow.postMessage(said, '*')", dict(message)
        )

    def submitted(self) -> dict[str, Any]:
        """The answer that was submitted; waits for it."""
        self.page.wait_for_function("told.some(({ type }) => type === 'submit')")
        return cast("dict[str, Any]", self.told("submit")[-1]["answer"])

    def serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(content_type="text/html", body=_AROUND)
        elif path == "/frame/":
            route.fulfill(content_type="text/html; charset=utf-8", body=self._html)
        else:
            self._serve_file(route, path)

    def _serve_file(self, route: Route, path: str) -> None:
        folder, _, name = path.removeprefix("/").partition("/")
        data = self.files.get(name) if folder == "data" else _built(name) if folder == "static" else None
        if data is None:
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(content_type=kind, body=data, headers={"Access-Control-Allow-Origin": "*"})


def _built(name: str) -> bytes | None:
    path = BUILT / name
    return path.read_bytes() if path.is_file() else None


def stage_in(context: BrowserContext) -> Stage:
    """A stage in a new page of this profile; only its own host can be reached."""
    stage = Stage(context.new_page())
    context.route("**/*", lambda route: route.abort())
    context.route(f"{HOST}/**", stage.serve)
    return stage


def picture(width: int, height: int, draw: Callable[[Image.Image], None] | None = None) -> bytes:
    """A PNG of this size in light grey, drawn upon."""
    image = Image.new("RGB", (width, height), (225, 225, 225))
    if draw is not None:
        draw(image)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
