"""As much of a browser as labeling needs: cookies, forms with their CSRF token, and what a template frame shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3

from config.demo.trouble import DemoFailed

_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_WORK = re.compile(r'href="(/label/[0-9a-f-]{36}/)"')
_PROBLEM = re.compile(r'role="alert">([^<]+)<')
_WIDGETS = frozenset({"crowd-classifier", "crowd-image-classifier"})


@dataclass
class Shown:
    """What a frame shows: the widget's name, which the answer carries, and an image's address or a text."""

    widget: str = ""
    image: str = ""
    text: str = ""


class _Reader(HTMLParser):
    """Finds the widget and its target; entities are resolved as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = Shown()
        self._in_target = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WIDGETS:
            given = dict(attrs)
            self.shown.widget, self.shown.image = given.get("name") or "", given.get("src") or ""
        self._in_target = self._in_target or tag == "classification-target"

    def handle_endtag(self, tag: str) -> None:
        self._in_target = self._in_target and tag != "classification-target"

    def handle_data(self, data: str) -> None:
        if self._in_target:
            self.shown.text += data


def read_frame(page: str) -> Shown:
    """What the page of a template frame shows."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.shown


class Browser:
    """One person's. Requests run in threads and keep their connections."""

    def __init__(self, site: str, pool: urllib3.PoolManager) -> None:
        self.site, self._pool = site, pool
        self._cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    async def get(self, address: str) -> bytes:
        """A page or file; cookies go to the site only. Raises DemoFailed unless it is there."""
        url = urljoin(self.site, address)
        answer = await asyncio.to_thread(self._send, "GET", url, None)
        if answer.status != 200:
            raise DemoFailed(f"{url.partition('?')[0]} answered {answer.status} instead of a page.")
        return bytes(answer.data)

    async def frame(self, address: str) -> bytes:
        """A template frame is sandboxed: it sends no cookies."""
        url = urljoin(self.site, address)
        answer = await asyncio.to_thread(self._pool.request, "GET", url)
        if answer.status != 200:
            raise DemoFailed(f"The frame of an item answered {answer.status}.")
        return bytes(answer.data)

    async def submit_form(self, address: str, fields: Mapping[str, str]) -> None:
        """Open the page of a form, fill it in, send it; raises DemoFailed with what the page then says."""
        page = (await self.get(address)).decode()
        token = _CSRF.search(page)
        if token is None:
            raise DemoFailed(f"The page {address} has no form.")
        url = urljoin(self.site, address)
        answer = await asyncio.to_thread(self._send, "POST", url, {**fields, "csrfmiddlewaretoken": token[1]})
        if answer.status not in (302, 303):
            said = _PROBLEM.findall(answer.data.decode(errors="replace")) or [f"status {answer.status}"]
            raise DemoFailed(f"The form at {address.partition('.')[0]} was not taken: {' '.join(said)}")

    async def work(self) -> list[str]:
        """The addresses of the jobs on the person's list."""
        return _WORK.findall((await self.get("/")).decode())

    def _send(self, method: str, url: str, fields: Mapping[str, str] | None) -> urllib3.BaseHTTPResponse:
        headers: dict[str, str] = {}
        if urlsplit(url).netloc == urlsplit(self.site).netloc:
            headers = {"Cookie": self.cookie, "Origin": self.site, "Referer": url}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if fields is None else urlencode(fields)
        answer = self._pool.request(method, url, body=body, headers=headers, redirect=False)
        for line in answer.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        return answer
